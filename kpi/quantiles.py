"""How far a median may be off, read from the quantiles that one scan returns."""

from __future__ import annotations

import math
from bisect import bisect, bisect_left
from operator import mul

# Where the median's order statistic may lie; the steps are fine where it usually lies.
QUANTILES = (0.05, 0.25, 0.4, 0.5, 0.6, 0.75, 0.95)
# A hair above the middle. Of an even number the median lies halfway between two values, and this quantile so little
# higher that the step tells how far away the upper one is (up to half a million values; then it is further up).
ABOVE_MIDDLE = 0.500001
ROUNDING = 1e-9  # what floats may do to the upper value: it must not be missed itself
STEPS = 40  # on either side of the middle, in which that line is added up; numpy would take longer to import


def median_error(quantiles: list[float], n: int) -> float | None:
    """One standard error of the median of n values with these quantiles; None when they are all equal."""
    a = (n + 1) / 2
    reach = 5 / (2 * math.sqrt(2 * a + 1))  # five standard deviations of Beta(a, a)
    ranks = [0.5 + reach * (step / STEPS - 1) for step in range(2 * STEPS + 1)]
    ranks = [rank for rank in ranks if 0 < rank < 1]
    weights = [(4 * rank * (1 - rank)) ** (a - 1) for rank in ranks]
    reads = _reads(quantiles, ranks)
    whole = sum(weights)
    centre = sum(map(mul, reads, weights)) / whole
    return (
        math.sqrt(sum(weight * (read - centre) ** 2 for weight, read in zip(weights, reads, strict=True)) / whole)
        or None
    )


def upper_middle(middle: float, above: float, n: int) -> float:
    """Find the upper one of the two values that the median of n lies between; of an odd number it is the median."""
    if n % 2 or n == 0:
        return middle
    rise = (above - middle) / ((n - 1) * (ABOVE_MIDDLE - 0.5))
    return (middle + rise / 2) * (1 + ROUNDING)


def stays(quantiles: list[float], share: float) -> bool:
    """Whether the median is the same whatever becomes of this share of the values: enough others equal it."""
    at = bisect_left(QUANTILES, 0.5 + share)
    return at < len(QUANTILES) and quantiles[at] == quantiles[QUANTILES.index(0.5)]


def _reads(quantiles: list[float], ranks: list[float]) -> list[float]:
    """Read values off the line through the quantiles, for ranks that rise; beyond the last quantile it is flat."""
    found, after = list[float](), bisect(QUANTILES, ranks[0])
    for rank in ranks:
        while after < len(QUANTILES) and QUANTILES[after] <= rank:
            after += 1
        if 0 < after < len(QUANTILES):
            low, rise = quantiles[after - 1], quantiles[after] - quantiles[after - 1]
            found.append(low + rise * (rank - QUANTILES[after - 1]) / (QUANTILES[after] - QUANTILES[after - 1]))
        else:
            found.append(quantiles[max(after - 1, 0)])
    return found
