"""The trend of a KPI that no row of the plan speaks of is the one a row of the plan would have."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kpi.meeting.trend_of import row_of, trend_of
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from tests.snapshots import example

if TYPE_CHECKING:
    from tests.rows import Rows

WEEK, TODAY = Week(2026, 47), date(2026, 11, 23)


@pytest.mark.parametrize(
    ("channel", "before", "now"), [("*", 40 / 4000, 80 / 4000), ("x", 30 / 3000, 45 / 3000), ("instagram", 0.01, 0.035)]
)
def test_a_kpi_is_measured_where_a_rule_looked(two_weeks: Rows, channel: str, before: float, now: float) -> None:
    plan = Plan(brand="Noord", start=date(2026, 10, 5), language="nl", rows=())
    row = trend_of(two_weeks, plan, "ctr", channel, WEEK, TODAY)
    assert [point.value for point in row.series[-2:]] == [before, now]
    assert (row.now.value, row.goal, row.pace, row.forecast) == (now, None, None, None)


def test_the_row_of_the_plan_is_taken_where_it_speaks_of_just_that() -> None:
    snapshot = example()
    found = row_of(snapshot, "ctr", "*")
    assert found is not None
    assert isinstance(found.plan, PlanRow)
    assert found.plan.id == "ctr"
    assert row_of(snapshot, "ctr", "linkedin") is None
    assert row_of(snapshot, "save_rate", "*") is None
