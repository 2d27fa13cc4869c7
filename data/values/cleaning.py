"""Cells as people leave them -> text or nothing: trimmed, and every way to write "nothing" is NULL."""

from __future__ import annotations

from functools import cache, reduce

import pyarrow as pa
import pyarrow.compute as pc

NOTHING = ("", "-", "--", "---", "—", "–", "n/a", "na", "nan", "NaN", "undefined", "null", "#n/a")
_OFFSET = 4  # bytes


def cleaned(column: pa.ChunkedArray, blank: tuple[str, ...] = ()) -> pa.ChunkedArray:
    """Trim the cells of a column, also of no-break spaces, and blank those that say nothing.

    Text that stays as it is stays where it is: a copy of a large file weighs as much as the file.
    """
    words = _spellings(blank)
    return pa.chunked_array([_blanked(_trimmed(cells), words) for cells in column.chunks], pa.string())


def _trimmed(cells: pa.StringArray) -> pa.StringArray:
    trimmed = pc.utf8_trim_whitespace(cells)
    return cells if trimmed.equals(cells) else trimmed


def _blanked(cells: pa.StringArray, words: pa.Array) -> pa.StringArray:
    """Mark cells as missing without a copy of the others: the same text under a new list of what is valid."""
    nothing = pc.is_in(cells, value_set=words)
    if not pc.any(nothing).as_py():
        return cells
    valid = pc.and_(pc.is_valid(cells), pc.invert(nothing)).buffers()[1]
    _, ends, text = cells.buffers()
    return pa.StringArray.from_buffers(len(cells), ends[cells.offset * _OFFSET :], text, valid)


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
