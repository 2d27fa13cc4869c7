"""A table of people's words over as many slides as it needs, with a line over it and one under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.slides.grid import Column, paged, place
from kpi.slides.sheet import BODY, Area
from kpi.slides.text import para

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.slides.deck import Deck
    from kpi.slides.grid import Row

MOST, LEAST = 10, 28.0  # rows of a slide, height of one
ABOVE, BELOW = 22.0, 34.0  # for a line over and under a table


@dataclass(frozen=True)
class Listing:
    """A table, its title, and what is said over and under it."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    above: str
    below: str


def listed(deck: Deck, what: Listing) -> None:
    """Write a table over slides, with a line over it and one under it."""
    top = ABOVE if what.above else 0.0
    pages = list(paged(what.columns, what.rows, BODY.h - top - BELOW, MOST, LEAST)) or [[]]
    for i, page in enumerate(pages, start=1):
        sheet = deck.page(named := deck.part(what.title, i, len(pages)))
        if what.above:
            sheet.text(Area(BODY.x, BODY.y - 4, BODY.w, ABOVE - 4), [para(what.above, 12, "muted")], "Text")
        if page:
            place(sheet, what.columns, page, named, top=top)
        if what.below:
            size, y = (10, BODY.y + BODY.h - BELOW + 6) if page else (14, BODY.y + top)
            sheet.text(Area(BODY.x, y, BODY.w, BELOW - 6), [para(what.below, size, "muted", most=2)], "Text")
        deck.end(sheet)
