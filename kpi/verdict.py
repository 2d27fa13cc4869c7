"""Where a row stands: on its way from baseline to target, or not, or not to be told.

Pace is the straight line from the baseline to the goal over the days of the plan, read on the Sunday of
the week. A status is only as loud as the sample allows: a row is `behind` its pace, or `worse` than its
baseline, when the gap is beyond 1.645 sigma; a gap inside the noise is `on_pace`. The first that holds:

no_data      there is no value
too_early    less than 20% of the plan's days are over
too_little   the window is not complete, the sample is smaller than the KPI wants, its sigma is unknown,
             neither the target nor a baseline is known well enough to compare with, or one sigma is more
             than the whole way from baseline to goal: such a sample cannot tell the two apart
met          the value keeps the target (`baseline_move.evidence` says whether luck alone could do that)
worse        worse than the baseline, as a signal
behind       short of the pace, as a signal
on_pace      all others
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.noise import evidence

if TYPE_CHECKING:
    from kpi.baseline import Start
    from kpi.plan import Promise
    from kpi.snapshot import Cell, Status

EARLY = 0.2  # of the plan's days


@dataclass(frozen=True)
class Clock:
    """How far the plan is on the Sunday of the week."""

    day: int
    days: int

    @property
    def early(self) -> bool:
        """Whether a status would be premature."""
        return self.day < EARLY * self.days

    @property
    def share(self) -> float:
        """The part of the plan that is over, 0 to 1."""
        return min(max(self.day / self.days, 0.0), 1.0)


@dataclass(frozen=True)
class Judgement:
    """What the numbers of a row come to."""

    goal: float | None
    pace: float | None
    progress: float | None
    status: Status


def judge(promise: Promise, start: Start, now: Cell, sigma: float | None, clock: Clock, *, partial: bool) -> Judgement:
    """Judge the value of one week against the promise; `sigma` is that of the value."""
    goal = promise.target.goal(start.value)
    pace = _pace(start.value, goal, clock.share)
    progress = None if partial else _progress(start.value, goal, now.value)
    if now.value is None:
        status: Status = "no_data"
    elif clock.early:
        status = "too_early"
    elif partial or now.sample < promise.kpi.enough or not sigma or _blind(now.value, start, goal, sigma):
        status = "too_little"
    elif promise.target.met(now.value, start.value):
        status = "met"
    else:
        status = _unmet(now.value, start, pace, sigma, clock.share, rising=promise.kpi.good == "up")
    return Judgement(goal, pace, progress, status)


def _blind(value: float, start: Start, goal: float | None, sigma: float) -> bool:
    """Whether a sample is too small to tell baseline from goal, and what it shows is no signal either."""
    if start.value is None or goal is None or sigma <= abs(goal - start.value) or goal == start.value:
        return False
    return evidence(value - start.value, math.hypot(sigma, start.error)) != "signal"


def _unmet(value: float, start: Start, pace: float | None, sigma: float, share: float, *, rising: bool) -> Status:
    """Tell how a target is missed; the line of a measured baseline is as unsure as that baseline, less and less."""
    if start.value is None or pace is None or not start.enough:
        return "too_little"
    if _short(value, start.value, math.hypot(sigma, start.error), rising=rising):
        return "worse"
    if _short(value, pace, math.hypot(sigma, start.error * (1 - share)), rising=rising):
        return "behind"
    return "on_pace"


def _short(value: float, reference: float, sigma: float, *, rising: bool) -> bool:
    gap = reference - value if rising else value - reference
    return gap > 0 and evidence(gap, sigma) == "signal"


def _pace(start: float | None, goal: float | None, share: float) -> float | None:
    return None if start is None or goal is None else start + (goal - start) * share


def _progress(start: float | None, goal: float | None, value: float | None) -> float | None:
    if start is None or goal is None or value is None or start == goal:
        return None
    return (value - start) / (goal - start)
