"""Is this move more than noise? Chance in the sample, and the ups and downs of ordinary weeks.

One sigma of a value is the larger of its standard error of sampling (kpi.kinds)
and the scatter of the weeks before it: mean moving range / 1.128, the estimate
of XmR charts (Wheeler, Understanding Variation, 1993; 1.128 is d2 for ranges of
two). Posts come in clusters and weeks have moods, so the sampling error alone is
too small; a short history alone is too rough.

A move is a SIGNAL beyond 1.645 sigma (one side, 5%), POSSIBLE beyond 1, else
NOISE. A rule that needs two such legs at once fires by chance far more seldom.
"""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING

from kpi.snapshot import Evidence, Limits, Move

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.snapshot import Cell

SIGNAL = 1.645  # sigmas
POSSIBLE = 1.0
D2 = 1.128  # mean range of two values from one normal distribution, in its standard deviations
THREE_SIGMA = 2.66  # 3 / d2: mean moving ranges to an XmR limit
WEEKS = 12  # a quarter of ordinary weeks
RANGES = 4  # fewer moving ranges tell nothing about the scatter


def scatter(before: Sequence[float | None]) -> float | None:
    """Estimate one sigma from the weeks before the one that is judged: the last 12, oldest first, gaps as None."""
    mean = _mean_range(before[-WEEKS:])
    return mean / D2 if mean else None


def limits(values: Sequence[float | None]) -> Limits | None:
    """Draw the XmR limits of weekly values; None when there are too few to tell."""
    mean = _mean_range(values)
    if mean is None:
        return None
    centre = fmean(value for value in values if value is not None)
    return Limits(centre, centre - THREE_SIGMA * mean, centre + THREE_SIGMA * mean)


def sigma(error: float | None, weekly: float | None) -> float | None:
    """Take the larger of sampling error and weekly scatter; None when neither is known."""
    return max((known for known in (error, weekly) if known), default=None)


def move(before: Cell | float, after: Cell, weekly: float | None, enough: int) -> Move | None:
    """Compare two cells, or a cell with a written baseline, which has no error; None without two values.

    `weekly` is the scatter of ordinary weeks, `enough` the smallest sample that is judged.
    """
    start = before if isinstance(before, int | float) else before.value
    if start is None or after.value is None:
        return None
    sides = [after] if isinstance(before, int | float) else [before, after]
    off = _together([sigma(cell.error, weekly) for cell in sides])
    carried = all(cell.sample >= enough for cell in sides)
    return Move(start, after.value, off, evidence(after.value - start, off) if carried else "too_little")


def evidence(size: float, off: float | None) -> Evidence:
    """Say what a difference of this size is worth when one sigma of it is `off`."""
    if not off:
        return "too_little"
    if abs(size) > SIGNAL * off:
        return "signal"
    return "possible" if abs(size) > POSSIBLE * off else "noise"


def _together(sigmas: list[float | None]) -> float | None:
    known = [one for one in sigmas if one is not None]
    return math.hypot(*known) if len(known) == len(sigmas) else None


def _mean_range(values: Sequence[float | None]) -> float | None:
    """Average the moves between neighbouring weeks; a gap makes no neighbours."""
    ranges = [abs(after - before) for before, after in pairwise(values) if before is not None and after is not None]
    return fmean(ranges) if len(ranges) >= RANGES else None
