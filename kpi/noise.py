"""Is this move more than noise? Chance in the sample, and the ups and downs of ordinary weeks.

One sigma of a value is the larger of its standard error of sampling (kpi.kinds)
and the scatter of the weeks before it: mean moving range / 1.128, the estimate
of XmR charts (Wheeler, Understanding Variation, 1993; 1.128 is d2 for ranges of
two). Posts come in clusters and weeks have moods, so the sampling error alone is
too small; a short history alone is too rough.

A move is a SIGNAL beyond 1.645 sigma (one side, 5%), POSSIBLE beyond 1, else
NOISE. A rule that needs two such legs at once fires by chance far more seldom.

Windows of a month or a quarter share days with those that end a week later, so
their weekly values move together: scatter, limits, runs and forecast read only
windows that share none (`apart`).
"""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import NormalDist, fmean
from typing import TYPE_CHECKING, Protocol, TypeVar

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
HISTORY = 6  # fewer of them are no ground for an alert
FREEDOM = 0.62  # degrees of freedom that a moving range brings: neighbours share a week

Value = TypeVar("Value")


class Asks(Protocol):
    """What a KPI asks of the data before its number is judged."""

    @property
    def enough(self) -> int:
        """The smallest sample."""

    @property
    def coverage_enough(self) -> float:
        """The smallest share of the eligible rows that carry the data."""

    @property
    def may_wait(self) -> float:
        """The largest share of those who still wait."""


def apart(values: Sequence[Value], stride: int) -> list[Value]:
    """Take the values of windows that share no day, up to the last one; oldest first."""
    return list(values[::-1][::stride][::-1])


def covered(cell: Cell, asks: Asks) -> bool:
    """Whether enough of the eligible rows carry the data: the rest might tell another story."""
    return cell.coverage is None or cell.coverage >= asks.coverage_enough


def carries(cell: Cell, asks: Asks) -> bool:
    """Whether a number stands on enough to be judged."""
    return not cell.indicative and cell.sample >= asks.enough and covered(cell, asks)


def settled(cell: Cell, asks: Asks) -> bool:
    """Whether a number is no lower bound, or one that too few still wait to move."""
    return not cell.bound or cell.censored <= asks.may_wait * cell.sample


def scatter(before: Sequence[float | None]) -> float | None:
    """Estimate one sigma from the weeks before the one that is judged: the last 12, oldest first, gaps as None.

    None when they are too few to tell; 0 when they never moved.
    """
    mean = _mean_range(before[-WEEKS:])
    return None if mean is None else mean / D2


def sure_scatter(before: Sequence[float | None], tail: float, error: float | None) -> float | None:
    """Estimate one sigma so that a move beyond the normal quantile of `tail` is as rare as `tail` says.

    A sigma from few weeks is often too small, so what the weeks add to the error of sampling, which is known, is
    widened by Student's t. None below seven weeks.
    """
    known = len(_ranges(before[-WEEKS:]))
    if known < HISTORY or (weekly := scatter(before)) is None:
        return None
    added = math.sqrt(max(weekly**2 - (error or 0.0) ** 2, 0.0))
    return math.hypot(error or 0.0, added * student(tail, FREEDOM * known) / NormalDist().inv_cdf(1 - tail))


def weeks_known(before: Sequence[float | None]) -> int:
    """Count the weeks that show how much a value moves by itself; a week between two gaps shows nothing."""
    ranges = len(_ranges(before[-WEEKS:]))
    return ranges + 1 if ranges else int(any(value is not None for value in before[-WEEKS:]))


def student(tail: float, freedom: float) -> float:
    """Give the upper quantile of Student's t (Cornish and Fisher's expansion, good from 4 degrees of freedom)."""
    z = NormalDist().inv_cdf(1 - tail)
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


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


def move(before: Cell | float, after: Cell, weekly: float | None, asks: Asks) -> Move | None:
    """Compare two cells, or a cell with a written baseline, which has no error; None without two values that may be.

    `weekly` is the scatter of ordinary weeks, `asks` what the KPI wants of a number that is judged.
    """
    start = before if isinstance(before, int | float) else before.value
    sides = [after] if isinstance(before, int | float) else [before, after]
    if start is None or after.value is None or any(cell.indicative for cell in sides):
        return None
    off = _together([sigma(cell.error, weekly) for cell in sides])
    carried = all(carries(cell, asks) for cell in sides) and not _undecided(before, after, asks)
    return Move(start, after.value, off, evidence(after.value - start, off) if carried else "too_little")


def _undecided(before: Cell | float, after: Cell, asks: Asks) -> bool:
    """Whether those who still wait could turn a move around: a number that is a lower bound may yet be higher."""
    start = before if isinstance(before, int | float) else before.value
    if start is None or after.value is None or after.value <= start:
        return not settled(after, asks)
    return not isinstance(before, int | float) and not settled(before, asks)


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
    ranges = _ranges(values)
    return fmean(ranges) if len(ranges) >= RANGES else None


def _ranges(values: Sequence[float | None]) -> list[float]:
    """List the moves between neighbouring weeks; a gap makes no neighbours."""
    return [abs(after - before) for before, after in pairwise(values) if before is not None and after is not None]
