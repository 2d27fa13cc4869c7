"""The tables of a text: Markdown, tab-separated, or CSV with ; or , - wherever they stand in an article.

A table begins where a line, cut into cells, is a header; what a header is, the caller knows.
"""

from __future__ import annotations

import csv
import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.paper.marked import UNSEEN
from kpi.safe_cells import plain_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

MARKS = ("|", "\t", ";", ",")
MAX_CELL, MAX_LINE, MAX_ROWS = 2_000, 20_000, 500
FENCE = re.compile(r":?-+:?")  # a cell of the line under a Markdown header
NOTE_MARK = re.compile(r"(?:\[\^[^\]]*\]|(?<=\S)[*†‡§¹²³⁰⁴-⁹]+)$")
LINK = re.compile(r"!?\[([^\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_|`)(?=\S)(.+?)(?<=\S)\1(?!\w)")
OUT_OF_SIGHT = 0xF000  # private use: no text of people holds these
HIDDEN = re.compile("[\uf021-\uf07e]")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Row:
    """A row of a table, and the line of the text it stands on."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table as it stands: its header, and the rows under it."""

    header: Row
    rows: tuple[Row, ...]
    name: str = ""  # of the sheet


def grids(text: str, is_header: Callable[[Sequence[str]], bool]) -> Iterator[Grid]:
    """Find every table of a text."""
    lines, at = text.splitlines(), 0
    while at < len(lines):
        cut = next((mark for mark in MARKS if mark in lines[at] and is_header(_first(lines[at:], mark).cells)), None)
        if cut is None:
            at += 1
            continue
        header, *rows = [Row(row.line + at, row.cells) for row in _table(lines[at:], cut)]
        yield Grid(header, tuple(rows[:MAX_ROWS]))
        at = rows[-1].line if rows else at + 1


def sheet_grids(name: str, rows: Sequence[Sequence[str]], is_header: Callable[[Sequence[str]], bool]) -> Iterator[Grid]:
    """Find every table of a sheet; a blank row ends it."""
    at, found = 0, [Row(number, tuple(map(tidy, cells))) for number, cells in enumerate(rows, 1)]
    while at < len(found):
        at += 1
        if not is_header(found[at - 1].cells):
            continue
        below = next((n for n, row in enumerate(found[at:], at) if not any(row.cells)), len(found))
        yield Grid(found[at - 1], tuple(found[at:below][:MAX_ROWS]), name)
        at = below


def tidy(cell: str) -> str:
    """Take odd spaces, what parts an address, and a spreadsheet's apostrophe off a cell."""
    return " ".join(plain_cell(cell.strip()).replace(UNSEEN, "").split())


def without_note(cell: str) -> str:
    """Take the mark of a footnote off a cell: `85%*`."""
    return NOTE_MARK.sub("", cell).strip()


# -- lines -> rows -----------------------------------------------------------------------------------


def _first(lines: Sequence[str], mark: str) -> Row:
    """Cut the first line only: most lines of an article are no header."""
    return next(iter(_table(lines[:1], mark)), Row(1, ())) if len(lines[0]) <= MAX_LINE else Row(1, ())


def _table(lines: Sequence[str], mark: str) -> list[Row]:
    """Cut the lines of a table into cells, up to where it ends."""
    if mark == "|":
        return list(_markdown(lines))
    return list(_separated(lines, mark))


def _markdown(lines: Iterable[str]) -> Iterator[Row]:
    for line, text in enumerate(lines, 1):
        cells = _piped(text) if len(text) <= MAX_LINE else []
        if len(cells) < 2:
            return
        if not all(FENCE.fullmatch(cell.strip()) for cell in cells):
            yield Row(line, tuple(tidy(_without_markup(cell)) for cell in cells))


def _piped(line: str) -> list[str]:
    """Cut at each pipe that is not escaped; those at the ends only frame the row."""
    cells = ESCAPED.sub(_hidden, line.strip().lstrip(">").strip()).split("|")
    if len(cells) > 1 and not cells[0].strip():
        del cells[0]
    if len(cells) > 1 and not cells[-1].strip():
        del cells[-1]
    return cells


def _without_markup(cell: str) -> str:
    """Keep the text of links and of bold, italic and code; a table has no other markup that carries meaning."""
    text = LINK.sub(r"\1", re.sub(r"<br\s*/?>", " ", cell, flags=re.IGNORECASE))
    text = re.sub(r"\[\^[^\]]*\]", "", text)
    while (plain := EMPHASIS.sub(r"\2", text)) != text:
        text = plain
    return HIDDEN.sub(lambda found: chr(ord(found[0]) - OUT_OF_SIGHT), html.unescape(text))


def _hidden(escaped: re.Match[str]) -> str:
    """Put an escaped character where no markup is looked for."""
    return chr(OUT_OF_SIGHT + ord(escaped[1]))


def _separated(lines: Sequence[str], mark: str) -> Iterator[Row]:
    """Read CSV rows; a blank line or one without the mark ends the table."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=mark)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except (StopIteration, csv.Error):
            return
        if len(cells) < 2 or not any(cell.strip() for cell in cells):
            return
        yield Row(line, tuple(tidy(cell[:MAX_CELL]) for cell in cells))
