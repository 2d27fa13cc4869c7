"""Where the table of an unknown sheet stands, and what its columns hold."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - a field of a dataclass
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.mapping.content import contents
from data.mapping.header import header_of, headers_of
from data.reading.workbook import HEAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.mapping.content import Content
    from data.mapping.names import Names
    from data.reading.workbook import Row

TOTALS = (
    "total",
    "totals",
    "totaal",
    "totalen",
    "summa",
    "totalt",
    "gesamt",
    "grand total",
    "eindtotaal",
    "total general",
)


@dataclass(frozen=True)
class Table:
    """The likely table of a sheet: its header and what its columns hold."""

    sheet: str
    position: int  # of the header among the rows of the sheet
    line: int  # of the header in the file
    rows: int  # below the header, of those that were looked at
    columns: Mapping[str, Content]  # by header, in the order of the file
    total: tuple[str, ...]  # first words of rows that are totals


def table_of(sheet: str, rows: Sequence[Row], names: Names, position: int | None = None) -> Table | None:
    """Find the table among the first rows of a sheet, or take the one under a header; None when there is none."""
    at = header_of(rows[:HEAD], names) if position is None else position
    if at is None or at >= len(rows):
        return None
    line, cells = rows[at]
    heads = headers_of(cells)
    below = [row for _, row in rows[at + 1 :] if any(cell.strip() for cell in row)]
    totals = tuple(dict.fromkeys(first for row in below[-5:] if (first := _first(row)).casefold() in TOTALS))
    data = [row for row in below if _first(row) not in totals]
    columns = [[row[place] if place < len(row) else "" for row in data] for place in heads]
    return Table(
        sheet=sheet,
        position=at,
        line=line,
        rows=len(data),
        columns=dict(zip(heads.values(), contents(columns), strict=True)),
        total=totals,
    )


def likeliest(heads: Sequence[tuple[str, Sequence[Row]]], names: Names) -> str | None:
    """Name the sheet whose header holds most known names, with rows below it; None when no sheet holds a table."""
    found = {}
    for sheet, rows in heads:
        if (at := header_of(rows[:HEAD], names)) is not None:
            found[sheet] = (sum(map(names.known, rows[at][1])), len(rows) - at)
    return max(found, key=lambda sheet: found[sheet], default=None)


def _first(row: list[str]) -> str:
    return next((cell.strip() for cell in row if cell.strip()), "")
