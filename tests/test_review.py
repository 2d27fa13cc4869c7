"""The snapshot of one week, on a small brand whose numbers are checked in the head.

The plan: CTR from 1% to 1.9% in 90 days from Monday 28 September 2026 (week 40). On the Sunday of week 47
it is day 56, so the pace is 1% + 0.9% x 56/90 = 1.56%. Each week has one post with 100,000 impressions.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kpi.cells import Filter
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.review import latest_full_week, take, weeks_with_data
from tests.ledger import upload
from tests.rows import Rows

if TYPE_CHECKING:
    from kpi.snapshot import ScoreRow

WEEK = Week(2026, 47)
MONDAY_AFTER = date(2026, 11, 23)
FRIDAY = date(2026, 11, 20)


def plan(*rows: PlanRow) -> Plan:
    ctr = PlanRow(id="ctr", kpi="ctr", baseline="1%", target="1.9%", owner="Ann")
    return Plan(brand="Noord", start=date(2026, 9, 28), currency="EUR", rows=rows or (ctr,))


def brand(store: Rows, clicks: dict[int, int]) -> Rows:
    """Put one post of 100,000 impressions in each week: {week: link clicks}."""
    for number, link_clicks in clicks.items():
        week = Week(2026, number)
        store.add("posts", day=week.monday.isoformat(), impressions=100_000, link_clicks=link_clicks)
        upload(store, "posts", week.monday.isoformat(), week.sunday.isoformat())
    return store


def row(store: Rows, made: Plan | None = None, today: date = MONDAY_AFTER) -> ScoreRow:
    return take(store, made or plan(), WEEK, today).rows[0]


STEADY = {44: 1500, 45: 1500, 46: 1500, 47: 1560}


def test_row_carries_the_promise_the_number_and_the_judgement(empty: Rows) -> None:
    found = row(brand(empty, STEADY))
    assert (found.baseline, found.baseline_text, found.goal, found.now.value) == (0.01, "1%", 0.019, 0.0156)
    assert (found.unit, found.good, found.currency, found.window_days) == ("percent", "up", None, 7)
    assert found.pace == pytest.approx(0.0156)
    assert found.progress == pytest.approx(56 / 90)
    assert found.status == "on_pace"


@pytest.mark.parametrize(
    ("clicks", "status"),
    [
        (1900, "met"),
        (1560, "on_pace"),
        (1500, "on_pace"),
        (1480, "behind"),
        (1000, "behind"),
        (960, "behind"),
        (940, "worse"),
    ],
)  # one sigma of 1,500 clicks in 100,000 is 0.038%: a signal beyond 0.063%; of 950 0.031% and 0.050%
def test_status_follows_the_line_and_the_sample(empty: Rows, clicks: int, status: str) -> None:
    assert row(brand(empty, {47: clicks})).status == status


def test_move_of_the_week_is_against_the_week_before(empty: Rows) -> None:
    found = row(brand(empty, STEADY))
    assert found.week_move is not None
    assert (found.week_move.before, found.week_move.after) == (0.015, 0.0156)
    assert found.week_move.evidence == "possible"  # 0.06% of a sigma of 0.054%


def test_move_of_the_week_does_not_jump_over_a_gap(empty: Rows) -> None:
    found = row(brand(empty, {44: 1500, 45: 1500, 47: 1560}))
    assert found.week_move is None
    assert found.baseline_move is not None
    assert [point.value for point in found.series] == [0.015, 0.015, None, 0.0156]


def test_trend_begins_with_its_first_value_and_ends_with_the_week(empty: Rows) -> None:
    series = row(brand(empty, STEADY)).series
    assert [point.week for point in series] == ["2026-W44", "2026-W45", "2026-W46", "2026-W47"]


def test_limits_and_scatter_need_five_weeks(empty: Rows) -> None:
    """Weeks of 1.5% and 1.6% in turn: moving ranges of 0.1%, so limits at 2.66 x 0.1% and a scatter of 0.1% / 1.128."""
    found = row(brand(empty, {week: 1500 + 100 * (week % 2) for week in range(40, 48)}))
    assert found.limits is not None
    assert found.limits.centre == pytest.approx(0.0155)
    assert found.limits.upper - found.limits.centre == pytest.approx(2.66 * 0.001)
    assert found.sigma == pytest.approx(0.001 / 1.128)  # more than the 0.04% of sampling alone


def test_four_weeks_have_no_limits_yet(empty: Rows) -> None:
    assert row(brand(empty, STEADY)).limits is None


def test_week_that_is_not_over_shows_its_value_and_compares_nothing(empty: Rows) -> None:
    snapshot = take(brand(empty, STEADY), plan(), WEEK, FRIDAY)
    (found,) = snapshot.rows
    assert not snapshot.over
    assert found.partial
    assert found.now.value == 0.0156
    assert (found.week_move, found.baseline_move, found.progress, found.status) == (None, None, None, "too_little")
    assert found.series[-1].partial
    assert snapshot.alerts == ()


def test_source_that_ends_on_friday_makes_its_rows_partial(empty: Rows) -> None:
    brand(empty, {45: 1500, 46: 1500})
    empty.add("posts", day="2026-11-17", impressions=100_000, link_clicks=1560)
    upload(empty, "posts", "2026-11-16", "2026-11-20")
    found = row(empty)
    assert (found.now.value, found.partial, found.status) == (0.0156, True, "too_little")


def test_row_of_one_channel_does_not_wait_for_the_others(empty: Rows) -> None:
    brand(empty, STEADY)
    upload(empty, "posts", "2026-10-19", "2026-11-15", channel="linkedin")
    only_x = PlanRow(id="x", kpi="ctr", filter=Filter(channel="x"), baseline="1%", target="1.9%")
    everywhere = PlanRow(id="all", kpi="ctr", baseline="1%", target="1.9%")
    rows = take(empty, plan(only_x, everywhere), WEEK, MONDAY_AFTER).rows
    assert [found.partial for found in rows] == [False, True]


def test_measured_baseline_stands_in_the_row(empty: Rows) -> None:
    auto = PlanRow(id="ctr", kpi="ctr", target="+50%")
    found = row(brand(empty, {36: 900, 37: 1000, 38: 1000, 39: 1100} | STEADY), plan(auto))
    assert (found.baseline, found.goal) == (0.01, pytest.approx(0.015))
    assert (found.status, found.baseline_text) == ("met", "auto")


@pytest.mark.parametrize(
    ("kpi", "target", "currency"),
    [("cpa", "425", "EUR"), ("ctr", "2%", None)],
)
def test_only_money_has_a_currency(empty: Rows, kpi: str, target: str, currency: str | None) -> None:
    assert row(empty, plan(PlanRow(id="one", kpi=kpi, target=target))).currency == currency


def test_rule_that_holds_names_the_owner_of_its_kpi(empty: Rows) -> None:
    brand(empty, {**dict.fromkeys(range(37, 47), 1500), 47: 1900})
    for week in WEEK.last(10):
        for _ in range(100):
            empty.message(week.monday.isoformat(), 1, sentiment=-1 if week == WEEK else 1)
    upload(empty, "messages", "2026-09-07", "2026-11-22")
    snapshot = take(empty, plan(), WEEK, MONDAY_AFTER)
    assert [(alert.rule, alert.channel, alert.owner) for alert in snapshot.alerts] == [
        ("pause_scaling", "*", "Ann"),
        ("pause_scaling", "x", "Ann"),
    ]


def test_snapshot_says_what_it_is_of(empty: Rows) -> None:
    snapshot = take(brand(empty, STEADY), plan(), WEEK, MONDAY_AFTER)
    assert (snapshot.brand, snapshot.week, snapshot.over, snapshot.plan_day, snapshot.plan_days) == (
        "Noord",
        WEEK,
        True,
        56,
        90,
    )
    assert (snapshot.uploads, snapshot.posts, snapshot.messages) == (4, 4, 0)
    (source,) = snapshot.sources
    assert (source.last_day, source.complete, source.missing_weeks) == (date(2026, 11, 22), True, ())


def test_later_rows_do_not_count_in_an_earlier_week(empty: Rows) -> None:
    snapshot = take(brand(empty, STEADY), plan(), WEEK.previous(), MONDAY_AFTER)
    assert (snapshot.posts, snapshot.rows[0].now.value) == (3, 0.015)


def prints(clicks: dict[int, int]) -> str:
    store = Rows()
    snapshot = take(brand(store, clicks), plan(), WEEK, MONDAY_AFTER)
    store.close()
    return snapshot.fingerprint


def test_same_data_same_print_other_data_other_print() -> None:
    first = prints(STEADY)
    assert len(first) == 8
    assert first == prints(STEADY)
    assert first != prints(STEADY | {47: 1561})
    assert first != prints(STEADY | {44: 1501})


def test_snapshot_without_data_has_rows_without_values(empty: Rows) -> None:
    snapshot = take(empty, plan(), WEEK, MONDAY_AFTER)
    assert [(found.now.value, found.status) for found in snapshot.rows] == [(None, "no_data")]
    assert (snapshot.alerts, snapshot.sources) == ((), ())


def test_weeks_with_data_are_those_of_any_fact(empty: Rows) -> None:
    empty.add("posts", day="2026-11-03")
    empty.message("2026-11-17", 1)
    assert weeks_with_data(empty) == [Week(2026, 45), Week(2026, 47)]


@pytest.mark.parametrize(
    ("today", "week"),
    [
        (date(2026, 11, 22), 46),  # Sunday: week 47 still runs
        (date(2026, 11, 23), 47),
        (date(2026, 12, 24), 47),
    ],
)
def test_review_opens_with_the_last_week_that_is_over_and_has_data(empty: Rows, today: date, week: int) -> None:
    assert latest_full_week(brand(empty, STEADY), plan(), today) == Week(2026, week)


def test_review_opens_with_data_the_plan_asks_for(empty: Rows) -> None:
    brand(empty, {46: 1500})
    empty.add("incidents", day="2026-11-17")
    assert latest_full_week(empty, plan(), MONDAY_AFTER) == Week(2026, 46)
    assert latest_full_week(empty, None, MONDAY_AFTER) == Week(2026, 47)
    without_rows = plan().model_copy(update={"rows": ()})
    assert latest_full_week(empty, without_rows, MONDAY_AFTER) == Week(2026, 47)


def test_without_data_the_review_opens_with_the_week_that_ended_last(empty: Rows) -> None:
    assert latest_full_week(empty, plan(), MONDAY_AFTER) == WEEK


def test_deviations_come_worst_first(empty: Rows) -> None:
    behind = PlanRow(id="behind", kpi="ctr", baseline="1%", target="3%")
    worse = PlanRow(id="worse", kpi="ctr", baseline="2%", target="3%")
    snapshot = take(brand(empty, STEADY), plan(behind, worse), WEEK, MONDAY_AFTER)
    assert [found.plan.id for found in snapshot.deviations] == ["worse", "behind"]
    assert replace(snapshot, rows=()).count("worse", "behind") == 0
