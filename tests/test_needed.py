"""The value from which on a leg would hold: put it in, with a hair more, and it holds; with a hair less it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as any_

from kpi.forecast import possible
from kpi.rule.legs import holds
from kpi.rule.needed import needed, put
from kpi.rule.rules import ABSENT, LEVELS
from tests.materials import asked, material

if TYPE_CHECKING:
    from kpi.rule.ground import Material
    from kpi.rule.legs import Asked
    from tests.materials import Values


@pytest.mark.parametrize(
    ("movement", "told", "values", "value"),
    [  # errors of 1: a signal is 2.33 from another number and 1.645 from a limit; 2 sigma are 2.83
        ("rises", {}, [10, 11], 12.33),
        ("rises", {"beyond": 2}, [10, 12.5], 12.83),
        ("falls", {}, [10, 11], 7.67),
        ("above", {"limit": 5}, [0, 1], 6.645),
        ("below", {"limit": 5}, [0, 8], 3.355),
        ("flat", {"within": 3}, [10, 20], 12.33),
        ("flat", {"within": 3}, [10, 2], 7.67),
        ("not_rises", {"within": 3}, [10, 20], 12.33),
        ("not_rises", {"within": 2}, [10, 20], 7.67),  # a sample that small shows no more than a fall
        ("not_falls", {"within": 3}, [10, 2], 7.67),
        ("rises", {}, [10, 11, 12], 12.33),
        ("rises", {}, [10, 15, 12], 15),  # it must rise in the second week, too
        ("falls", {}, [10, 6, 6], 6),  # it stood still: any less would do
        ("rises", {}, [6, 10, 10], 10),
        ("rises", {}, [10, 9, 20], None),  # it did not in the first: no value of the second would do
        ("flat", {"within": 3}, [10, 13, 11], None),
        ("falls", {}, [2, 1.5], None),  # nothing costs less than nothing
        ("rises", {}, [10, 20], None),  # it holds
    ],
)
def test_needed_is_the_nearest_value_that_would_do(
    movement: str, told: dict[str, Any], values: Values, value: float | None
) -> None:
    found = needed(asked(movement, weeks=len(values) - 1, **told), material(values))
    assert found == (None if value is None else pytest.approx(value, abs=0.005))


@pytest.mark.parametrize(
    "told", [{"lacks": "week_not_full"}, {"weekly": None}, {"sample": 19}, {"coverage": 0.1}, {"error": None}]
)
def test_no_value_makes_up_for_data_that_carry_nothing(told: dict[str, Any]) -> None:
    assert needed(asked("rises", "net_sentiment"), material([10, 10], "net_sentiment", **told)) is None


def test_one_event_is_needed_where_one_is_asked_for() -> None:
    one, kpi = asked("appears", "policy_incidents"), "policy_incidents"
    assert needed(one, material([0, 0], kpi)) == 1
    assert needed(one, material([0, 2], kpi)) is None
    assert needed(one, material([0, None], kpi, lacks="not_covered")) is None
    twice = asked("appears", kpi, weeks=2)
    assert needed(twice, material([0, 3, 0], kpi)) == 1
    assert needed(twice, material([0, 0, 0], kpi)) is None  # the week before is over


def test_two_weeks_of_waiting_are_no_matter_of_the_value() -> None:
    kpi = "response_time_median"
    late = material([20, 18], kpi, censored=5_000, bound=True)
    assert needed(asked("falls", kpi), late) is None


amounts = any_.floats(0.5, 100)


@any_.composite
def cases(draw: Any) -> tuple[Asked, Material]:
    movement = draw(any_.sampled_from(["rises", "falls", *ABSENT, *LEVELS]))
    told: dict[str, Any] = {"beyond": draw(any_.sampled_from([1.645, 2.0, 3.3]))}
    told |= {"within": draw(any_.floats(0.1, 20))} if movement in ABSENT else {}
    told |= {"limit": draw(amounts)} if movement in LEVELS else {}
    weeks = draw(any_.integers(1, 4))
    values = draw(any_.lists(amounts, min_size=weeks + 1, max_size=weeks + 1))
    found = material(list(values), error=draw(any_.floats(0.01, 5)), weekly=draw(any_.floats(0, 5)))
    return asked(movement, weeks=weeks, **told), found


@settings(max_examples=200, deadline=None)
@given(cases())
def test_a_hair_more_holds_and_a_hair_less_does_not(case: tuple[Asked, Material]) -> None:
    one, weeks = case
    now = weeks.cells[-1].value or 0.0
    value = needed(one, weeks)
    if value is None:
        every = [now + step * way for step in range(60) for way in (1, -1)]
        every = [value for value in every if possible(one.leg.of, value) == value]
        assert holds(one, weeks) or not any(holds(one, put(weeks, value)) for value in every)
        return
    hair = 1e-6 * max(abs(value), 1)
    ways = [1, -1] if value == now else [1 if value > now else -1]
    assert not holds(one, weeks)
    assert any(holds(one, put(weeks, value + way * hair)) for way in ways)
    assert abs(value - now) < 2 * hair or not holds(one, put(weeks, value - ways[0] * hair))
