"""Where a row stands: on its way from baseline to target, or not, or not to be told.

Pace is the straight line from the baseline to the goal over the days up to the row's deadline, read on the Sunday
of the week. A status is only as loud as the sample allows: a row is `behind` its pace, or `worse` than its
baseline, when the gap is beyond 1.645 sigma; a gap inside the noise is `on_pace`. The first that holds:

no_data      there is no value
too_early    less than 20% of the days up to the deadline are over
too_little   there is a reason (kpi.snapshot.Reason) not to judge: the window is not complete, nobody labelled any of
             its texts, the sample or its coverage is smaller than the KPI wants, its sigma is unknown, or one sigma is
             more than the whole way from baseline to goal, so that such a sample cannot tell the two apart
met          the value keeps the target (`baseline_move.evidence` and `luck` say whether chance alone could do that)
at_cost      so it does, but a KPI that must not worsen meanwhile has worsened, as a signal
too_little   so it does, but nobody can tell whether such a KPI has worsened; or, of a time, too many still wait
worse        worse than the baseline, as a signal
too_little   no baseline is known well enough to compare with
behind       short of the pace, as a signal; or short of the target though its deadline has passed
on_pace      all others, unless too many still wait

A target that asks to be better than the period before (a trend) has no line: it is met when the value is better than
that of the last window before it that shares no day with it, as a signal; worse when it is worse, as a signal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.noise import covered, evidence, settled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.baseline import Start
    from kpi.plan import Promise
    from kpi.snapshot import Cell, Guard, Move, Reason, Status

EARLY = 0.2  # of the days up to the deadline


@dataclass(frozen=True)
class Clock:
    """How far a row is on the Sunday of the week: day of the plan, and the day its target is due."""

    day: int
    days: int

    @property
    def early(self) -> bool:
        """Whether a status would be premature."""
        return self.day < EARLY * self.days

    @property
    def over(self) -> bool:
        """Whether the deadline has passed."""
        return self.day > self.days

    @property
    def share(self) -> float:
        """The part of the way to the deadline that is over, 0 to 1."""
        return min(max(self.day / self.days, 0.0), 1.0)


@dataclass(frozen=True)
class Judgement:
    """What the numbers of a row come to."""

    goal: float | None
    pace: float | None
    progress: float | None
    status: Status
    reason: Reason | None = None


@dataclass(frozen=True)
class Trending:
    """What a trend target is held against: the window before, and the move since; None = nothing to compare with."""

    move: Move | None = None


def judge(  # noqa: PLR0917 - what a row promises, what its week brought, and when
    promise: Promise,
    start: Start,
    now: Cell,
    sigma: float | None,
    clock: Clock,
    guards: Sequence[Guard] = (),
    trend: Trending | None = None,
    *,
    partial: bool,
) -> Judgement:
    """Judge the value of one week against the promise; `sigma` is that of the value."""
    goal = _goal(promise, start, trend)
    pace = None if trend else _pace(start.value, goal, clock.share)
    progress = None if partial or trend or now.indicative else _progress(start.value, goal, now.value)
    if now.value is None:
        return Judgement(goal, pace, progress, "no_data")
    if clock.early:
        return Judgement(goal, pace, progress, "too_early")
    if reason := _doubt(promise, start, now, sigma, goal, trend, partial=partial):
        return Judgement(goal, pace, progress, "too_little", reason)
    if trend and trend.move:
        status, reason = _moved(trend.move, rising=promise.kpi.good == "up"), None
    elif goal is None:
        status, reason = "too_little", "baseline"  # a change from nothing known is neither kept nor missed
    elif promise.target.met(now.value, start.value):
        status, reason = "met", None
    else:
        rising = promise.kpi.good == "up"
        status, reason = _unmet(now.value, start, pace, sigma or 0.0, clock, rising=rising)
    if status == "met":
        status, reason = _kept(guards)
    if status in {"met", "on_pace"} and promise.kpi.good == "down" and not settled(now, promise.kpi):
        status, reason = "too_little", "waiting"  # who still waits may yet take it over the line
    return Judgement(goal, pace, progress, status, reason)


def _goal(promise: Promise, start: Start, trend: Trending | None) -> float | None:
    if trend is None:
        return promise.target.goal(start.value)
    return trend.move.before if trend.move else None


def _doubt(  # noqa: PLR0917 - as judge
    promise: Promise,
    start: Start,
    now: Cell,
    sigma: float | None,
    goal: float | None,
    trend: Trending | None,
    *,
    partial: bool,
) -> Reason | None:
    """Say why the number of a week is not judged; None = it is."""
    reason: Reason | None = None
    if partial:
        reason = "unfinished"
    elif now.indicative:
        reason = "labels"
    elif now.sample < promise.kpi.enough:
        reason = "sample"
    elif not covered(now, promise.kpi):
        reason = "coverage"
    elif not sigma:
        reason = "scatter"
    elif trend:
        reason = None if trend.move and trend.move.evidence != "too_little" else "previous"
    elif now.value is not None and _blind(now.value, start, goal, sigma):
        reason = "blind"
    return reason


def _blind(value: float, start: Start, goal: float | None, sigma: float) -> bool:
    """Whether a sample is too small to tell baseline from goal, and what it shows is no signal either."""
    if start.value is None or goal is None or sigma <= abs(goal - start.value) or goal == start.value:
        return False
    return evidence(value - start.value, math.hypot(sigma, start.error)) != "signal"


def _moved(move: Move, *, rising: bool) -> Status:
    """Tell where a trend target stands: only what is a signal is a trend."""
    if move.evidence != "signal":
        return "on_pace"
    better = (max if rising else min)(move.before, move.after)
    return "met" if move.after == better else "worse"


def _kept(guards: Sequence[Guard]) -> tuple[Status, Reason | None]:
    """Tell whether a target that is met counts: nothing else paid for it."""
    if any(guard.worse for guard in guards):
        return "at_cost", None
    if any(guard.worse is None for guard in guards):
        return "too_little", "guard"
    return "met", None


def _unmet(
    value: float, start: Start, pace: float | None, sigma: float, clock: Clock, *, rising: bool
) -> tuple[Status, Reason | None]:
    """Tell how a target is missed; the line of a measured baseline is as unsure as that baseline, less and less."""
    if start.value is None or pace is None or not start.enough:
        return ("behind", None) if clock.over else ("too_little", "baseline")
    if _short(value, start.value, math.hypot(sigma, start.error), rising=rising):
        return "worse", None
    if clock.over or _short(value, pace, math.hypot(sigma, start.error * (1 - clock.share)), rising=rising):
        return "behind", None
    return "on_pace", None


def _short(value: float, reference: float, sigma: float, *, rising: bool) -> bool:
    gap = reference - value if rising else value - reference
    return evidence(max(gap, 0.0), sigma) == "signal"


def _pace(start: float | None, goal: float | None, share: float) -> float | None:
    return None if start is None or goal is None else start + (goal - start) * share


def _progress(start: float | None, goal: float | None, value: float | None) -> float | None:
    if start is None or goal is None or value is None or start == goal:
        return None
    return (value - start) / (goal - start)
