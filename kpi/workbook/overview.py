"""The first sheet: the sentence of the report, how the targets stand, what is active, and the small print."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from xlsxwriter.image import Image

from kpi.paper.cards import URGENT_FIRST, ruled
from kpi.paper.document import document
from kpi.paper.tokens import tokens
from kpi.rule.rule_words import place_name
from kpi.workbook.book import Toned, plain
from kpi.workbook.shown import value
from kpi.workbook.table import height, lines_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from kpi.paper.edition import Edition
    from kpi.snapshot import Snapshot
    from kpi.workbook.book import Book, Cell

LABEL, TEXT = 24, 112  # letters
LETTER, LOGO, WIDE_LOGO = 7, 32, 240  # pixels: a letter, and the room of a logo
SCREEN = 96  # dots per inch of a sheet


def overview(book: Book, snapshot: Snapshot, edition: Edition) -> None:
    """Write the sheet."""
    say, said = book.say, document(snapshot, book.say)
    page = _Page(book, book.sheet("overview"))
    page.title(said.title, f"{said.brand} · {said.when}")
    page.logo(edition.look.bitmap, say("look.logo_of", brand=said.brand))
    if edition.known:
        page.line("", Toned(say("issued.known_on", day=say.day(edition.known)), "watch"))
    page.line(say("workbook.headline"), said.headline, bold=True)
    page.head(say("scorecard.status"))
    for tally in said.tallies:
        glyph = next(mark.glyph for mark in tokens().status.values() if mark.shape == tally.sign.shape)
        page.line(Toned(f"{glyph} {tally.sign.word}", tally.sign.tone), value(tally.rows, tally.count, say))  # type: ignore[arg-type]
    page.head(said.words["alerts"])
    for alert in sorted(snapshot.alerts, key=lambda one: URGENT_FIRST.index(one.verdict)):
        mark = tokens().verdict[alert.verdict]
        sign = Toned(f"{mark.glyph} {say(f'verdict.{alert.verdict}')}", mark.tone)
        page.line(sign, f"{place_name(alert.channel, say)} · {ruled(alert, say)}")
    if not snapshot.alerts:
        page.line("", said.calm)
    page.head(said.words["notes"])
    for note in said.notes:
        page.line(note.name, note.text)
    page.line("", said.fingerprint)


class _Page:
    """Lines of a label and what it says, one below the other."""

    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self.book, self.sheet, self.row = book, sheet, 0
        sheet.set_column(0, 0, LABEL)
        sheet.set_column(1, 1, TEXT)

    def title(self, title: str, about: str) -> None:
        """Write what the file is, large."""
        self.book.put(self.sheet, 0, 0, title, bold=True, font_size=18, font_color=self.book.accent)
        self.book.put(self.sheet, 1, 0, about, font_color=tokens().light.muted)
        self.sheet.set_row(0, 30)
        self.row = 3

    def logo(self, picture: bytes | None, alt: str) -> None:
        """Put the logo at the right, as high as the title."""
        if picture is None:
            return
        drawn = Image(io.BytesIO(picture))
        wide, high = drawn.width * SCREEN / drawn.x_dpi, drawn.height * SCREEN / drawn.y_dpi
        scale = min(LOGO / high, WIDE_LOGO / wide)
        place = {"x_offset": TEXT * LETTER - wide * scale, "y_offset": 4, "x_scale": scale, "y_scale": scale}
        about = {"image_data": io.BytesIO(picture), "description": plain(alt), "object_position": 3}
        self.sheet.insert_image(0, 1, "logo", place | about)

    def head(self, words: str) -> None:
        """Write the head of a part."""
        for column, cell in enumerate((words, None)):
            self.book.put(
                self.sheet, self.row + 1, column, cell, bold=True, font_color="#ffffff", bg_color=self.book.accent
            )
        self.row += 2

    def line(self, label: Cell, cell: Cell, **how: object) -> None:
        """Write a line."""
        words = cell if isinstance(cell, str) else ""
        self.sheet.set_row(self.row, height(lines_of(words, TEXT)))
        self.book.put(self.sheet, self.row, 0, label, bold=True, text_wrap=True)
        self.book.put(self.sheet, self.row, 1, cell, **({"text_wrap": True, "align": "left"} | how))
        self.row += 1
