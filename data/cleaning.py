"""Cells as people leave them -> text or nothing: trimmed, and every way to write "nothing" is NULL."""

from __future__ import annotations

from functools import cache, reduce

import pyarrow as pa
import pyarrow.compute as pc

NOTHING = ("", "-", "--", "---", "—", "–", "n/a", "na", "nan", "NaN", "undefined", "null", "#n/a")


def cleaned(column: pa.ChunkedArray, blank: tuple[str, ...] = ()) -> pa.ChunkedArray:
    """Trim the cells of a column, also of no-break spaces, and blank those that say nothing."""
    trimmed = pc.utf8_trim_whitespace(column)
    nothing = pc.is_in(trimmed, value_set=_spellings(blank))
    return pc.if_else(nothing, pa.scalar(None, pa.string()), trimmed) if pc.any(nothing).as_py() else trimmed


@cache
def _spellings(blank: tuple[str, ...]) -> pa.Array:
    forms = (str.lower, str.upper, str.title, str.capitalize, str.strip)
    return pa.array(sorted({form(word) for word in (*NOTHING, *blank) for form in forms}))


def without_blank_rows(table: pa.Table, fields: list[str]) -> pa.Table:
    """Drop the rows in which no field says anything."""
    if not fields or not len(table):
        return table
    said = reduce(pc.or_, (pc.is_valid(table[field]) for field in fields))
    return table if pc.all(said).as_py() else table.filter(said)
