"""Opening hours: what people write, holidays and exceptions, and days on which the clock is turned."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kpi.hours import (
    WEEKDAYS,
    Hours,
    SpecialDay,
    countries,
    default,
    open_spans,
    openings,
    region_name,
    regions,
    working_days,
    written,
)

AMSTERDAM = "Europe/Amsterdam"
OFFICE = dict.fromkeys(WEEKDAYS[:5], "09:00-17:00")
ALWAYS = Hours(**dict.fromkeys(WEEKDAYS, "00:00-24:00"))
CLOCK_ON, CLOCK_BACK = date(2026, 3, 29), date(2026, 10, 25)  # Sundays: 02:00 becomes 03:00, 03:00 becomes 02:00


def length(spans: list[tuple[datetime, datetime]]) -> float:
    return sum((end - start).total_seconds() for start, end in spans) / 3600


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("09:00-17:00", "09:00-17:00"),
        ("9-17", "09:00-17:00"),
        ("9.30 – 12.00,13:00-17:00", "09:30-12:00, 13:00-17:00"),
        ("0-24", "00:00-24:00"),
        ("09:00-12:00, 12:00-17:00", "09:00-12:00, 12:00-17:00"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_openings_are_kept_in_one_form(text: str, kept: str) -> None:
    assert written(openings(text)) == kept
    assert Hours(monday="1-2", tuesday=text).tuesday == kept


@pytest.mark.parametrize(
    "text",
    [
        "nine to five", "09:00", "17:00-09:00", "09:00-09:00", "09:00-25:00", "09:00-24:01", "09:60-17:00", "closed",
        "09:00-12:30, 12:00-17:00", "13:00-17:00, 09:00-12:00", "09:00-17:00,", "9-17-20", "-1-5", "022:00-23:00",
    ],
)  # fmt: skip
def test_openings_that_cannot_be_meant_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        openings(text)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"monday": "17-9"},
        OFFICE | {"country": "ZZ"},
        OFFICE | {"region": "BY"},
        OFFICE | {"country": "DE", "region": "Bavaria"},
        OFFICE | {"special": [{"day": "2026-12-24"}, {"day": "2026-12-24", "hours": "9-12"}]},
        OFFICE | {"holiday": "2026-12-24"},
    ],
)
def test_hours_that_contradict_themselves_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Hours.model_validate(wrong)


def test_hours_are_kept_as_text_and_hashed() -> None:
    hours = Hours(**OFFICE, country="DE", region="BY", special=(SpecialDay(day=date(2026, 12, 24)),))
    assert Hours.model_validate_json(hours.model_dump_json()) == hours
    assert len({hours, Hours.model_validate_json(hours.model_dump_json()), default()}) == 2


def test_without_word_of_the_plan_it_is_monday_to_friday_without_holidays() -> None:
    assert default() == Hours(**OFFICE)
    assert default().openings(date(2026, 12, 25)) == ((540, 1020),)  # a Friday


@pytest.mark.parametrize(
    ("day", "spans"),
    [
        ("2026-11-20", "09:00-17:00"),  # Friday
        ("2026-11-21", ""),  # Saturday
        ("2026-04-27", ""),  # King's Day, a Monday
        ("2026-12-25", ""),
        ("2026-12-24", "09:00-12:00"),  # said otherwise
        ("2026-12-05", "10:00-14:00"),  # a Saturday that is open
        ("2026-05-14", "09:00-17:00"),  # Ascension Day, but the team says it works
    ],
)
def test_what_is_said_of_a_day_wins_over_holidays_and_those_over_the_week(day: str, spans: str) -> None:
    said = {"2026-12-24": "9-12", "2026-12-05": "10-14", "2026-05-14": "9-17"}
    special = tuple(SpecialDay(day=date.fromisoformat(one), hours=text) for one, text in said.items())
    hours = Hours(**OFFICE, country="NL", special=special)
    assert written(hours.openings(date.fromisoformat(day))) == spans


def test_a_region_has_holidays_of_its_own() -> None:
    corpus_christi = date(2026, 6, 4)
    assert Hours(**OFFICE, country="DE", region="BY").openings(corpus_christi) == ()
    assert Hours(**OFFICE, country="DE", region="BE").openings(corpus_christi) != ()
    assert Hours(**OFFICE, country="DE").openings(corpus_christi) != ()


@pytest.mark.parametrize(
    ("country", "language", "name"),
    [
        ("NL", "nl", "Koningsdag"),
        ("NL", "en", "King's Day"),
        ("NL", "sv", "King's Day"),
        ("SE", "sv", "Juldagen"),
        ("RO", "ro", "Ziua Națională a României"),
    ],
)
def test_holidays_have_names_in_the_readers_language_where_they_have_one(
    country: str, language: str, name: str
) -> None:
    assert name in Hours(**OFFICE, country=country).holidays(2026, language).values()


def test_no_country_keeps_no_holidays() -> None:
    assert default().holidays(2026) == {}
    assert regions(None) == ()


def test_countries_and_regions_have_names() -> None:
    assert {"NL", "SE", "RO", "GB", "DE"} <= countries().keys()
    assert (region_name("DE", "BY"), region_name("DE", "Augsburg")) == ("Bayern", "Augsburg")


# -- the clock ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        (AMSTERDAM, "2026-01-12", "2026-01-12 08:00"),
        (AMSTERDAM, "2026-07-13", "2026-07-13 07:00"),
        ("America/Los_Angeles", "2026-07-13", "2026-07-13 16:00"),
        ("Pacific/Auckland", "2026-07-13", "2026-07-12 21:00"),
        ("Asia/Kolkata", "2026-07-13", "2026-07-13 03:30"),
    ],
)
def test_openings_are_on_the_clock_of_the_zone(zone: str, day: str, start: str) -> None:
    ((opened, closed),) = open_spans(default(), date.fromisoformat(day), date.fromisoformat(day), zone)
    assert opened == datetime.fromisoformat(start)
    assert closed - opened == timedelta(hours=8)


@pytest.mark.parametrize("day", [CLOCK_ON, CLOCK_BACK])
def test_an_office_day_is_as_long_as_ever_when_the_clock_is_turned_at_night(day: date) -> None:
    assert length(open_spans(Hours(sunday="9-17"), day, day, AMSTERDAM)) == 8


@pytest.mark.parametrize(("day", "hours"), [(CLOCK_ON, 23), (CLOCK_BACK, 25), (date(2026, 11, 15), 24)])
def test_who_is_always_there_has_days_of_23_and_25_hours(day: date, hours: int) -> None:
    assert length(open_spans(ALWAYS, day, day, AMSTERDAM)) == hours


def test_a_night_shift_across_the_change_is_as_long_as_it_was() -> None:
    assert length(open_spans(Hours(sunday="1-4"), CLOCK_ON, CLOCK_ON, AMSTERDAM)) == 2
    assert length(open_spans(Hours(sunday="1-4"), CLOCK_BACK, CLOCK_BACK, AMSTERDAM)) == 4


def test_a_time_that_the_clock_skips_counts_once() -> None:
    hours = Hours(sunday="02:00-02:30, 03:00-04:00")  # there is no 02:30 that night
    spans = open_spans(hours, CLOCK_ON, CLOCK_ON, AMSTERDAM)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert length(spans) == 1


def test_a_zone_whose_day_begins_at_one_is_open_from_then_on() -> None:
    # Cairo turns its clock at midnight: 24 April 2026 begins at 01:00
    assert length(open_spans(ALWAYS, date(2026, 4, 24), date(2026, 4, 24), "Africa/Cairo")) == 23


ZONES = st.sampled_from([AMSTERDAM, "America/New_York", "Pacific/Auckland", "Asia/Kathmandu", "America/St_Johns"])


@given(first=st.dates(date(2000, 1, 1), date(2035, 1, 1)), days=st.integers(0, 400), zone=ZONES)
def test_who_is_always_there_misses_no_second(first: date, days: int, zone: str) -> None:
    spans = open_spans(ALWAYS, first, first + timedelta(days=days), zone)
    assert all(one[1] == two[0] for one, two in pairwise(spans))


# -- working days ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "until", "days"),
    [
        ("2026-11-16", "2026-11-16", 0),
        ("2026-11-16", "2026-11-17", 1),
        ("2026-11-16", "2026-11-23", 5),  # a week
        ("2026-11-20", "2026-11-22", 0),  # Friday to Sunday
        ("2026-11-21", "2026-11-23", 1),  # Saturday to Monday
        ("2026-12-24", "2026-12-28", 1),  # Christmas on Friday
        ("2026-12-31", "2027-01-04", 1),  # New Year on Friday
    ],
)
def test_working_days_leave_out_weekends_and_holidays(after: str, until: str, days: int) -> None:
    hours = Hours(**OFFICE, country="NL")
    assert working_days(hours, date.fromisoformat(after), date.fromisoformat(until)) == days
