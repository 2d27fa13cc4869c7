"""A quarter of which a log covers a part has no count: drawn, its trend climbed though nothing changed."""

from __future__ import annotations

from datetime import date

from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.review import take
from tests.ledger import upload
from tests.rows import Rows

WEEK = Week(2026, 47)


def test_a_window_covered_in_part_is_a_gap_in_the_trend(empty: Rows) -> None:
    first = WEEK.previous(15).monday  # thirteen weeks make the quarter: three of its windows are covered whole
    for week in WEEK.last(16):
        empty.add("incidents", day=week.monday.isoformat(), confirmed=True)
    upload(empty, "incidents", first.isoformat(), WEEK.sunday.isoformat(), channel=None)
    asked = PlanRow(id="incidents", kpi="policy_incidents", baseline="6 / quarter", target="3 / quarter")
    made = Plan(brand="Noord", start=date(2026, 9, 28), rows=(asked,))
    (found,) = take(empty, made, WEEK, date(2026, 11, 23)).rows
    assert [(point.week, point.value) for point in found.series if point.value is not None] == [
        (week.id, 13.0) for week in WEEK.last(4)
    ]
