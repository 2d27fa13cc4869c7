"""Whether the data of a week are there: a report of a week whose exports are still to come would tell half of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kpi.reporting.ending import asked_for
from kpi.sources import EXPECTED_WEEKS

if TYPE_CHECKING:
    from kpi.plan import Plan
    from kpi.snapshot import Snapshot, SourceState


def late(snapshot: Snapshot, plan: Plan) -> tuple[SourceState, ...]:
    """List the exports that the plan asks for, that came in the weeks before, and do not reach the end of the week."""
    asked, since = asked_for(plan), snapshot.week.monday - timedelta(weeks=EXPECTED_WEEKS)
    return tuple(
        source
        for source in snapshot.sources
        if not source.complete and source.fact in asked and source.last_day is not None and source.last_day >= since
    )
