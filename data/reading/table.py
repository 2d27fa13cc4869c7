"""The table under a header: its rows as columns of text, without blank, repeated, total and footer rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from data.errors import DoubtfulExportError
from data.notes import Note, note
from data.reading.sift import Layout, Sieve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.format import Title
    from data.reading.workbook import Block, Row

__all__ = ["Layout", "Table", "read_table"]


@dataclass
class _Rows:
    """What one portion of rows leaves behind."""

    lines: list[int] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    titles: list[Title | None] = field(default_factory=list)

    def cut(self, line: int) -> None:
        """Let go of the rows from a line on."""
        kept = sum(one < line for one in self.lines)
        del self.lines[kept:], self.cells[kept:], self.titles[kept:]


@dataclass(frozen=True)
class Table:
    """The columns as text, what the total rows say, and what was noticed on the way."""

    columns: pa.Table
    totals: dict[str, list[str]]
    titles: tuple[Title, ...]
    headers: tuple[int, ...]  # lines on which the header is repeated
    aside: tuple[int, ...]  # lines that are no data: totals, repeated headers, titles, footers
    end: int | None  # among the records of the sheet, where the table ends before the sheet does
    notes: tuple[Note, ...]


class _Reader:
    """Walks through the rows once; only rows that look odd are looked at closely."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.format = layout.format
        self.sieve = Sieve(layout)
        self.unequal: set[str] = set()
        self.left_out = 0
        self.last = 0  # line of the last row that was read
        self.end: int | None = None

    def read(self) -> Table:
        """Read all rows."""
        columns = self._read_plain()
        if columns is None:
            columns = self._read_rows()
            self._refuse_cut_off()
        sieve, notes = self.sieve, tuple(self._notes())
        titles, headers, aside = tuple(sieve.titles), tuple(sieve.headers), tuple(sieve.aside)
        return Table(columns, self._control_sums(), titles, headers, aside, self.end, notes)

    # -- all rows at once ----------------------------------------------------------------------

    def _read_plain(self) -> pa.Table | None:
        """Read a large regular sheet by column; None when its rows need a closer look."""
        plain, sieve = self.layout.sheet.plain, self.sieve
        if plain is None or sieve.probe is None or self.format.titles or self.format.stop_at_blank_row:
            return None
        block = plain.columns(self.layout.line, sieve.width, sieve.wanted)
        kept = None if block is None else self._sift_plain(block)
        if block is None or kept is None:
            return None
        columns = [block.table[str(place)] for place in self.layout.places.values()]
        self._compare_twins({place: block.table[str(place)] for place in sieve.wanted})
        found = pa.table([*columns, block.lines], names=[*self.layout.places, "source_row"])
        return found if kept.all() else found.filter(pa.array(kept))

    def _sift_plain(self, block: Block) -> np.ndarray[tuple[int], np.dtype[np.bool_]] | None:
        """Look at the rows that may be no data; None when one of them ends the table."""
        odd = self.sieve.odd(block.table)
        kept = np.ones(len(odd), bool)
        suspicious = zip(*block.table.filter(pa.array(odd)).to_pydict().values(), strict=True)
        for row, found in zip(np.flatnonzero(odd).tolist(), suspicious, strict=True):
            if not "".join(found).strip():
                kept[row] = not block.is_blank(row)
                continue
            cells = [""] * self.sieve.width
            for column, cell in zip(self.sieve.wanted, found, strict=True):
                cells[column] = cell
            kept[row] = self.sieve.is_data(block.lines[row].as_py(), cells)
            if self.sieve.ended:
                self.sieve.forget()
                return None
        return kept

    # -- row by row ----------------------------------------------------------------------------

    def _read_rows(self) -> pa.Table:
        batches, position = [], self.layout.position + 1
        for chunk in self.layout.sheet.chunks(position):
            rows, end = self._sift(chunk)
            if rows.cells:
                batches.append(self._columns(rows))
            if end is not None:
                self.end = position + end
                break
            position += len(chunk)
        return pa.concat_tables(batches) if batches else self._columns(_Rows())

    def _sift(self, chunk: list[Row]) -> tuple[_Rows, int | None]:
        """Keep the rows of data; also say where in the portion the table ends."""
        rows, sieve = _Rows(), self.sieve
        is_plain, is_data = sieve.is_plain, sieve.is_data
        self.last = chunk[-1][0]
        for number, (line, cells) in enumerate(chunk):
            if is_plain(cells) or is_data(line, cells):
                if sieve.titles and sieve.title is None:
                    self.left_out += 1
                    sieve.aside.append(line)
                    continue
                rows.lines.append(line)
                rows.cells.append(cells)
                rows.titles.append(sieve.title)
            elif sieve.ended:
                return rows, self._end(rows, chunk, number)
        return rows, None

    def _end(self, rows: _Rows, chunk: list[Row], number: int) -> int:
        """Say where the next table begins to speak: lines of prose right above its header are its own."""
        if not self.sieve.met_header:
            return number + 1
        while number and sum(bool(cell.strip()) for cell in chunk[number - 1][1]) < 2:
            number -= 1
        line = chunk[number][0]
        rows.cut(line)
        self.sieve.aside = [one for one in self.sieve.aside if one < line]
        return number

    def _refuse_cut_off(self) -> None:
        """Refuse a last row that stops within its line: the download broke off, perhaps in the middle of a number."""
        short = self.sieve.short
        if self.layout.sheet.ended or short is None or short[0] != self.last or len(short[1]) < 2:
            return
        column = self.layout.header[len(short[1]) - 1]
        raise DoubtfulExportError(
            file=self.layout.file, why="cut_off", row=self.last, column=column, cell=short[1][-1][:80]
        )

    def _columns(self, rows: _Rows) -> pa.Table:
        turned = list(zip(*rows.cells, strict=True)) or [()] * self.sieve.width
        self._compare_twins(dict(enumerate(turned)))
        columns = {name: pa.array(turned[place], pa.string()) for name, place in self.layout.places.items()}
        columns["source_row"] = pa.array(rows.lines, pa.int32())
        if self.format.titles:
            columns["title_metric"] = pa.array([t and t.metric for t in rows.titles], pa.string())
            columns["title_channel"] = pa.array([t and t.channel for t in rows.titles], pa.string())
        return pa.table(columns)

    # -- what was noticed ----------------------------------------------------------------------

    def _compare_twins(self, columns: Mapping[int, object]) -> None:
        """Two columns under one header: the first counts, and it is said when they differ."""
        for place, twin in self.sieve.twins:
            if columns[place] != columns[twin]:
                self.unequal.add(self.layout.header[place])

    def _control_sums(self) -> dict[str, list[str]]:
        total, totals = self.format.total, self.sieve.totals
        if total is None or not totals:
            return {}
        fields = [name for name in total.sums if name in self.layout.places]
        return {name: [row[self.layout.places[name]] for row in totals] for name in fields}

    def _notes(self) -> list[Note]:
        notes = [note("duplicate_header", header=header) for header in sorted(self.unequal)]
        return [*notes, note("table_left_out", n=self.left_out)] if self.left_out else notes


def read_table(layout: Layout) -> Table:
    """Read the rows under the header."""
    return _Reader(layout).read()
