"""The rules that are active as cards beside each other: what to do, where, the numbers behind it, whose it is."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from kpi.slides.colours import TINT, glyph
from kpi.slides.sheet import Area
from kpi.slides.text import Para, Run, para

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpi.paper.blocks import Card, Leg
    from kpi.slides.sheet import Sheet

ACROSS, NARROW, GUTTER, EDGE = 3, 4, 14.0, 4.0  # cards beside each other, and when they are all there are
NO_BREAK = "\u00a0"
MORE = (2.0, 1.0, 0.0)  # points above the smallest letters


def beside(area: Area, many: Sequence[Card]) -> int:
    """Say how many of these stand on the first slide: four where their words fit, else no card is left alone."""
    if len(many) == NARROW and all(_fits(card, _inner(area, NARROW)) for card in many):
        return NARROW
    return len(many) if len(many) <= ACROSS else ceil(len(many) / 2)


def cards(sheet: Sheet, area: Area, shown: Sequence[Card]) -> None:
    """Draw up to four cards."""
    wide = _wide(area, max(len(shown), ACROSS))
    for i, card in enumerate(shown):
        _card(sheet, Area(area.x + i * (wide + GUTTER), area.y, wide, area.h), card)


def _card(sheet: Sheet, area: Area, card: Card) -> None:
    tone = card.sign.tone
    with sheet.group(area, f"{card.sign.word} {card.where}", f"{card.sign.word} · {card.where}"):
        sheet.shape(area, "rect", TINT + tone, "Card")
        sheet.shape(Area(area.x, area.y, EDGE, area.h), "rect", tone, "Edge")
        inner = _within(area)
        sheet.text(inner, _largest(card, inner), "Text")


def _wide(area: Area, across: int) -> float:
    return (area.w - (across - 1) * GUTTER) / across


def _within(area: Area) -> Area:
    return area.within(EDGE + 10, 10, 10, 8)


def _inner(area: Area, across: int) -> Area:
    return _within(replace(area, w=_wide(area, across)))


def _fits(card: Card, room: Area) -> bool:
    """Whether all of a card can be read in its smallest letters."""
    said = list(_said(card, MORE[-1]))
    return all(one.lines(room.w) <= one.most for one in said) and sum(one.height(room.w) for one in said) <= room.h


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
    moved = f"{leg.before} → {leg.after}".replace(" ", NO_BREAK)
    basis = f"{leg.evidence} ·{NO_BREAK}{leg.sample.replace(' ', NO_BREAK)}"
    yield Para((Run(f"{leg.kpi} ", 10.5 + more), Run(moved, 10.5 + more, bold=True)), 2)
    yield replace(para(basis, 10 + more / 2, "muted", most=2), after=4)
