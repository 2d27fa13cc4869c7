"""How much a window must hold to tell the goal from the baseline (two-sided 5%, power 80%)."""

from __future__ import annotations

import numpy as np
import pytest

from kpi.catalog import catalog
from kpi.power import Z, needed, seen
from kpi.snapshot import Cell


def cell(sample: int, error: float | None = None, value: float | None = 1.0) -> Cell:
    return Cell("x", "2026-W47/7", "*", value, None, None, sample, None, error)


def test_corrections_from_4_to_3_percent_take_5298_posts() -> None:
    found = seen(catalog()["correction_ratio"], 0.04, 0.03, cell(37), 0.01, 7)
    assert found is not None
    assert (found.sample, found.needed, found.enough) == (37, 5298, False)
    assert found.weeks == 144  # 5298 / 37


@pytest.mark.parametrize(
    ("baseline", "goal", "days", "events", "weeks"),
    [
        (6, 3, 30, 48, 35),  # 2.80^2 x 9 / 9 = 7.85 months, so eight of 30 days; six incidents each
        (1, 0, 91, 8, 104),  # 7.85 quarters, so eight of 13 weeks
    ],
)
def test_counts_need_so_many_windows(baseline: float, goal: float, days: int, events: int, weeks: int) -> None:
    found = seen(catalog()["policy_incidents"], baseline, goal, cell(5), 2.2, days)
    assert found is not None
    assert (found.needed, found.weeks) == (events, weeks)


@pytest.mark.parametrize(
    ("kpi", "baseline", "goal", "now", "size"),
    [
        ("ctr", 0.009, 0.014, cell(1), Z**2 * (0.009 + 0.014) / 0.005**2),  # both parts counted: rare clicks, r^2 ~ 0
        ("cpa", 500, 425, cell(1), Z**2 * (500**2 + 425**2) / 75**2),  # the results are counted, the money is not
        ("follow_unfollow_ratio", 3.2, 5.0, cell(1), Z**2 * (3.2 + 3.2**2 + 5 + 25) / 1.8**2),
        ("net_sentiment", 12, 22, cell(200, 5.0), Z**2 * 2 * 25 * 200 / 100),  # one sigma of 200 texts is 5 points
        ("response_time_mean", 48, 12, cell(100, 2.0), Z**2 * 2 * 4 * 100 / 36**2),
    ],
)
def test_each_kind_has_its_own_size(kpi: str, baseline: float, goal: float, now: Cell, size: float) -> None:
    assert needed(catalog()[kpi], baseline, goal, now) == pytest.approx(size, rel=0.02)


def test_a_sample_of_that_size_finds_8_of_10_real_moves() -> None:
    chance = np.random.default_rng(7)
    n, runs = 5298, 4000
    before, after = chance.binomial(n, 0.04, runs) / n, chance.binomial(n, 0.03, runs) / n
    off = np.sqrt(before * (1 - before) / n + after * (1 - after) / n)
    assert np.mean(np.abs(before - after) > 1.96 * off) == pytest.approx(0.8, abs=0.02)


def test_weeks_that_move_by_themselves_need_more_than_a_sample() -> None:
    """40,000 impressions would do for 1% to 1.5%, but a week is off by 0.2% by itself: 2 x (2.80 x 0.2 / 0.5)^2."""
    found = seen(catalog()["ctr"], 0.01, 0.015, cell(40_000), 0.002, 7)
    assert found is not None
    assert found.needed is not None
    assert found.needed < found.sample
    assert (found.weeks, found.enough) == (3, False)
    assert found.smallest == pytest.approx(Z * 2**0.5 * 0.002)


def test_a_platform_s_own_figure_has_no_sample_to_size() -> None:
    found = seen(catalog()["engaged_reach"], 35_000, 70_000, cell(5), 5_000, 7)
    assert found is not None
    assert (found.needed, found.weeks, found.enough) == (None, 1, True)


@pytest.mark.parametrize(("baseline", "goal"), [(None, 2.0), (1.0, None), (1.0, 1.0)])
def test_without_a_way_to_go_only_the_smallest_move_is_told(baseline: float | None, goal: float | None) -> None:
    found = seen(catalog()["cpa"], baseline, goal, cell(100), 1.0, 7)
    assert found is not None
    assert (found.needed, found.weeks) == (None, None)
    assert found.smallest == pytest.approx(Z * 2**0.5)


def test_without_a_value_nothing_is_told() -> None:
    assert seen(catalog()["ctr"], 0.01, 0.02, cell(0, value=None), None, 7) is None
