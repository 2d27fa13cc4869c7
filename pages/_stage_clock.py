"""The clock of the meeting. It ticks on every screen, and sees within a second that somebody else moved it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.journal import newest
from data.ledger import moment
from kpi.meeting.meeting import Pace, each, left, meeting, pace
from pages._parts import COLOURS, escape
from pages._session import journal, store, words

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from kpi.meeting.meeting import Meeting

FORM = "meeting_form"  # of this session: what is open over the stage
TICK = 1  # seconds
MARKS: dict[Pace, tuple[str, str]] = {"calm": ("quiet", ""), "watch": ("watch", "◆"), "over": ("bad", "■")}


@st.fragment(run_every=TICK)
def clock(seen: Meeting, number: int) -> None:
    """Draw the time that is left; run the page again when the journal has more than it showed.

    A form that is open here stays: who types follows the others when she has saved or closed it.
    """
    is_known = newest(store()) == number
    if not is_known and FORM not in st.session_state:
        st.rerun()
    now = seen if is_known else _now(seen)
    st.markdown(face(now, moment(None)))
    st.caption(hint(now, moment(None)))


def _now(seen: Meeting) -> Meeting:
    """Look up how the meeting stands by now: a pause stops the clock behind an open form too."""
    found = meeting(journal())
    return found if found and found.number == seen.number else seen


@st.fragment(run_every=TICK)
def wait(number: int) -> None:
    """Run the page again when somebody added to the journal: who waits for a meeting sees it begin."""
    if newest(store()) != number:
        st.rerun()


@st.fragment(run_every=TICK)
def moved_on(seen: Meeting) -> None:
    """Say over an open form that somebody moved the meeting on."""
    say, now = words(), meeting(journal())
    if now is None or (now.number, now.last) == (seen.number, seen.last):
        return
    who = escape(now.by or say("meeting.somebody"))
    if key := _since(seen, now):
        place = {"at": say.whole(now.at + 1), "total": say.whole(len(now.order))}
        st.markdown(f":material/group: {say(f'meeting.{key}', who=who, **place)}")


def _since(seen: Meeting, now: Meeting) -> str | None:
    """Name what happened since; None where all is as it was, as after a pause that is over."""
    if now.ended:
        return "ended"
    if now.item != seen.item:
        return "moved_on"
    if (now.paused is None) == (seen.paused is None):
        return None
    return "held_paused" if now.paused else "held_resumed"


def face(of: Meeting, now: datetime) -> str:
    """Write the time that is left: calm, then to be watched, then over; a pause says that it is one."""
    say, remaining = words(), left(of, now)
    tone, glyph = MARKS[pace(remaining)]
    written = minutes_and_seconds(remaining)
    if of.paused:
        return f":gray-badge[Ⅱ {say('meeting.paused', time=written)}]"
    said = say("meeting.over" if pace(remaining) == "over" else "meeting.left", time=written)
    return f":{COLOURS[tone]}-badge[{glyph} {said}]" if glyph else said


def hint(of: Meeting, now: datetime) -> str:
    """Say how long each item may take for all of them to fit."""
    share = each(of, now)
    if share is None or of.items_left == 1:
        return "\u00a0"
    return words()("meeting.each", time=minutes_and_seconds(share))


def minutes_and_seconds(time: timedelta) -> str:
    """Write 17:05; of a time that ran out how much too long it is."""
    minutes, seconds = divmod(abs(int(time.total_seconds())), 60)
    return f"{minutes}:{seconds:02}"
