"""Write a note about a trend, or put another in its place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, get_args

import streamlit as st

from data.annotations import Kind, Remark, annotate, edit_annotation
from kpi.paper.tokens import tokens
from pages._parts import title
from pages._reader import ask_name, remember
from pages._session import store, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from data.annotations import Annotation
    from kpi.snapshot import ScoreRow, Snapshot
    from kpi.words import Words

KINDS: tuple[Kind, ...] = get_args(Kind)


def form(rows: Mapping[str, ScoreRow], snapshot: Snapshot, place: str, old: Annotation | None = None) -> bool:
    """Draw the form for notes on one of these rows (by id) or on all; True: a note was kept."""
    say, key = words(), _key(place)
    with st.form(key, border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            day, until = _days(snapshot, key, old)
            kind = st.selectbox(
                say("annotation.kind"),
                KINDS,
                KINDS.index(old.kind if old else "note"),
                format_func=partial(kind_label, say=say),
                width=290,
                key=f"{key}_kind",
            )
            kpi, channel = _about(rows, key, old)
        text = st.text_input(say("annotation.text"), old.text if old else "", max_chars=200, key=f"{key}_text")
        by = ask_name(f"{key}_by")
        st.caption(say("annotation.break_about"))
        label = say("annotation.save" if old else "annotation.add")
        if not st.form_submit_button(label, icon=":material/check:" if old else ":material/add:"):
            return False
    if wrong := _wrong(day, until, kind, text):
        st.error(say(f"annotation.{wrong}"))
        return False
    remember(by)
    if not _kept(Remark(day, text, kind, kpi, channel, until if until and until > day else None), by, old):
        st.error(say("annotation.gone"))
        return False
    st.session_state[f"{place}_written"] = st.session_state.get(f"{place}_written", 0) + 1
    return True


def _key(place: str) -> str:
    """Name the form; after a note was kept it is another one, and empty. What is refused stays as it was typed."""
    written = st.session_state.get(f"{place}_written", 0)
    return f"{place}_{written}" if written else place


def kind_label(kind: Kind, say: Words) -> str:
    """Name a kind with its shape; what a break does is said where it is chosen."""
    name = say("annotation.break") if kind == "break" else say(f"annotation.kinds.{kind}")
    return f"{tokens().annotation[kind].glyph} {name}"


def _days(snapshot: Snapshot, key: str, old: Annotation | None) -> tuple[date, date | None]:
    say, last = words(), snapshot.week.sunday
    first = old.day if old else snapshot.week.monday
    day = st.date_input(
        say("annotation.day"), first, max_value=max(last, first), width=160, key=f"{key}_day", format="YYYY-MM-DD"
    )
    until = st.date_input(
        say("annotation.until"), old.until if old else None, width=200, key=f"{key}_until", format="YYYY-MM-DD"
    )
    return day, until


def _about(rows: Mapping[str, ScoreRow], key: str, old: Annotation | None) -> tuple[str | None, str | None]:
    """Ask which KPI and channel it is about; None = all."""
    say = words()
    names = {row_id: title(row) for row_id, row in rows.items()}
    alone = next(iter(rows.values())) if len(rows) == 1 else None
    options = [*names, None] if alone else [None, *names]

    def name(chosen: str | None) -> str:
        if chosen is None:
            return say("annotation.all_kpis")
        return say("annotation.only_kpi") if alone else names[chosen]

    chosen = st.selectbox(
        say("annotation.where"),
        options,
        options.index(None) if old and old.kpi is None else 0,
        format_func=name,
        width=220,
        key=f"{key}_where_{alone.plan.id if alone else 'any'}",  # what was chosen for another row is no answer here
    )
    row = alone if chosen is None else rows[chosen]
    channel = old.channel if old else row.plan.filter.channel if row else None
    return (rows[chosen].plan.kpi if chosen is not None else None), channel


def _wrong(day: date, until: date | None, kind: Kind, text: str) -> str | None:
    if not text.strip():
        return "needs_text"
    if until and kind == "break":
        return "break_day"
    return "bad_days" if until and until < day else None


def _kept(remark: Remark, by: str | None, old: Annotation | None) -> bool:
    """Keep a note; False: the one it takes the place of was taken away meanwhile."""
    if old is not None:
        return edit_annotation(store(), old.id, remark, by) is not None
    annotate(store(), remark.day, remark.text, remark.kind, remark.kpi, remark.channel, by, until=remark.until)
    return True
