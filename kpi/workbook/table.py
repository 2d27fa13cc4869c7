"""A sheet that is one table: a head that stays in sight, columns as wide as their words, and filters."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kpi.paper.tokens import tokens
from kpi.workbook.book import Toned, plain
from kpi.workbook.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from kpi.workbook.book import Book, Cell

NARROW, WIDE = 7, 46  # letters
DAY = 12
PAGE = 190  # letters that can still be read on one page
LINE, TALLEST = 15, 400  # points of a line of text, and of a row


@dataclass(frozen=True)
class Column:
    """A column by the key that its cells have."""

    key: str
    head: str
    width: int = 0  # letters; 0 = what its words need


def table(
    book: Book, name: str, columns: Sequence[Column], rows: Sequence[Mapping[str, Cell]], none: str = ""
) -> Worksheet:
    """Write a table; `none` is said where it has no row."""
    sheet = book.sheet(name)
    sheet.set_row(0, 30)
    widths = [column.width or _width(column, rows) for column in columns]
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        aligned = {"align": "right"} if _is_numeric(column, rows) else {"indent": int(place > 0)}
        head = book.style(bold=True, font_color="#ffffff", bg_color=book.accent, text_wrap=True, **aligned)
        sheet.write_string(0, place, plain(column.head), head)
        sheet.set_column(place, place, width)
    for number, row in enumerate(rows, 1):
        sheet.set_row(number, height(max(map(_lines, (row[column.key] for column in columns), widths))))
        for place, column in enumerate(columns):
            how = {"text_wrap": True, "bottom": 1, "bottom_color": tokens().light.line, "bold": place == 0}
            book.put(sheet, number, place, row[column.key], **how, indent=int(place > 0))
    if none and not rows:
        book.put(sheet, 1, 0, none)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.repeat_rows(0)
    if sum(widths) > PAGE:
        sheet.fit_to_pages(2, 0)
        sheet.repeat_columns(0)
    return sheet


def height(lines: int) -> float:
    """Give the points of a row: not every program finds out how many lines its words take."""
    return min(LINE * lines, TALLEST)


def lines_of(text: str, width: float) -> int:
    """Reckon the lines that words take in a column of so many letters; not all of a line is filled."""
    return 1 if len(text) < width else math.ceil(len(text) * 1.1 / width)


def _lines(cell: Cell, width: float) -> int:
    return lines_of(cell, width) if isinstance(cell, str) else 1


def _is_numeric(column: Column, rows: Sequence[Mapping[str, Cell]]) -> bool:
    return any(isinstance(row[column.key], Shown | date) for row in rows)


def _width(column: Column, rows: Sequence[Mapping[str, Cell]]) -> float:
    """Reckon the letters that a column needs; a head may take two lines, and has the arrow of its filter."""
    longest = max((_letters(row[column.key]) for row in rows), default=0)
    words = [len(word) for word in column.head.split()] or [0]
    return min(max(longest + 1.5, max(words) + 2.5, len(column.head) / 2 + 3, NARROW), WIDE)


def _letters(cell: Cell) -> int:
    match cell:
        case Shown(text=text) | Toned(text=text):
            return len(text)
        case date():
            return DAY
        case str():
            return len(cell)
        case None:
            return 0
