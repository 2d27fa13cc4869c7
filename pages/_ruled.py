"""How every rule stands in the week this reader looks at, computed once for each state of the store."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from data.still import still
from kpi.periods import Week
from kpi.plan import plan_in_force
from kpi.remembered import Remembered
from kpi.review import rule_states
from pages._session import answers, newest_full_week, opened, plan, store, today, week, weeks

if TYPE_CHECKING:
    from kpi.rule.ruling import RuleState


def judged_week() -> Week | None:
    """Find the week that rules are judged in: the chosen one, or the newest where that still runs; None = no data."""
    chosen = week()
    found = chosen if chosen and chosen.sunday < today() else newest_full_week()
    return found if found and found.sunday < today() else None


def unjudged() -> str | None:
    """Say why no rule can be judged at all: text key `rules.<it>`; None = they can be."""
    if plan() is None:
        return "no_plan"
    if not weeks():
        return "no_data"
    return "no_week" if judged_week() is None else None


def ruled() -> tuple[RuleState, ...]:
    """Say how every rule stands, in every place; empty where nothing can be judged yet."""
    asked = judged_week()
    if asked is None or plan() is None:
        return ()
    return _ruled(str(store().path), store().revision, asked.id, today().isoformat())


@st.cache_resource(max_entries=16, show_spinner=False)
def _ruled(path: str, revision: int, week_id: str, day: str) -> tuple[RuleState, ...]:  # noqa: ARG001 - a key
    made = plan_in_force(opened(path).plan() or "")
    assert made is not None  # noqa: S101 - ruled() asked before
    with still(opened(path)) as seen:  # a load in between would show half of it
        shared = answers()
        known = shared if store().revision == seen.revision else {}  # those of a later state are not for this one
        remembered = Remembered(seen, known)
        return rule_states(remembered, made, Week.parse(week_id), date.fromisoformat(day))
