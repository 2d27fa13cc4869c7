"""The fast way through a large CSV: Arrow splits it, after a proof that strict csv would split it the same way.

In strict CSV a quotation mark opens a cell right after a delimiter, a line end
or another mark, and closes it right before one. When every mark of the file
stands so, no reader can disagree about its cells; when one does not, or a row
has another number of cells than the header, the caller reads row by row.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from data.reading.workbook import Block

if TYPE_CHECKING:
    from data.reading.workbook import Content

SMALL = 1 << 20  # bytes; below, reading row by row takes no time either
_PORTION = 32 << 20  # bytes that are split at a time
_QUOTE, _LF, _CR = 34, 10, 13


@dataclass(frozen=True, eq=False)
class PlainCsv:
    """UTF-8 bytes without anything unseen in them, and the mark between cells."""

    content: Content
    delimiter: str

    @cached_property
    def _bytes(self) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
        return np.frombuffer(self.content, np.uint8, offset=3 if self.content[:3] == b"\xef\xbb\xbf" else 0)

    def columns(self, header: int, width: int, wanted: list[int]) -> Block | None:
        """Give the cells under the header's line as text; None when in doubt."""
        quotes = self._places(_QUOTE)
        if self._has_lone_returns() or not self._is_strict(quotes):
            return None
        starts, lines = self._rows(quotes)
        begins = starts[lines > header]
        if not len(begins):
            return None
        table = self._split(begins, width, wanted)
        if table is None or len(table) != len(begins):
            return None
        ends = np.append(begins[1:], len(self._bytes))
        lines = pa.array(lines[lines > header], pa.int32())
        return Block(table, lines, lambda row: self._is_blank(int(begins[row]), int(ends[row])))

    def _is_blank(self, begin: int, end: int) -> bool:
        """Whether a row holds nothing but marks between cells; only rows that look so are asked."""
        row = bytes(self._bytes[begin:end]).decode()
        return not row.translate({ord(self.delimiter): None, _QUOTE: None}).strip()

    def _places(self, mark: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        """Find every place of a byte, piece by piece: comparing all at once spends its time on fresh memory."""
        pieces = range(0, len(self._bytes), SMALL)
        found = (np.flatnonzero(self._bytes[at : at + SMALL] == mark) + at for at in pieces)
        return np.concatenate([places.astype(np.int32) for places in found])

    def _has_lone_returns(self) -> bool:
        if self.content.find(b"\r") < 0:
            return False
        returns = self._places(_CR)
        return bool(returns[-1] == len(self._bytes) - 1 or (self._bytes[returns + 1] != _LF).any())

    def _is_strict(self, quotes: np.ndarray[tuple[int], np.dtype[np.int32]]) -> bool:
        """Whether each mark opens after a delimiter and closes before one."""
        if len(quotes) % 2:
            return False
        edges = np.zeros(256, bool)
        edges[[ord(self.delimiter), _QUOTE, _LF, _CR]] = True
        opening, closing = quotes[::2], quotes[1::2]
        before = self._bytes[opening[opening > 0] - 1]
        after = self._bytes[closing[closing < len(self._bytes) - 1] + 1]
        return bool(edges[before].all() and edges[after].all())

    def _rows(self, quotes: np.ndarray[tuple[int], np.dtype[np.int32]]) -> tuple[np.ndarray, np.ndarray]:
        """Find where rows begin and on which line; a line end inside quotation marks ends no row."""
        ends = self._places(_LF)
        outside = np.searchsorted(quotes, ends) % 2 == 0
        begins = np.concatenate((np.zeros(1, np.int32), ends[outside] + 1))
        lines = np.concatenate(([1], np.flatnonzero(outside) + 2))
        first = self._bytes[np.minimum(begins, len(self._bytes) - 1)]
        full = (begins < len(self._bytes)) & (first != _LF) & (first != _CR)
        return begins[full], lines[full]

    def _split(
        self, begins: np.ndarray[tuple[int], np.dtype[np.int32]], width: int, wanted: list[int]
    ) -> pa.Table | None:
        """Split the rows, some at a time, and let go of the pages of the file that are done with."""
        firsts = np.searchsorted(begins, np.arange(begins[0], len(self._bytes), _PORTION))
        places = [*begins[np.unique(firsts[firsts < len(begins)])].tolist(), len(self._bytes)]
        parts = []
        for begin, end in pairwise(places):
            self._let_go()
            part = self._cells(begin, end, width, wanted)
            if part is None:
                return None
            parts.append(part)
        return pa.concat_tables(parts)

    def _let_go(self) -> None:
        """Give the mapped pages back; what is read again comes from the file again."""
        if isinstance(self.content, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            self.content.madvise(mmap.MADV_DONTNEED)

    def _cells(self, begin: int, end: int, width: int, wanted: list[int]) -> pa.Table | None:
        names = [str(place) for place in range(width)]
        try:
            return pc.read_csv(
                pa.py_buffer(self._bytes)[begin:end],
                read_options=pc.ReadOptions(column_names=names),
                parse_options=pc.ParseOptions(delimiter=self.delimiter, newlines_in_values=True),
                convert_options=pc.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    include_columns=[names[place] for place in wanted],
                    strings_can_be_null=False,
                    check_utf8=False,  # data/reading/decoding.py did
                ),
            )
        except pa.ArrowInvalid:  # a row of another width
            return None
