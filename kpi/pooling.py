"""Several weeks as one number: that of all their rows where there is one, else the mean of the weeks.

What may be compared is told by what tells it for the scorecard: sources, breaks, ages, those who still wait
(kpi.track).
"""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import fmean
from typing import TYPE_CHECKING, TypeVar

from kpi.kinds import Balance, Count, Mean, Median, Ratio, Share
from kpi.noise import sure_scatter
from kpi.periods import DAYS_A_WEEK, Window
from kpi.plan_row import adds_up
from kpi.snapshot import Unlike
from kpi.track import ordinary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpi.catalog import Kpi
    from kpi.periods import Week
    from kpi.plan import Promise
    from kpi.snapshot import Cell
    from kpi.track import Tracks

T = TypeVar("T")


def is_pooled(kpi: Kpi) -> bool:
    """Whether one number of several weeks is that of all their rows; else it is the mean of the weeks."""
    whole = isinstance(kpi, Share | Ratio | Balance | Median | Mean) or (isinstance(kpi, Count) and adds_up(kpi))
    return whole and not kpi.standing


def widened(promise: Promise, weeks: int) -> Promise:
    """Ask for the window of so many weeks."""
    return replace(promise, window_days=DAYS_A_WEEK * weeks)


def alike(tracks: Tracks, promise: Promise, week: Week) -> Cell | Unlike:
    """Find the number of a window, or say why it is not like that of the week of the tracks."""
    cell, now = tracks.cell(promise, week), tracks.now(promise)
    if cell.value is None or now.value is None:
        return Unlike("gap")
    window = Window(week, promise.window_days)
    if not tracks.sources.whole(cell, promise.kpi, promise.channel, window):
        return Unlike("gap")
    return tracks.parted(promise, cell, now) or cell


def brought(cell: Cell, promise: Promise, weeks: int) -> Cell:
    """Bring a count of so many weeks to the row's own window; all else stays as it is."""
    if not adds_up(promise.kpi) or cell.value is None:
        return cell
    scale = promise.window_days / (DAYS_A_WEEK * weeks)
    return replace(cell, value=cell.value * scale, error=None if cell.error is None else cell.error * scale)


def mean(weeks: Sequence[Cell], over: Window) -> Cell:
    """Average weeks of a stretch that have a value, oldest first; their errors of sampling are independent."""
    error = _together([cell.error for cell in weeks])
    return replace(
        _stretched(weeks, over),
        value=fmean(cell.value or 0.0 for cell in weeks),
        numerator=None,
        denominator=None,
        error=None if error is None else error / len(weeks),
        sample=min(cell.sample for cell in weeks),
    )


def total(weeks: Sequence[Cell], over: Window) -> Cell:
    """Add up the counts of weeks of a stretch that have a value, oldest first."""
    counted = math.fsum(cell.value or 0.0 for cell in weeks)
    error, sample = _together([cell.error for cell in weeks]), sum(cell.sample for cell in weeks)
    return replace(_stretched(weeks, over), value=counted, numerator=counted, error=error, sample=sample)


def _stretched(weeks: Sequence[Cell], over: Window) -> Cell:
    """Say of a whole stretch what its weeks say: from the first download to the last, all who wait, the worst week.

    How many rows there were to tell it no week says, so the coverage is that of the week with the least.
    """
    return replace(
        weeks[-1],
        window=over.id,
        coverage=_of(min, [cell.coverage for cell in weeks]),
        censored=sum(cell.censored for cell in weeks),
        basis=next((cell.basis for cell in weeks if cell.basis), None),
        since=_of(min, [cell.since for cell in weeks]),
        until=_of(max, [cell.until for cell in weeks]),
        age=_of(min, [cell.age for cell in weeks]),
        oldest=_of(max, [cell.oldest for cell in weeks]),
        shrunk=sum(cell.shrunk for cell in weeks),
        untold=max(cell.untold for cell in weeks),
        bound=any(cell.bound for cell in weeks),
    )


def _of(pick: Callable[[list[T]], T], found: Sequence[T | None]) -> T | None:
    known = [one for one in found if one is not None]
    return pick(known) if known else None


def weekly_sigma(tracks: Tracks, promise: Promise, weeks: int, tail: float) -> float | None:
    """Estimate the sigma that weeks bring to a number of so many of them; None = too few show it.

    `tracks` hold the weeks before what is looked at, and `tail` is how seldom chance alone may pass for a move.
    """
    single = widened(promise, 1)
    if (weekly := sure_scatter(ordinary(tracks.points(single), DAYS_A_WEEK), tail, None)) is None:
        return None
    if promise.kpi.standing:
        return weekly  # a register stands as it stood: its weeks are no draws that average out
    scale = promise.window_days / DAYS_A_WEEK if adds_up(promise.kpi) else 1.0
    return weekly * scale / math.sqrt(weeks)


def _together(errors: Sequence[float | None]) -> float | None:
    known = [one for one in errors if one is not None]
    return math.hypot(*known) if len(known) == len(errors) else None
