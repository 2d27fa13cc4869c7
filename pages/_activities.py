"""The activities of the plan by phase: how far they are, and how the KPIs stand that they serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.access.rights import Right
from data.ledger import day_in
from kpi.deciding.activities import PHASES, last_day, mark, steps
from pages._activities_edit import edit
from pages._may import may
from pages._outcomes import mark as marked
from pages._parts import badge, escape, term
from pages._reader import known_name
from pages._session import journal, plan, store, today, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.deciding.activities import Phase, Step
    from kpi.plan import Plan
    from kpi.snapshot import Snapshot


def activities(snapshot: Snapshot) -> None:
    """Draw them, and the way to change them."""
    in_force = plan()
    if in_force is None:
        return
    found = steps(in_force, journal(), today())
    if not found:
        st.markdown(words()("activity.none"))
    for phase in PHASES:
        if those := [one for one in found if one.activity.phase == phase]:
            _phase(phase, those, in_force, snapshot)
    if may(Right.DEFINE):
        edit(in_force)


def _phase(phase: Phase, those: Sequence[Step], in_force: Plan, snapshot: Snapshot) -> None:
    say, did = words(), sum(one.standing == "done" for one in those)
    first = 1 if phase == 1 else last_day(PHASES[phase - 2], in_force.days) + 1
    st.header(say("activity.phase", first=first, last=last_day(phase, in_force.days)), anchor=False)
    st.progress(did / len(those), say("activity.progress", done=say.whole(did), all=say.whole(len(those))))
    for one in those:
        with st.container(gap="xxsmall"):
            _ticked(one, in_force)
            st.markdown(_about(one, snapshot))


def _ticked(one: Step, in_force: Plan) -> None:
    """Draw the box of an activity; what is ticked is in the journal, for everybody."""
    key = f"activity_{in_force.start}_{one.activity.id}"
    st.session_state[key] = one.standing == "done"  # a colleague may have ticked it

    def tick() -> None:
        mark(store(), in_force, one.activity, bool(st.session_state[key]), known_name())

    st.checkbox(escape(one.activity.title), key=key, on_change=tick, disabled=not may(Right.DECIDE))


def _about(one: Step, snapshot: Snapshot) -> str:
    """Say when it is due or was done, whose it is, and how the KPIs stand that it serves."""
    owner = [f":small[{escape(one.activity.owner)}]"] if one.activity.owner else []
    return " · ".join([_when(one), *owner, *(_standing(kpi, snapshot) for kpi in one.activity.kpis)])


def _when(one: Step) -> str:
    say = words()
    if one.done is not None:
        day = say.day(day_in(str(store().setting("zone")), one.done.at))
        when = say("activity.done_by", day=day, by=one.done.by) if one.done.by else day
        return marked("state", "done", escape(when))
    if one.standing == "overdue":
        return marked("state", "overdue", escape(say("decision.overdue_since", day=say.day(one.due))))
    due = escape(say("decision.due_on", day=say.day(one.due)))
    return marked("state", "open", due) if one.standing == "now" else f":small[{due}]"


def _standing(kpi: str, snapshot: Snapshot) -> str:
    """Name a KPI with the status it has now, where the plan has a row of it."""
    row = next((row for row in snapshot.rows if row.plan.kpi == kpi), None)
    name = f":small[{escape(term('kpi', kpi))}]"
    return f"{name} {badge('status', row.status)}" if row else name
