"""A change is split between the two numbers that the scorecard compares, and between no others."""

from __future__ import annotations

from datetime import date

import pytest

from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.review import take
from kpi.snapshot import ScoreRow
from kpi.why.compared import AGAINST, Against, Alone, Pair, pair
from tests.downloads import download
from tests.ledger import upload
from tests.rows import Rows

W47 = Week(2026, 47)
MONDAY = date(2026, 11, 23)


def plan(*kpis: str, baseline: str = "auto", start: str = "2026-10-01", **fields: object) -> Plan:
    targets = {"ctr": "3%", "policy_incidents": "1", "net_sentiment": "+22", "response_time_median": "2 h"}
    rows = [{"id": kpi, "kpi": kpi, "target": targets[kpi], "baseline": baseline, **fields} for kpi in kpis]
    return Plan(brand="Noord", start=date.fromisoformat(start), rows=tuple(PlanRow(**row) for row in rows))  # type: ignore[arg-type]


def row_of(store: Rows, made: Plan, week: Week = W47) -> ScoreRow:
    return take(store, made, week, MONDAY).rows[0]


def weeks(store: Rows, *clicks: int, fact: str = "posts") -> None:
    """Let each week have one post a channel, seen 1,000 times; the last of the numbers is week 47."""
    for back, number in enumerate(reversed(clicks)):
        monday = W47.previous(back).monday.isoformat()
        for channel in ("x", "instagram"):
            store.add(
                fact, day=monday, channel=channel, impressions=1000, link_clicks=number, snapshot_date="2026-12-31"
            )
    for channel in ("x", "instagram"):
        upload(store, fact, W47.previous(len(clicks) - 1).monday.isoformat(), "2026-11-22", channel=channel)


def compared(store: Rows, made: Plan, against: Against) -> Pair | Alone:
    return pair(store, made, row_of(store, made), W47, against)


def test_last_week_is_the_number_that_the_scorecard_compares_with(empty: Rows) -> None:
    weeks(empty, 10, 20)
    found, row = compared(empty, plan("ctr"), "week"), row_of(empty, plan("ctr"))
    assert isinstance(found, Pair)
    assert row.week_move is not None
    assert (found.start, found.end) == (row.week_move.before, row.week_move.after) == (0.01, 0.02)


def test_a_measured_baseline_is_the_four_weeks_that_were_measured(empty: Rows) -> None:
    weeks(empty, 10, 10, 20, 20, 30)
    made = plan("ctr", start="2026-11-16")
    found, row = compared(empty, made, "baseline"), row_of(empty, made)
    assert isinstance(found, Pair)
    assert (found.start, found.before.window.days, found.written) == (row.baseline, 28, False)
    assert row.baseline == pytest.approx(0.015)


def test_a_count_of_four_weeks_is_compared_as_that_of_one(empty: Rows) -> None:
    for back in range(5):
        for _ in range(back + 1):
            empty.add("incidents", day=W47.previous(back).monday.isoformat(), confirmed=True)
    upload(empty, "incidents", W47.previous(4).monday.isoformat(), "2026-11-22", channel=None)
    made = plan("policy_incidents", start="2026-11-16", window_days=7)
    found, row = compared(empty, made, "baseline"), row_of(empty, made)
    assert isinstance(found, Pair)
    assert (found.start, found.share) == (row.baseline, 0.25) == (3.5, 0.25)


def test_for_a_written_baseline_the_measured_weeks_stand_in_and_it_is_said(empty: Rows) -> None:
    weeks(empty, 10, 10, 20, 20, 30)
    found = compared(empty, plan("ctr", baseline="0.5%", start="2026-11-16"), "baseline")
    assert isinstance(found, Pair)
    assert (found.start, found.written) == (pytest.approx(0.015), True)


def test_without_four_weeks_the_first_one_stands_in_for_a_written_baseline(empty: Rows) -> None:
    weeks(empty, 10, 20, 30)
    found = compared(empty, plan("ctr", baseline="0.5%"), "baseline")
    assert isinstance(found, Pair)
    assert (found.start, found.before.window.id, found.written) == (0.01, "2026-W45/7", True)


def test_the_first_week_of_all_has_nothing_to_compare_with(empty: Rows) -> None:
    weeks(empty, 30)
    assert compared(empty, plan("ctr", baseline="0.5%"), "baseline") == Alone("no_weeks")
    assert compared(empty, plan("ctr"), "baseline") == Alone("no_baseline")


@pytest.mark.parametrize("against", AGAINST)
def test_a_week_that_is_not_over_is_not_compared(empty: Rows, against: Against) -> None:
    weeks(empty, 10, 20)
    made = plan("ctr")
    row = take(empty, made, W47, date(2026, 11, 20)).rows[0]
    assert pair(empty, made, row, W47, against) == Alone("unfinished")


@pytest.mark.parametrize("against", AGAINST)
def test_a_number_that_is_not_there_has_not_changed(empty: Rows, against: Against) -> None:
    assert compared(empty, plan("ctr"), against) == Alone("no_value")


def test_what_was_gained_is_not_split_against_what_was_published(empty: Rows) -> None:
    download(empty, "2026-10-19", "2026-11-15", {"old": ("2026-11-10", 600, 4)})
    download(empty, "2026-10-26", "2026-11-22", {"old": ("2026-11-10", 1000, 10), "new": ("2026-11-17", 1000, 20)})
    row = row_of(empty, plan("ctr"))
    assert row.now.basis == "gained"
    found = compared(empty, plan("ctr"), "week")
    assert isinstance(found, Alone)
    assert (found.why, found.unlike) == ("not_alike", row.no_move)


def test_weeks_are_compared_by_what_each_of_them_gained(empty: Rows) -> None:
    download(empty, "2026-10-05", "2026-11-08", {"old": ("2026-11-03", 600, 4)})
    download(empty, "2026-10-12", "2026-11-15", {"old": ("2026-11-03", 1000, 10)})
    download(empty, "2026-10-19", "2026-11-22", {"old": ("2026-11-03", 1200, 14), "new": ("2026-11-17", 800, 16)})
    found = compared(empty, plan("ctr"), "week")
    assert isinstance(found, Pair)
    assert (found.start, found.end) == (6 / 400, 20 / 1000)


def test_posts_are_compared_at_the_same_age(empty: Rows) -> None:
    """Week 46 is read as it stood a day after it ended, not as it stands now."""
    first, second = ("a", "2026-11-10"), ("b", "2026-11-17")
    download(empty, "2026-11-09", "2026-11-16", {first[0]: (first[1], 1000, 10)}, stated=False)
    figures = {first[0]: (first[1], 5000, 500), second[0]: (second[1], 1000, 20)}
    download(empty, "2026-11-09", "2026-11-23", figures, stated=False)
    row = row_of(empty, plan("ctr"))
    assert row.week_move is not None
    found = compared(empty, plan("ctr"), "week")
    assert isinstance(found, Pair)
    assert found.start == row.week_move.before == 0.01
    assert found.before.rows == "aged"
