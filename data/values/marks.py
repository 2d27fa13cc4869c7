"""Point or comma: which of them is the decimal mark of a column, when its cells or its file cast doubt on it.

Excel saves with semicolons where the comma is the decimal mark, and then also
writes the numbers of an American export so: 7,807 is no longer seven thousand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.sql import literal, name

if TYPE_CHECKING:
    from data.format import Cell
    from data.reading.exports import Reading

_FRACTIONS = frozenset({"decimal", "percent_points", "percent_fraction", "percent_text", "money", "duration"})


def decimal_marks(reading: Reading) -> str | None:
    """Write the select that finds the decimal mark of each column of fractions; NULL where its cells do not tell."""
    cells = {f: cell for f, cell in reading.format.cells.items() if f in reading.columns.column_names}
    marks = {f: _mark(cell, name(f), reading.delimiter) for f, cell in cells.items() if cell.kind in _FRACTIONS}
    if not marks:
        return None
    return "SELECT " + ", ".join(f"{mark} AS {name(field)}" for field, mark in marks.items()) + " FROM stage"


def _mark(cell: Cell, column: str, delimiter: str | None) -> str:
    """Keep the declared mark, unless the file was saved where another holds or a cell cannot be read with it."""
    point = f"count(*) FILTER (WHERE {shows(column, '[.]', ',')})"
    comma = f"count(*) FILTER (WHERE {shows(column, ',', '[.]')})"
    unclear = rf"count(*) FILTER (WHERE regexp_matches({column}, '\d[.,]\d{{3}}\D*$'))"
    found = (
        f"WHEN {point} > 0 AND {comma} = 0 THEN '.' WHEN {comma} > 0 AND {point} = 0 THEN ',' "
        f"WHEN {unclear} = 0 THEN '.'"
    )
    if cell.decimal == "auto" or delimiter == ";":
        return f"CASE {found} END"
    against = comma if cell.decimal == "." else point
    return f"CASE WHEN {against} = 0 THEN {literal(cell.decimal)} {found} END"


def shows(column: str, mark: str, other: str) -> str:
    """Whether a cell shows its decimal mark: no group of thousands has other than three digits, or a zero before it."""
    ends = rf"{mark}(\d{{1,2}}|\d{{4,}})\D*$|{other}\d{{3}}{mark}\d+\D*$"
    begins = rf"^\D*(0|\d{{4,}}){mark}\d+\D*$"
    return f"regexp_matches({column}, '{ends}|{begins}')"
