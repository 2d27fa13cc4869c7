"""The clock that runs in opening hours only: what the statement counts is what a person would count on the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.catalog import Median
from kpi.cells import Filter
from kpi.hours import WEEKDAYS, Hours, SpecialDay, default, openings
from kpi.opening import calendar, opening
from kpi.periods import Week, Window
from kpi.score import score
from tests.rows import Rows
from tests.traps.scored import WEEK, cell

OFFICE = dict.fromkeys(WEEKDAYS[:5], "09:00-17:00")
LUNCH = Hours(monday="9-12:30, 13:00-17", wednesday="0-24", thursday="0-24", saturday="10-12", country="NL")
NIGHTS = Hours(**dict.fromkeys(WEEKDAYS, "00:00-02:00, 18:00-24:00"))
CALENDARS = st.sampled_from([default(), LUNCH, NIGHTS])
ZONES = st.sampled_from(["Europe/Amsterdam", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kolkata"])
MOMENTS = st.datetimes(datetime(2026, 10, 19), datetime(2026, 11, 30))  # noqa: DTZ001 - over a change of the clock


def in_zone(store: Rows, zone: str) -> None:
    store.con.execute("insert or replace into setting values ('zone', ?)", [zone])


def waited(store: Rows, received: str, replied: str | None, until: str = "2026-11-27 12:00", **values: object) -> None:
    """Insert a message with moments of the wall clock in Amsterdam."""
    moments = {"received_at": received, "replied_at": replied, "known_until": until}
    utc = {name: text and _utc(datetime.fromisoformat(text)) for name, text in moments.items()}
    store.add("messages", **{"day": received[:10], "answer_known": True, "wait_hours": -1, **utc, **values})


def _utc(local: datetime, zone: str = "Europe/Amsterdam") -> datetime:
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("received", "replied", "hours"),
    [
        ("2026-11-16 10:00", "2026-11-16 10:30", 0.5),
        ("2026-11-16 16:30", "2026-11-17 09:30", 1.0),  # overnight
        ("2026-11-16 20:00", "2026-11-17 09:15", 0.25),  # received while closed
        ("2026-11-16 16:00", "2026-11-16 22:00", 1.0),  # answered while closed
        ("2026-11-16 20:00", "2026-11-16 23:00", 0.0),  # both while closed
        ("2026-11-20 16:00", "2026-11-23 10:00", 2.0),  # over the weekend
        ("2026-11-16 08:59", "2026-11-16 17:00", 8.0),
    ],
)
def test_nights_and_weekends_do_not_count(empty: Rows, received: str, replied: str, hours: float) -> None:
    waited(empty, received, replied)
    assert cell(empty, "response_time_median", rows=Filter(hours=default())).value == pytest.approx(hours, abs=1e-9)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (Hours(**OFFICE), 24 * 1.0),  # Wed 9 to Mon 9: three days
        (Hours(**OFFICE, special=(SpecialDay(day=date(2026, 11, 19)),)), 16.0),
        (Hours(**OFFICE, special=(SpecialDay(day=date(2026, 11, 21), hours="10-12"),)), 26.0),
        (Hours(**(OFFICE | {"friday": "9-12, 13-15"})), 21.0),
    ],
)
def test_exceptions_and_breaks_count(empty: Rows, hours: Hours, expected: float) -> None:
    waited(empty, "2026-11-18 09:00", "2026-11-23 09:00")
    assert cell(empty, "response_time_mean", rows=Filter(hours=hours)).value == expected


def test_a_holiday_does_not_count(empty: Rows) -> None:
    waited(empty, "2026-12-24 16:00", "2026-12-28 10:00", "2026-12-29 12:00")
    found = [
        cell(empty, "response_time_mean", week=Week(2026, 52), rows=Filter(hours=Hours(**OFFICE, country=country)))
        for country in (None, "NL")
    ]
    assert [one.value for one in found] == [10.0, 2.0]  # Christmas Day is a Friday


def test_other_hours_change_the_past_and_nothing_is_stored(empty: Rows) -> None:
    waited(empty, "2026-11-16 16:00", "2026-11-17 10:00")
    before = empty.query("select * from messages")
    values = [
        cell(empty, "response_time_median", rows=Filter(hours=hours)).value
        for hours in (default(), Hours(**(OFFICE | {"monday": "9-18"})), default())
    ]
    assert values == [2.0, 3.0, 2.0]
    assert empty.query("select * from messages") == before


def test_without_hours_the_clock_on_the_wall_counts(empty: Rows) -> None:
    waited(empty, "2026-11-16 16:00", "2026-11-17 10:00", wait_hours=18)
    assert cell(empty, "response_time_median").value == 18


def test_whoever_waits_is_as_old_as_the_office_was_open(empty: Rows) -> None:
    waited(empty, "2026-11-19 16:00", None, "2026-11-23 10:00")
    found = cell(empty, "response_time_mean", rows=Filter(hours=default()))
    assert (found.value, found.censored, found.bound) == (1 + 8 + 1, 1, True)


def test_24_hours_are_24_opening_hours_where_a_row_asks_for_them(empty: Rows) -> None:
    waited(empty, "2026-11-16 09:00", "2026-11-18 12:00", wait_hours=51)  # 19 open hours
    waited(empty, "2026-11-16 09:00", "2026-11-19 12:00", wait_hours=75)  # 27
    waited(empty, "2026-11-20 09:00", None, "2026-11-23 17:00", wait_hours=80)  # 16: too young to say
    wall, opened = (cell(empty, "response_rate_24h", rows=Filter(hours=hours)) for hours in (None, default()))
    assert (wall.value, wall.sample) == (0, 3)
    assert (opened.value, opened.sample) == (1 / 2, 2)


def test_an_answer_nobody_knows_of_stays_unknown(empty: Rows) -> None:
    waited(empty, "2026-11-16 10:00", None, answer_known=False, wait_hours=None)
    found = cell(empty, "response_time_median", rows=Filter(hours=default()))
    assert (found.value, found.coverage, found.censored) == (None, 0, 0)


def test_the_zone_of_the_brand_decides(empty: Rows) -> None:
    empty.add(
        "messages",
        day="2026-11-16",
        received_at="2026-11-16 08:00",
        replied_at="2026-11-16 22:00",
        known_until="2026-11-20 00:00",
        answer_known=True,
        wait_hours=14,
    )
    values = []
    for zone in ("Europe/Amsterdam", "America/New_York", "Asia/Tokyo"):
        in_zone(empty, zone)
        values.append(cell(empty, "response_time_median", rows=Filter(hours=default())).value)
    assert values == [8, 8, 0]  # 9-23 and 3-17 hold the whole day; 17-7 none of it


def counted(hours: Hours, zone: str, since: datetime, until: datetime) -> float:
    """Count open minutes one by one, on the clock on the wall: slow, and nothing like the statement."""
    local, at, minutes = ZoneInfo(zone), since, 0
    while at < until:
        here = at.replace(tzinfo=UTC).astimezone(local)
        now = here.hour * 60 + here.minute
        minutes += any(start <= now < end for start, end in hours.openings(here.date()))
        at += timedelta(minutes=1)
    return minutes / 60


@given(hours=CALENDARS, zone=ZONES, since=MOMENTS, waits=st.integers(0, 60 * 24 * 9))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_statement_counts_what_the_calendar_shows(
    empty: Rows, hours: Hours, zone: str, since: datetime, waits: int
) -> None:
    received = since.replace(second=0, microsecond=0)
    replied = received + timedelta(minutes=waits)
    empty.con.execute("delete from messages")
    in_zone(empty, zone)
    day = received.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()
    empty.add(
        "messages",
        day=day,
        received_at=received,
        replied_at=replied,
        known_until=replied,
        answer_known=True,
        wait_hours=waits / 60,
    )
    found = cell(empty, "response_time_median", week=Week.of(day), rows=Filter(hours=hours))
    assert found.value == pytest.approx(counted(hours, zone, received, replied), abs=1e-9)


def test_many_messages_have_the_median_of_their_open_hours(empty: Rows) -> None:
    received = [datetime(2026, 11, 14, 23) + timedelta(minutes=37 * n) for n in range(200)]  # noqa: DTZ001
    zone = ZoneInfo("Europe/Amsterdam")
    expected = []
    for n, at in enumerate(received):
        replied = at + timedelta(minutes=113 * (n % 31))
        day = at.replace(tzinfo=UTC).astimezone(zone).date()
        times = {"received_at": at, "replied_at": replied, "known_until": received[-1] + timedelta(days=5)}
        empty.add("messages", **times, day=day, answer_known=True, wait_hours=0)
        if Week.of(day) == WEEK:
            expected.append(counted(LUNCH, zone.key, at, replied))
    assert len(expected) > 100
    found = cell(empty, "response_time_median", rows=Filter(hours=LUNCH))
    assert found.value == pytest.approx(median(expected), abs=1e-9)


def test_a_text_of_openings_in_the_dark_of_two_days_of_utc_is_whole() -> None:
    found = calendar(Hours(monday="9-17"), "Pacific/Auckland", date(2026, 11, 14), date(2026, 11, 18))
    lengths = [sum(c[n] - o[n] for o, c in zip(found.opens, found.closes, strict=True)) for n in range(5)]
    assert [one / 3.6e9 for one in lengths] == [0, 4, 4, 0, 0]  # Monday 9-17 is Sunday 20:00 to Monday 04:00
    assert [one / 3.6e9 for one in found.passed] == [0, 0, 4, 8, 8]


def test_both_kinds_of_clock_are_asked_for_at_once(empty: Rows) -> None:
    waited(empty, "2026-11-16 16:00", "2026-11-17 10:00", wait_hours=18)
    kpi = Median.model_validate(
        {
            "name": "on_call", "kind": "median", "fact": "messages", "sources": ["messages"], "filters": {},
            "of": "wait_hours", "rows": "answer_known", "unit": "hours", "good": "down", "enough": 1,
        }
    )  # fmt: skip
    moments = {"moments": ("received_at", "replied_at", "known_until"), "derived": DERIVED}
    always = kpi.model_copy(update={"name": "in_office", "clock": "open", **moments})
    cells = score(empty, [(kpi, Filter(), 7), (always, Filter(), 7)], [WEEK])
    window = Window(WEEK, 7)
    assert [cells.get(name, Filter(), window).value for name in ("on_call", "in_office")] == [18, 2]


DERIVED = {"wait_hours": "(epoch(coalesce(replied_at, known_until)) - epoch(received_at)) / 3600"}


def test_a_kpi_without_times_has_no_such_clock(empty: Rows) -> None:
    empty.add("posts", day="2026-11-16", impressions=100, link_clicks=5)
    assert cell(empty, "ctr", rows=Filter(hours=default())).value == 0.05


def test_a_clock_needs_times() -> None:
    with pytest.raises(ValueError, match="moments or dates"):
        Median.model_validate(
            {
                "name": "x", "kind": "median", "fact": "messages", "sources": [], "filters": {}, "of": "wait_hours",
                "rows": "true", "unit": "hours", "good": "down", "enough": 1, "clock": "open",
            }
        )  # fmt: skip


def test_days_on_that_clock_are_working_days(empty: Rows) -> None:
    for changed, updated in (("2026-11-16", "2026-11-23"), ("2026-11-20", "2026-11-22"), ("2026-11-21", "2026-11-23")):
        empty.add("vendor_terms", vendor_terms_id=changed, day=changed, policy_updated_on=updated)
    kpi = Median.model_validate(
        {
            "name": "policy", "kind": "median", "fact": "vendor_terms", "sources": ["vendor_terms"], "filters": {},
            "of": "policy_updated_on - changed_on", "rows": "true", "unit": "hours", "good": "down", "enough": 1,
            "dates": ["changed_on", "policy_updated_on"], "clock": "open",
        }
    )  # fmt: skip
    empty.con.execute("create view terms as select *, day as changed_on from vendor_terms")
    told = kpi.model_copy(update={"fact": "terms"})
    head, asked = opening(empty, told, None, [Window(WEEK, 7)])
    rows = empty.query(
        f"with one as (select 1) {head} select policy_updated_on - changed_on from terms order by day", asked
    )
    assert [days for (days,) in rows] == [5, 0, 1]


def test_a_moment_long_before_its_window_was_mistyped(empty: Rows) -> None:
    waited(empty, "2026-11-16 10:00", "2026-11-16 11:00", wait_hours=1)
    empty.con.execute("update messages set replied_at = '0203-11-16 11:00'")
    found = cell(empty, "response_time_median", rows=Filter(hours=default()))
    assert found.censored == 1


def test_openings_of_a_text_are_minutes() -> None:
    assert openings("9-12:30, 13:00-17") == ((540, 750), (780, 1020))
