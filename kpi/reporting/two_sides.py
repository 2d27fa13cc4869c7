"""One row over the weeks of a report and as many before: its two numbers, and whether they may be compared.

A week without full data is never filled in. It stays out of a count and of a mean; a ratio or a median is that of the
rows there are. Below half of the weeks there is no number at all, and the stretch says how many weeks are missing.
Totals since publication are not compared over such a gap: their posts would be of other ages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from statistics import NormalDist
from typing import TYPE_CHECKING

from kpi.basis import unlike
from kpi.noise import SIGNAL, move
from kpi.periods import DAYS_A_WEEK, Window
from kpi.plan_row import adds_up
from kpi.pooling import brought, is_pooled, mean, total, weekly_sigma, widened
from kpi.reporting.report import Stretch
from kpi.snapshot import Unlike

if TYPE_CHECKING:
    from kpi.periods import Week
    from kpi.plan import Promise
    from kpi.reporting.report import Made
    from kpi.reporting.span import Span
    from kpi.snapshot import Cell, Move
    from kpi.track import Tracks

TAIL = 1 - NormalDist().cdf(SIGNAL)
ENOUGH = 0.5  # of the weeks of a side, and of a window that a count is brought to


@dataclass(frozen=True)
class _Side:
    """The weeks of one side."""

    weeks: tuple[Week, ...]  # with full data
    cells: tuple[Cell, ...]  # of each of them, where the number is made of these
    missing: int
    number: Cell | None


@dataclass(frozen=True)
class TwoSides:
    """A row, and what was measured for all rows."""

    promise: Promise
    over: Span
    single: Tracks  # week by week, up to the last
    earlier: Tracks  # up to the last before the report
    whole: Tracks  # both sides, each as one window

    def stretch(self) -> Stretch:
        """Put the two sides beside each other."""
        differs = self._differs
        is_alike = differs is None or differs.why in {"gap", "sources"}
        return Stretch(
            row=self.promise.row.id,
            made=self._made,
            weeks=self.over.weeks,
            window_days=self._counted.window_days,
            during=self._during.number,
            before=self._before.number if is_alike else None,
            missing=self._during.missing,
            missing_before=self._before.missing,
            move=None if differs else self._move(),
            unlike=differs,
        )

    @cached_property
    def _made(self) -> Made:
        if self.promise.kpi.standing:
            return "end"
        return "pooled" if is_pooled(self.promise.kpi) else "mean"

    @cached_property
    def _counted(self) -> Promise:
        """Bring a count to the row's own window; weeks that are less than half of one stay what they are."""
        if not adds_up(self.promise.kpi):
            return widened(self.promise, 1)
        weeks = widened(self.promise, self.over.weeks)
        return self.promise if weeks.window_days >= ENOUGH * self.promise.window_days else weeks

    @cached_property
    def _during(self) -> _Side:
        return self._side(self.over.last)

    @cached_property
    def _before(self) -> _Side:
        return self._side(self.over.first.previous())

    @cached_property
    def _full(self) -> set[Week]:
        return set(self.single.sources.full_weeks(self.promise.kpi, self.promise.channel))

    @cached_property
    def _is_weekly(self) -> bool:
        """Whether the numbers are made of those of the weeks: so is a count, where one of these is missing."""
        if self._made != "pooled":
            return True
        adds = adds_up(self.promise.kpi) and not self.promise.kpi.lifetime
        return adds and not self._full.issuperset(self.over.last.last(2 * self.over.weeks))

    def _side(self, last: Week) -> _Side:
        weeks = [last] if self._made == "end" else last.last(self.over.weeks)
        full = [week for week in weeks if week in self._full]
        told = [(week, self.single.cell(widened(self.promise, 1), week)) for week in full] if self._is_weekly else []
        known = [(week, cell) for week, cell in told if cell.value is not None]
        there = [week for week, _ in known] if self._is_weekly else full
        cells = tuple(cell for _, cell in known)
        missing = len(weeks) - len(there)
        if not there or len(there) < ENOUGH * len(weeks):
            return _Side(tuple(there), cells, missing, None)
        number = (
            self._of_weeks(cells, Window(last, DAYS_A_WEEK * len(weeks)))
            if self._is_weekly
            else self._pooled(last, missing)
        )
        return _Side(tuple(there), cells, missing, number)

    def _pooled(self, last: Week, missing: int) -> Cell | None:
        cell = self.whole.cell(widened(self.promise, self.over.weeks), last)
        if cell.value is None or (missing and adds_up(self.promise.kpi)):
            return None  # a part of a count is no lower count
        return brought(cell, self._counted, self.over.weeks)

    def _of_weeks(self, cells: tuple[Cell, ...], window: Window) -> Cell | None:
        if any(unlike(cell, cells[-1]) for cell in cells):
            return None  # totals of posts of several ages do not make one
        if self._made != "pooled":
            return mean(cells, window)
        return brought(total(cells, window), self._counted, len(cells))

    @cached_property
    def _differs(self) -> Unlike | None:
        """Say why the two sides are not compared; None = they are."""
        during, before, kpi = self._during, self._before, self.promise.kpi
        if during.number is None or before.number is None:
            return Unlike("gap")
        if kpi.lifetime and (during.missing or before.missing):
            return Unlike("gap")
        parted = self._parted(before, during)
        is_same = self.single.sources.same(kpi, self.promise.channel, (*before.weeks, *during.weeks))
        return parted or (None if is_same else Unlike("sources"))

    def _parted(self, before: _Side, during: _Side) -> Unlike | None:
        """Find a break between the sides; of weeks also one that lies inside a side."""
        if not self._is_weekly:
            wide, sides = widened(self.promise, self.over.weeks), (before.number, during.number)
            assert sides[0] and sides[1]  # noqa: S101, PT018 - whoever asks has looked
            return self.whole.parted(wide, sides[0], sides[1])
        single, last = widened(self.promise, 1), during.cells[-1]
        found = (self.single.parted(single, cell, last) for cell in (*before.cells, *during.cells[:-1]))
        return next((one for one in found if one), None)

    def _move(self) -> Move | None:
        """Compare both; too few weeks that show how much it moves by itself tell nothing."""
        during, before = self._during, self._before
        assert during.number and before.number  # noqa: S101, PT018 - else they differ
        weeks = min(len(during.weeks), len(before.weeks))
        weekly = weekly_sigma(self.earlier, self._counted, weeks, TAIL)
        moved = move(before.number, during.number, weekly, self.promise.kpi)
        return replace(moved, evidence="too_little") if moved and weekly is None else moved
