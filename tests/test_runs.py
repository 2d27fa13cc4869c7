"""Run rules: what they find, and how seldom they cry wolf."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from kpi.catalog import catalog
from kpi.runs import runs

RATIO, COUNT = catalog()["follow_unfollow_ratio"], catalog()["policy_incidents"]
CALM: list[float | None] = [10, 11, 9, 10, 11, 9, 10, 11, 9, 10, 11, 9, 10, 11, 9]  # moving ranges of 1 and 2


@pytest.mark.parametrize(
    ("late", "found"),
    [
        ([10], ()),
        ([17], ("beyond_high",)),
        ([3], ("beyond_low",)),
        ([14, 10, 14], ("zone_high",)),
        ([6, 10, 6], ("zone_low",)),
        ([14, 14, 10], ()),  # the last week itself is ordinary
        ([11.5, 10.9, 11.4, 11, 11.5, 10.9, 11.4, 11], ("side_high",)),
        ([8.5, 9.1, 8.6, 9, 8.5, 9.1, 8.6, 9], ("side_low",)),
        ([11.5, 10.9, 11.4, 11, 11.5, 10.9, 11.4, 9], ()),
        ([11.5, 10.9, 11.4, 11, None, 10.9, 11.4, 11], ()),  # a gap ends a run
        ([17, None], ()),
    ],
)
def test_rules_read_the_last_week(late: list[float | None], found: tuple[str, ...]) -> None:
    assert runs(RATIO, CALM + late) == found


def test_limits_from_eleven_weeks_wander_themselves() -> None:
    assert runs(RATIO, [*CALM[:10], 30]) == ()
    assert runs(RATIO, [*CALM[:11], 30]) == ("beyond_high",)


def test_counts_below_five_a_week_are_no_such_chart() -> None:
    few = [0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0]
    assert runs(COUNT, [*few, 4]) == ()
    assert runs(RATIO, [*few, 4]) == ("beyond_high",)
    assert runs(COUNT, [*(value * 10 if value else 0 for value in CALM), 190]) == ("beyond_high",)


def test_values_that_never_move_have_no_limits() -> None:
    assert runs(RATIO, [5.0] * 15) == ()


def looked_at(series: np.ndarray) -> list[tuple[str, ...]]:
    """Look at every week from the twelfth on, as somebody does who looks each Monday."""
    return [runs(RATIO, series[:week].tolist()) for week in range(12, 27)]


def test_one_of_100_ordinary_weeks_is_called_out_of_the_ordinary() -> None:
    chance = np.random.default_rng(2)
    looks = [looked_at(chance.normal(50, 4, 26)) for _ in range(400)]
    weeks = [bool(found) for series in looks for found in series]
    assert np.mean(weeks) <= 0.015
    assert np.mean([any(series) for series in looks]) <= 0.15
    rules = Counter(name.partition("_")[0] for series in looks for found in series for name in found)
    assert all(n / len(weeks) <= 0.008 for n in rules.values()), rules


@pytest.mark.parametrize(("sigmas", "least"), [(2, 0.7), (3, 0.95)])
def test_a_shift_that_stays_is_found_within_eight_weeks(sigmas: float, least: float) -> None:
    chance = np.random.default_rng(4)
    found = []
    for _ in range(150):
        series = chance.normal(50, 4, 26)
        series[18:] += sigmas * 4
        found.append(any(any(name.endswith("high") for name in week) for week in looked_at(series)[7:]))
    assert np.mean(found) >= least
