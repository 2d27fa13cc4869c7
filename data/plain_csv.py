"""The fast way through a large CSV: Arrow splits it, after a proof that strict csv would split it the same way.

In strict CSV a quotation mark opens a cell right after a delimiter, a line end
or another mark, and closes it right before one. When every mark of the file
stands so, no reader can disagree about its cells; when one does not, or a row
has another number of cells than the header, the caller reads row by row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

SMALL = 1 << 20  # bytes; below, reading row by row takes no time either
_QUOTE, _LF, _CR = 34, 10, 13


@dataclass(frozen=True, eq=False)
class PlainCsv:
    """UTF-8 bytes without anything unseen in them, and the mark between cells."""

    content: bytes
    delimiter: str

    @cached_property
    def _bytes(self) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
        return np.frombuffer(self.content, np.uint8, offset=3 if self.content.startswith(b"\xef\xbb\xbf") else 0)

    def columns(self, header: int, width: int, wanted: list[int]) -> tuple[pa.Table, pa.Array] | None:
        """Give the cells under the header's line as text, and the line each row begins on; None when in doubt."""
        quotes = self._places(_QUOTE)
        if self._has_lone_returns() or not self._is_strict(quotes):
            return None
        starts, lines = self._rows(quotes)
        begins = starts[lines > header]
        if not len(begins):
            return None
        table = self._split(int(begins[0]), width, wanted)
        if table is None or len(table) != len(begins):
            return None
        return table, pa.array(lines[lines > header], pa.int32())

    def _places(self, mark: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Find every place of a byte, piece by piece: comparing all at once spends its time on fresh memory."""
        pieces = range(0, len(self._bytes), SMALL)
        return np.concatenate([np.flatnonzero(self._bytes[at : at + SMALL] == mark) + at for at in pieces])

    def _has_lone_returns(self) -> bool:
        return b"\r" in self.content and self.content.count(b"\r") != self.content.count(b"\r\n")

    def _is_strict(self, quotes: np.ndarray[tuple[int], np.dtype[np.int64]]) -> bool:
        """Whether each mark opens after a delimiter and closes before one."""
        if len(quotes) % 2:
            return False
        edges = np.zeros(256, bool)
        edges[[ord(self.delimiter), _QUOTE, _LF, _CR]] = True
        opening, closing = quotes[::2], quotes[1::2]
        before = self._bytes[opening[opening > 0] - 1]
        after = self._bytes[closing[closing < len(self._bytes) - 1] + 1]
        return bool(edges[before].all() and edges[after].all())

    def _rows(self, quotes: np.ndarray[tuple[int], np.dtype[np.int64]]) -> tuple[np.ndarray, np.ndarray]:
        """Find where rows begin and on which line; a line end inside quotation marks ends no row."""
        ends = self._places(_LF)
        outside = np.searchsorted(quotes, ends) % 2 == 0
        begins = np.concatenate(([0], ends[outside] + 1))
        lines = np.concatenate(([1], np.flatnonzero(outside) + 2))
        first = self._bytes[np.minimum(begins, len(self._bytes) - 1)]
        full = (begins < len(self._bytes)) & (first != _LF) & (first != _CR)
        return begins[full], lines[full]

    def _split(self, start: int, width: int, wanted: list[int]) -> pa.Table | None:
        names = [str(place) for place in range(width)]
        try:
            return pc.read_csv(
                pa.py_buffer(self._bytes)[start:],
                read_options=pc.ReadOptions(column_names=names),
                parse_options=pc.ParseOptions(delimiter=self.delimiter, newlines_in_values=True),
                convert_options=pc.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    include_columns=[names[place] for place in wanted],
                    strings_can_be_null=False,
                    check_utf8=False,  # data/decoding.py did
                ),
            )
        except pa.ArrowInvalid:  # a row of another width
            return None
