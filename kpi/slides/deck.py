"""The deck that is being written: a slide at a time, each with its title, its last line and the logo."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from kpi.slides.measured import width
from kpi.slides.sheet import MARGIN, WIDE, Area, Sheet
from kpi.slides.template import COVER, PAGE, TEXT, tag, template
from kpi.slides.text import SMALLEST, fitted, para

if TYPE_CHECKING:
    from kpi.paper.document import Document
    from kpi.paper.edition import Edition
    from kpi.slides.text import Para
    from kpi.words import Words

TITLE = 700.0, 24.0  # width and size of the letters
FOOT = 770.0  # width of the last line
LOGO = Area(WIDE - MARGIN - 150, 24, 150, 40)


class Deck:
    """A presentation, and what all of its slides need."""

    def __init__(self, doc: Document, edition: Edition, say: Words) -> None:
        self.doc = doc
        self.say = say
        self.look = edition.look
        self.language = tag(say)
        self.old = say("issued.known_on", day=say.day(edition.known)) if edition.known else ""
        self.presentation = template(edition.look, say)

    def cover(self) -> Sheet:
        """Begin the deck."""
        return self._sheet(COVER, ())

    def page(self, title: str) -> Sheet:
        """Add a slide with room below its title."""
        return self._sheet(PAGE, (para(title, TITLE[1], bold=True),))

    def told(self, title: str, paras: tuple[Para, ...]) -> Sheet:
        """Add a slide of text."""
        sheet = self._sheet(TEXT, (para(title, TITLE[1], bold=True),))
        sheet.fill_in(1, paras)
        return sheet

    def part(self, title: str, at: int, of: int) -> str:
        """Name one of the slides that a list goes on over: no two have the same title."""
        many = {"part": self.say.whole(at), "parts": self.say.whole(of)}
        return title if of == 1 else self.say("slides.part", title=title, **many)

    def end(self, sheet: Sheet) -> None:
        """Finish a slide, with what stands in its last line."""
        rest = "".join(f" · {part}" for part in (self.doc.when, self.old, self.doc.fingerprint) if part)
        room = FOOT - width(rest, SMALLEST)
        sheet.foot(
            fitted(para(self.doc.brand, SMALLEST), room).runs[0].text + rest,
            self.say.whole(len(self.presentation.slides)),
        )

    def _sheet(self, layout: int, title: tuple[Para, ...]) -> Sheet:
        sheet = Sheet(self.presentation.slides.add_slide(self.presentation.slide_layouts[layout]), self.language)
        if title:
            sheet.fill_in(0, [fitted(one, TITLE[0]) for one in title])
        logo = self.look.drawn if self.look.picture == "svg" else self.look.logo  # PowerPoint wants a bitmap
        if logo:
            self._logo(sheet, logo)
        return sheet

    def _logo(self, sheet: Sheet, content: bytes) -> None:
        """Set the logo as large as its corner allows, to the right."""
        part, rel = sheet.slide.part.get_or_add_image_part(BytesIO(content))
        wide, high = part.image.size
        scale = min(LOGO.w / wide, LOGO.h / high)
        place = Area(LOGO.x + LOGO.w - wide * scale, LOGO.y + (LOGO.h - high * scale) / 2, wide * scale, high * scale)
        sheet.picture(place, rel, "Logo", self.say("look.logo_of", brand=self.doc.brand))
