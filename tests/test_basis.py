"""Which numbers of lifetime figures are compared and which are not; downloads as in tests/test_gained.py."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kpi.basis import uneven, unlike
from kpi.catalog import catalog
from kpi.cells import ALL_ROWS
from kpi.lifetime import pooled
from kpi.periods import Week, Window
from kpi.plan import Plan, PlanRow
from kpi.review import take
from kpi.scan import Scan
from kpi.snapshot import EVERYWHERE, Cell, ScoreRow, Unlike
from tests.downloads import download
from tests.rows import Rows
from tests.test_gained import two_sundays

W46, W47 = Week(2026, 46), Week(2026, 47)
SUNDAY_45, SUNDAY_46, SUNDAY_47 = "2026-11-08", "2026-11-15", "2026-11-22"
EARLY, OLD, NEW = "2026-11-03", "2026-11-10", "2026-11-17"


def row(store: Rows, today: date = date(2026, 11, 23), **fields: Any) -> ScoreRow:
    made = PlanRow(**({"id": "ctr", "kpi": "ctr", "baseline": "1%", "target": "3%"} | fields))
    return take(store, Plan(brand="Noord", start=date(2026, 9, 28), rows=(made,)), W47, today).rows[0]


def number(basis: Any, age: int | None = None, oldest: int | None = None) -> Cell:
    cell = Cell("ctr", "2026-W47/7", EVERYWHERE, 0.01, 1, 100, 100, None, None)
    return Cell(**(cell.__dict__ | {"basis": basis, "age": age, "oldest": age if oldest is None else oldest}))


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (number(None), number(None), None),
        (number("gained"), number("gained"), None),
        (number("published", 0), number("gained"), Unlike("basis", "published", "gained")),
        (number("published", 7), number("published", 0), Unlike("age", "7", "0")),
        (number("published", 3), number("published", 10), Unlike("age", "3", "10")),
        (number("published", 1), number("published", 0), None),
        (number("published", 2), number("published", 0), Unlike("age", "2", "0")),
        (number("published", 35), number("published", 28), None),  # both are settled
        (number("published", 35), number("published", 27), Unlike("age", "35", "27")),
        (number("published", 0, 7), number("published", 0), Unlike("age", "0–7", "0")),  # two downloads behind it
    ],
)
def test_numbers_are_alike_when_they_were_counted_alike(one: Cell, other: Cell, found: Unlike | None) -> None:
    assert unlike(one, other) == found


def test_weeks_of_one_first_download_are_of_different_ages(empty: Rows) -> None:
    download(empty, "2026-10-26", SUNDAY_47, {"old": (OLD, 100_000, 1000), "new": (NEW, 100_000, 1900)})
    found = row(empty)
    assert (found.now.value, found.week_move) == (0.019, None)
    assert found.no_move == Unlike("age", "7", "0")
    assert [point.other for point in found.series] == [Unlike("age", "7", "0"), None]


def test_a_week_before_is_looked_up_as_it_stood_at_the_same_age(empty: Rows) -> None:
    """Without a stated day nothing is gained; but on the Sunday of week 46 its post had 4 clicks of 600."""
    download(empty, "2026-11-09", SUNDAY_46, {"old": (OLD, 600, 4)}, stated=False)
    download(empty, "2026-11-09", SUNDAY_47, {"old": (OLD, 1000, 10), "new": (NEW, 1000, 20)}, stated=False)
    found = row(empty)
    assert found.week_move is not None
    assert (found.week_move.before, found.week_move.after) == (4 / 600, 0.02)
    assert [point.value for point in found.series] == [4 / 600, 0.02]


def test_two_weeks_gained_are_compared(empty: Rows) -> None:
    download(empty, "2026-10-12", SUNDAY_45, {"early": (EARLY, 1000, 10)})
    two_sundays(empty)
    found = row(empty)
    assert found.week_move is not None
    # week 46: the early post 4,000 and 40, the old one 600 and 4; its first 1,000 are of week 45
    assert (found.week_move.before, found.week_move.after) == (44 / 4600, 27 / 1600)
    assert found.no_move is None


def test_the_first_week_that_is_gained_has_nothing_to_be_compared_with(empty: Rows) -> None:
    two_sundays(empty)
    found = row(empty)
    assert (found.week_move, found.no_move) == (None, Unlike("basis", "published", "gained"))
    assert found.series[-2].other == found.series[-1].parted == Unlike("basis", "published", "gained")


def test_a_measured_baseline_is_of_posts_of_the_same_age(empty: Rows) -> None:
    """Four weeks before the plan, downloaded every Sunday: 1% on that Sunday, 5% today."""
    for back in (11, 10, 9, 8, 1, 0):
        week = W47.previous(back)
        download(empty, week.monday.isoformat(), week.sunday.isoformat(), {week.id: (week.monday, 100_000, 1000)})
    for back in (11, 10, 9, 8):
        week = W47.previous(back)
        later = week.previous(-1).sunday.isoformat()
        download(empty, week.monday.isoformat(), later, {week.id: (week.monday, 100_000, 5000)}, stated=False)
    found = row(empty, baseline="auto", target="+50%")
    assert found.baseline == 0.01


def test_a_baseline_that_was_counted_otherwise_is_none_and_says_why(empty: Rows) -> None:
    posts: dict[str, Any] = {week.id: (week.monday, 100_000, 1000) for week in W47.last(12)}
    download(empty, W47.previous(11).monday.isoformat(), SUNDAY_47, posts)
    found = row(empty, baseline="auto", target="+50%")
    assert found.baseline is None
    assert found.no_baseline == Unlike("age", "56–77", "0")
    assert found.status == "too_little"


def test_a_baseline_is_the_first_four_weeks_that_the_downloads_tell(empty: Rows) -> None:
    """Weekly downloads since week 42: weeks 43 to 46 gained 1,000 clicks of 100,000 each."""
    for week in W47.last(6):
        posts = {one.id: (one.monday, 100_000, 1000) for one in W47.last(12) if one <= week}
        download(empty, week.previous(7).monday.isoformat(), week.sunday.isoformat(), posts)
    found = row(empty, baseline="auto", target="+50%")
    assert (found.now.basis, found.baseline, found.no_baseline) == ("gained", 0.01, None)


def test_parts_of_a_baseline_do_not_overlap(empty: Rows) -> None:
    """Ten days each, two of them in four weeks: a post of any day of these twenty counts once."""
    week = W47.previous(8)
    days = [week.sunday - timedelta(days=back) for back in (0, 9, 10, 19, 20)]
    posts: dict[str, Any] = {f"{day}": (day, 100, 1) for day in days}
    download(empty, "2026-08-01", SUNDAY_47, posts)
    scan = Scan((catalog()["ctr"],), ALL_ROWS, (Window(week, 28),))
    (cell,) = (one for key, one in pooled(empty, scan, 10, number("published", 60)).items() if key[3] == EVERYWHERE)
    assert (cell.numerator, cell.denominator) == (4, 400)


def amount(value: float | None, coverage: float | None, kpi: str = "impressions", channel: str = EVERYWHERE) -> Cell:
    return Cell(kpi, "2026-W47/7", channel, value, None, None, 9, coverage, None)


@pytest.mark.parametrize(
    ("kpi", "one", "other", "found"),
    [
        ("impressions", (1000, 1), (500, 0.5), Unlike("coverage", "100", "50")),
        ("impressions", (500, 0.5), (1000, 1), Unlike("coverage", "50", "100")),
        ("impressions", (400, 0.4), (100, 0.4), None),  # a constant share, and a true fall
        ("impressions", (1000, 1), (910, 0.91), None),  # one post of eleven
        ("impressions", (400, 0.4), (300, 0.3), Unlike("coverage", "40", "30")),  # a quarter of it hangs on that
        ("unfollows", (10, 0.5), (20, 1), Unlike("coverage", "50", "100")),
        ("follower_growth", (-10, 0.5), (-20, 1), Unlike("coverage", "50", "100")),
        ("unfollows", (8, 0.5), (0, 1), None),  # those of whom more is known were none: nothing is missing in them
        ("impressions", (1000, None), (500, 0.5), None),  # no rows at all in one of them
        ("impressions", (None, 0), (500, 0.5), None),
        ("ctr", (0.01, 1), (0.01, 0.5), None),  # both parts are of the same rows
        ("video_retention", (0.3, 1), (0.4, 0.5), None),
        ("mql", (3, 1), (3, 0.5), None),  # of days, which the sources tell
    ],
)
def test_amounts_that_another_share_of_the_rows_tells_are_not_alike(
    kpi: str, one: tuple[float, float], other: tuple[float, float], found: Unlike | None
) -> None:
    assert uneven(catalog()[kpi], amount(*one, kpi), amount(*other, kpi), ()) == found


@pytest.mark.parametrize(
    ("parts", "alike"),
    [
        # "b" never tells it and has more posts than before: "a" is what it was
        ([((900, 1), (500, 1)), ((None, 0), (None, 0))], True),
        # a small channel that goes silent takes little with it, a large one much
        ([((950, 1), (950, 1)), ((50, 1), (None, 0))], True),
        ([((500, 1), (500, 1)), ((500, 1), (None, 0))], False),
        # a channel without any post of that week lacks nothing
        ([((500, 1), (500, 1)), ((500, 1), (None, None))], True),
    ],
)
def test_each_channel_is_held_against_itself(parts: list[Any], alike: bool) -> None:
    pairs = [(amount(*one, channel="a"), amount(*other, channel="a")) for one, other in parts]
    found = uneven(catalog()["impressions"], amount(1000, 0.9), amount(500, 0.4), pairs)
    assert found == (None if alike else Unlike("coverage", "90", "40"))
