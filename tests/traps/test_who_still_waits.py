"""A number that can only rise is no success yet, and a fall that may be taken back is no fall."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from statistics import median
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.baseline import Start
from kpi.counting import valued, waiting
from kpi.noise import move
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.review import take
from kpi.snapshot import Cell
from kpi.verdict import Clock, judge
from kpi.words import LANGUAGES, Words
from tests.traps.scored import MONDAY, cell

if TYPE_CHECKING:
    from tests.rows import Rows


def inbox(store: Rows, answered: list[float], waits: list[float]) -> None:
    for hours in answered:
        store.message(MONDAY, hours)
    for hours in waits:
        store.message(MONDAY, hours, answered=False)


@pytest.mark.parametrize(
    ("answered", "waits", "value", "bound"),
    [
        ([1, 2, 3], [], 2, False),
        ([1, 2, 3], [70, 80], 3, False),  # 70 or 700: the middle one is the same
        ([1, 2, 30], [2.5, 80], 2.5, True),  # the middle one itself waits
        ([10, 20, 30], [5, 80], 20, True),  # the youngest may come to stand above the middle
        ([1, 2, 9], [3], 2.5, True),  # of four the middle is between 2 and 3, and the 3 still grows
        ([1, 2, 3], [9], 2.5, False),
        ([], [4, 6], 5, True),
        ([1], [9], 5, True),
        ([0] * 9, [0], 0, False),  # asked at night, with nine that were answered at night too: the middle stays
        ([0, 0, 4, 9], [0], 0, True),
    ],
)
def test_a_median_is_a_bound_only_while_who_waits_can_raise_it(
    empty: Rows, answered: list[float], waits: list[float], value: float, *, bound: bool
) -> None:
    inbox(empty, answered, waits)
    found = cell(empty, "response_time_median")
    assert (found.value, found.bound, found.censored) == (value, bound, len(waits))


def test_weeks_of_which_people_still_wait_are_not_held_against_the_last_one(empty: Rows) -> None:
    # the same every week: nine are answered after 2 hours, one never; whoever came first has waited longest
    for back, week in enumerate(reversed(Week(2026, 47).last(4))):
        for number in range(10):
            empty.message(week.monday.isoformat(), 2 if number else 24.0 * (7 * back + 6), answered=number > 0)
    empty.cover("messages", "2026-10-26", "2026-11-22")
    rows = (PlanRow(id="mean", kpi="response_time_mean", target="< 6 h", baseline="20 h"),)
    plan = Plan(brand="x", start=date(2026, 9, 28), rows=rows)
    (row,) = take(empty, plan, Week(2026, 47), date(2026, 11, 23)).rows
    values = [point.value for point in row.series]
    assert values == sorted((value for value in values if value is not None), reverse=True)
    assert [point.other.why if point.other else None for point in row.series] == ["waiting"] * 3 + [None]
    assert (row.no_move and row.no_move.why, row.week_move, row.limits) == ("waiting", None, None)


HOURS = st.floats(0.25, 500) | st.integers(0, 3)


@given(answered=st.lists(HOURS, max_size=30), waits=st.lists(HOURS, max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_no_bound_stays_whatever_happens(empty: Rows, answered: list[float], waits: list[float]) -> None:
    if not answered and not waits:
        return
    empty.con.execute("delete from messages")
    inbox(empty, answered, waits)
    found = cell(empty, "response_time_median")
    highest = median([*answered, *([1e9] * len(waits))])
    alike = len({*answered, *waits}) < len(answered) + len(waits)  # of equal ones the page may call too many a bound
    assert found.value == pytest.approx(median([*answered, *waits]), rel=1e-12)
    if highest > (found.value or 0) * (1 + 1e-6):
        assert found.bound
    elif not alike:
        assert not found.bound
    if not found.bound:
        assert highest == pytest.approx(found.value, rel=1e-6)


def test_a_mean_is_a_bound_as_soon_as_one_waits(empty: Rows) -> None:
    inbox(empty, [1, 2], [])
    assert cell(empty, "response_time_mean").bound is False
    inbox(empty, [], [200])
    assert cell(empty, "response_time_mean").bound is True


def test_the_24_hour_rate_is_never_a_bound_for_it_counts_who_had_their_day(empty: Rows) -> None:
    inbox(empty, [1, 30], [72])
    empty.message(MONDAY, 2, answered=False, young=True)
    found = cell(empty, "response_rate_24h")
    assert (found.value, found.sample, found.censored, found.bound) == (1 / 3, 3, 2, False)


def test_whoever_asked_an_hour_ago_is_neither_late_nor_in_time(empty: Rows) -> None:
    for answered in (True, False):
        empty.message(MONDAY, 1, answered=answered, young=True)
    found = cell(empty, "response_rate_24h")
    assert (found.value, found.sample, found.why) == (None, 0, "no_sample")


def at(value: float, *, bound: bool = False) -> Cell:
    return Cell(
        "response_time_mean", "2026-W47/7", "*", value, None, None, 100, 1.0, 0.5, 3 if bound else 0, bound=bound
    )


class Asked:
    enough = 10
    coverage_enough = 0.5
    may_wait = 0.0


@pytest.mark.parametrize(
    ("before", "after", "evidence"),
    [
        (at(20), at(10), "signal"),
        (at(20), at(10, bound=True), "too_little"),  # it may yet be 25
        (at(20, bound=True), at(10), "signal"),  # it was at least 20
        (at(10), at(20, bound=True), "signal"),
        (at(10, bound=True), at(20), "too_little"),  # it may have been 25
        (at(10, bound=True), at(20, bound=True), "too_little"),
        (at(10), at(10, bound=True), "too_little"),
        (20.0, at(10, bound=True), "too_little"),
        (20.0, at(30, bound=True), "signal"),
    ],
)
def test_a_fall_to_a_lower_bound_is_no_fall(before: Cell | float, after: Cell, evidence: str) -> None:
    found = move(before, after, None, Asked())
    assert found is not None
    assert found.evidence == evidence


def status(kpi: str, value: float, waits: int, baseline: str = "48 h") -> tuple[str, str | None]:
    rows = (PlanRow(id="one", kpi=kpi, baseline=baseline, target="< 12 h"),)
    (promised,) = Plan(brand="x", start=date(2026, 9, 28), rows=rows).promises
    now = replace(at(value, bound=waits > 0), kpi=kpi, censored=waits)
    found = judge(promised, Start(promised.baseline), now, 1.0, Clock(50, 100), partial=False)
    return found.status, found.reason


@pytest.mark.parametrize(
    ("kpi", "value", "waits", "expected"),
    [
        ("response_time_mean", 5, 0, ("met", None)),
        ("response_time_mean", 5, 1, ("too_little", "waiting")),  # one who waits for a month makes it 12
        ("response_time_mean", 29, 1, ("too_little", "waiting")),  # on pace, so far
        ("response_time_mean", 40, 1, ("behind", None)),  # and it can only get worse
        ("response_time_mean", 60, 1, ("worse", None)),
        ("response_time_median", 5, 0, ("met", None)),
        ("response_time_median", 5, 5, ("met", None)),  # of 100, five move the middle one by 2.5 places
        ("response_time_median", 5, 6, ("too_little", "waiting")),
        ("response_time_median", 60, 50, ("worse", None)),
    ],
)
def test_a_lower_bound_is_no_success(kpi: str, value: float, waits: int, expected: tuple[str, str | None]) -> None:
    assert status(kpi, value, waits) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bound_is_written_as_one(language: str) -> None:
    say = Words(language)
    assert valued(at(5.25, bound=True), "hours", None, say) == "≥\u00a0" + say.number(5.25, "hours")
    assert valued(at(5.25), "hours", None, say) == say.number(5.25, "hours")
    assert "3" in waiting(at(5.25, bound=True), say)
    assert not waiting(at(5.25), say)
