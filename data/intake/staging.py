"""What the steps of one load share: the transaction with its temp tables, the reading and the upload."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from data.facts import FACTS, Fact
from data.ledger import day_in
from data.values import cells, rows

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from data.format import Cell
    from data.ledger import Upload
    from data.reading.exports import Reading


@dataclass(frozen=True)
class Staging:
    """Temp tables: `stage` (text), `typed` (values, and what is refused or missing), `incoming` (rows of the fact)."""

    tx: duckdb.DuckDBPyConnection
    reading: Reading
    upload: Upload
    brand: rows.Brand
    marks: dict[str, str | None] = field(default_factory=dict)  # decimal marks found in doubtful columns

    @cached_property
    def fact(self) -> Fact:
        """The fact that the export feeds."""
        return FACTS[self.reading.fact]

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """The declared cells that this file has."""
        return {f: cell for f, cell in self.reading.format.cells.items() if f in self.reading.columns.column_names}

    @property
    def stated(self) -> tuple[date, date] | None:
        """The period the file states; its end may not lie beyond the load."""
        if self.reading.stated is None:
            return None
        first, last = self.reading.stated
        return first, min(last, self._today)

    @property
    def _today(self) -> date:
        return day_in(self.brand.zone, self.upload.loaded_at)

    def through(self, day: date | None) -> date | None:
        """Give the last day that the figures of a day speak of: of a week's sum its Sunday, but no day to come."""
        if day is None or not any(cell.monday for cell in self.cells.values()):
            return day
        return max(day, min(day + timedelta(days=6), self._today))

    def typed(self, of: str, text: str) -> str:
        """Give the SQL that types a text the way a field is typed."""
        return cells.typed(self.cells[of], text, rows.setting_of(self.reading.format, of, self.brand, self.marks))

    def row(self, query: str) -> tuple[Any, ...]:
        """Ask for the one row of an aggregate."""
        rows = self.tx.execute(query).fetchall()  # fetched whole: the cursor is free again
        return rows[0] if rows else ()

    def number(self, query: str) -> int:
        """Ask for one number; nothing is zero."""
        return int(self.row(query)[0] or 0)
