"""The snapshots that were issued, each to be taken again as it was known then, and any week as known on a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from kpi.definition_version import redefined
from kpi.issued import issued
from kpi.periods import Week
from kpi.words import Words
from pages._past import choose, named
from pages._receipt import local
from pages._session import store, today, week, words

if TYPE_CHECKING:
    from kpi.issued import Issued

BEAT = 2.0  # seconds


def issued_list() -> None:
    """List what was issued, and offer the way back to it."""
    say, entries = words(), issued(store())
    _watch(len(entries))
    st.header(say("issued.title"), anchor=False)
    st.markdown(say("issued.about") if entries else say("issued.none"))
    if entries:
        _table(entries)
        lines = {one.number: _line(one) for one in entries}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            number = st.selectbox(
                say("issued.pick"),
                list(lines),
                format_func=lambda number: lines[number],
                key="issued_number",
                width=420,
            )
            if st.button(say("issued.again"), key="take_again", icon=":material/history:"):
                choose(number)
                st.rerun()
    _any_day()


@st.fragment(run_every=BEAT)
def _watch(count: int) -> None:
    """Draw the page anew once a PDF was issued: the browser fetches it without telling the page."""
    if len(issued(store())) != count:
        st.rerun()


def _line(entry: Issued) -> str:
    """Say which one it is; its number keeps two of one minute apart."""
    told = named(entry) | {"by": entry.issued_by or words()("issued.nobody")}  # no markdown is read here
    language = Words(entry.language)("frame.language")
    return " · ".join([str(entry.number), told["week"], told["moment"], told["by"], language])


def _table(entries: list[Issued]) -> None:
    say = words()
    table = pd.DataFrame(
        {
            "number": [one.number for one in entries],
            "week": [say.week(Week.parse(one.week)) for one in entries],
            "at": [local(one.issued_at) for one in entries],
            "by": [one.issued_by or "" for one in entries],
            "plan": [one.plan_version for one in entries],
            "language": [Words(one.language)("frame.language") for one in entries],
            "fingerprint": [one.fingerprint for one in entries],
            "defined": [_since(one) for one in entries],
        }
    )
    columns = {name: st.column_config.Column(say(f"issued.column_{name}")) for name in table}
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
