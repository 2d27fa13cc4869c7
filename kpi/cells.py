"""The numbers of a scorecard: one cell per KPI, filter, window and channel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from kpi.basis import unlike
from kpi.hours import Hours  # noqa: TC001 - pydantic reads the annotation, where a plan holds a filter
from kpi.periods import Week, Window
from kpi.snapshot import EVERYWHERE, Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kpi.kinds import FilterName


@dataclass(frozen=True)
class Filter:
    """Which rows of a fact a row of the plan speaks of; the empty filter speaks of all."""

    channel: str | None = None
    topics: tuple[str, ...] = ()
    paid: bool | None = None
    proof: bool | None = None
    result_kind: str | None = None
    formats: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    hours: Hours | None = None  # counted in opening hours; it chooses no rows, so it is not `used`

    @property
    def used(self) -> dict[FilterName, object]:
        """What is asked of columns that not every fact has; words compare without case."""
        asked: dict[FilterName, object] = {
            "topics": _lowered(self.topics),
            "paid": self.paid,
            "proof": self.proof,
            "result_kind": self.result_kind,
            "formats": _lowered(self.formats),
            "campaigns": _lowered(self.campaigns),
        }
        return {name: value for name, value in asked.items() if value is not None}


def _lowered(words: tuple[str, ...]) -> list[str] | None:
    return [word.lower() for word in words] or None


ALL_ROWS = Filter()
Key = tuple[str, Filter, str, str]  # KPI, filter, id of the window, channel
NO_CELLS: Mapping[Key, Cell] = MappingProxyType({})


class Cells:
    """Cells by (KPI, filter, window, channel); a channel without rows still has a cell that says why.

    Of lifetime figures there can be several: what was gained in the window, else the posts published in it, and
    these also `aged`, as they stood when they were as old as those of the last week are.
    """

    def __init__(
        self,
        weeks: tuple[Week, ...],
        cells: Mapping[Key, Cell],
        absent: Mapping[Key, Cell],
        gained: Mapping[Key, Cell] = NO_CELLS,
        aged: Mapping[Key, Cell] = NO_CELLS,
    ) -> None:
        self.weeks = weeks
        self._cells = {**cells, **gained}
        self._absent = absent  # under channel EVERYWHERE: the cell of any channel that has no rows
        self._published = cells
        self._aged = aged

    def __getitem__(self, key: Key) -> Cell:
        return self._cells[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)

    def get(self, kpi: str, filtered: Filter, window: Window | str, channel: str = EVERYWHERE) -> Cell:
        """Find a cell; where nothing is known it has no value, and says why."""
        name = str(window)
        if found := self._cells.get((kpi, filtered, name, channel)):
            return found
        if absent := self._absent.get((kpi, filtered, name, EVERYWHERE)):
            return replace(absent, channel=channel)
        return no_value(kpi, name, channel, "no_data")

    def like(self, cell: Cell, filtered: Filter, window: Window) -> Cell:
        """Find the number of another window that was counted as this one was; without one, that which is shown."""
        key = (cell.kpi, filtered, window.id, cell.channel)
        shown = self.get(cell.kpi, filtered, window, cell.channel)
        candidates = (shown, self._aged.get(key), self._published.get(key)) if cell.basis == "published" else (shown,)
        alike = (one for one in candidates if one and one.value is not None and not unlike(one, cell))
        return next(alike, shown)

    def part(self, whole: Cell, filtered: Filter, window: Window, channel: str) -> Cell:
        """Find what a channel has of a number, counted in the same way."""
        key = (whole.kpi, filtered, window.id, channel)
        published = self._published.get(key) if whole.basis == "published" else None
        return published or self.get(whole.kpi, filtered, window, channel)

    def parts(self, one: Cell, other: Cell, filtered: Filter) -> list[tuple[Cell, Cell]]:
        """Pair what each channel has of two numbers of all channels; nothing of those of one channel."""
        if one.channel != EVERYWHERE:
            return []
        windows = Window.parse(one.window), Window.parse(other.window)
        names = {name for at in windows for name in self._known.get((one.kpi, filtered, at.id), ())}
        return [
            (self.part(one, filtered, windows[0], name), self.part(other, filtered, windows[1], name))
            for name in sorted(names)
        ]

    def series(self, kpi: str, filtered: Filter, days: int, channel: str = EVERYWHERE) -> list[Cell]:
        """List the cells of all scored weeks, oldest first, counted as that of the last one if they can be."""
        last = self.get(kpi, filtered, Window(self.weeks[-1], days), channel)
        return [self.like(last, filtered, Window(week, days)) for week in self.weeks]

    def channels(self, kpi: str, filtered: Filter, days: int) -> tuple[str, ...]:
        """Name the channels that have a value in some week."""
        known = (self._known.get((kpi, filtered, Window(week, days).id), ()) for week in self.weeks)
        return tuple(sorted({channel for channels in known for channel in channels}))

    @cached_property
    def _known(self) -> dict[tuple[str, Filter, str], list[str]]:
        """The channels that have a value, by KPI, rows and window."""
        found: dict[tuple[str, Filter, str], list[str]] = {}
        for (kpi, rows, window, channel), cell in self._cells.items():
            if cell.value is not None and channel != EVERYWHERE:
                found.setdefault((kpi, rows, window), []).append(channel)
        return found


def no_value(kpi: str, window: str, channel: str, why: str, coverage: float | None = None) -> Cell:
    """Make the cell of a number that does not exist."""
    return Cell(kpi, window, channel, None, None, None, 0, coverage, None, why=why)
