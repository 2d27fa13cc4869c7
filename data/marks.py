"""Point or comma: which of them is the decimal mark of a column that people write by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.sql import name

if TYPE_CHECKING:
    from data.exports import Reading


def decimal_marks(reading: Reading) -> str | None:
    """Write the select that finds the decimal mark of columns declared `auto`; NULL where their cells do not tell."""
    auto = [
        f for f, cell in reading.format.cells.items() if cell.decimal == "auto" and f in reading.columns.column_names
    ]
    if not auto:
        return None
    return "SELECT " + ", ".join(f"{_mark(name(field))} AS {name(field)}" for field in auto) + " FROM stage"


def _mark(column: str) -> str:
    """Find the decimal mark: one followed by other than three digits, or standing after the other mark."""
    point = rf"count(*) FILTER (WHERE regexp_matches({column}, '[.](\d{{1,2}}|\d{{4,}})\D*$|,\d{{3}}[.]\d+\D*$'))"
    comma = rf"count(*) FILTER (WHERE regexp_matches({column}, ',(\d{{1,2}}|\d{{4,}})\D*$|[.]\d{{3}},\d+\D*$'))"
    unclear = rf"count(*) FILTER (WHERE regexp_matches({column}, '\d[.,]\d{{3}}\D*$'))"
    return (
        f"CASE WHEN {point} > 0 AND {comma} = 0 THEN '.' WHEN {comma} > 0 AND {point} = 0 THEN ',' "
        f"WHEN {unclear} = 0 THEN '.' END"
    )
