"""The reports that left: each can be opened, fetched as it left, or taken again; and any week as known on a day."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from data.errors import KeptError
from data.kept import has, weight
from data.reading.places import slug
from kpi.definition_version import redefined
from kpi.issued import issued
from kpi.keeping import file_of, form_of, name_of
from kpi.paper.forms import MAKERS
from kpi.periods import Week
from kpi.words import Words
from pages._parts import problem_text
from pages._past import about, choose, named
from pages._receipt import local
from pages._session import store, today, week, words
from pages._tables import size_text, width_of

if TYPE_CHECKING:
    from data.store import Store
    from kpi.issued import Issued

LONG = 12  # entries from which on one looks for a week


def issued_list() -> None:
    """List what was issued, and offer the ways back to it."""
    say, entries = words(), issued(store())
    st.header(say("issued.title"), anchor=False)
    st.markdown(say("issued.about") if entries else say("issued.none"))
    if entries:
        chosen = _of_week(entries)
        _table(chosen)
        _pick(chosen)
    _any_day()


def _of_week(entries: list[Issued]) -> list[Issued]:
    """Narrow a long list to the reports about one week."""
    say, weeks = words(), list(dict.fromkeys(one.week for one in entries))
    if len(entries) <= LONG or len(weeks) == 1:
        return entries
    names = {"": say("issued.all_weeks")} | {one: _week(one) for one in sorted(weeks, reverse=True)}
    chosen = st.selectbox(
        say("issued.about_week"),
        list(names),
        format_func=lambda name: names[name],
        key="issued_week",
        width=260,
    )
    return [one for one in entries if chosen in {"", one.week}]


def _week(name: str) -> str:
    of = Week.parse(name)
    return words()("issued.by_week", week=words().week(of), year=of.year)


def _pick(entries: list[Issued]) -> None:
    """Choose one, and what to do with it."""
    say, by_number = words(), {one.number: one for one in entries}
    lines = {one.number: _line(one) for one in entries}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            say("issued.pick"),
            list(lines),
            format_func=lambda number: lines[number],
            key=f"issued_number_{entries[0].number}",  # the newest, until somebody chooses
            width=460,
        )
        opens = st.button(say("issued.open"), key="open_issued", icon=":material/visibility:", type="primary")
        _fetch(by_number[number])
        again = st.button(say("issued.again"), key="take_again", icon=":material/history:")
    if opens or again:
        choose(number, again=again)
        st.rerun()
    files, size = weight(store().path)
    if files:
        st.caption(say("issued.weight", n=files, size=size_text(size, say)))


def _fetch(entry: Issued) -> None:
    """Offer the very file that left."""
    say, opened = words(), store()
    there = entry.content is not None and has(opened.path, entry.content, form_of(entry))
    st.download_button(
        say("issued.take_kept"),
        data=partial(_content, opened, entry) if there else b"",
        file_name=f"{slug(opened.setting('brand') or opened.path.stem)}-{name_of(entry)}",
        mime=MAKERS[form_of(entry)].mime,
        icon=":material/download:",
        on_click="ignore",
        key="take_kept",
        disabled=not there,
        help=None if there else say("issued.not_there"),
    )
    if there:
        _damaged(opened, entry)


def _damaged(opened: Store, entry: Issued) -> None:
    """Say of a file that was changed since that it is no longer what left."""
    try:
        file_of(opened, entry)
    except KeptError as lost:
        st.warning(problem_text(lost), icon=":material/heart_broken:")


def _content(opened: Store, entry: Issued) -> bytes:
    return file_of(opened, entry) or b""


def _line(entry: Issued) -> str:
    """Say which one it is; its number keeps two of one minute apart."""
    told = named(entry) | {"by": entry.issued_by or words()("issued.nobody")}  # no markdown is read here
    language = Words(entry.language)("frame.language")
    return " · ".join([str(entry.number), told["week"], _form(entry), told["moment"], told["by"], language])


def _form(entry: Issued) -> str:
    return words()(f"report.form.{form_of(entry)}")


def _table(entries: list[Issued]) -> None:
    say = words()
    table = pd.DataFrame(
        {
            "number": [one.number for one in entries],
            "week": [about(one) for one in entries],
            "form": [_form(one) for one in entries],
            "at": [local(one.issued_at) for one in entries],
            "by": [one.issued_by or "" for one in entries],
            "language": [Words(one.language)("frame.language") for one in entries],
            "plan": [one.plan_version for one in entries],
            "fingerprint": [one.fingerprint for one in entries],
            "defined": [_since(one) for one in entries],
        }
    )
    if not any(table["defined"]):
        table = table.drop(columns="defined")
    columns = {name: st.column_config.Column(say(f"issued.column_{name}")) for name in table}
    label = say("issued.column_week")
    columns["week"] = st.column_config.TextColumn(label, width=width_of(label, table["week"]))
    columns["at"] = st.column_config.DatetimeColumn(say("issued.column_at"), format="YYYY-MM-DD HH:mm")
    st.dataframe(table, hide_index=True, column_config=columns, alt=say("issued.title"))


def _since(entry: Issued) -> str:
    """Name the KPIs that are defined otherwise since."""
    say = words()
    return ", ".join(say(f"kpi.{name}") if say.has(f"kpi.{name}") else name for name in redefined(entry.definitions))


def _any_day() -> None:
    say, chosen = words(), week()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        last = today() - timedelta(days=1)
        day = st.date_input(say("issued.day"), last, max_value=today(), key="known_day", format="YYYY-MM-DD", width=220)
        if st.button(say("issued.show"), key="show_known", icon=":material/event_repeat:") and day:
            choose(day=day, week=chosen if chosen and chosen.monday <= day else None)
            st.rerun()
    st.caption(say("issued.how"))
