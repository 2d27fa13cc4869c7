"""The rules that are active as cards beside each other: what to do, where, the numbers behind it, whose it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.slides.colours import TINT, glyph
from kpi.slides.sheet import Area
from kpi.slides.text import Para, Run, para

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpi.paper.blocks import Card, Leg
    from kpi.slides.sheet import Sheet

PER_SLIDE, GUTTER, EDGE = 3, 14.0, 4.0
MORE = (2.0, 1.0, 0.0)  # points above the smallest letters


def cards(sheet: Sheet, area: Area, shown: Sequence[Card]) -> None:
    """Draw up to three cards."""
    wide = (area.w - (PER_SLIDE - 1) * GUTTER) / PER_SLIDE
    for i, card in enumerate(shown):
        _card(sheet, Area(area.x + i * (wide + GUTTER), area.y, wide, area.h), card)


def _card(sheet: Sheet, area: Area, card: Card) -> None:
    tone = card.sign.tone
    with sheet.group(area, f"{card.sign.word} {card.where}", f"{card.sign.word} · {card.where}"):
        sheet.shape(area, "rect", TINT + tone, "Card")
        sheet.shape(Area(area.x, area.y, EDGE, area.h), "rect", tone, "Edge")
        inner = area.within(EDGE + 10, 10, 10, 8)
        sheet.text(inner, _largest(card, inner), "Text")


def _largest(card: Card, room: Area) -> list[Para]:
    """Set a card as large as its place allows."""
    sizes = (list(_said(card, more)) for more in MORE)
    fits = (one for one in sizes if sum(each.height(room.w) for each in one) <= room.h)
    return next(fits, list(_said(card, MORE[-1])))


def _said(card: Card, more: float) -> Iterator[Para]:
    """Say what a card says, its letters so many points above the smallest."""
    kind = Run(f"{glyph(card.sign.shape)} {card.sign.word.upper()}", 12, card.sign.tone, bold=True)
    yield Para((kind, Run(f" · {card.where}", 12, "ink")), after=5)
    yield replace(para(card.rule, 12 + more, bold=True, most=4), after=6)
    for leg in card.legs:
        yield from _leg(leg, more)
    if card.brings:
        yield replace(para(card.brings, 10 + more, most=2), after=4)
    if card.owner:
        yield para(card.owner, 10 + more, "muted", most=2)


def _leg(leg: Leg, more: float) -> Iterator[Para]:
    moved = f"{leg.before} → {leg.after}".replace(" ", "\u00a0")
    yield Para((Run(f"{leg.kpi} ", 10.5 + more), Run(moved, 10.5 + more, bold=True)), 2)
    yield replace(para(f"{leg.evidence} · {leg.sample}", 10 + more / 2, "muted", most=2), after=4)
