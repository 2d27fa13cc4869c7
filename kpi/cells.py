"""The numbers of a scorecard: one cell per KPI, filter, window and channel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

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

    @property
    def used(self) -> dict[FilterName, object]:
        """What is asked of columns that not every fact has; topics compare without case."""
        topics = [topic.lower() for topic in self.topics]
        asked: dict[FilterName, object] = {
            "topics": topics or None,
            "paid": self.paid,
            "proof": self.proof,
            "result_kind": self.result_kind,
        }
        return {name: value for name, value in asked.items() if value is not None}


ALL_ROWS = Filter()
Key = tuple[str, Filter, str, str]  # KPI, filter, id of the window, channel


class Cells:
    """Cells by (KPI, filter, window, channel); a channel without rows still has a cell that says why."""

    def __init__(self, weeks: tuple[Week, ...], cells: Mapping[Key, Cell], absent: Mapping[Key, Cell]) -> None:
        self.weeks = weeks
        self._cells = cells
        self._absent = absent  # under channel EVERYWHERE: the cell of any channel that has no rows

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

    def series(self, kpi: str, filtered: Filter, days: int, channel: str = EVERYWHERE) -> list[Cell]:
        """List the cells of all scored weeks, oldest first."""
        return [self.get(kpi, filtered, Window(week, days), channel) for week in self.weeks]

    def channels(self, kpi: str, filtered: Filter, days: int) -> tuple[str, ...]:
        """Name the channels that have a value in some week."""
        ids = {Window(week, days).id for week in self.weeks}
        found = {
            channel
            for (name, rows, window, channel), cell in self._cells.items()
            if name == kpi and rows == filtered and window in ids and cell.value is not None
        }
        return tuple(sorted(found - {EVERYWHERE}))


def no_value(kpi: str, window: str, channel: str, why: str, coverage: float | None = None) -> Cell:
    """Make the cell of a number that does not exist."""
    return Cell(kpi, window, channel, None, None, None, 0, coverage, None, why=why)
