"""The first slide: the sentence of the report, how the targets stand, and the rules that are active."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.slides.cards import beside, cards
from kpi.slides.colours import glyph
from kpi.slides.sheet import BODY, MARGIN, WIDE, Area
from kpi.slides.text import Para, Run, arranged, fitted, para

if TYPE_CHECKING:
    from kpi.slides.deck import Deck
    from kpi.slides.sheet import Sheet

TITLE, SUBTITLE, BRAND, HEADLINE = 0, 1, 13, 14  # placeholders of the layout
GAP = "\u2003\u2003"  # em spaces: a run of plain ones would be taken together
INNER = WIDE - 2 * MARGIN
BAR = Area(MARGIN, 220, INNER, 9)
CARDS = Area(MARGIN, 290, INNER, 206)


def cover(deck: Deck) -> None:
    """Write the first slide."""
    doc, sheet = deck.doc, deck.cover()
    sheet.fill_in(TITLE, [fitted(para(doc.title, 32, bold=True), 700)])
    when = [para(doc.when, 14, "muted"), *([para(deck.old, 12, "watch", bold=True)] if deck.old else [])]
    sheet.fill_in(SUBTITLE, arranged(when, INNER, 40))
    sheet.fill_in(BRAND, [fitted(para(doc.brand, 14, "accent", bold=True), 700)])
    sheet.fill_in(HEADLINE, arranged([_headline(doc.headline)], INNER, 74))
    if doc.tallies:
        _tally(sheet, deck)
    sheet.text(Area(MARGIN, 264, INNER, 20), [para(doc.words["alerts"], 14, "accent", bold=True)], "Heading")
    if doc.cards:
        cards(sheet, CARDS, doc.cards[: beside(CARDS, doc.cards)])
    else:
        sheet.text(CARDS, [para(doc.calm, 14, "muted", most=2)], "Text")
    deck.end(sheet)


def more_cards(deck: Deck) -> None:
    """Write the rules that the first slide had no room for."""
    left = deck.doc.cards[beside(CARDS, deck.doc.cards) :]
    if not left:
        return
    sheet = deck.page(deck.doc.words["alerts"])
    cards(sheet, Area(BODY.x, BODY.y + 6, BODY.w, CARDS.h), left)
    if deck.doc.more:
        sheet.text(Area(BODY.x, BODY.y + CARDS.h + 24, BODY.w, 20), [para(deck.doc.more, 12, "muted")], "Text")
    deck.end(sheet)


def _headline(text: str) -> Para:
    """Set the sentence as large as three lines allow."""
    sizes = (20.0, 18.0, 16.0, 14.0)
    found = (one for size in sizes if (one := para(text, size, bold=True, most=3)).lines(INNER) <= 3)
    return next(found, para(text, sizes[-1], bold=True, most=3))


def _tally(sheet: Sheet, deck: Deck) -> None:
    """Draw how many rows have each status as one bar, and say it below."""
    tallies, say = deck.doc.tallies, deck.say
    total, x = sum(one.rows for one in tallies), BAR.x
    told = ", ".join(f"{one.count} {one.sign.word}" for one in tallies)
    with sheet.group(BAR, "Status", say("slides.tally", what=told)):
        for one in tallies:
            wide = BAR.w * one.rows / total
            sheet.shape(Area(x, BAR.y, wide - 1.5, BAR.h), "rect", one.sign.tone, one.sign.word)
            x += wide
    runs = [
        run
        for one in tallies
        for run in (
            Run(f"{glyph(one.sign.shape)} ", 12, one.sign.tone),
            Run(f"{one.count} ", 12, "ink", bold=True),
            Run(f"{one.sign.word}{GAP}", 12, "muted"),
        )
    ]
    sheet.text(Area(MARGIN, 234, INNER, 18), [Para(tuple(runs))], "Status")
