"""The trend of a KPI for the brand or one channel, whether or not a row of the plan speaks of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.catalog import catalog
from kpi.cells import ALL_ROWS, Filter
from kpi.plan import PlanRow
from kpi.review import take
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from datetime import date

    from kpi.periods import Week
    from kpi.plan import Plan
    from kpi.queries import Queries
    from kpi.snapshot import ScoreRow, Snapshot


def trend_of(store: Queries, plan: Plan, kpi: str, channel: str, week: Week, today: date) -> ScoreRow:  # noqa: PLR0917 - as kpi.review.take, of one KPI
    """Measure a KPI over the weeks as a row of the plan would; it promises nothing, so it has no goal."""
    spoken_of = ALL_ROWS if channel == EVERYWHERE else Filter(channel=channel)
    aim = f"week over week {catalog()[kpi].good}"  # the target that names no number; it reads so in every language
    row = PlanRow(id=f"{kpi}@{channel}", kpi=kpi, filter=spoken_of, target=aim)
    alone = plan.model_copy(update={"rows": (row,)})
    return replace(take(store, alone, week, today).rows[0], goal=None, pace=None, forecast=None)


def row_of(snapshot: Snapshot, kpi: str, channel: str) -> ScoreRow | None:
    """Find the row of the plan that speaks of a KPI there and of nothing narrower; weekly, as rules are."""
    spoken_of = ALL_ROWS if channel == EVERYWHERE else Filter(channel=channel)
    return next((row for row in snapshot.rows if row.plan.kpi == kpi and row.plan.filter == spoken_of), None)
