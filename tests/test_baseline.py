"""Where a row started: what the team wrote, or what four weeks measure.

The plan starts on Monday 28 September 2026, in week 40; the four weeks before it are 36 to 39.
"""

from __future__ import annotations

from datetime import date

import pytest

from kpi.baseline import Start, start
from kpi.catalog import catalog
from kpi.periods import Week
from kpi.plan import AUTO, Plan, PlanRow
from kpi.snapshot import EVERYWHERE, Cell
from kpi.sources import read_sources
from tests.ledger import upload
from tests.rows import Rows

WEEK = Week(2026, 47)
PLAN_START = date(2026, 9, 28)


def begun(store: Rows, kpi: str, baseline: str = AUTO, target: str = "2%", week: Week = WEEK) -> Start:
    rows = (PlanRow(id="one", kpi=kpi, baseline=baseline, target=target),)
    plan = Plan(brand="x", start=PLAN_START, rows=rows)
    return start(store, plan, plan.promises[0], read_sources(store, week), week)


def posts(store: Rows, *weeks: tuple[int, int, int]) -> None:
    """Put one post in each week: (week, impressions, link clicks)."""
    for number, impressions, link_clicks in weeks:
        week = Week(2026, number)
        store.add("posts", day=week.monday.isoformat(), impressions=impressions, link_clicks=link_clicks)
        upload(store, "posts", week.monday.isoformat(), week.sunday.isoformat())


def test_written_baseline_is_taken_as_it_is_without_error(empty: Rows) -> None:
    assert begun(empty, "ctr", "0,9%") == Start(0.009, 0.0)


def test_measured_baseline_is_one_ratio_of_sums_over_the_four_weeks_before_the_plan(empty: Rows) -> None:
    posts(empty, (35, 1000, 500), (36, 1000, 10), (37, 1000, 10), (38, 1000, 10), (39, 7000, 210), (40, 1000, 500))
    assert begun(empty, "ctr").value == 240 / 10_000  # the mean of the four ratios would be 1.5%
    assert begun(empty, "ctr").enough


def test_data_that_begin_with_the_plan_give_their_first_four_full_weeks(empty: Rows) -> None:
    posts(empty, (39, 1000, 10), (40, 1000, 20), (41, 1000, 30), (42, 1000, 40), (43, 1000, 500))
    assert begun(empty, "ctr").value == 100 / 4000


def test_fewer_than_four_full_weeks_measure_no_baseline(empty: Rows) -> None:
    posts(empty, (38, 1000, 10), (39, 1000, 10), (40, 1000, 10))
    assert begun(empty, "ctr") == Start(None)


def test_week_before_the_baseline_is_complete_does_not_know_it_yet(empty: Rows) -> None:
    posts(empty, (40, 1000, 20), (41, 1000, 30), (42, 1000, 40), (43, 1000, 50), (44, 1000, 60))
    assert begun(empty, "ctr", week=Week(2026, 42)) == Start(None)
    assert begun(empty, "ctr", week=Week(2026, 43)).value == 140 / 4000


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ("1 / week", 8 / 4),  # eight in four weeks
        ("1 / month", 9),  # in the 30 days that end on the same Sunday
    ],
)
def test_measured_count_is_the_number_in_one_window(empty: Rows, target: str, value: float) -> None:
    for day in ["2026-08-30", *["2026-09-01"] * 4, *["2026-09-24"] * 4]:
        empty.add("incidents", day=day, confirmed=True)
    upload(empty, "incidents", "2026-08-24", "2026-11-22", channel=None)
    found = begun(empty, "policy_incidents", target=target)
    assert found.value == value
    assert found.error == pytest.approx(8**0.5 / 4 if target == "1 / week" else 3)


def cell(value: float) -> Cell:
    return Cell("net_sentiment", "2026-W47/7", EVERYWHERE, value, None, None, 100, None, 3.0)


@pytest.mark.parametrize(
    ("began", "sigma", "evidence"),
    [
        (Start(10), 3.0, "signal"),  # 5 is beyond 1.645 x 3
        (Start(10, error=4.0), 5.0, "noise"),  # hypot(3, 4) = 5, and a move of 5 is not beyond one sigma
        (Start(10, error=4.0, enough=False), 5.0, "too_little"),
    ],
)
def test_move_from_a_measured_baseline_carries_both_errors(began: Start, sigma: float, evidence: str) -> None:
    found = began.move(cell(15), None, catalog()["net_sentiment"])
    assert found is not None
    assert (found.size, found.sigma, found.evidence) == (5, pytest.approx(sigma), evidence)


def test_move_from_an_unknown_baseline_does_not_exist() -> None:
    assert Start(None).move(cell(15), None, catalog()["net_sentiment"]) is None
