"""What the meeting came to, beside the page for leadership: the same words as on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.paper.decided import decided
from pages._parts import COLOURS, escape
from pages._session import words

if TYPE_CHECKING:
    from kpi.paper.decided import Taken
    from kpi.snapshot import Snapshot


def decisions_of(snapshot: Snapshot) -> None:
    """List the decisions of the meeting about a week; nothing where there was none."""
    say = words()
    if (found := decided(snapshot, say, None)) is None:
        return
    st.header(say("minutes.title"), anchor=False)
    st.caption(found.held)
    if found.none:
        st.markdown(found.none)
    for line in found.lines:
        with st.container(gap="xxsmall"):
            st.markdown(f":{COLOURS[line.sign.tone]}-badge[{line.glyph} {line.sign.word}] **{escape(line.about)}**")
            st.markdown(escape(line.action))
            if foot := _foot(line):
                st.caption(foot)


def _foot(line: Taken) -> str:
    say = words()
    due = f"{say('minutes.due')}: {line.due}" if line.due else ""
    return " · ".join(map(escape, filter(None, [line.size, line.owner, due])))
