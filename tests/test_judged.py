"""Deadlines, guards, coverage and trends, on a brand whose numbers are checked in the head."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.review import take
from tests.ledger import upload

if TYPE_CHECKING:
    from kpi.snapshot import ScoreRow
    from tests.rows import Rows

WEEK = Week(2026, 47)
START = date(2026, 9, 28)  # week 40; the Sunday of week 47 is day 56


def brand(store: Rows, clicks: dict[int, int]) -> Rows:
    """Put one post of 100,000 impressions in each week: {week: link clicks}."""
    for number, link_clicks in clicks.items():
        week = Week(2026, number)
        store.add("posts", day=week.monday.isoformat(), impressions=100_000, link_clicks=link_clicks)
        upload(store, "posts", week.monday.isoformat(), week.sunday.isoformat())
    return store


def messages(store: Rows, negative: int) -> None:
    """Ten weeks of 100 labelled messages, half of them positive; in the last one so many negative."""
    for week in WEEK.last(10):
        for number in range(100):
            bad = number < (negative if week == WEEK else 20)
            store.message(week.monday.isoformat(), 1, sentiment=-1 if bad else 1 if number < 70 else 0)
    upload(store, "messages", WEEK.previous(9).monday.isoformat(), WEEK.sunday.isoformat())


def row(store: Rows, *others: PlanRow, **fields: Any) -> ScoreRow:
    asked = PlanRow(**({"id": "ctr", "kpi": "ctr", "baseline": "1%", "target": "1.9%"} | fields))
    plan = Plan(brand="Noord", start=START, rows=(asked, *others))
    return take(store, plan, WEEK, date(2026, 11, 23)).rows[0]


@pytest.mark.parametrize(
    ("clicks", "days", "status", "overdue"),
    [
        (1850, 90, "on_pace", False),
        (1850, 60, "on_pace", False),  # 1.84% would be on pace on day 56 of 60
        (1500, 90, "on_pace", False),
        (1500, 60, "behind", False),  # the same number, due sooner
        (1850, 50, "behind", True),  # within the noise of the goal, but the deadline has passed
        (1900, 50, "met", True),
        (900, 50, "worse", True),
    ],
)
def test_status_follows_the_row_s_own_deadline(empty: Rows, clicks: int, days: int, status: str, overdue: bool) -> None:
    found = row(brand(empty, {47: clicks}), deadline_days=days)
    assert (found.status, found.overdue, found.deadline) == (status, overdue, days)


def test_forecast_leads_to_the_week_of_the_deadline(empty: Rows) -> None:
    brand(empty, {number: 1000 + 50 * (number - 36) for number in range(36, 48)})  # 1% in week 36, +0.05% a week
    found = row(empty)
    assert found.due_in == 5  # day 90 is the Saturday of week 52
    assert found.forecast is not None
    assert found.forecast.value == pytest.approx(0.018)  # week 52
    assert found.forecast.weeks == 8  # the weeks of the plan
    assert found.forecast.low < 0.018 < found.forecast.high
    assert row(empty, deadline_days=56).forecast is None


def test_target_that_is_met_at_the_cost_of_another_kpi(empty: Rows) -> None:
    brand(empty, {47: 1900})
    sentiment = PlanRow(id="mood", kpi="net_sentiment", baseline="+30", target="+40")
    messages(empty, negative=60)  # net sentiment falls to -50 or so
    found = row(empty, sentiment, guards=("net_sentiment",))
    (guard,) = found.guards
    assert (found.status, guard.kpi, guard.before, guard.worse) == ("at_cost", "net_sentiment", 30, True)
    assert row(empty, sentiment).status == "met"


def test_guard_that_holds_lets_the_target_count(empty: Rows) -> None:
    brand(empty, {47: 1900})
    messages(empty, negative=20)
    found = row(empty, guards=("net_sentiment",))  # no row of its own: measured from the weeks before the plan
    assert (found.status, found.guards[0].worse) == ("met", False)
    assert found.guards[0].before == pytest.approx(30)


def test_guard_without_data_leaves_the_target_unjudged(empty: Rows) -> None:
    found = row(brand(empty, {47: 1900}), guards=("net_sentiment",))
    assert (found.status, found.reason, found.guards[0].worse) == ("too_little", "guard", None)


def test_guard_says_nothing_of_a_target_that_is_missed(empty: Rows) -> None:
    assert row(brand(empty, {47: 1500}), guards=("net_sentiment",)).status == "on_pace"


def test_little_coverage_is_not_judged(empty: Rows) -> None:
    for number in range(100):
        empty.message(WEEK.monday.isoformat(), 1, sentiment=1 if number < 40 else None)
    upload(empty, "messages", WEEK.monday.isoformat(), WEEK.sunday.isoformat())
    found = row(empty, kpi="net_sentiment", baseline="+10", target="+22")
    assert (found.now.coverage, found.status, found.reason) == (0.4, "too_little", "coverage")


@pytest.mark.parametrize(
    ("clicks", "status"),
    [
        ({46: 1500, 47: 1700}, "met"),
        ({46: 1500, 47: 1510}, "on_pace"),  # better, but within the noise
        ({46: 1500, 47: 1300}, "worse"),
        ({45: 1500, 47: 1700}, "too_little"),  # a gap
    ],
)
def test_trend_target_is_met_by_a_signal_only(empty: Rows, clicks: dict[int, int], status: str) -> None:
    brand(empty, {44: 1500} | clicks)
    found = row(empty, target="better week over week")
    assert found.status == status
    assert (found.pace, found.progress, found.luck) == (None, None, None)
    assert found.reason == ("previous" if status == "too_little" else None)


def test_luck_stands_beside_a_count_that_is_met(empty: Rows) -> None:
    empty.add("incidents", incident_id="1", channel="x", day="2026-11-10", kind="privacy", confirmed=True)
    upload(empty, "incidents", "2026-06-01", "2026-11-22")
    found = row(empty, kpi="policy_incidents", baseline="6 / month", target="3 / month", window_days=30)
    assert (found.now.value, found.status) == (1, "met")
    assert round(100 * (found.luck or 0), 1) == 15.1


def test_windows_that_share_days_are_no_points_of_a_trend(empty: Rows) -> None:
    brand(empty, dict.fromkeys(range(22, 48), 1500))
    assert row(empty).forecast is not None
    assert row(empty, window_days=91).forecast is None
    assert row(empty, window_days=91).limits is None
    month = row(empty, window_days=30)
    assert month.forecast is None or month.forecast.weeks == 6
