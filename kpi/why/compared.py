"""The two numbers a change lies between: this week and the one before, or this week and where the row began.

They are the ones that the scorecard compares, counted alike. What it does not compare is not split either. A baseline
that was written down has no rows: the first weeks with data stand in, and the page says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from kpi.baseline import start
from kpi.catalog import Count
from kpi.periods import Week, Window
from kpi.snapshot import Unlike
from kpi.sources import read_sources
from kpi.why.change import SCALES
from kpi.why.sides import side

if TYPE_CHECKING:
    from kpi.plan import Plan, Promise
    from kpi.queries import Queries
    from kpi.snapshot import ScoreRow
    from kpi.why.sides import Side

Against = Literal["week", "baseline"]
AGAINST: tuple[Against, ...] = ("week", "baseline")
Missing = Literal[
    "no_value", "unfinished", "no_before", "no_baseline", "no_weeks", "no_rows", "no_parts", "not_alike", "estimated"
]
PARTED = (*SCALES, "median", "measured")  # kinds that can be said to change with, or without, a part


@dataclass(frozen=True)
class Alone:
    """A number that nothing is compared with, and why: text key `change.alone.<why>`."""

    why: Missing
    unlike: Unlike | None = None


@dataclass(frozen=True)
class Pair:
    """Two numbers of one KPI, and the rows behind each."""

    before: Side
    after: Side
    share: float = 1.0  # of `before` that is comparable: a count of four weeks against one week counts a quarter
    written: bool = False  # the baseline was written down: the first weeks stand in

    @property
    def start(self) -> float:
        """What the number was."""
        return (self.before.value or 0.0) * self.share

    @property
    def end(self) -> float:
        """What the number is."""
        return self.after.value or 0.0


def pair(store: Queries, plan: Plan, row: ScoreRow, week: Week, against: Against) -> Pair | Alone:
    """Find the two numbers between which a row of a snapshot changed."""
    promise = plan.promise(row.plan)
    if row.now.value is None:
        return Alone("no_value")
    if promise.kpi.kind not in PARTED:
        return Alone("no_parts")
    if row.partial:
        return Alone("unfinished")
    if row.now.indicative:
        return Alone("not_alike", Unlike("labels"))
    if row.now.estimated:
        return Alone("estimated")  # the estimates of channels and topics do not add up to that of all texts
    return _week(store, promise, row, week) if against == "week" else _baseline(store, plan, promise, row, week)


def _week(store: Queries, promise: Promise, row: ScoreRow, week: Week) -> Pair | Alone:
    if row.no_move:
        return Alone("not_alike", row.no_move)
    if row.week_move is None:
        return Alone("no_before")
    return _pair(store, promise, row, Window(week.previous(), row.window_days), row.week_move.before)


def _baseline(store: Queries, plan: Plan, promise: Promise, row: ScoreRow, week: Week) -> Pair | Alone:
    if row.no_baseline:
        return Alone("not_alike", row.no_baseline)
    written = promise.baseline is not None
    began = start(store, plan, replace(promise, baseline=None), read_sources(store, week), week, row.now)
    if began.cell is None or began.cell.value is None:
        return _first_week(store, promise, row) if written else Alone("no_baseline", began.unlike)
    window = Window.parse(began.cell.window)
    found = _pair(store, promise, row, window, began.cell.value)
    share = row.window_days / window.days if isinstance(promise.kpi, Count) else 1.0
    return replace(found, share=share, written=written) if isinstance(found, Pair) else found


def _first_week(store: Queries, promise: Promise, row: ScoreRow) -> Pair | Alone:
    """Take the first week that was counted as this one was."""
    for point in row.series[:-1]:
        if point.value is not None and not (point.partial or point.other):
            found = _pair(store, promise, row, Window(Week.parse(point.week), row.window_days), point.value)
            return replace(found, written=True) if isinstance(found, Pair) else found
    return Alone("no_weeks")


def _pair(store: Queries, promise: Promise, row: ScoreRow, window: Window, value: float) -> Pair | Alone:
    """Put the rows of an earlier number beside those of the number of the week, counted in the same way."""
    ages = (row.now.oldest or 0, row.window_days)
    numbers = ((window, value), (Window.parse(row.now.window), row.now.value or 0.0))
    before, after = (
        side(store, promise.kpi, promise.filter, days, number, row.now.basis, ages) for days, number in numbers
    )
    return Pair(before, after) if before and after else Alone("no_rows")
