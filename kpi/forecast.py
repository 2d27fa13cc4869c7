"""Where the weeks lead by the deadline if they go on as they do, and the chance that the target is kept then.

A straight line through comparable weeks: the median of all slopes between two of them (Theil 1950, Sen, JASA 63
(1968) 1379-1389), so one odd week does not turn it. The interval, which holds the value in 8 of 10 cases, adds up
the ups and downs that a single week has (the larger of what the weeks show and the sampling error), how unsure the
height of the line is, and how unsure its slope, which weighs the more the further it reaches (Sen's interval).
The scatter is estimated from few weeks, hence Student's t. Counts stay counts: Poisson around a rate that unsure.

A line that runs past what the KPI can be (a share of 110%, a count below 0) is bent back to one sigma beyond it.

What came before the plan tells little of where the plan leads: `points` are the weeks since it began, or the last
six while there are fewer (kpi.judged).

Simulated, the interval holds 80 to 90 of 100 values on steady and drifting series of 6 to 26 weeks, and about 70
where each week resembles the one before it (tests/test_forecast.py).
"""

from __future__ import annotations

import math
from itertools import combinations
from statistics import NormalDist, fmean, median
from typing import TYPE_CHECKING

from kpi.catalog import Balance, Count, Share
from kpi.noise import student
from kpi.snapshot import Forecast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpi.catalog import Kpi

FEWEST = 6  # weeks that make a trend
Z80 = NormalDist().inv_cdf(0.9)
STEPS = 200  # equally likely values that stand for all
GOLDEN = (math.sqrt(5) - 1) / 2  # its multiples fill 0 to 1 evenly
FAR_COUNT = 1000  # where the sum of chances stays short of 1 by a rounding error
MANY = 100  # events: more of them are as good as normally distributed

At = tuple[float, float]  # weeks, value


def forecast(
    kpi: Kpi, points: Sequence[At], ahead: float, error: float | None, met: Callable[[float], bool] | None
) -> Forecast | None:
    """Draw the trend of the points on, to `ahead` weeks after the last; `error` = of sampling, in one week."""
    if len(points) < FEWEST or ahead <= 0:
        return None
    value, noise, unsure = _trend(points, points[-1][0] + ahead, error or 0.0)
    value = _bent(kpi, value, math.hypot(noise, unsure))
    few = isinstance(kpi, Count) and value < MANY
    likely = _counts(value, noise, unsure) if few else _spread(value, math.hypot(noise, unsure))
    within = sorted(possible(kpi, each) for each in likely)
    low, high = (within[round(share * (len(within) - 1))] for share in (0.1, 0.9))
    return Forecast(possible(kpi, value), low, high, fmean(map(met, within)) if met else None, len(points))


def _trend(points: Sequence[At], when: float, error: float) -> tuple[float, float, float]:
    """Give the value of the line, one sigma of a single week around it, and one sigma of the line itself."""
    slopes = sorted((y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(points, 2))
    slope = median(slopes)
    height = median(y - slope * x for x, y in points)
    rest = math.sqrt(sum((y - height - slope * x) ** 2 for x, y in points) / (len(points) - 2))
    noise = max(rest, error) * student(0.1, len(points) - 2) / Z80
    reach = when - fmean(x for x, _ in points)
    level = noise * math.sqrt(math.pi / 2 / len(points))  # a median is that much less sure than a mean
    return height + slope * when, noise, math.hypot(level, _slope_error(slopes, len(points)) * reach)


def _slope_error(slopes: Sequence[float], n: int) -> float:
    """Read one sigma of the slope off Sen's 80% interval: ranks around the median slope, by Kendall's variance."""
    off = Z80 * math.sqrt(n * (n - 1) * (2 * n + 5) / 18) / 2
    middle = (len(slopes) - 1) / 2
    return (_ranked(slopes, middle + off) - _ranked(slopes, middle - off)) / 2 / Z80


def _ranked(ordered: Sequence[float], rank: float) -> float:
    rank = min(max(rank, 0.0), len(ordered) - 1.0)
    below = math.floor(rank)
    share = rank - below
    return ordered[below] * (1 - share) + ordered[min(below + 1, len(ordered) - 1)] * share


def _spread(value: float, sigma: float) -> list[float]:
    """List equally likely values of a normal distribution."""
    return [value + sigma * NormalDist().inv_cdf((step + 0.5) / STEPS) for step in range(STEPS)]


def _counts(value: float, noise: float, unsure: float) -> list[float]:
    """List equally likely counts: Poisson around a rate that is unsure itself, and restless beyond Poisson."""
    restless = math.sqrt(max(noise**2 - max(value, 0.0), 0.0))
    rates = _spread(value, math.hypot(unsure, restless))
    # one rate with every rank of its Poisson distribution: ranks far from each other for rates beside each other
    ranks = ((step * GOLDEN) % 1 for step in range(1, STEPS + 1))
    return [_ranked_count(max(rate, 0.0), rank) for rate, rank in zip(rates, ranks, strict=True)]


def _ranked_count(rate: float, rank: float) -> float:
    """Give the count that a share `rank` of all do not exceed, when `rate` are expected."""
    count, chance = 0, math.exp(-rate)
    while rank > chance and count < FAR_COUNT:
        rank, count = rank - chance, count + 1
        chance *= rate / count
    return float(count)


def _bent(kpi: Kpi, value: float, sigma: float) -> float:
    """Let a line run past what the KPI can be by one sigma at most: no share is sure to be 100% because it grew."""
    edge = possible(kpi, value)
    return min(max(value, edge - sigma), edge + sigma)


def possible(kpi: Kpi, value: float) -> float:
    """Keep a value to what the KPI can be."""
    if isinstance(kpi, Balance):
        return min(max(value, -100.0), 100.0)
    if kpi.signed:
        return value
    return min(max(value, 0.0), 1.0 if isinstance(kpi, Share) else math.inf)
