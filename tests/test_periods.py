"""Weeks begin on Monday, belong to the year of their Thursday, and windows end on their Sunday."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.periods import Week, Window


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2026-11-16", "2026-W47"),
        ("2026-11-22", "2026-W47"),
        ("2026-11-23", "2026-W48"),
        ("2026-01-01", "2026-W01"),
        ("2025-12-29", "2026-W01"),  # the week of New Year lies in the year of its Thursday
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
        ("2020-12-31", "2020-W53"),
        ("2021-01-03", "2020-W53"),
        ("2024-12-30", "2025-W01"),
    ],
)
def test_a_day_lies_in_the_week_of_its_thursday(day: str, week: str) -> None:
    assert Week.of(date.fromisoformat(day)).id == week


@pytest.mark.parametrize(
    ("week", "back", "expected"),
    [
        ("2026-W47", 1, "2026-W46"),
        ("2027-W01", 1, "2026-W53"),
        ("2026-W01", 1, "2025-W52"),
        ("2026-W53", -1, "2027-W01"),
        ("2026-W47", 0, "2026-W47"),
        ("2027-W10", 53, "2026-W10"),
    ],
)
def test_weeks_are_counted_over_the_year_end(week: str, back: int, expected: str) -> None:
    assert Week.parse(week).previous(back).id == expected


@pytest.mark.parametrize("text", ["2025-W53", "2026-W54", "2026-W00", "2026-47", "2026-W4", "2026W47", "", "next week"])
def test_a_week_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="week"):
        Week.parse(text)


@pytest.mark.parametrize(
    ("days", "first"), [(7, "2026-11-16"), (30, "2026-10-24"), (91, "2026-08-24"), (1, "2026-11-22")]
)
def test_a_window_ends_on_the_sunday_of_its_week(days: int, first: str) -> None:
    window = Window(Week(2026, 47), days)
    assert (window.first.isoformat(), window.last.isoformat()) == (first, "2026-11-22")
    assert (window.last - window.first).days + 1 == days


def test_a_window_of_a_week_is_the_week() -> None:
    week = Week(2026, 53)
    assert (Window(week, 7).first, Window(week, 7).last) == (week.monday, week.sunday)


def test_the_last_weeks_come_oldest_first() -> None:
    assert [week.id for week in Week(2027, 1).last(3)] == ["2026-W52", "2026-W53", "2027-W01"]


def test_names_read_back() -> None:
    assert Window.parse(Window(Week(2026, 47), 30).id) == Window(Week(2026, 47), 30)
    assert str(Window(Week(2026, 5), 7)) == "2026-W05/7"


@given(day=st.dates(date(1990, 1, 1), date(2100, 1, 1)), n=st.integers(-200, 200))
def test_going_back_and_forth_ends_where_it_began(day: date, n: int) -> None:
    week = Week.of(day)
    assert week.monday <= day <= week.sunday
    assert Week.parse(week.id) == week
    assert week.previous(n).previous(-n) == week
    assert week.weeks_since(week.previous(n)) == n
    assert (week.previous(1) < week) is True
