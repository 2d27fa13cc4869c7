"""The weeks of a report: every week is of one month, and no running week is in any."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.periods import Week
from kpi.plan import Plan
from kpi.reporting.span import NothingOverError, Span, last_week, month_of, span

WEEKS = st.dates(date(2020, 1, 6), date(2034, 12, 24)).map(Week.of)
START = date(2026, 9, 28)  # a Monday
PLAN = Plan(brand="Noord", start=START)


def plan(start: date, days: int = 90) -> Plan:
    return Plan(brand="Noord", start=start, days=days)


# -- months ------------------------------------------------------------------------------------------


@given(WEEKS)
def test_every_week_is_of_the_one_month_that_most_of_its_days_are_in(week: Week) -> None:
    days = [week.monday + timedelta(days=number) for number in range(7)]
    months = [day.replace(day=1) for day in days]
    assert month_of(week) == max(set(months), key=months.count)


@given(WEEKS)
def test_months_follow_each_other_without_a_gap_and_without_a_week_twice(week: Week) -> None:
    one = span("month", week, PLAN)
    last = one.first.previous(1 - one.asked)
    assert one.asked in {4, 5}
    assert {month_of(each) for each in last.last(one.asked)} == {one.month}
    assert month_of(one.first.previous()) < one.month < month_of(last.previous(-1))
    assert one.first <= week <= last
    assert one.whole == (week == last)
    assert one.weeks == week.weeks_since(one.first) + 1


@given(st.integers(2020, 2034))
def test_the_months_of_an_iso_year_are_its_weeks(year: int) -> None:
    """Also in a year of 53 weeks: its months are those of its name, from the first week to the last."""
    last = Week.of(date(year, 12, 28))
    weeks = last.last(last.number)
    months = [month_of(week) for week in weeks]
    assert {month.year for month in months} == {year}
    assert [month.month for month in dict.fromkeys(months)] == list(range(1, 13))


def test_a_year_of_53_weeks_ends_its_december_with_the_53rd() -> None:
    week = Week(2026, 53)  # 28 December to 3 January, Thursday 31 December
    assert span("month", week, PLAN) == Span("month", Week(2026, 49), week, 5)
    assert month_of(Week(2027, 1)) == date(2027, 1, 1)


def test_november_2026_ends_on_its_last_sunday_and_october_on_the_first_of_november() -> None:
    assert span("month", Week(2026, 48), PLAN) == Span("month", Week(2026, 45), Week(2026, 48), 4)
    assert span("month", Week(2026, 44), PLAN) == Span("month", Week(2026, 40), Week(2026, 44), 5)
    assert Week(2026, 44).sunday == date(2026, 11, 1)


# -- the plan ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("late", range(7))
def test_a_plan_begins_with_its_first_whole_week_whatever_the_day_it_starts_on(late: int) -> None:
    start = START + timedelta(days=late)
    of = plan(start)
    first = Week(2026, 40) if late == 0 else Week(2026, 41)
    end = Week.of(start + timedelta(days=89))
    whole = span("plan", end, of)
    assert (whole.first, whole.last, whole.asked) == (first, end, end.weeks_since(first) + 1)
    assert whole.whole
    assert whole.first.monday >= start
    assert not span("plan", end.previous(), of).whole


@given(st.dates(date(2024, 1, 1), date(2032, 1, 1)), st.integers(1, 366))
def test_of_any_plan_the_last_report_has_all_its_weeks(start: date, days: int) -> None:
    of, end = plan(start, days), Week.of(start + timedelta(days=days - 1))
    found = span("plan", end, of)
    assert found.whole
    assert found.asked == found.weeks >= 1
    assert last_week("plan", end, end.last(60), of) == end


@given(st.dates(date(2024, 1, 1), date(2032, 1, 1)), st.integers(1, 366), st.integers(-60, 60))
def test_no_report_of_a_plan_ends_with_a_week_that_is_none_of_it(start: date, days: int, off: int) -> None:
    of, week = plan(start, days), Week.of(start).previous(-off)
    if last_week("plan", week, [week], of) is None:
        with pytest.raises(NothingOverError):
            span("plan", week, of)
    else:
        found = span("plan", week, of)
        assert found.first <= found.last == week
        assert found.weeks <= found.asked


def test_a_week_is_a_report_of_its_own() -> None:
    assert span("week", Week(2026, 47), PLAN) == Span("week", Week(2026, 47), Week(2026, 47), 1)
    assert span("week", Week(2026, 47), PLAN).whole


# -- where a report ends -----------------------------------------------------------------------------

FULL = Week(2026, 47).last(20)  # 28 … 47


@pytest.mark.parametrize(
    ("week", "end"),
    [
        (48, 47),  # the month that runs ends with its last full week
        (45, 47),
        (44, 44),  # a month that is over with its own
        (40, 44),
        (49, None),  # not one week of December is over
        (26, None),  # nothing is known of it
    ],
)
def test_a_month_ends_with_its_last_full_week(week: int, end: int | None) -> None:
    found = last_week("month", Week(2026, week), FULL, PLAN)
    assert found == (None if end is None else Week(2026, end))


def test_a_plan_ends_with_the_last_full_week_of_its_own() -> None:
    over = plan(START - timedelta(days=70), 60)  # to 17 September, in week 38
    assert last_week("plan", Week(2026, 47), FULL, PLAN) == Week(2026, 47)
    assert last_week("plan", Week(2026, 47), FULL, over) == Week(2026, 38)
    assert last_week("plan", Week(2026, 30), FULL, over) == Week(2026, 30)
    assert last_week("plan", Week(2026, 47), FULL, plan(date(2026, 11, 23))) is None
    # started on a Wednesday: the week of that day is no week of the plan
    assert last_week("plan", Week(2026, 47), FULL, plan(date(2026, 11, 18))) is None


def test_a_week_ends_with_itself() -> None:
    assert last_week("week", Week(2026, 30), [], PLAN) == Week(2026, 30)


@given(WEEKS, st.sampled_from(["month", "plan"]), st.sets(WEEKS, max_size=8))
def test_no_report_ends_with_a_week_that_is_not_full(week: Week, kind: str, full: set[Week]) -> None:
    end = last_week(kind, week, full, PLAN)  # type: ignore[arg-type]
    assert end is None or end in full


def test_a_plan_is_reported_up_to_the_week_that_was_asked_for() -> None:
    first = Week.of(PLAN.start)
    asked = first.previous(-3)
    assert last_week("plan", asked, FULL, PLAN) == asked
    assert last_week("plan", first.previous(2), FULL, PLAN) is None
