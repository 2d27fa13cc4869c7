"""A workbook whose text stays text: the styles, and what may stand in a cell.

Text is always written as text, marked as such where it begins as a formula does, so that it stays text when somebody
edits the cell. There are no links, no macros and nothing that is fetched.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from data.text import clean
from kpi.paper.shades import accent_of
from kpi.paper.tokens import tokens
from kpi.steady import steady
from kpi.words import NO_VALUE
from kpi.workbook.shown import Shown

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from kpi.paper.edition import Edition
    from kpi.paper.tokens import ToneName
    from kpi.words import Words

MOST = 32_767  # characters of a cell
STARTS = ("=", "+", "-", "@", "'", "|", "%")
BLANKS = re.compile(r"[^\S\u00a0\u202f]+")  # those that do not hold a number and its unit together
UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML
OPTIONS = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
PAPERS = {"a4": 9, "us-letter": 1}
DAY = re.compile("[dMy]+")
DAYS = {"d": "d", "dd": "dd", "M": "m", "MM": "mm", "MMM": "mmm", "MMMM": "mmmm", "y": "yyyy", "yy": "yy"}


@dataclass(frozen=True)
class Toned:
    """A word in the tone of what it means."""

    text: str
    tone: ToneName


Cell = Shown | Toned | str | date | None  # None = empty: a gap is no zero


class Book:
    """A workbook that is being written."""

    def __init__(self, edition: Edition, say: Words, fingerprint: str) -> None:
        self.say, self.paper, self.accent = say, PAPERS[edition.paper], accent_of(edition.look)
        self._foot = f"&L{say('pdf.fingerprint', fingerprint=fingerprint)}&R&P / &N"
        self._bytes = io.BytesIO()
        self._book = Workbook(self._bytes, OPTIONS)
        self._styles: dict[tuple[tuple[str, Any], ...], Format] = {}

    def about(self, title: str, subject: str, day: date) -> None:
        """Say what the file is, without a word of who made it: same data, same bytes."""
        made = datetime.combine(day, time(), UTC)
        self._book.set_properties({"title": plain(title), "subject": plain(subject), "created": made})
        self._book.set_custom_property("Language", self.say.language)

    def sheet(self, name: str) -> Worksheet:
        """Add a sheet for paper that lies: as wide as a page, with the fingerprint and the page below."""
        sheet = self._book.add_worksheet(self.say(f"workbook.sheet.{name}"))
        sheet.hide_gridlines(2)
        sheet.set_tab_color(self.accent)
        sheet.set_landscape()
        sheet.set_paper(self.paper)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(self._foot)
        return sheet

    def style(self, **how: Any) -> Format:
        """Make a style once."""
        key = tuple(sorted(how.items()))
        if key not in self._styles:
            self._styles[key] = self._book.add_format({"valign": "vcenter", **how})
        return self._styles[key]

    def put(self, sheet: Worksheet, row: int, column: int, cell: Cell, **how: Any) -> None:
        """Write a cell."""
        match cell:
            case Shown(number, form, _, formula):
                style = self.style(**({"align": "right"} | how | {"indent": 0}), num_format=form)
                if formula:
                    sheet.write_formula(row, column, f'=IFERROR({formula},"{NO_VALUE}")', style, steady(number))
                else:
                    sheet.write_number(row, column, steady(number), style)
            case Toned(text, tone):
                pair = tokens().tone[tone].light
                self._text(
                    sheet, row, column, text, how | {"font_color": pair.ink, "bg_color": pair.tint, "bold": True}
                )
            case date():
                style = self.style(**({"align": "right"} | how | {"indent": 0}), num_format=day_form(self.say))
                sheet.write_datetime(row, column, datetime.combine(cell, time()), style)
            case str():
                self._text(sheet, row, column, cell, how)
            case None:
                sheet.write_blank(row, column, None, self.style(**how))

    def _text(self, sheet: Worksheet, row: int, column: int, text: str, how: dict[str, Any]) -> None:
        written = plain(text)
        marked = {"quote_prefix": True} if written.startswith(STARTS) else {}
        sheet.write_string(row, column, written, self.style(**how, **marked))

    def close(self) -> bytes:
        """Finish the file."""
        self._book.close()
        return self._bytes.getvalue()


@cache
def plain(text: str) -> str:
    """Take out what a sheet cannot hold, and put the rest on one line."""
    line = BLANKS.sub(" ", UNWRITABLE.sub("", clean(text))).strip()
    return line.encode("utf-16-le")[: 2 * MOST].decode("utf-16-le", "ignore")


def day_form(say: Words) -> str:
    """Write the number format of a day: the language's own, with its names of months."""
    pattern = str(say.locale.date_formats["medium"].pattern)
    return f"[$-{say('workbook.locale')}]" + DAY.sub(lambda found: DAYS[found[0]], pattern)
