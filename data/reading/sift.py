"""Which rows of a table are data: not the blank ones, totals, repeated headers, titles, footers and next tables."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.errors import DoubtfulExportError
from data.reading.headers import header_key

if TYPE_CHECKING:
    from data.format import Cell, Format, Title
    from data.reading.sections import Recogniser
    from data.reading.workbook import Sheet

_FIGURES = ("integer", "decimal", "money", "percent_points", "percent_fraction", "percent_text")
_WORDS = ("%a", "%A", "%b", "%B")  # a date may begin with one


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
    knows: Recogniser  # tells when the header of another table stands below the rows


class Sieve:
    """Tells data from the rest and keeps what the rest says; only rows that look odd come here."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.format = layout.format
        self.keys = [header_key(cell) for cell in layout.header]
        self.width = len(layout.header)
        self.title = layout.title
        self.total_words, self.total_place, self.blank_place = self._total()
        self.footers = tuple(header_key(word) for word in self.format.footer.words) if self.format.footer else ()
        self.suspects = self._suspects()
        self.probe = self._probe()
        self.titles: list[Title] = [layout.title] if layout.title else []
        self.short: tuple[int, list[str]] | None = None  # the last row with fewer cells than the header
        self.forget()

    def forget(self) -> None:
        """Begin anew: the rows are read in another way."""
        self.totals: list[list[str]] = []
        self.headers: list[int] = []  # lines on which the header stands again
        self.aside: list[int] = []  # lines of these, of totals, titles and footers
        self.ended = False
        self.met_header = False  # the row that ended the table is the header of the next

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

    def _probe(self) -> int | None:
        """Choose a column in which only another header begins with a letter."""
        fed = [(cell, self.layout.places.get(field)) for field, cell in self.format.cells.items()]
        days = [place for cell, place in fed if place is not None and _begins_with_digits(cell)]
        figures = [place for cell, place in fed if place is not None and cell.kind in _FIGURES]
        return next(iter([*days, *figures]), None)

    @cached_property
    def wanted(self) -> list[int]:
        """Name the columns that must be looked at."""
        places = {0, self.total_place, *self.layout.places.values(), *(twin for _, twin in self.twins)}
        return sorted(places | {place for place in (self.blank_place, self.probe) if place is not None})

    @cached_property
    def twins(self) -> list[tuple[int, int]]:
        """Find further columns under the header of one that is read."""
        places = sorted(set(self.layout.places.values()))
        return [(p, twin) for p in places for twin in range(p + 1, self.width) if self.keys[twin] == self.keys[p]]

    # -- which rows look odd -------------------------------------------------------------------

    def is_plain(self, cells: list[str]) -> bool:
        """Whether a row is data at first sight."""
        probe, blank = self.probe, self.blank_place
        return (
            len(cells) == self.width
            and cells[0][:1] not in self.suspects
            and cells[self.total_place][:1] not in self.suspects
            and probe is not None
            and not cells[probe][:1].isalpha()
            and (blank is None or cells[blank] != "")
        )

    def odd(self, table: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Mark the rows that are not, of many at once; needs a probe."""
        odd = np.zeros(len(table), bool)
        for place in {0, self.total_place}:
            first = pc.utf8_slice_codeunits(table[str(place)], 0, 1)
            odd |= pc.is_in(first, value_set=pa.array(sorted(self.suspects))).to_numpy(zero_copy_only=False)
        first = pc.utf8_slice_codeunits(table[str(self.probe)], 0, 1)
        odd |= pc.utf8_is_alpha(first).to_numpy(zero_copy_only=False)
        if self.blank_place is not None:
            odd |= pc.equal(table[str(self.blank_place)], "").to_numpy(zero_copy_only=False)
        return odd

    # -- what an odd row is --------------------------------------------------------------------

    def is_data(self, line: int, cells: list[str]) -> bool:
        """Look at an odd row: pad it when it is data, remember it when it is a total or a title."""
        if not any(cell.strip() for cell in cells):
            self.ended = self.format.stop_at_blank_row
            return False
        if self._is_other(line, cells):
            if not self.met_header:
                self.aside.append(line)
            return False
        self._pad(line, cells)
        return True

    def _is_other(self, line: int, cells: list[str]) -> bool:
        first = header_key(next(cell for cell in cells if cell.strip()))
        if any(first.startswith(word) for word in self.footers):
            return True  # rows below it are data: somebody has sorted the sheet
        if self._is_total(first, cells):
            self.totals.append([*cells, *[""] * (self.width - len(cells))])
            return True
        if self._is_header(cells):
            self.headers.append(line)
            return True
        if self._is_next_header(cells):
            self.ended = self.met_header = True
            return True
        return self._is_title(first, cells)

    def _is_header(self, cells: list[str]) -> bool:
        """Whether the header is repeated, as at the top of each printed page."""
        return all(place < len(cells) and header_key(cells[place]) == self.keys[place] for place in self.wanted)

    def _is_next_header(self, cells: list[str]) -> bool:
        """Whether another table begins here."""
        usual = self.probe is not None and len(cells) == self.width and not cells[self.probe][:1].isalpha()
        return not usual and self.layout.knows.format_of(cells) is not None

    def _is_total(self, first: str, cells: list[str]) -> bool:
        if self.blank_place is not None and len(cells) == self.width and not cells[self.blank_place].strip():
            return True
        if self.format.total is None or self.total_place >= len(cells):
            return False
        if len(cells) == self.width + 1 and header_key(cells[-1]) in self.total_words:
            return True  # an exploration of Google Analytics says so behind the last column
        key = header_key(cells[self.total_place]) if self.format.total.column else first
        return any(key == word or key.startswith(word + ":") or fnmatchcase(key, word) for word in self.total_words)

    def _is_title(self, first: str, cells: list[str]) -> bool:
        """Whether a lone cell names the table that follows, as in stacked Meta charts."""
        lone = sum(bool(cell.strip()) for cell in cells) == 1
        if not self.format.titles or not lone or not first or first[0].isdigit():  # "": marks that nobody sees
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


def _begins_with_digits(cell: Cell) -> bool:
    return cell.kind in ("date", "timestamp") and not any(one.startswith(_WORDS) for one in cell.patterns)
