"""Score one KPI of week 47 (16-22 November 2026), as the traps do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.catalog import catalog
from kpi.periods import Week
from kpi.score import ALL_ROWS, Filter, score
from kpi.snapshot import EVERYWHERE, Cell

if TYPE_CHECKING:
    from tests.rows import Rows

WEEK = Week(2026, 47)
MONDAY, SUNDAY = "2026-11-16", "2026-11-22"


def cell(
    store: Rows, kpi: str, channel: str = EVERYWHERE, *, week: Week = WEEK, days: int = 7, rows: Filter = ALL_ROWS
) -> Cell:
    """Score the KPI and take one cell."""
    return score(store, [(catalog()[kpi], rows, days)], [week]).get(kpi, rows, f"{week.id}/{days}", channel)
