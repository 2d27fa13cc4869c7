"""How likely a target is kept though nothing changed: the figures of kpis.md 6, and chances to check by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from kpi.catalog import catalog
from kpi.luck import luck, poisson_chance
from kpi.snapshot import Cell

if TYPE_CHECKING:
    from collections.abc import Callable

INCIDENTS, CORRECTIONS, CTR = (catalog()[name] for name in ("policy_incidents", "correction_ratio", "ctr"))


def cell(sample: int) -> Cell:
    return Cell("x", "2026-W47/7", "*", 0.0, None, sample, sample, None, None)


@pytest.mark.parametrize(
    ("baseline", "most", "percent"),
    [(2, 1, 40.6), (1, 0, 36.8), (6, 3, 15.1)],  # per quarter, per quarter, per month
)
def test_counts_of_the_articles_are_green_by_luck_that_often(baseline: float, most: float, percent: float) -> None:
    found = luck(INCIDENTS, lambda value: value <= most, baseline, cell(0))
    assert found is not None
    assert round(100 * found, 1) == percent


def test_a_count_that_should_rise_is_seldom_doubled_by_luck() -> None:
    doubled = luck(catalog()["mql"], lambda value: value >= 90, 45, cell(90))
    assert doubled == pytest.approx(0, abs=1e-6)
    assert doubled is not None
    assert doubled > 0


def test_luck_of_every_count_is_the_whole_or_nothing() -> None:
    assert poisson_chance(lambda _: True, 7.5) == pytest.approx(1)
    assert poisson_chance(lambda _: False, 7.5) == 0
    assert poisson_chance(lambda value: value == 0, 0) == 1
    assert poisson_chance(lambda value: value > 0, 0) == 0


def test_share_of_a_few_posts_wanders_as_far() -> None:
    """At most 1 of 37 posts where 4% is usual: 0.96^37 + 37 x 0.04 x 0.96^36."""
    found = luck(CORRECTIONS, lambda value: value <= 0.03, 0.04, cell(37))
    assert found == pytest.approx(0.96**37 + 37 * 0.04 * 0.96**36)


@pytest.mark.parametrize(
    ("met", "baseline", "sample"),
    [
        (lambda value: value <= 0.03, None, 37),  # nothing to start from
        (lambda value: value <= 0.05, 0.04, 37),  # met from the start: there is nothing to improve
        (lambda value: value <= 0.03, 0.04, 10_000),  # many events: the sigma tells
        (lambda value: value <= 0.03, 0.04, 0),
        (lambda value: value > 0, 0.0, 37),
    ],
)
def test_luck_is_no_question_there(met: Callable[[float], bool], baseline: float | None, sample: int) -> None:
    assert luck(CORRECTIONS, met, baseline, cell(sample)) is None


def test_chances_of_a_large_rate_do_not_drown_in_rounding() -> None:
    assert poisson_chance(lambda value: value <= 2_000, 2_000) == pytest.approx(0.506, abs=0.002)
    assert math.isfinite(poisson_chance(lambda value: value > 1_000_000, 2_000))


def test_chances_of_a_million_are_those_near_it() -> None:
    asked: list[float] = []
    assert poisson_chance(lambda value: not asked.append(value) and value <= 1_000_000, 1_000_000) == pytest.approx(
        0.5, abs=0.001
    )
    assert len(asked) < 30_000
