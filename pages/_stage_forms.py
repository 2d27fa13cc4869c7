"""What opens over the stage: the form of a decision, the day an item comes back, and the question whether to end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import streamlit as st

from data.errors import DataError
from kpi.alerting.cases import snooze
from kpi.meeting.meeting import end
from pages._decide import decide_form
from pages._parts import escape, problem_text
from pages._reader import known_name
from pages._session import store, today, words
from pages._snooze import snooze_chosen, snooze_fields
from pages._stage_clock import FORM, moved_on

if TYPE_CHECKING:
    from kpi.alerting.cases import Case
    from kpi.deciding.decisions import Decision
    from kpi.meeting.meeting import Meeting
    from kpi.snapshot import ScoreRow, Snapshot

Form = Literal["decide", "snooze", "end"]


@dataclass(frozen=True)
class Open:
    """A form that is open on this screen, and the meeting as it was when it was opened."""

    form: Form
    seen: Meeting


@dataclass(frozen=True)
class About:
    """What the form is about."""

    name: str
    case: Case | None
    row: ScoreRow | None
    earlier: Decision | None = None  # that the meeting looks back at


def opened() -> Open | None:
    """Tell which form is open on this screen."""
    found: Open | None = st.session_state.get(FORM)
    return found


def open_form(form: Form, seen: Meeting) -> None:
    """Open a form over the item that the meeting stands at now."""
    st.session_state[FORM] = Open(form, seen)


def close_form() -> None:
    """Close it; what was typed and not saved is gone."""
    st.session_state.pop(FORM, None)


def draw_form(of: Open, about: About, taken: Snapshot) -> None:
    """Draw the form that is open."""
    say = words()

    @st.dialog(say(f"meeting.form_{of.form}"), width="large", on_dismiss=close_form)
    def over() -> None:
        moved_on(of.seen)
        st.markdown(f"**{escape(about.name)}**")
        match of.form:
            case "decide":
                _decide(about, taken)
            case "snooze":
                _snooze(about)
            case "end":
                _end(of.seen)

    over()


def _decide(about: About, taken: Snapshot) -> None:
    name = f"meeting_{about.case.number}" if about.case else f"meeting_{about.name}"
    if decide_form(about.case, about.row, taken, name, about.earlier):
        _done()


def _snooze(about: About) -> None:
    say, case = words(), about.case
    assert case is not None  # noqa: S101 - what has no case cannot be put off
    with st.form("meeting_snooze", border=False):
        snooze_fields("meeting_put_off")
        if not st.form_submit_button(say("meeting.snooze"), type="primary"):
            return
    until, worse = snooze_chosen("meeting_put_off")
    try:
        snooze(store(), case.number, today(), until=until, until_worse=worse, by=known_name())
    except DataError as problem:
        st.warning(problem_text(problem), icon=":material/group:")
        return
    _done()


def _end(seen: Meeting) -> None:
    say = words()
    st.markdown(say("meeting.not_discussed", n=seen.items_left))
    with st.container(horizontal=True):
        if st.button(say("meeting.end_it"), type="primary", key="meeting_end_yes"):
            end(store(), seen, known_name())
            _done()
        if st.button(say("meeting.go_on"), key="meeting_end_no"):
            _done()


def _done() -> None:
    close_form()
    st.rerun()
