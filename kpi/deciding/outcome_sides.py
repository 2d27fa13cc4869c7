"""The two sides of an outcome: the weeks since a decision and as many before it, each as one number.

What may be compared is told by what tells it for the scorecard: sources, breaks, ages, those who still wait
(kpi.track).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import NormalDist, fmean
from typing import TYPE_CHECKING, Self

from kpi.annotations import read_notebook
from kpi.breaks import read_meanings
from kpi.catalog import catalog
from kpi.hours import default, has_clock
from kpi.kinds import Balance, Count, Mean, Median, Ratio, Share
from kpi.noise import WEEKS, sure_scatter
from kpi.periods import DAYS_A_WEEK, Window
from kpi.plan import Promise
from kpi.plan_row import PlanRow, adds_up
from kpi.score import score
from kpi.snapshot import Unlike
from kpi.sources import read_sources
from kpi.target import Trend
from kpi.track import Tracks, ordinary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.annotations import Notebook
    from kpi.breaks import Meanings
    from kpi.catalog import Kpi
    from kpi.deciding.decisions import Decision
    from kpi.periods import Week
    from kpi.plan import Plan
    from kpi.queries import Queries
    from kpi.snapshot import Cell
    from kpi.sources import Sources

SURE = 2.33  # sigmas, one side: 1 of 100 looks at what did not change
TAIL = 1 - NormalDist().cdf(SURE)
BREAKS = {"noted", "renamed", "tool"}  # what a shorter stretch of weeks may lie beside


@dataclass(frozen=True)
class Sides:
    """Both numbers, of equally many weeks; a count is brought to the row's own window."""

    weeks: int
    before: Cell
    after: Cell
    weekly: float | None  # one sigma that the ups and downs of weeks bring to a side; None = too few show it
    earlier: Cell | None = None  # of as many weeks before those before, where these can be compared


@dataclass(frozen=True)
class Ground:
    """What the outcomes of one week are looked at on."""

    store: Queries
    plan: Plan
    sources: Sources
    meanings: Meanings
    notebook: Notebook

    @classmethod
    def at(cls, store: Queries, plan: Plan, week: Week) -> Self:
        """Read it."""
        return cls(store, plan, read_sources(store, week), read_meanings(store), read_notebook(store))

    def promise(self, decision: Decision) -> Promise | None:
        """Find what is measured: the row of the plan, else the KPI of the rows that the decision speaks of."""
        row = self.plan.row(decision.row) if decision.row else None
        if row is not None and row.kpi == decision.kpi:
            return self.plan.promise(row)
        if (kpi := catalog().get(decision.kpi)) is None:
            return None
        opens = kpi.clock == "open" and has_clock(kpi)
        filtered = replace(decision.filter, hours=self.plan.hours or default()) if opens else decision.filter
        currency = self.plan.currency if kpi.unit == "money" else None
        row = PlanRow(id="decision", kpi=kpi.name, filter=filtered, target="")
        trend = Trend(kpi.good, unit=kpi.unit, currency=currency, per="week")
        return Promise(row, kpi, kpi.window_days, None, trend, currency, filtered, self.plan.days)

    def sides(self, promise: Promise, first: Week, before: Week, passed: int) -> Sides | Unlike:
        """Pool as many weeks as both sides have alike; of none, say why."""
        n = self._alike(promise, first, before, passed)
        if n == 0:
            return Unlike("sources")
        found = self._of(promise, first, before, n)
        if not isinstance(found, Unlike) or found.why not in BREAKS:
            return found
        best: Sides | Unlike = found
        for fewer in range(1, n):
            shorter = self._of(promise, first, before, fewer)
            if isinstance(shorter, Unlike):
                break
            best = shorter
        return best

    def _alike(self, promise: Promise, first: Week, before: Week, passed: int) -> int:
        """Count the weeks next to the decision that are full on both sides, from the same sources."""
        kpi, channel, n = promise.kpi, promise.channel, 0
        while n < passed and all(
            self.sources.comparable(kpi, channel, one, before) for one in (before.previous(n), first.previous(-n))
        ):
            n += 1
        return n

    def _of(self, promise: Promise, first: Week, before: Week, n: int) -> Sides | Unlike:
        """Compare n weeks of each side; the last week of each stands for its window."""
        end = first.previous(1 - n)
        take = self._pooled if is_pooled(promise.kpi) else self._averaged
        prior, after, earlier = take(promise, end, before, n)
        for cell in (prior, after):
            if isinstance(cell, Unlike):
                return cell
        assert not isinstance(prior, Unlike) and not isinstance(after, Unlike)  # noqa: S101, PT018 - just asked
        return Sides(
            n, prior, after, self._weekly(promise, before, n), None if isinstance(earlier, Unlike) else earlier
        )

    def _tracks(self, promise: Promise, end: Week, weeks: Sequence[Week]) -> Tracks:
        cells = score(self.store, [(promise.kpi, promise.filter, promise.window_days)], weeks)
        return Tracks(end, True, cells, self.sources, self.meanings, self.notebook)

    def _pooled(self, promise: Promise, end: Week, before: Week, n: int) -> list[Cell | Unlike]:
        wide = replace(promise, window_days=DAYS_A_WEEK * n)
        ends = [before, end, before.previous(n)]
        tracks = self._tracks(wide, end, ends)
        scale = promise.window_days / wide.window_days if adds_up(promise.kpi) else 1.0
        return [_scaled(_comparable(tracks, wide, week), scale) for week in ends]

    def _averaged(self, promise: Promise, end: Week, before: Week, n: int) -> list[Cell | Unlike]:
        single = replace(promise, window_days=DAYS_A_WEEK)
        lasts = [before, end, before.previous(n)]
        tracks = self._tracks(single, end, [week for last in lasts for week in last.last(n)])
        return [_mean([_comparable(tracks, single, week) for week in last.last(n)]) for last in lasts]

    def _weekly(self, promise: Promise, before: Week, n: int) -> float | None:
        """Estimate the sigma that weeks bring to a side of n of them, from the weeks before the decision."""
        single = replace(promise, window_days=DAYS_A_WEEK)
        tracks = self._tracks(single, before, before.last(WEEKS + 1))
        values = ordinary(tracks.points(single), DAYS_A_WEEK)
        if (weekly := sure_scatter(values, TAIL, None)) is None:
            return None
        if promise.kpi.standing:
            return weekly  # a register stands as it stood: its weeks are no draws that average out
        scale = promise.window_days / DAYS_A_WEEK if adds_up(promise.kpi) else 1.0
        return weekly * scale / math.sqrt(n)


def is_pooled(kpi: Kpi) -> bool:
    """Whether one number of several weeks is that of all their rows; else it is the mean of the weeks."""
    whole = isinstance(kpi, Share | Ratio | Balance | Median | Mean) or (isinstance(kpi, Count) and adds_up(kpi))
    return whole and not kpi.standing


def _comparable(tracks: Tracks, promise: Promise, week: Week) -> Cell | Unlike:
    """Find the number of a window, or say why it is not like the last one."""
    cell, now = tracks.cell(promise, week), tracks.now(promise)
    if cell.value is None or now.value is None:
        return Unlike("gap")
    window = Window(week, promise.window_days)
    if not tracks.sources.whole(cell, promise.kpi, promise.channel, window):
        return Unlike("gap")
    return tracks.parted(promise, cell, now) or cell


def _scaled(cell: Cell | Unlike, scale: float) -> Cell | Unlike:
    if isinstance(cell, Unlike) or cell.value is None:
        return cell
    return replace(cell, value=cell.value * scale, error=None if cell.error is None else cell.error * scale)


def _mean(cells: Sequence[Cell | Unlike]) -> Cell | Unlike:
    """Average weeks; their errors of sampling are independent."""
    values: list[float] = []
    for cell in cells:
        if isinstance(cell, Unlike):
            return cell
        values.append(cell.value or 0.0)
    known = [cell for cell in cells if not isinstance(cell, Unlike)]
    errors = [cell.error for cell in known if cell.error is not None]
    error = math.hypot(*errors) / len(known) if len(errors) == len(known) else None
    return replace(known[-1], value=fmean(values), error=error, sample=min(cell.sample for cell in known))
