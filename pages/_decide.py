"""The form of a decision: one screen, filled in as far as the finding tells, and nothing that is typed gets lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.errors import DecisionError, NotAllowedError
from kpi.deciding.decisions import Said, decide, default_due, on_case
from kpi.deciding.proposal import follow_up, propose
from pages._decide_fields import currency, fields, language, readable
from pages._parts import problem_text
from pages._reader import remember
from pages._session import journal, store, today, words

if TYPE_CHECKING:
    from kpi.alerting.cases import Case
    from kpi.deciding.decisions import Decision, Kind
    from kpi.deciding.proposal import Proposal
    from kpi.snapshot import ScoreRow, Snapshot
    from pages._decide_fields import Typed


def decide_form(
    case: Case | None, row: ScoreRow | None, snapshot: Snapshot, key: str, earlier: Decision | None = None
) -> Decision | None:
    """Draw the form; gives the decision in the run in which it was kept, else None. `earlier` = the one looked back at.

    Who fills it in is told when somebody else decided the same case meanwhile, and her text stays.
    """
    say, place = words(), _place(key)
    if earlier is not None:
        made = follow_up(earlier, snapshot, say, language(), currency())
    else:
        made = propose(case.finding if case else None, row, snapshot, say, language())
    _known(case, place)
    with st.form(place, border=False):
        wrong = st.container()
        typed = fields(made, snapshot, place, default_due(today()))
        label = say("decision.keep_it")
        pressed = st.form_submit_button(label, type="primary", icon=":material/gavel:", key=f"{place}_save")
    if not pressed:
        return None
    with wrong:
        return _keep(typed, made, case, snapshot, key)


def _place(key: str) -> str:
    """Name the form; it gets another name once its text is kept, so that the next one begins afresh."""
    return f"{key}_{st.session_state.get(f'{key}_made', 0)}"


def _known(case: Case | None, place: str) -> set[int]:
    """Remember which decisions on the case were there when the form was opened."""
    if case is None:
        return set()
    there = {one.number for one in on_case(journal(), case.number)}
    known: set[int] = st.session_state.setdefault(f"{place}_seen", there)
    return known


def _keep(typed: Typed, made: Proposal, case: Case | None, snapshot: Snapshot, key: str) -> Decision | None:
    place = _place(key)
    if typed.kind is None:
        st.error(words()("decision.needs_kind"), icon=":material/edit:")
        return None
    said = _said(typed, typed.kind, case, snapshot)
    if not readable(said, typed, made, snapshot):
        return None
    seen = _known(case, place)
    try:
        kept = decide(store(), said, typed.by, seen, today())
    except (DecisionError, NotAllowedError) as problem:
        st.warning(problem_text(problem), icon=":material/group:")
        if case is not None:  # she has been told; a second decision on the case is hers to make
            seen |= {one.number for one in on_case(journal(), case.number)}
        return None
    remember(typed.by)
    st.session_state[f"{key}_made"] = st.session_state.get(f"{key}_made", 0) + 1
    return kept


def _said(typed: Typed, kind: Kind, case: Case | None, snapshot: Snapshot) -> Said:
    return Said(
        week=snapshot.week,
        kind=kind,
        insight=typed.insight,
        action=typed.action,
        owner=typed.owner,
        due=typed.due,
        kpi=typed.choice.kpi,
        row=typed.choice.row,
        channel=typed.choice.channel,
        by_how_much=typed.by_how_much,
        language=language(),
        currency=currency(),
        case=case.number if case else None,
        finding=case.subject if case else None,
    )
