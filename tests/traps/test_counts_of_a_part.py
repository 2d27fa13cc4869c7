"""A month of which only a week is known is no month: its count was judged as if it were one."""

from __future__ import annotations

from datetime import date

import pytest

from kpi.baseline import start
from kpi.periods import Week
from kpi.plan import AUTO, Plan, PlanRow
from kpi.review import take
from kpi.snapshot import ScoreRow
from kpi.sources import read_sources
from tests.ledger import upload
from tests.rows import Rows

WEEK = Week(2026, 47)
MQL = PlanRow(id="mql", kpi="mql", baseline="45", target="90")


def plan(row: PlanRow) -> Plan:
    return Plan(brand="Noord", start=date(2026, 9, 28), rows=(row,))


def funnel(store: Rows, first: str, last: str, *mql: int) -> None:
    """Let the last of the days carry the leads."""
    for day, leads in enumerate(mql):
        store.add("funnel", day=f"2026-11-{22 - day:02}", mql=leads, channel="all")
    upload(store, "funnel", first, last, channel="all")


def judged(store: Rows, row: PlanRow = MQL) -> ScoreRow:
    return take(store, plan(row), WEEK, date(2026, 11, 23)).rows[0]


def test_a_month_known_for_a_week_is_not_behind_its_pace(empty: Rows) -> None:
    funnel(empty, "2026-11-16", "2026-11-22", *[3] * 7)
    found = judged(empty)
    assert (found.now.value, found.now.coverage, found.status) == (21, pytest.approx(7 / 30), "too_little")
    assert found.baseline_move is None


def test_a_month_known_in_full_is_judged(empty: Rows) -> None:
    funnel(empty, "2026-10-24", "2026-11-22", *[3] * 7)
    found = judged(empty)
    assert (found.now.value, found.now.coverage, found.status) == (21, 1, "worse")


def test_one_incident_in_the_one_known_week_keeps_no_promise_for_the_quarter(empty: Rows) -> None:
    empty.add("incidents", day="2026-11-17", confirmed=True)
    upload(empty, "incidents", "2026-11-16", "2026-11-22", channel=None)
    row = PlanRow(id="i", kpi="policy_incidents", baseline="2/quarter", target="0-1/quarter")
    assert judged(empty, row).status == "too_little"


def test_a_baseline_is_not_measured_on_a_part_of_its_quarter(empty: Rows) -> None:
    """Four weeks of the log before the plan hold four incidents: no baseline of four a quarter."""
    for day in ("2026-09-01", "2026-09-08", "2026-09-15", "2026-09-22"):
        empty.add("incidents", day=day, confirmed=True)
    upload(empty, "incidents", "2026-08-31", "2026-11-22", channel=None)
    made = plan(PlanRow(id="i", kpi="policy_incidents", baseline=AUTO, target="3/quarter"))
    assert start(empty, made, made.promises[0], read_sources(empty, WEEK), WEEK).value is None
