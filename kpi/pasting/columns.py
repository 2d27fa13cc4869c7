"""Which column of a scorecard is which, by the words over it in four languages and any order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from data.declared import read
from kpi.literals import fold
from kpi.pasting.grids import without_note
from kpi.pasting.labels import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kpi.pasting.grids import Grid

NEEDED = ("kpi", "target")
MAX_HEADING = 60  # characters; more is a sentence
MOST = 6  # ways to read a header that has several targets


@dataclass(frozen=True)
class Scorecard:
    """A table with a KPI and a target in each row: its columns by name, and what Ninety does not use."""

    grid: Grid
    columns: Mapping[str, int]
    unused: tuple[str, ...]  # headings
    flat: bool = False  # its cells were told apart by what they say

    def cell(self, cells: Sequence[str], name: str) -> str:
        """Give a cell of a row by the name of its column; empty where there is none."""
        at = self.columns.get(name, len(cells))
        text = cells[at] if at < len(cells) else ""
        return text if self.is_own else without_note(text)

    @property
    def is_own(self) -> bool:
        """Whether Ninety wrote this table: KPI and label have columns of their own."""
        return "label" in self.columns

    @property
    def headings(self) -> tuple[str, ...]:
        """The words over the columns that are used."""
        return tuple(self.grid.header.cells[at] for at in self.columns.values())


def column(heading: str) -> str | None:
    """Name the column that a heading means."""
    return _headings().get(_bare(without_note(heading))) if len(heading) <= MAX_HEADING else None


def is_header(cells: Sequence[str]) -> bool:
    """Tell whether cells are the header of a scorecard."""
    return set(NEEDED) <= {column(cell) for cell in cells}


def scorecards(grid: Grid, *, flat: bool = False) -> Iterator[Scorecard]:
    """Read the header; one with a target for 30 and one for 90 days can be read in two ways."""
    places: dict[str, list[int]] = {}
    for at, heading in enumerate(grid.header.cells):
        if name := column(heading):
            places.setdefault(name, []).append(at)
    for way in list(product(*places.values()))[:MOST]:
        used = dict(zip(places, way, strict=True))
        rest = tuple(text for at, text in enumerate(grid.header.cells) if at not in used.values() and text)
        yield Scorecard(grid, used, rest, flat)


def headings_in(line: str) -> tuple[str, ...] | None:
    """Cut a header that lost what stood between its cells: "KPI Baseline 90-Day Target Owner"; None = it is none."""
    words = line.split()
    if not 2 <= len(words) <= 30:
        return None
    return next((cut for cut in _cuts(words) if column(cut[0]) == "kpi" and is_header(cut)), None)


def _cuts(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Cut words into headings in every way there is, the longest first."""
    if not words:
        yield ()
    for length in range(min(5, len(words)), 0, -1):
        heading = " ".join(words[:length])
        if column(heading):
            yield from ((heading, *rest) for rest in _cuts(words[length:]))


@cache
def _headings() -> dict[str, str]:
    return {_bare(word): name for name, words in read(WORDS)["columns"].items() for word in words}


@cache
def _noise() -> frozenset[str]:
    return frozenset(map(fold, read(WORDS)["noise"]["words"]))


def _bare(heading: str) -> str:
    """Fold a heading and leave out what only dates it: "90-Day Target" -> "target"."""
    words = re.findall(r"[^\W_]+", re.sub(r"['’]", "", fold(heading)))
    kept = [word for word in words if not word.isdigit() and word not in _noise()]
    return " ".join(kept) or " ".join(words)
