"""The two sides of an outcome: the weeks since a decision and as many before it, each as one number (kpi.pooling)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING, Self

from kpi.annotations import read_notebook
from kpi.breaks import read_meanings
from kpi.catalog import catalog
from kpi.hours import default, has_clock
from kpi.noise import WEEKS
from kpi.periods import DAYS_A_WEEK, Window
from kpi.plan import Promise
from kpi.plan_row import PlanRow
from kpi.pooling import alike, brought, is_pooled, mean, weekly_sigma, widened
from kpi.score import score
from kpi.snapshot import Unlike
from kpi.sources import read_sources
from kpi.target import Trend
from kpi.track import Tracks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.annotations import Notebook
    from kpi.breaks import Meanings
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
        wide = widened(promise, n)
        ends = [before, end, before.previous(n)]
        tracks = self._tracks(wide, end, ends)
        found = [alike(tracks, wide, week) for week in ends]
        return [cell if isinstance(cell, Unlike) else brought(cell, promise, n) for cell in found]

    def _averaged(self, promise: Promise, end: Week, before: Week, n: int) -> list[Cell | Unlike]:
        single = widened(promise, 1)
        lasts = [before, end, before.previous(n)]
        tracks = self._tracks(single, end, [week for last in lasts for week in last.last(n)])
        return [_mean([alike(tracks, single, week) for week in last.last(n)], last) for last in lasts]

    def _weekly(self, promise: Promise, before: Week, n: int) -> float | None:
        """Estimate the sigma that weeks bring to a side of n of them, from the weeks before the decision."""
        tracks = self._tracks(widened(promise, 1), before, before.last(WEEKS + 1))
        return weekly_sigma(tracks, promise, n, TAIL)


def _mean(cells: Sequence[Cell | Unlike], last: Week) -> Cell | Unlike:
    differs = next((cell for cell in cells if isinstance(cell, Unlike)), None)
    over = Window(last, DAYS_A_WEEK * len(cells))
    return differs or mean([cell for cell in cells if not isinstance(cell, Unlike)], over)
