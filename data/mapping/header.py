"""Which row of a sheet is its header: also below a banner, a period and a blank line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.reading.headers import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.mapping.names import Names
    from data.reading.workbook import Row

_VALUE = re.compile(r"^\W*\d|^https?://|@\w")  # a number, a date, a link: what stands below a header
_LONGEST = 80  # characters of a header; a caption is longer
_KNOWN = 3  # what a known header counts for, beside one that is only a short text


def header_of(rows: Sequence[Row], names: Names) -> int | None:
    """Give the position of the header among the first rows; None when no row looks like one."""
    scores = [_score(cells, rows[place + 1 :], names) for place, (_, cells) in enumerate(rows)]
    best = max(scores, default=0)
    return scores.index(best) if best > 0 else None


def headers_of(cells: Sequence[str]) -> dict[int, str]:
    """Give the columns that have a header of their own, by place; a second one of the same name is left out."""
    found: dict[int, str] = {}
    for place, cell in enumerate(cells):
        if (header := shown(cell)) and header.casefold() not in {one.casefold() for one in found.values()}:
            found[place] = header
    return found


def _score(cells: Sequence[str], below: Sequence[Row], names: Names) -> int:
    said = [cell.strip() for cell in cells if cell.strip()]
    if len(set(said)) < 2 or not _is_above_a_table(cells, below):
        return 0
    texts = [cell for cell in said if len(cell) <= _LONGEST and not _VALUE.search(cell)]
    known = sum(map(names.known, texts))
    return len(set(texts)) + _KNOWN * known - 2 * (len(said) - len(texts))


def _is_above_a_table(cells: Sequence[str], below: Sequence[Row]) -> bool:
    """Whether the next row that says anything fills at least half of the columns."""
    wide = sum(bool(cell.strip()) for cell in cells)
    after = next((row for _, row in below if any(cell.strip() for cell in row)), None)
    return after is None or 2 * sum(bool(cell.strip()) for cell in after) >= wide
