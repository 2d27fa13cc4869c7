"""The forecast holds what it says: 80% of the values lie in its 80% interval, steady or drifting."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np
import pytest

from kpi.catalog import catalog
from kpi.forecast import forecast

if TYPE_CHECKING:
    from collections.abc import Sequence

RATIO, SHARE, BALANCE, COUNT = (
    catalog()[name] for name in ("follow_unfollow_ratio", "ai_registration", "net_sentiment", "policy_incidents")
)
SERIES = 400


def points(values: Sequence[float]) -> list[tuple[float, float]]:
    return [(float(week), float(value)) for week, value in enumerate(values)]


@pytest.mark.parametrize("weeks", [6, 10, 20])
@pytest.mark.parametrize("ahead", [1, 6, 12])
@pytest.mark.parametrize("drift", [0.0, 0.3])
def test_interval_holds_8_of_10_values(weeks: int, ahead: int, drift: float) -> None:
    chance = np.random.default_rng(weeks * 100 + ahead)
    held = []
    for _ in range(SERIES):
        series = 100 + drift * np.arange(weeks + ahead) + chance.normal(0, 1, weeks + ahead)
        found = forecast(RATIO, points(series[:weeks]), ahead, 1.0, None)
        assert found is not None
        held.append(found.low <= series[-1] <= found.high)
    assert 0.70 <= fmean(held) <= 0.92


def test_interval_holds_where_each_week_resembles_the_one_before() -> None:
    """Autocorrelation of 0.3 is more than the line knows of: still 70 of 100."""
    chance, held = np.random.default_rng(5), []
    for _ in range(SERIES):
        series = chance.normal(0, 1, 20)
        for week in range(1, 20):
            series[week] += 0.3 * series[week - 1]
        found = forecast(RATIO, points(100 + series[:14]), 6, None, None)
        assert found is not None
        held.append(found.low <= 100 + series[-1] <= found.high)
    assert 0.68 <= fmean(held) <= 0.92


@pytest.mark.parametrize("rate", [2.0, 6.0])
def test_interval_of_counts_holds_them(rate: float) -> None:
    chance, held = np.random.default_rng(3), []
    for _ in range(SERIES):
        series = chance.poisson(rate, 20)
        found = forecast(COUNT, points(series[:14].tolist()), 6, rate**0.5, None)
        assert found is not None
        assert found.low == int(found.low)
        held.append(found.low <= series[-1] <= found.high)
    assert 0.75 <= fmean(held) <= 0.97  # whole numbers: more than 80% lie in the smallest interval that holds 80%


def test_chance_is_as_often_right_as_it_says() -> None:
    """Of targets with a chance between 25% and 75%, about half are met."""
    chance, said, came = np.random.default_rng(11), [], []
    for _ in range(SERIES):
        series = 50 + chance.normal(0, 1, 16)
        goal = 50 + chance.normal(0, 1)
        found = forecast(RATIO, points(series[:12]), 4, 1.0, lambda value, goal=goal: value >= goal)
        assert found is not None
        assert found.chance is not None
        said.append(found.chance)
        came.append(series[-1] >= goal)
    assert fmean(said) == pytest.approx(fmean(came), abs=0.06)
    middle = [was for told, was in zip(said, came, strict=True) if 0.25 < told < 0.75]
    assert 0.38 <= fmean(middle) <= 0.62


def test_line_goes_on_and_one_odd_week_does_not_turn_it() -> None:
    straight = [10 + 2 * week for week in range(10)]
    odd = [*straight[:5], 90, *straight[6:]]
    for weeks in (straight, odd):
        found = forecast(RATIO, points(weeks), 5, None, lambda value: value >= 30)
        assert found is not None
        assert found.value == pytest.approx(10 + 2 * 14)
        assert found.weeks == 10


def test_six_weeks_make_a_trend_and_five_do_not() -> None:
    assert forecast(RATIO, points([1, 2, 3, 4, 5]), 3, 1.0, None) is None
    assert forecast(RATIO, points([1, 2, 3, 4, 5, 6]), 3, 1.0, None) is not None


def test_deadline_that_is_over_has_no_forecast() -> None:
    assert forecast(RATIO, points(range(10)), 0, 1.0, None) is None


def test_value_stays_what_the_kpi_can_be() -> None:
    rising = forecast(SHARE, points([0.5 + 0.05 * week for week in range(10)]), 12, 0.05, lambda value: value >= 1)
    falling = forecast(BALANCE, points([-50 - 5 * week for week in range(10)]), 12, 5.0, None)
    counted = forecast(COUNT, points([9 - week for week in range(9)]), 12, 1.0, lambda value: value == 0)
    assert rising is not None
    assert falling is not None
    assert counted is not None
    assert (rising.value, rising.high, falling.value, falling.low) == (1.0, 1.0, -100.0, -100.0)
    assert (counted.value, counted.low) == (0.0, 0.0)
    assert rising.chance is not None
    assert rising.chance > 0.5
    assert counted.chance is not None
    assert counted.chance > 0.5


def test_a_larger_sampling_error_widens_the_interval() -> None:
    flat = points([5.0] * 8)
    narrow, wide = forecast(RATIO, flat, 3, 0.1, None), forecast(RATIO, flat, 3, 1.0, None)
    assert narrow is not None
    assert wide is not None
    assert wide.high - wide.low == pytest.approx(10 * (narrow.high - narrow.low))


def test_many_events_are_as_good_as_normally_distributed() -> None:
    found = forecast(COUNT, points([5_000 + 10 * (week % 2) for week in range(10)]), 4, 70.0, lambda value: value > 0)
    assert found is not None
    assert found.chance == 1
    assert 150 < found.high - found.low < 400


def test_what_can_be_less_than_nothing_stays_so() -> None:
    points = [(float(week), -10.0 - week % 2) for week in range(8)]
    found = forecast(catalog()["follower_growth"], points, 4, None, None)
    assert found is not None
    assert found.value < 0
    assert found.low < -8
