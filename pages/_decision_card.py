"""One decision of the log: what was decided, what became of it, and the ways to change or close it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from data.access.rights import Right
from data.errors import DecisionError
from kpi.deciding.asked import in_words
from kpi.deciding.decision_log import kpi_name
from kpi.deciding.decision_words import lines
from kpi.deciding.decisions import change, close, history
from kpi.deciding.proposal import Choice, Proposal, rest
from pages._decide_fields import currency, fields, language, readable
from pages._may import may
from pages._outcomes import mark, outcome_line
from pages._parts import escape, problem_text
from pages._reader import known_name, remember
from pages._session import journal, plan, store, today, words

if TYPE_CHECKING:
    from kpi.deciding.came import Outcome
    from kpi.deciding.decisions import Closed, Decision
    from kpi.snapshot import Snapshot
    from pages._decide_fields import Typed

EDITED = "decision_edited"  # number of the decision that this reader changes


def card(one: Decision, found: Outcome | None, snapshot: Snapshot) -> None:
    """Draw a decision; the one that is being changed is a form."""
    with st.container(border=True, gap="xsmall"):
        if st.session_state.get(EDITED) == one.number:
            _edit(one, snapshot)
            return
        _said(one)
        outcome_line(one, found)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _buttons(one)


def _said(one: Decision) -> None:
    say = words()
    st.markdown(f"{mark('taken', one.kind, say(f'decision.kind.{one.kind}'))} **{escape(one.action)}**")
    if one.insight:
        st.markdown(escape(one.insight))
    moves = " ".join(filter(None, [kpi_name(one, plan(), say), in_words(one, say)]))
    made = say("decision.decided_by", day=say.day(one.made_on), by=one.made_by) if one.made_by else say.day(one.made_on)
    told = " · ".join(map(escape, filter(None, [one.owner, moves, made, one.note])))
    st.markdown(f"{state_text(one)} :small[{told}]")


def state_text(one: Decision) -> str:
    """Say where a decision stands: word, shape and the day it is due."""
    say, state = words(), one.state(today())
    word = say(f"decision.state.{state}")
    if state == "open":
        word = say("decision.due_on", day=say.day(one.due))
    if state == "overdue":
        word = say("decision.overdue_since", day=say.day(one.due))
    return mark("state", state, escape(word))


# -- changing it -------------------------------------------------------------------------------------


def _buttons(one: Decision) -> None:
    say = words()
    if not may(Right.DECIDE):
        pass
    elif one.closed is None:
        closing(one, "card")
        if st.button(say("decision.edit"), type="tertiary", icon=":material/edit:", key=f"edit_{one.number}"):
            st.session_state[EDITED] = one.number
            st.rerun()
    elif st.button(say("decision.reopen"), type="tertiary", icon=":material/undo:", key=f"reopen_{one.number}"):
        _close(one, None, "")
    with st.popover(say("decision.history"), type="tertiary"):
        for line in lines(history(journal(), one.number), str(store().setting("zone")), say):
            st.markdown(escape(line))


def closing(one: Decision, place: str) -> None:
    """Draw the way to close a decision: carried out or dropped, with a note."""
    if not may(Right.DECIDE):
        return
    say = words()
    with st.popover(say("decision.close"), type="tertiary", icon=":material/task_alt:"):
        example = say("decision.note_example")
        note = st.text_input(say("decision.note"), key=f"note_{place}_{one.number}", placeholder=example, max_chars=300)
        with st.container(horizontal=True):
            if st.button(say("decision.done"), type="primary", key=f"done_{place}_{one.number}"):
                _close(one, "done", note)
            if st.button(say("decision.drop"), key=f"drop_{place}_{one.number}"):
                _close(one, "dropped", note)


def _close(one: Decision, how: Closed | None, note: str) -> None:
    try:
        close(store(), one.number, how, note, known_name(), one.version)
    except DecisionError as problem:
        st.warning(problem_text(problem), icon=":material/group:")
    else:
        st.rerun()


def _edit(one: Decision, snapshot: Snapshot) -> None:
    say, place = words(), f"change_{one.number}"
    version: int = st.session_state.setdefault(f"{place}_version", one.version)
    first = Choice(one.kpi, one.row, one.channel)
    made = Proposal(rest([first], snapshot), one.kind, one.insight, one.action, one.owner, one.by_how_much)
    with st.form(place, border=False):
        wrong = st.container()
        typed = fields(made, snapshot, place, one.due)
        with st.container(horizontal=True):
            saved = st.form_submit_button(say("decision.save_edit"), type="primary", key=f"{place}_save")
            left = st.form_submit_button(say("decision.cancel"), key=f"{place}_cancel")
    if left:
        _leave(place)
    if saved:
        with wrong:
            _change(one, typed, made, snapshot, version)


def _change(one: Decision, typed: Typed, made: Proposal, snapshot: Snapshot, version: int) -> None:
    if typed.kind is None:
        st.error(words()("decision.needs_kind"), icon=":material/edit:")
        return
    said = replace(
        one,
        kind=typed.kind,
        insight=typed.insight,
        action=typed.action,
        owner=typed.owner,
        due=typed.due,
        kpi=typed.choice.kpi,
        row=typed.choice.row,
        channel=typed.choice.channel,
        by_how_much=typed.by_how_much,
    )
    if typed.by_how_much != one.by_how_much or typed.choice.kpi != one.kpi:
        said = replace(said, language=language(), currency=currency())
    if not readable(said, typed, made, snapshot):
        return
    place = f"change_{one.number}"
    try:
        change(store(), one.number, said, typed.by, version)
    except DecisionError as problem:
        st.warning(problem_text(problem), icon=":material/group:")
        st.session_state[f"{place}_version"] = one.version  # she has been told; the next press is hers
        return
    remember(typed.by)
    _leave(place)


def _leave(place: str) -> None:
    st.session_state.pop(EDITED, None)
    st.session_state.pop(f"{place}_version", None)
    st.rerun()
