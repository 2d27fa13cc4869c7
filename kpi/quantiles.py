"""How far a median may be off, read from the quantiles that one scan returns."""

from __future__ import annotations

import math
from bisect import bisect
from operator import mul

# Where the median's order statistic may lie; the steps are fine where it usually lies.
QUANTILES = (0.05, 0.25, 0.4, 0.5, 0.6, 0.75, 0.95)
STEPS = 40  # on either side of the middle, in which that line is added up; numpy would take longer to import


def median_error(quantiles: list[float], n: int) -> float | None:
    """One standard error of the median of n values with these quantiles; None when they are all equal."""
    a = (n + 1) / 2
    reach = 5 / (2 * math.sqrt(2 * a + 1))  # five standard deviations of Beta(a, a)
    ranks = [0.5 + reach * (step / STEPS - 1) for step in range(2 * STEPS + 1)]
    ranks = [rank for rank in ranks if 0 < rank < 1]
    weights = [(4 * rank * (1 - rank)) ** (a - 1) for rank in ranks]
    reads = [_read(quantiles, rank) for rank in ranks]
    whole = sum(weights)
    centre = sum(map(mul, reads, weights)) / whole
    return (
        math.sqrt(sum(weight * (read - centre) ** 2 for weight, read in zip(weights, reads, strict=True)) / whole)
        or None
    )


def _read(quantiles: list[float], rank: float) -> float:
    """Read a value off the line through the quantiles; beyond the last one it is flat."""
    after = bisect(QUANTILES, rank)
    if after in {0, len(QUANTILES)}:
        return quantiles[max(after - 1, 0)]
    low, high = QUANTILES[after - 1], QUANTILES[after]
    return quantiles[after - 1] + (quantiles[after] - quantiles[after - 1]) * (rank - low) / (high - low)
