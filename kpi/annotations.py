"""The team's notes on its own series, and the breaks among them: what they part is not compared.

A window that ends before the day of a break, one that begins with it or later, and one that lies across it are
three different things; of two windows across it, each holds another share of the days after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.annotations import Annotation
from kpi.periods import Window
from kpi.snapshot import EVERYWHERE, Unlike

if TYPE_CHECKING:
    from datetime import date

    from kpi.catalog import Kpi
    from kpi.queries import Queries
    from kpi.snapshot import Cell

NOTES = """
select id, day, kpi, channel, kind, text, written_at, written_by, until
from annotation where removed_at is null order by day, id
"""


@dataclass(frozen=True)
class Notebook:
    """Every note that stands."""

    notes: tuple[Annotation, ...] = ()

    def about(self, kpi: Kpi, channel: str, first: date, last: date) -> tuple[Annotation, ...]:
        """List the notes on a KPI and channel in a stretch of days, oldest first; a note on all speaks of each."""
        return tuple(note for note in self._on(kpi, channel) if note.day <= last and first <= note.last)

    def parted(self, kpi: Kpi, channel: str, one: Cell, other: Cell) -> Unlike | None:
        """Say which break lies between an earlier number and a later one; None = none does."""
        breaks = [note for note in self._on(kpi, channel) if note.kind == "break"]
        if not breaks:
            return None
        before, after = Window.parse(one.window), Window.parse(other.window)
        for note in breaks:
            sides = _after(note.day, before), _after(note.day, after)
            if sides[0] != sides[1]:
                return Unlike("noted", "" if sides[0] == 0 else note.text, note.text if sides[0] == 0 else "")
        return None

    def _on(self, kpi: Kpi, channel: str) -> list[Annotation]:
        """List the notes that concern a number: what happens to one channel happens to the total as well."""
        return [
            note
            for note in self.notes
            if note.kpi in {None, kpi.name} and (channel == EVERYWHERE or note.channel in {None, channel})
        ]


def _after(day: date, window: Window) -> float:
    """Give the share of a window's days that are not before a day."""
    return min(max((window.last - day).days + 1, 0), window.days) / window.days


def read_notebook(store: Queries) -> Notebook:
    """Read the notes that stand."""
    return Notebook(tuple(Annotation(*row) for row in store.query(NOTES)))
