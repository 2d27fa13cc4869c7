"""A workbook: sheets of text cells that can be read again and again, a portion at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from mmap import mmap
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from data.notes import Note

HEAD = 200  # rows in which the first header is looked for
CHUNK = 20_000  # rows in memory at a time

Content = bytes | mmap  # a file that is mapped need not be copied
Row = tuple[int, list[str]]  # physical line (CSV) or row number (Excel), 1-based, and the cells


@dataclass(frozen=True)
class Block:
    """The cells of many rows, by column."""

    table: pa.Table  # text; a column is named by its place
    lines: pa.Array  # int32: where each row begins
    is_blank: Callable[[int], bool] = field(repr=False)  # whether no cell of a row holds anything, read or not


class Columnar(Protocol):
    """A sheet that can give its cells by column at once."""

    def columns(self, header: int, width: int, wanted: list[int]) -> Block | None:
        """Give the rows below the header's line, or None when only a look at each row can tell."""


@dataclass(frozen=True)
class Sheet:
    """A table of text cells, read anew each time: a file of a million rows never stands in memory as a whole."""

    name: str
    records: Callable[[], Iterator[Row]] = field(repr=False)
    plain: Columnar | None = field(default=None, repr=False)
    delimiter: str | None = None  # between the cells of a CSV
    ended: bool = True  # the last line of a CSV has an end: it was not cut off

    def head(self) -> list[Row]:
        """Read the first rows, where the header must be."""
        return list(islice(self.records(), HEAD))

    def chunks(self, first: int = 0) -> Iterator[list[Row]]:
        """Read the rows in portions, from a position on."""
        records = islice(self.records(), first, None)
        while chunk := list(islice(records, CHUNK)):
            yield chunk

    @property
    def rows(self) -> list[list[str]]:
        """The cells of all rows; for small sheets and tests."""
        return [cells for _, cells in self.records()]

    @property
    def lines(self) -> list[int]:
        """The line of each row; for small sheets and tests."""
        return [line for line, _ in self.records()]


@dataclass(frozen=True)
class Workbook:
    """All sheets of one document; a CSV is a workbook of one sheet."""

    sheets: tuple[Sheet, ...]
    encoding: str | None = None
    notes: tuple[Note, ...] = ()
