"""Excel bytes -> text cells: the text a person would write for what the cell holds.

calamine can abort the process on a crafted file: see `data/reading/reader.py`.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from python_calamine import CalamineError, PasswordError, load_workbook

from data.errors import UnreadableFileError
from data.reading import archive
from data.reading.workbook import Block, Sheet, Workbook
from data.text import BIDI, CONTROLS, clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from data.reading.workbook import Row

MAX_CELLS, MAX_COLUMNS, MAX_SHEETS = 20_000_000, 2_000, 5_000
EXACT = 10**15  # a number beyond 15 digits has lost some of them
_SMALLEST, _LARGEST = 1e-4, 1e10  # between them Arrow writes a fraction as Python does: without E notation
_UNSEEN = re.compile(f"[{re.escape(CONTROLS + BIDI)}]")


def read_excel(name: str, content: bytes) -> Workbook:
    """Read every sheet; a file that is locked, broken or made to explode is refused."""
    if content.startswith(archive.ZIP):
        archive.members(name, content)
    try:
        book = load_workbook(io.BytesIO(content))
        if len(book.sheet_names) > MAX_SHEETS:  # each is looked for among all of them
            raise UnreadableFileError(file=name, why="too_large")
        grids = [(title, _grid(name, book.get_sheet_by_name(title))) for title in book.sheet_names]
    except PasswordError as cause:
        raise UnreadableFileError(file=name, why="password") from cause
    except (CalamineError, OSError, ValueError) as cause:
        raise UnreadableFileError(file=name, why="damaged") from cause
    sheets = tuple(Sheet(title, grid.records, grid) for title, grid in grids if grid.cells)
    if not sheets:
        raise UnreadableFileError(file=name, why="empty")
    return Workbook(sheets)


def _grid(name: str, sheet: object) -> Grid:
    width, height, start = sheet.width, sheet.height, sheet.start  # type: ignore[attr-defined]
    if width > MAX_COLUMNS or width * height > MAX_CELLS:
        raise UnreadableFileError(file=name, why="too_large")
    if start is None:
        return Grid(1, [])
    return Grid(start[0] + 1, sheet.to_python(skip_empty_area=True))  # type: ignore[attr-defined]


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells of a sheet as calamine gives them: row by row as text, or column by column at once."""

    first: int  # number of the first row
    cells: list[list[object]] = field(repr=False)

    def records(self) -> Iterator[Row]:
        """Give each row with its number."""
        for number, row in enumerate(self.cells, self.first):
            yield number, [_shown(_text(cell)) for cell in row]

    def columns(self, header: int, width: int, wanted: list[int]) -> Block | None:
        """Give the cells under the header's row as text."""
        below = header - self.first + 1
        if below >= len(self.cells) or len(self.cells[0]) != width:
            return None
        # above a cell that stands a million rows further down are a million rows of nothing
        numbered = enumerate(islice(self.cells, below, None), header + 1)
        lines = [line for line, row in numbered if row.count("") < width]
        if not lines:
            return None
        rows = [self.cells[line - self.first] for line in lines]
        turned = list(zip(*rows, strict=True))
        table = pa.table({str(place): _column(turned[place]) for place in wanted})
        return Block(table, pa.array(lines, pa.int32()), lambda row: not any(_text(cell).strip() for cell in rows[row]))


# -- a cell as text ----------------------------------------------------------------------------


def _text(cell: object) -> str:
    write = _WRITTEN.get(type(cell))
    return write(cell) if write else str(cell)


def _shown(text: str) -> str:
    """Drop what nobody sees, but only look closely where something is there."""
    return text if text.isprintable() else clean(text)


def _number(number: float) -> str:
    """Write 3.0 as 3; a number too long for Excel in E notation, which ids refuse."""
    if not abs(number) < EXACT:
        return f"{number:.14E}"
    return str(int(number)) if number == int(number) else repr(number)


def _moment(moment: datetime) -> str:
    return moment.isoformat(" ", "seconds") if moment.time() != time() else moment.date().isoformat()


def _span(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


_WRITTEN: dict[type, Callable[..., str]] = {
    str: str,
    type(None): lambda _: "",
    bool: lambda cell: "TRUE" if cell else "FALSE",
    int: _number,
    float: _number,
    datetime: _moment,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: _span,
}


# -- a column as text --------------------------------------------------------------------------


def _column(cells: Sequence[object]) -> pa.Array:
    """Write a column the way `_text` writes its cells; two million of them one by one would take a second."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        return pa.array(_cleaned(cells), pa.string())
    numbers = _numbers(cells) if kinds <= {float, int, str} else None
    return pa.array(_cleaned([_text(cell) for cell in cells]), pa.string()) if numbers is None else numbers


def _cleaned(texts: Sequence[object]) -> list[str] | Sequence[object]:
    if _UNSEEN.search("".join(texts)) is None:  # type: ignore[arg-type]
        return texts
    return [clean(str(text)) for text in texts]


def _numbers(cells: Sequence[object]) -> pa.Array | None:
    """Write a column of numbers and blanks; None when one of them needs Python's own hand."""
    if any(type(cell) is str and cell for cell in cells):
        return None
    try:
        column = pa.array([None if type(cell) is str else cell for cell in cells], pa.float64())
    except (pa.ArrowInvalid, OverflowError):  # a whole number that a float cannot hold
        return None
    said = column.drop_null().to_numpy()
    size = np.abs(said[np.mod(said, 1) != 0])
    if not (np.abs(said) < EXACT).all() or (size < _SMALLEST).any() or (size >= _LARGEST).any():
        return None
    floor = pc.floor(column)
    whole = floor.cast(pa.int64()).cast(pa.string())
    text = pc.if_else(pc.equal(floor, column), whole, column.cast(pa.string())) if len(size) else whole
    return pc.fill_null(text, "")
