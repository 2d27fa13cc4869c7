"""What a leg is judged on: the weeks of its own number, where they are full and counted alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kpi.cells import Cells, Filter
from kpi.hours import default
from kpi.periods import Week, Window
from kpi.rule.ground import Ground
from kpi.rule.legs import Asked, holds
from kpi.snapshot import EVERYWHERE, Cell
from tests.materials import leg

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi.catalog import Kpi
    from kpi.rule.rules import Leg
    from tests.materials import Values

WEEK = Week(2026, 47)
TAIL = 0.05


def ground(
    values: Values,
    kpi: str = "cpa",
    rows: Filter = Filter(),  # noqa: B008 - frozen
    channel: str = EVERYWHERE,
    comparable: Callable[[Kpi, str, Week, Week], bool] = lambda *_: True,
    **told: Any,
) -> Ground:
    """Put weekly values up to week 47, the last one in it."""
    weeks = WEEK.last(len(values))
    cells = {}
    for week, value in zip(weeks, values, strict=True):
        window = Window(week, 7).id
        cells[kpi, rows, window, channel] = Cell(kpi, window, channel, value, None, None, 10_000, None, 1.0)
    return Ground(Cells(tuple(weeks), cells, {}), WEEK, comparable, "EUR", **told)


def full_but(*gaps: int) -> Callable[[Kpi, str, Week, Week], bool]:
    """Take weeks for full, but these many before the last one."""
    missing = {WEEK.previous(back) for back in gaps}
    return lambda _kpi, _channel, one, other: not {one, other} & missing


def lacks(one: Leg, values: Values, weeks: int = 1, **told: Any) -> str | None:
    return ground(values, one.kpi, **told).material(one, EVERYWHERE, weeks, TAIL).lacks


@pytest.mark.parametrize(
    ("values", "weeks", "told", "why"),
    [
        ([10, 12], 1, {}, None),
        ([10, None], 1, {}, "nothing_known"),
        ([None, 12], 1, {}, "nothing_before"),
        ([10, None, 12], 2, {}, "nothing_before"),
        ([12], 1, {}, "nothing_before"),
        ([10, 12], 1, {"comparable": full_but(0)}, "week_not_full"),
        ([10, 12], 1, {"comparable": full_but(1)}, "week_not_full"),
        ([10, 11, 12], 1, {"comparable": full_but(2)}, None),
        ([10, 11, 12], 2, {"comparable": full_but(2)}, "week_not_full"),
        ([10, 12], 1, {"differ": lambda _kpi, one, other: one.value != other.value}, "unlike"),
    ],
)
def test_move_is_between_full_weeks_that_are_counted_alike(
    values: Values, weeks: int, told: dict[str, Any], why: str | None
) -> None:
    assert lacks(leg("rises"), values, weeks, **told) == why


@pytest.mark.parametrize(
    ("values", "weeks", "told", "why"),
    [
        ([None, 12], 1, {}, None),
        ([10, 12], 1, {"comparable": full_but(1)}, None),
        ([10, 12], 1, {"comparable": full_but(0)}, "week_not_full"),
        ([10, None, 12], 2, {}, "nothing_before"),
        ([None, 10, 12], 2, {}, None),
        ([None, 10, 12], 2, {"comparable": full_but(1)}, "week_not_full"),
    ],
)
def test_limit_asks_nothing_of_the_week_before(values: Values, weeks: int, told: dict[str, Any], why: str) -> None:
    assert lacks(leg("above", limit=5), values, weeks, **told) == why


@pytest.mark.parametrize(
    ("values", "weeks", "told", "why", "there"),
    [
        ([None, 3], 1, {}, None, True),
        ([3, 0], 1, {}, None, False),  # a known zero
        ([3, None], 1, {}, "not_covered", False),  # nobody knows
        ([0, 3], 1, {"comparable": full_but(0)}, "not_covered", False),  # of a part of the week
        ([0, 3], 1, {"comparable": full_but(1)}, None, True),
        ([0, 3, 1], 2, {}, None, True),
        ([0, 3, 0], 2, {}, None, False),  # not in each of the weeks
        ([0, 3, None], 2, {}, "not_covered", False),
        ([0, None, 3], 2, {}, "not_covered", False),
    ],
)
def test_what_appears_needs_weeks_that_are_covered(
    values: Values, weeks: int, told: dict[str, Any], why: str | None, there: bool
) -> None:
    one = leg("appears", "policy_incidents")
    found = ground(values, one.kpi, **told).material(one, EVERYWHERE, weeks, TAIL)
    assert (found.lacks, holds(Asked(one, 1.645, weeks), found)) == (why, there)


def test_scatter_is_of_the_twelve_weeks_before_the_move() -> None:
    restless = ground([0, 90, 0, 90, *[10.0] * 12, 40])
    calm = restless.material(leg("rises"), EVERYWHERE, 1, TAIL)
    assert (calm.weekly, calm.known) == (1.0, 12)  # nothing but the error of sampling
    assert restless.material(leg("rises"), EVERYWHERE, 2, TAIL).known == 12
    young = ground([10] * 6 + [40]).material(leg("rises"), EVERYWHERE, 1, TAIL)
    assert (young.weekly, young.known) == (None, 6)
    assert ground([10] * 7 + [40]).material(leg("rises"), EVERYWHERE, 1, TAIL).weekly == 1.0


def test_week_that_is_counted_otherwise_or_in_part_is_no_ordinary_one() -> None:
    def otherwise(_kpi: Kpi, one: Cell, _other: Cell) -> Any:
        return one.value == 70

    one = leg("rises")
    assert ground([70, *[10] * 7, 12], differ=otherwise).material(one, EVERYWHERE, 1, TAIL).known == 7
    count = leg("rises", "policy_incidents")
    partly = ground([1, 5, 5, 5, 6], count.kpi, comparable=full_but(4))
    assert partly.material(count, EVERYWHERE, 1, TAIL).known == 3
    (first, *cells) = partly.cells
    covered = replace(partly.cells[first], coverage=1.0)
    known = Cells(partly.cells.weeks, {first: covered, **{key: partly.cells[key] for key in cells}}, {})
    assert replace(partly, cells=known).material(count, EVERYWHERE, 1, TAIL).known == 4


def test_leg_reads_its_own_rows_in_the_hours_of_the_plan() -> None:
    of_topic = leg("rises", "ctr", topics=("price",), paid=False)
    found = ground([10, 12], "ctr", Filter(topics=("price",), paid=False))
    assert found.material(of_topic, EVERYWHERE, 1, TAIL).cells[-1].value == 12
    assert found.material(leg("rises", "ctr"), EVERYWHERE, 1, TAIL).lacks == "nothing_known"
    hours = default()
    waiting = ground([10, 12], "response_time_median", Filter(hours=hours), hours={"response_time_median": hours})
    assert waiting.material(leg("rises", "response_time_median"), EVERYWHERE, 1, TAIL).lacks is None


def test_places_are_the_channels_with_a_value() -> None:
    assert ground([10, 12], channel="x").places(leg("rises")) == {"x"}
    assert ground([None, None], channel="x").places(leg("rises")) == frozenset()
    assert ground([10, 12]).places(leg("rises")) == frozenset()
    assert ground([10, 12], channel="x").places(leg("rises", "ctr")) == frozenset()


def test_days_that_still_settle_are_told() -> None:
    settling = ground([10, 12], provisional=lambda _kpi, channel, week: (channel, week) == (EVERYWHERE, WEEK))
    assert settling.material(leg("rises"), EVERYWHERE, 1, TAIL).provisional
    assert not ground([10, 12]).material(leg("rises"), EVERYWHERE, 1, TAIL).provisional
