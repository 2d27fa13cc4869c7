"""What the meeting came to: every decision with its owner and day, what was put off, and what is left open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from data import defaults
from kpi.meeting.meeting_minutes import minutes
from kpi.paper.decided import decided
from pages._parts import COLOURS, escape
from pages._session import journal, open_page, store, words

if TYPE_CHECKING:
    from kpi.paper.decided import Taken
    from kpi.snapshot import Snapshot


def summary(taken: Snapshot) -> None:
    """Draw the minutes of the week's meeting, as they stand in the snapshot."""
    say, held = words(), minutes(journal(), taken.week, store().setting("zone") or defaults.ZONE)
    found = decided(replace(taken, minutes=held), say, most=None)
    if found is None:
        return
    st.markdown(escape(found.held))
    for line in found.lines:
        _line(line)
    if not found.lines:
        st.markdown(say("meeting.nothing_decided"))


def closing(taken: Snapshot) -> None:
    """Draw the end of a meeting: what it came to, and the way to the paper."""
    say = words()
    with st.container(key="closing"):
        st.header(say("meeting.came_to"), anchor=False)
        summary(taken)
        if st.button(
            say("monday.pdf"), type="primary", icon=":material/picture_as_pdf:", key="to_snapshot", shortcut="Enter"
        ):
            open_page("snapshot")


def _line(line: Taken) -> None:
    with st.container(horizontal=True, gap="medium", vertical_alignment="top"):
        st.markdown(f":{COLOURS[line.sign.tone]}-badge[{line.glyph} {escape(line.sign.word)}]", width=220)
        # what nobody decided has no owner, and what it is about says more than that
        first, *rest = (line.action, line.about) if line.owner else (line.about, line.action)
        with st.container(gap=None):
            st.markdown(f"**{escape(first)}**")
            st.markdown(escape(" · ".join(filter(None, [*rest, line.owner, line.due, line.size]))))
