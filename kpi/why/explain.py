"""What a number stands on: its formula, its parts, and the same number for each channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.score import score
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from kpi.catalog import Kpi
    from kpi.cells import Filter
    from kpi.periods import Window
    from kpi.queries import Queries
    from kpi.snapshot import Cell


@dataclass(frozen=True)
class Explanation:
    """How one number of one window came to be."""

    formula: str  # the SQL as declared
    cell: Cell
    per_channel: tuple[Cell, ...]


def explain(store: Queries, kpi: Kpi, filtered: Filter, window: Window) -> Explanation:
    """Explain the number of a KPI over some rows in a window."""
    cells = score(store, [(kpi, filtered, window.days)], [window.week])
    channels = sorted({channel for *_, channel in cells} - {EVERYWHERE})
    cell = cells.get(kpi.name, filtered, window)
    return Explanation(kpi.formula, cell, tuple(cells.part(cell, filtered, window, each) for each in channels))
