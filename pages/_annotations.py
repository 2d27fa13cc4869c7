"""The team's notes on a trend: read them, add one, take one away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.annotations import annotate, remove_annotation
from pages._parts import escape
from pages._reader import ask_name, known_name, remember
from pages._session import store, words

if TYPE_CHECKING:
    from data.annotations import Kind
    from kpi.snapshot import ScoreRow, Snapshot

KINDS: tuple[Kind, ...] = ("note", "break")
REACH = ("only_kpi", "all_kpis")


def trend_notes(row: ScoreRow, snapshot: Snapshot) -> None:
    """Draw the notes of a trend and the way to add one."""
    say = words()
    with st.expander(say("annotation.title"), icon=":material/flag:", expanded=bool(row.annotations)):
        if not row.annotations:
            st.caption(say("annotation.empty"))
        for note in row.annotations:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                by = f" · {escape(note.written_by)}" if note.written_by else ""
                kind = say(f"annotation.{note.kind}").split(":")[0]
                st.markdown(f"**{say.day(note.day)}** · {kind} · {escape(note.text)}{by}", width="stretch")
                if st.button(say("annotation.remove"), type="tertiary", key=f"unnote_{note.id}"):
                    remove_annotation(store(), note.id, known_name())
                    st.rerun()
        _form(row, snapshot)


def _form(row: ScoreRow, snapshot: Snapshot) -> None:
    say = words()
    with st.form("annotation", clear_on_submit=True, border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            day = st.date_input(say("annotation.day"), snapshot.week.monday, max_value=snapshot.week.sunday, width=160)
            kind = st.selectbox(
                say("annotation.kind"), KINDS, format_func=lambda name: say(f"annotation.{name}"), width=290
            )
            reach = st.selectbox(
                say("annotation.where"), REACH, format_func=lambda name: say(f"annotation.{name}"), width=180
            )
        text = st.text_input(say("annotation.text"), max_chars=200)
        by = ask_name("annotation_by")
        st.caption(say("annotation.break_about"))
        if not st.form_submit_button(say("annotation.add"), icon=":material/add:"):
            return
        if not text.strip():
            st.error(say("annotation.needs_text"))
            return
        remember(by)
        kpi = row.plan.kpi if reach == "only_kpi" else None
        annotate(store(), day, text, kind, kpi, row.plan.filter.channel, by)
        st.rerun()
