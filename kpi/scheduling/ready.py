"""Whether the data of a week are there: a report of a week whose exports are still to come would tell half of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from data.facts import FACTS
from kpi.review import weeks_with_data
from kpi.sources import EXPECTED_WEEKS

if TYPE_CHECKING:
    from datetime import date

    from kpi.periods import Week
    from kpi.plan import Plan
    from kpi.queries import Queries
    from kpi.snapshot import Snapshot, SourceState


@dataclass(frozen=True)
class Full:
    """The weeks that are over and have data that the plan asks for, oldest first."""

    weeks: tuple[Week, ...]

    @property
    def newest(self) -> Week | None:
        """The last of them; None = there is none."""
        return self.weeks[-1] if self.weeks else None


def full_weeks(store: Queries, plan: Plan, day: date) -> Full:
    """List the weeks that a report may end with on a day."""
    asked = asked_for(plan)
    return Full(tuple(week for week in weeks_with_data(store, sorted(asked) or FACTS) if week.sunday < day))


def late(snapshot: Snapshot, plan: Plan) -> tuple[SourceState, ...]:
    """List the exports that the plan asks for, that came in the weeks before, and do not reach the end of the week."""
    asked, since = asked_for(plan), snapshot.week.monday - timedelta(weeks=EXPECTED_WEEKS)
    return tuple(
        source
        for source in snapshot.sources
        if not source.complete and source.fact in asked and source.last_day is not None and source.last_day >= since
    )


def asked_for(plan: Plan) -> set[str]:
    """Name the kinds of data that a plan asks for."""
    return {fact for promise in plan.promises for fact in promise.kpi.sources}
