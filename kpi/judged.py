"""One row of the scorecard: measured, compared, judged, and what its weeks say of what is to come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kpi.forecast import FEWEST, forecast, possible
from kpi.luck import luck
from kpi.noise import limits, scatter, sigma
from kpi.periods import Week, stride
from kpi.power import seen
from kpi.runs import runs
from kpi.snapshot import EVERYWHERE, ScoreRow
from kpi.target import Trend
from kpi.track import ordinary, trimmed
from kpi.verdict import Clock, Trending, judge
from kpi.why import change

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpi.baseline import Start
    from kpi.catalog import Kpi
    from kpi.plan import Plan, Promise
    from kpi.snapshot import Cell, Forecast, Guard, Limits, Mix, Point, Seen
    from kpi.track import Tracks
    from kpi.verdict import Judgement


def judged(plan: Plan, promise: Promise, began: Start, guards: tuple[Guard, ...], tracks: Tracks) -> ScoreRow:
    """Make the row of a promise."""
    points, now = tracks.points(promise), tracks.now(promise)
    partial = points[-1].partial
    values = ordinary(points, promise.window_days)
    weekly = scatter(values[:-1])
    off = sigma(now.error, weekly)
    clock = Clock(plan.day(tracks.week), promise.deadline)
    asked, thin = _Asked(plan, promise, began, now), _thin(promise.kpi, now)
    found = judge(promise, began, now, off, clock, guards, _trending(promise, weekly, tracks), partial=partial)
    return ScoreRow(
        plan=promise.row,
        unit=promise.kpi.unit,
        good=promise.kpi.good,
        currency=promise.currency,
        window_days=promise.window_days,
        baseline=began.value,
        baseline_text=promise.row.baseline,
        target=promise.target,
        goal=found.goal,
        now=now,
        partial=partial,
        week_move=tracks.move(promise, weekly),
        baseline_move=None if partial or thin else began.move(now, weekly, promise.kpi),
        pace=found.pace,
        progress=None if thin else found.progress,
        status=found.status,
        sigma=off,
        series=trimmed(points),
        limits=_possible(promise.kpi, limits(values)),
        provisional=points[-1].provisional,
        no_move=tracks.no_move(promise),
        no_baseline=began.unlike,
        hours=promise.filter.hours,
        assumed=promise.filter.hours is not None and plan.hours is None,
        deadline=promise.deadline,
        overdue=clock.over,
        reason=found.reason,
        guards=guards,
        forecast=asked.forecast(points, tracks.week),
        due_in=asked.due_in(tracks.week),
        seen=asked.seen(found, off),
        luck=None if asked.kept() is None else luck(promise.kpi, asked.met, began.value, now),
        runs=() if partial else runs(promise.kpi, values),
        mix=None if partial else _mix(promise, now, tracks),
        annotations=tracks.annotations(promise),
        measured=began.cell,
    )


def _thin(kpi: Kpi, cell: Cell) -> bool:
    """Whether an estimate stands on too few labels to say how far it came: a guess of -1,120% would be read as news."""
    return cell.estimated is not None and cell.sample < kpi.enough


def _possible(kpi: Kpi, usual: Limits | None) -> Limits | None:
    """Keep the usual range to what the KPI can be: no share is below 0%."""
    if usual is None:
        return None
    return replace(usual, lower=possible(kpi, usual.lower), upper=possible(kpi, usual.upper))


@dataclass(frozen=True)
class _Asked:
    """What a row asks beyond its status: will it get there, and could it be seen."""

    plan: Plan
    promise: Promise
    began: Start
    now: Cell

    def met(self, value: float) -> bool:
        """Whether a value keeps the target."""
        return self.promise.target.met(value, self.began.value)

    def due_in(self, week: Week) -> int | None:
        """Count the weeks to that of the deadline; None when it is over."""
        weeks = Week.of(self.plan.start + timedelta(days=self.promise.deadline - 1)).weeks_since(week)
        return weeks if weeks > 0 else None

    def forecast(self, points: Sequence[Point], week: Week) -> Forecast | None:
        """Draw the comparable weeks since the plan began, or the last few, on to the week of the deadline."""
        step = stride(self.promise.window_days)
        spaced = [
            (float(at), point.value)
            for at, point in enumerate(points)
            if (len(points) - 1 - at) % step == 0 and point.value is not None and not (point.partial or point.other)
        ]
        if not spaced or (weeks := self.due_in(week)) is None:
            return None
        begun = len(points) - 1 - week.weeks_since(Week.of(self.plan.start))
        since = sum(at >= begun for at, _ in spaced)
        ahead = len(points) - 1 + weeks - spaced[-1][0]
        return forecast(self.promise.kpi, spaced[-max(since, FEWEST) :], ahead, self.now.error, self.kept())

    def seen(self, found: Judgement, off: float | None) -> Seen | None:
        """Size the comparison of baseline and goal."""
        return seen(self.promise.kpi, self.began.value, found.goal, self.now, off, self.promise.window_days)

    def kept(self) -> Callable[[float], bool] | None:
        """Give what decides whether the target is kept; None where that hangs on what is not known."""
        told = not isinstance(self.promise.target, Trend) and self.promise.target.goal(self.began.value) is not None
        return self.met if told else None


def _trending(promise: Promise, weekly: float | None, tracks: Tracks) -> Trending | None:
    """Compare with the last window that shares no day, if the target asks to be better than that."""
    if not isinstance(promise.target, Trend):
        return None
    return Trending(tracks.move(promise, weekly, stride(promise.window_days)))


def _mix(promise: Promise, now: Cell, tracks: Tracks) -> Mix | None:
    """Say whether the total moved against every channel since the week before."""
    if promise.channel != EVERYWHERE or now.value is None or tracks.no_move(promise):
        return None
    earlier = tracks.week.previous()
    before = tracks.cell(promise, earlier)
    sides = tracks.parts(promise, before, earlier), tracks.parts(promise, now, tracks.week)
    return change.mix(*sides, before, now)
