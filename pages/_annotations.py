"""What the team noted, wherever a KPI stands: its marks in a line, the list under a trend, the way to add one.

`noted_line(row)` is the one call for whoever draws a KPI elsewhere: tile, card, stage of the meeting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.access.rights import Right
from data.annotations import remove_annotation
from kpi.noted import kind_word, note_days, of_all, of_window, own
from kpi.paper.tokens import tokens
from pages._annotation_form import form
from pages._may import may
from pages._parts import COLOURS, escape, term
from pages._reader import known_name
from pages._session import store, words

if TYPE_CHECKING:
    from data.annotations import Annotation
    from kpi.snapshot import ScoreRow, Snapshot

_EDITED = "edited_note"


def marks(row: ScoreRow) -> str:
    """Write what was noted about a KPI and the days that its number counts, safe for markdown; else nothing."""
    told = set(of_window(row))
    return " · ".join(f"{mark(note)} {escape(note.text)}" for note in own(row) if note in told)


def mark(note: Annotation) -> str:
    """Write the kind of a note as shape and word, in its colour."""
    token = tokens().annotation[note.kind]
    return f":{COLOURS[token.tone]}[{token.glyph} {kind_word(note, words())}]"


def noted_line(row: ScoreRow) -> None:
    """Draw a line with the notes about the number of a KPI, and how many more its trend has; else nothing."""
    say, told, known = words(), marks(row), own(row)
    earlier = set(known) - set(of_window(row))
    shapes = dict.fromkeys(tokens().annotation[note.kind].glyph for note in known)
    more = f"{' '.join(shapes)} {say('annotation.on_trend', n=len(known))}" if earlier else ""
    if told or more:
        listed = "\n".join(f"- {_line(note)}" for note in known)
        st.caption(" · ".join(filter(None, [told, more])), help=listed if more else None)


def shared_notes(snapshot: Snapshot) -> None:
    """Draw what was noted about all KPIs of the week, once: it would stand on every tile and every card."""
    for note in of_all(snapshot):
        where = f" ({escape(term('channel', note.channel))})" if note.channel else ""
        st.markdown(f"{_line(note)}{where}")


def _line(note: Annotation) -> str:
    return f"**{note_days(note, words())}** · {mark(note)} · {escape(note.text)}"


def add_note(snapshot: Snapshot) -> None:
    """Draw the way to note something about any KPI of the week."""
    if not may(Right.DECIDE):
        return
    rows = {row.plan.id: row for row in snapshot.rows}
    with st.popover(words()("annotation.add_here"), icon=":material/flag:", type="tertiary", width="content"):
        if form(rows, snapshot, "any_note"):
            st.rerun()


def trend_notes(row: ScoreRow, snapshot: Snapshot) -> None:
    """Draw the notes of a trend, and the way to add, edit and remove one."""
    say, rows = words(), {row.plan.id: row}
    with st.expander(say("annotation.title"), icon=":material/flag:", expanded=bool(row.annotations)):
        if not row.annotations:
            st.caption(say("annotation.empty"))
        for note in row.annotations:
            if st.session_state.get(_EDITED) == note.id:
                _edit(note, row, snapshot)
            else:
                _note(note)
        if may(Right.DECIDE) and form(rows, snapshot, "annotation"):
            st.rerun()


def _note(note: Annotation) -> None:
    say = words()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        by = f" · {escape(note.written_by)}" if note.written_by else ""
        st.markdown(_line(note) + by, width="stretch")
        if not may(Right.DECIDE):
            return
        if st.button(say("annotation.edit"), type="tertiary", key=f"edit_note_{note.id}"):
            st.session_state[_EDITED] = note.id
            st.rerun()
        if st.button(say("annotation.remove"), type="tertiary", key=f"unnote_{note.id}"):
            remove_annotation(store(), note.id, known_name())
            st.rerun()


def _edit(note: Annotation, row: ScoreRow, snapshot: Snapshot) -> None:
    with st.container(border=True):
        done = form({row.plan.id: row}, snapshot, f"note_{note.id}", note)
        if done or st.button(words()("annotation.cancel"), type="tertiary", key=f"unedit_{note.id}"):
            del st.session_state[_EDITED]
            st.rerun()
