"""Weeks and days where calendars are awkward: midnight in another zone, turned clocks, week 53, the end of a year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.store import Store
from kpi.catalog import catalog
from kpi.cells import ALL_ROWS
from kpi.periods import Week, Window, stride
from kpi.plan import Plan, PlanRow
from kpi.review import take
from kpi.score import score
from tests.exports import as_csv
from tests.traps.scored import cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.rows import Rows

INBOX = ("Message ID", "Channel", "Received at", "First response at")
AMSTERDAM, AUCKLAND, ANGELES, KOLKATA = "Europe/Amsterdam", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb")
    yield opened
    opened.close()


def inbox(*received: str, replied: str = "") -> bytes:
    """Write an inbox whose times are UTC."""
    rows = [
        {"Message ID": f"m{n}", "Channel": "x", "Received at": at, "First response at": replied}
        for n, at in enumerate(received)
    ]
    return as_csv(INBOX, rows)


def load(store: Store, zone: str, *received: str, replied: str = "") -> None:
    store.set_settings({"zone": zone})
    store.load("inbox.csv", inbox(*received, replied=replied), now=datetime(2027, 2, 1, tzinfo=UTC))


def weeks(store: Store) -> list[str]:
    return [Week.of(day).id for (day,) in store.query("select day from messages order by source_row")]


# -- a day belongs to the brand's own calendar -----------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "week"), [(AMSTERDAM, "2026-W48"), (AUCKLAND, "2026-W48"), (ANGELES, "2026-W47"), ("UTC", "2026-W47")]
)
def test_half_past_eleven_on_sunday_in_london_is_monday_further_east(store: Store, zone: str, week: str) -> None:
    load(store, zone, "2026-11-22T23:30:00Z")
    assert weeks(store) == [week]


@pytest.mark.parametrize(
    ("zone", "received", "day"),
    [
        (AMSTERDAM, "2026-03-28T22:59:59Z", "2026-03-28"),  # the night before the clock goes forward
        (AMSTERDAM, "2026-03-28T23:00:00Z", "2026-03-29"),
        (AMSTERDAM, "2026-03-29T21:59:59Z", "2026-03-29"),  # a day of 23 hours
        (AMSTERDAM, "2026-03-29T22:00:00Z", "2026-03-30"),
        (AMSTERDAM, "2026-10-24T22:00:00Z", "2026-10-25"),
        (AMSTERDAM, "2026-10-25T22:59:59Z", "2026-10-25"),  # a day of 25 hours
        (AMSTERDAM, "2026-10-25T23:00:00Z", "2026-10-26"),
        (ANGELES, "2026-11-02T07:59:59Z", "2026-11-01"),
        (ANGELES, "2026-11-02T08:00:00Z", "2026-11-02"),
        (AUCKLAND, "2026-11-21T11:00:00Z", "2026-11-22"),
        (KOLKATA, "2026-11-21T18:30:00Z", "2026-11-22"),
    ],
)
def test_a_day_has_as_many_hours_as_the_clock_gives_it(store: Store, zone: str, received: str, day: str) -> None:
    load(store, zone, received)
    assert store.query("select day::varchar from messages") == [(day,)]


def test_moving_the_brand_moves_its_past(store: Store) -> None:
    load(store, AMSTERDAM, "2026-11-22T23:30:00Z")
    store.set_brand_zone(ANGELES)
    assert weeks(store) == ["2026-W47"]
    store.set_brand_zone(AUCKLAND)
    assert weeks(store) == ["2026-W48"]


@pytest.mark.parametrize("received", ["2026-10-24T20:00:00Z", "2026-03-28T20:00:00Z", "2026-11-17T20:00:00Z"])
def test_24_hours_are_24_hours_on_every_day(store: Store, received: str) -> None:
    replied = datetime.fromisoformat(received) + timedelta(hours=24)
    load(store, AMSTERDAM, received, replied=replied.isoformat())
    assert store.query("select wait_hours from messages") == [(24.0,)]


# -- weeks over the end of a year --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "week"),
    [
        ("2024-12-29T22:59:59Z", "2024-W52"),
        ("2024-12-29T23:00:00Z", "2025-W01"),  # Monday 30 December lies in the first week of 2025
        ("2020-12-31T12:00:00Z", "2020-W53"),
        ("2021-01-03T22:59:59Z", "2020-W53"),
        ("2021-01-03T23:00:00Z", "2021-W01"),
        ("2026-12-31T23:30:00Z", "2026-W53"),  # 2027 has begun in Amsterdam; its first week has not
        ("2027-01-03T23:30:00Z", "2027-W01"),
    ],
)
def test_a_year_of_53_weeks_keeps_its_last_days(store: Store, received: str, week: str) -> None:
    load(store, AMSTERDAM, received)
    assert weeks(store) == [week]


def test_week_53_is_measured_and_followed_by_week_1(empty: Rows) -> None:
    for day, clicks in (("2026-12-27", 1), ("2026-12-28", 2), ("2027-01-03", 4), ("2027-01-04", 8)):
        empty.add("posts", day=day, impressions=1000, link_clicks=clicks)
    around = [Week.parse(name) for name in ("2026-W52", "2026-W53", "2027-W01")]
    cells = score(empty, [(catalog()["ctr"], ALL_ROWS, 7)], around)
    found = [cells.get("ctr", ALL_ROWS, Window(week, 7)) for week in around]
    assert [(each.numerator, each.denominator) for each in found] == [(1, 1000), (6, 2000), (8, 1000)]


@pytest.mark.parametrize(("days", "first"), [(7, "2026-12-28"), (30, "2026-12-05"), (91, "2026-10-05")])
def test_a_window_over_the_years_end_holds_its_days_and_no_other(empty: Rows, days: int, first: str) -> None:
    begins = date.fromisoformat(first)
    for day in (begins - timedelta(days=1), begins, date(2027, 1, 3), date(2027, 1, 4)):
        empty.add("incidents", day=day, kind="privacy", confirmed=True)
    empty.cover("incidents", "2026-06-01", "2027-02-01")
    week = Week(2026, 53)
    assert Window(week, days).first == begins
    assert cell(empty, "policy_incidents", week=week, days=days).value == 2


@given(day=st.dates(date(1995, 1, 1), date(2090, 1, 1)), days=st.sampled_from([7, 30, 91]))
def test_windows_that_share_no_day_leave_none_out_but_the_odd_ones(day: date, days: int) -> None:
    window = Window(Week.of(day), days)
    before = window.previous(stride(days))
    gap = (window.first - before.last).days - 1
    assert 0 <= gap < 7
    assert (window.last - before.last).days == 7 * stride(days)


# -- what is not over has no comparison ----------------------------------------------------------------------


@pytest.fixture
def two_weeks_of_messages(store: Store) -> Store:
    received = [f"2026-11-{day:02}T09:00:00Z" for day in range(9, 19)]
    load(store, AMSTERDAM, *received, replied="2026-11-18T12:00:00Z")
    return store


@pytest.mark.parametrize(
    ("today", "over"), [(date(2026, 11, 18), False), (date(2026, 11, 22), False), (date(2026, 11, 23), True)]
)
def test_a_week_is_over_on_monday_and_not_before(two_weeks_of_messages: Store, today: date, *, over: bool) -> None:
    row = PlanRow(id="r", kpi="response_time_mean", baseline="48 h", target="12 h")
    plan = Plan(brand="b", start=date(2026, 9, 1), zone=AMSTERDAM, rows=(row,))
    taken = take(two_weeks_of_messages, plan, Week(2026, 47), today)
    (found,) = taken.rows
    assert taken.over is over
    assert found.now.value is not None
    if not over:
        assert (found.week_move, found.baseline_move, found.status) == (None, None, "too_little")


# -- posts at one age, over a turned clock ---------------------------------------------------------------------


def test_a_post_belongs_to_the_local_day_it_was_published_on(empty: Rows) -> None:
    # one age for a whole week of posts: the day of publication is local, so an hour more or less moves none
    zone = ZoneInfo(AMSTERDAM)
    for clicks, at in ((1, "2026-10-24T23:59"), (2, "2026-10-25T00:00"), (4, "2026-10-25T23:59")):
        local = datetime.fromisoformat(at).replace(tzinfo=zone)
        empty.add(
            "posts",
            day=local.date(),
            published_at=local.astimezone(UTC).replace(tzinfo=None),
            impressions=1000,
            link_clicks=clicks,
            snapshot_date="2026-10-28",
        )
    found = cell(empty, "ctr", week=Week(2026, 43))
    assert (found.numerator, found.age, found.oldest) == (7, 3, 3)
