"""The weeks of a row, oldest first: its numbers, all counted alike, and which of them may be compared.

Not compared is what lies on two sides of a break: figures counted otherwise or renamed, another tool, a break that
the team noted; nor a window that is not complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.basis import uneven, unlike, untold
from kpi.noise import apart, move, settled
from kpi.periods import Window, stride
from kpi.snapshot import EVERYWHERE, Point, Unlike

if TYPE_CHECKING:
    from data.annotations import Annotation
    from kpi.annotations import Notebook
    from kpi.breaks import Meanings
    from kpi.catalog import Kpi
    from kpi.cells import Cells
    from kpi.periods import Week
    from kpi.plan import Promise
    from kpi.snapshot import Cell, Move
    from kpi.sources import Sources


@dataclass(frozen=True)
class Tracks:
    """What the rows of one week are compared on."""

    week: Week
    over: bool
    cells: Cells
    sources: Sources
    meanings: Meanings
    notebook: Notebook

    def now(self, promise: Promise) -> Cell:
        """Find the number of the week."""
        return self.cells.get(promise.kpi.name, promise.filter, Window(self.week, promise.window_days))

    def cell(self, promise: Promise, week: Week) -> Cell:
        """Find the number of a week, counted as that of the week of the snapshot where that can be done."""
        return self.cells.like(self.now(promise), promise.filter, Window(week, promise.window_days))

    def parts(self, promise: Promise, whole: Cell, week: Week) -> list[Cell]:
        """List what each channel has of a number."""
        names = self.cells.channels(promise.kpi.name, promise.filter, promise.window_days)
        window = Window(week, promise.window_days)
        return [self.cells.part(whole, promise.filter, window, channel) for channel in names]

    def differ(self, kpi: Kpi, one: Cell, other: Cell, channel: str = EVERYWHERE) -> Unlike | None:
        """Say why an earlier number is not like a later one; None = it is."""
        if one.value is None or other.value is None:
            return None
        where = other.channel if channel == EVERYWHERE else channel
        parted = self.meanings.parted(kpi, one, other) or self.notebook.parted(kpi, where, one, other)
        return unlike(one, other) or parted or untold(one, other) or _waiting(kpi, one, other)

    def parted(self, promise: Promise, one: Cell, other: Cell) -> Unlike | None:
        """Say why an earlier number of a row is not like a later one; None = it is."""
        if differs := self.differ(promise.kpi, one, other, promise.channel):
            return differs
        return uneven(promise.kpi, one, other, self.cells.parts(one, other, promise.filter))

    def points(self, promise: Promise) -> list[Point]:
        """List the weeks of the trend."""
        cells = [self.cell(promise, week) for week in self.cells.weeks]
        valued = [cell if cell.value is not None else None for cell in cells]
        before = [None, *valued[:-1]]
        kpi, channel = promise.kpi, promise.channel
        return [
            Point(
                week.id,
                cell.value if week == self.week or self._whole(promise, week) else None,
                cell.sample,
                partial=self._partial(promise, week),
                provisional=self.sources.provisional(kpi, channel, week),
                other=self.parted(promise, cell, cells[-1]),
                parted=self.parted(promise, earlier, cell) if earlier else None,
            )
            for week, cell, earlier in zip(self.cells.weeks, cells, before, strict=True)
        ]

    def annotations(self, promise: Promise) -> tuple[Annotation, ...]:
        """List what was noted about the weeks of the trend."""
        first, last = self.cells.weeks[0].monday, self.week.sunday
        return self.notebook.about(promise.kpi, promise.channel, first, last)

    def no_move(self, promise: Promise, weeks: int = 1) -> Unlike | None:
        """Say why the number is not compared with that of an earlier week; None = it is, or there is none."""
        kpi, channel, now = promise.kpi, promise.channel, self.now(promise)
        if now.value is None or not self.over:
            return None
        if self._partial(promise, self.week):
            return Unlike("provisional") if self.sources.provisional(kpi, channel, self.week) else None
        earlier = self.week.previous(weeks)
        before = self.cell(promise, earlier)
        if before.value is None:
            return Unlike("gap")
        if differs := self.parted(promise, before, now):
            return differs
        return None if self.sources.comparable(kpi, channel, earlier, self.week) else Unlike("sources")

    def move(self, promise: Promise, weekly: float | None, weeks: int = 1) -> Move | None:
        """Compare with an earlier week, never over a gap; windows that overlap count as if they did not."""
        if self._partial(promise, self.week) or self.no_move(promise, weeks):
            return None
        return move(self.cell(promise, self.week.previous(weeks)), self.now(promise), weekly, promise.kpi)

    def _partial(self, promise: Promise, week: Week) -> bool:
        if (week == self.week and not self.over) or not self.sources.full(promise.kpi, promise.channel, week):
            return True
        return not self._whole(promise, week)

    def _whole(self, promise: Promise, week: Week) -> bool:
        """Whether the number of a week speaks of its whole window: a part of a count is a gap, not a low count."""
        window = Window(week, promise.window_days)
        return self.sources.whole(self.cell(promise, week), promise.kpi, promise.channel, window)


def ordinary(points: list[Point], days: int) -> list[float | None]:
    """List the values that may be compared with the last one, of windows that share no day; gaps as None."""
    values = [None if point.partial or point.other else point.value for point in points]
    return apart(values, stride(days))


def trimmed(points: list[Point]) -> tuple[Point, ...]:
    """Begin the trend with its first value; a gap in between stays a gap."""
    first = next((at for at, point in enumerate(points) if point.value is not None), len(points) - 1)
    return tuple(points[first:])


def _waiting(kpi: Kpi, earlier: Cell, later: Cell) -> Unlike | None:
    """Say whether too many of an earlier number still wait: they are older than those of the later one, and so is it.

    Without this a team that ignores people improves every week: who has waited for ten weeks counts with ten.
    """
    return Unlike("waiting") if earlier.window != later.window and not settled(earlier, kpi) else None
