"""The table inside a sheet: its rows as columns of text, without blank, repeated, total and footer rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.errors import DoubtfulExportError
from data.headers import header_key
from data.notes import Note, note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.format import Format, Title
    from data.workbook import Row, Sheet


@dataclass(frozen=True)
class Layout:
    """Where the table stands and which of its columns feed which field."""

    file: str
    sheet: Sheet
    format: Format
    position: int  # of the header among the records of the sheet
    line: int  # of the header in the file
    header: list[str]
    places: dict[str, int]  # field -> column
    title: Title | None


@dataclass
class _Rows:
    """What one portion of rows leaves behind."""

    lines: list[int] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    titles: list[Title | None] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """The columns as text, what the total rows say, and what was noticed on the way."""

    columns: pa.Table
    totals: dict[str, list[str]]
    titles: tuple[Title, ...]
    headers: tuple[int, ...]  # lines on which the header is repeated
    notes: tuple[Note, ...]


class _Reader:
    """Walks through the rows once; only rows that look odd are looked at closely."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.format = layout.format
        self.keys = [header_key(cell) for cell in layout.header]
        self.width = len(layout.header)
        self.title = layout.title
        self.total_words, self.total_place, self.blank_place = self._total()
        self.footers = tuple(header_key(word) for word in self.format.footer.words) if self.format.footer else ()
        self.suspects = self._suspects()
        self.totals: list[list[str]] = []
        self.titles: list[Title] = [layout.title] if layout.title else []
        self.unequal: set[str] = set()
        self.left_out = 0
        self.ended = False
        self.headers: list[int] = []  # lines on which the header stands again
        self.last = 0  # line of the last row that was read
        self.short: tuple[int, list[str]] | None = None  # the last row with fewer cells than the header

    def _total(self) -> tuple[tuple[str, ...], int, int | None]:
        total = self.format.total
        if total is None:
            return (), 0, None
        place = self._place(total.column) or 0
        return tuple(header_key(word) for word in total.words), place, self._place(total.blank)

    def _place(self, header: str | None) -> int | None:
        """Find a column by its field or by its header."""
        if header is None:
            return None
        if header in self.layout.places:
            return self.layout.places[header]
        key = header_key(header)
        return self.keys.index(key) if key in self.keys else None

    def _suspects(self) -> frozenset[str]:
        """First letters under which a row may be no data."""
        words = [*self.total_words, *self.footers, self.keys[0]]
        letters = {word[:1] for word in words}
        return frozenset({"", " ", "\t", "\xad", "\xa0", *letters, *(letter.upper() for letter in letters)})

    def read(self) -> Table:
        """Read all rows."""
        columns = self._read_plain()
        if columns is None:
            columns = self._read_rows()
            self._refuse_cut_off()
        return Table(columns, self._control_sums(), tuple(self.titles), tuple(self.headers), tuple(self._notes()))

    def _read_plain(self) -> pa.Table | None:
        """Read a large regular CSV at once; None when its rows need a closer look."""
        plain = self.layout.sheet.plain
        if plain is None or self.format.titles or self.format.stop_at_blank_row:
            return None
        split = plain.columns(self.layout.line, self.width, self._wanted)
        if split is None:
            return None
        table, lines = split
        kept = self._sift_plain(table, lines)
        if kept is None:
            return None
        columns = [table[str(place)] for place in self.layout.places.values()]
        self._compare_twins({place: table[str(place)] for place in self._wanted})
        found = pa.table([*columns, lines], names=[*self.layout.places, "source_row"])
        return found if kept.all() else found.filter(pa.array(kept))

    def _sift_plain(self, table: pa.Table, lines: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]] | None:
        """Look at the rows that may be no data; None when one of them ends the table."""
        odd = np.zeros(len(table), bool)
        for place in {0, self.total_place}:
            first = pc.utf8_slice_codeunits(table[str(place)], 0, 1)
            odd |= pc.is_in(first, value_set=pa.array(sorted(self.suspects))).to_numpy(zero_copy_only=False)
        if self.blank_place is not None:
            odd |= pc.equal(table[str(self.blank_place)], "").to_numpy(zero_copy_only=False)
        kept = np.ones(len(table), bool)
        suspicious = zip(*table.filter(pa.array(odd)).to_pydict().values(), strict=True)
        for row, found in zip(np.flatnonzero(odd).tolist(), suspicious, strict=True):
            cells = [""] * self.width
            for column, cell in zip(self._wanted, found, strict=True):
                cells[column] = cell
            kept[row] = self._is_data(lines[row].as_py(), cells)
            if self.ended:
                self.totals, self.headers, self.ended = [], [], False
                return None
        return kept

    def _read_rows(self) -> pa.Table:
        batches = []
        for chunk in self.layout.sheet.chunks(self.layout.position + 1):
            rows = self._sift(chunk)
            if rows.cells:
                batches.append(self._columns(rows))
            if self.ended:
                break
        return pa.concat_tables(batches) if batches else self._columns(_Rows())

    def _sift(self, chunk: list[Row]) -> _Rows:
        """Keep the rows of data."""
        rows = _Rows()
        width, suspects, place, blank = self.width, self.suspects, self.total_place, self.blank_place
        self.last = chunk[-1][0]
        for line, cells in chunk:
            if (
                len(cells) == width
                and cells[0][:1] not in suspects
                and cells[place][:1] not in suspects
                and (blank is None or cells[blank])
            ) or self._is_data(line, cells):
                if self.titles and self.title is None:
                    self.left_out += 1
                    continue
                rows.lines.append(line)
                rows.cells.append(cells)
                rows.titles.append(self.title)
            elif self.ended:
                break
        return rows

    def _is_data(self, line: int, cells: list[str]) -> bool:
        """Look at an odd row: pad it when it is data, remember it when it is a total or a title."""
        if not any(cell.strip() for cell in cells):
            self.ended = self.format.stop_at_blank_row
            return False
        first = header_key(next(cell for cell in cells if cell.strip()))
        if any(first.startswith(word) for word in self.footers):
            self.ended = True
            return False
        if self._is_total(first, cells):
            self.totals.append([*cells, *[""] * (self.width - len(cells))])
            return False
        if self._is_header(cells):
            self.headers.append(line)
            return False
        if self._is_title(first, cells):
            return False
        self._pad(line, cells)
        return True

    def _is_header(self, cells: list[str]) -> bool:
        """Whether the header is repeated, as at the top of each printed page."""
        return all(place < len(cells) and header_key(cells[place]) == self.keys[place] for place in self._wanted)

    def _is_total(self, first: str, cells: list[str]) -> bool:
        if self.blank_place is not None and len(cells) == self.width and not cells[self.blank_place].strip():
            return True
        if self.format.total is None or self.total_place >= len(cells):
            return False
        key = header_key(cells[self.total_place]) if self.format.total.column else first
        return any(key == word or key.startswith(word + ":") or fnmatchcase(key, word) for word in self.total_words)

    def _is_title(self, first: str, cells: list[str]) -> bool:
        """Whether a lone cell names the table that follows, as in stacked Meta charts."""
        lone = sum(bool(cell.strip()) for cell in cells) == 1
        if not self.format.titles or not lone or first[0].isdigit():
            return False
        self.title = next((t for t in self.format.titles if first in map(header_key, t.words)), None)
        if self.title is not None and self.title.set_aside:
            self.title = None
        if self.title is not None:
            self.titles.append(self.title)
        return True

    def _pad(self, line: int, cells: list[str]) -> None:
        if any(cell.strip() for cell in cells[self.width :]):
            extra = next(cell for cell in cells[self.width :] if cell.strip())
            raise DoubtfulExportError(
                file=self.layout.file, why="too_many_cells", row=line, column=self.width + 1, cell=extra[:80]
            )
        if len(cells) < self.width:
            self.short = line, list(cells)
        del cells[self.width :]
        cells.extend([""] * (self.width - len(cells)))

    def _refuse_cut_off(self) -> None:
        """Refuse a last row that stops within its line: the download broke off, perhaps in the middle of a number."""
        if self.layout.sheet.ended or self.short is None or self.short[0] != self.last or len(self.short[1]) < 2:
            return
        column = self.layout.header[len(self.short[1]) - 1]
        raise DoubtfulExportError(
            file=self.layout.file, why="cut_off", row=self.last, column=column, cell=self.short[1][-1][:80]
        )

    def _columns(self, rows: _Rows) -> pa.Table:
        turned = list(zip(*rows.cells, strict=True)) or [()] * self.width
        self._compare_twins(dict(enumerate(turned)))
        columns = {name: pa.array(turned[place], pa.string()) for name, place in self.layout.places.items()}
        columns["source_row"] = pa.array(rows.lines, pa.int32())
        if self.format.titles:
            columns["title_metric"] = pa.array([t and t.metric for t in rows.titles], pa.string())
            columns["title_channel"] = pa.array([t and t.channel for t in rows.titles], pa.string())
        return pa.table(columns)

    def _twins(self) -> list[tuple[int, int]]:
        """Find further columns under the header of one that is read."""
        places = sorted(set(self.layout.places.values()))
        return [(p, twin) for p in places for twin in range(p + 1, self.width) if self.keys[twin] == self.keys[p]]

    @cached_property
    def _wanted(self) -> list[int]:
        """Name the columns that must be looked at."""
        places = {0, self.total_place, *self.layout.places.values(), *(twin for _, twin in self._twins())}
        return sorted(places if self.blank_place is None else places | {self.blank_place})

    def _compare_twins(self, columns: Mapping[int, object]) -> None:
        """Two columns under one header: the first counts, and it is said when they differ."""
        for place, twin in self._twins():
            if columns[place] != columns[twin]:
                self.unequal.add(self.layout.header[place])

    def _control_sums(self) -> dict[str, list[str]]:
        if self.format.total is None or not self.totals:
            return {}
        fields = [name for name in self.format.total.sums if name in self.layout.places]
        return {name: [row[self.layout.places[name]] for row in self.totals] for name in fields}

    def _notes(self) -> list[Note]:
        notes = [note("duplicate_header", header=header) for header in sorted(self.unequal)]
        return [*notes, note("table_left_out", n=self.left_out)] if self.left_out else notes


def read_table(layout: Layout) -> Table:
    """Read the rows under the header."""
    return _Reader(layout).read()
