"""Where the tables of a sheet begin: the rows that a format recognises as its header.

A sheet may hold several tables under each other, each with lines of prose
above it. What stands between the end of one and the header of the next is no
data; it is listed line by line, so that nothing of a file goes unaccounted for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from data.reading.headers import ANY, find, header_key, matches

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.format import Format
    from data.reading.workbook import Row, Sheet

_LONG = 200  # characters; no header that tells an export from others is longer
_KEPT_ABOVE = 60  # rows of prose above a header that are looked at


@dataclass(frozen=True)
class Found:
    """A header that a format recognises."""

    sheet: Sheet = field(repr=False)
    format: Format
    position: int  # among the records of the sheet
    line: int
    header: list[str]
    above: list[list[str]]  # the rows between the table before and the header

    @cached_property
    def places(self) -> dict[str, int]:
        """Give the column that feeds each field."""
        return {name: place for name, place in self._known.items() if name not in self.unexplained}

    @cached_property
    def unexplained(self) -> dict[str, str]:
        """Give the headers of figures that say too little: what they count stands in a column the file lacks."""
        needs = {name: self.format.cells[name].only_beside for name in self._known}
        return {name: self.header[self._known[name]] for name, other in needs.items() if other not in {None, *needs}}

    @cached_property
    def _known(self) -> dict[str, int]:
        keys = [header_key(cell) for cell in self.header]
        found = {name: find(cell.from_, keys) for name, cell in self.format.cells.items()}
        return {name: place for name, place in found.items() if place is not None}

    @property
    def meanings(self) -> dict[str, str]:
        """Say what a figure means under the header that feeds it, where headers of one field differ in meaning."""
        return {
            name: meaning
            for name, place in self.places.items()
            for meaning, words in self.format.cells[name].meaning.items()
            if any(matches(header_key(word), [header_key(self.header[place])]) for word in words)
        }


class Recogniser:
    """Knows the headers of all formats."""

    def __init__(self, formats: Mapping[str, Format]) -> None:
        self.formats = tuple(formats.values())
        first = {header_key(word) for one in self.formats for word in one.recognise.all[0]}
        self.words = frozenset(word for word in first if not word.endswith(ANY))
        self.stems = tuple(word.removesuffix(ANY) for word in first if word.endswith(ANY))

    def format_of(self, cells: Sequence[str]) -> Format | None:
        """Give the format whose header this row is; the one that asks for most headers wins."""
        keys = frozenset(filter(None, (header_key(cell) for cell in cells if cell and len(cell) <= _LONG)))
        if len(keys) < 2 or not self._may_recognise(keys):
            return None
        fitting = [one for one in self.formats if one.recognises(keys)]
        return max(fitting, key=lambda one: (len(one.recognise.all), _fed(one, list(keys))), default=None)

    def _may_recognise(self, keys: frozenset[str]) -> bool:
        """Look for the first word of any format: nearly no row of data has one."""
        return not keys.isdisjoint(self.words) or any(key.startswith(self.stems) for key in keys)

    def first(self, sheet: Sheet) -> Found | None:
        """Find the first header of a sheet."""
        return self._find(sheet, sheet.head(), 0)[0]

    def next(self, sheet: Sheet, position: int) -> tuple[Found | None, tuple[int, ...]]:
        """Find the header after a table, and the lines with anything on them before it."""
        aside: list[int] = []
        for chunk in sheet.chunks(position):
            found, lines = self._find(sheet, chunk, position)
            aside += lines
            if found is not None:
                return found, tuple(aside)
            position += len(chunk)
        return None, tuple(aside)

    def _find(self, sheet: Sheet, rows: list[Row], start: int) -> tuple[Found | None, list[int]]:
        aside: list[int] = []
        for place, (line, cells) in enumerate(rows):
            if (form := self.format_of(cells)) is not None:
                above = [row for _, row in rows[max(0, place - _KEPT_ABOVE) : place]]
                return Found(sheet, form, start + place, line, cells, above), aside
            if any(cell.strip() for cell in cells):
                aside.append(line)
        return None, aside


def _fed(form: Format, keys: list[str]) -> int:
    return sum(find(cell.from_, keys) is not None for cell in form.cells.values())
