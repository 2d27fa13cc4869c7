"""What was decided, what became of it, what to know of the data: tables and text, on as many slides as they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.slides.colours import glyph
from kpi.slides.grid import Column
from kpi.slides.listing import Listing, listed
from kpi.slides.sheet import BODY
from kpi.slides.text import Para, Run, fitted, para

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpi.paper.blocks import Sign
    from kpi.paper.decided import Taken
    from kpi.paper.effected import Effected, Effects
    from kpi.paper.notes import Note
    from kpi.slides.deck import Deck
    from kpi.slides.grid import Row

SIZE = 11.0


def decided(deck: Deck) -> None:
    """Write what the meeting came to; nothing where there was none."""
    found, words = deck.doc.decided, deck.doc.words
    if found is None:
        return
    shares = {"decision": 0.12, "about": 0.2, "action": 0.29, "size": 0.15, "owner": 0.14, "due": 0.1}
    heads = {name: words["owner" if name == "owner" else f"decided_{name}"] for name in shares}
    columns = [Column(heads[name], share * BODY.w) for name, share in shares.items()]
    rows = [_taken(one) for one in found.lines]
    listed(deck, Listing(words["decided_title"], columns, rows, found.held, found.more or found.none))


def _taken(one: Taken) -> Row:
    return (
        (_sign(one.sign),),
        (para(one.about, SIZE, bold=True, most=3),),
        (para(one.action, SIZE, most=5),),
        (para(one.size, SIZE, most=3),),
        (para(one.owner, SIZE, "muted", most=3),),
        (para(one.due, SIZE, most=2),),
    )


def effected(deck: Deck, found: Effects | None) -> None:
    """Write what became of the decisions; nothing where none is looked back on."""
    words = deck.doc.words
    if found is None:
        return
    shares = {"decision": 0.36, "since": 0.48, "came": 0.16}
    columns = [Column(words[f"effects_{name}"], share * BODY.w) for name, share in shares.items()]
    said = words["effects_caveat"] if found.lines else found.none
    listed(deck, Listing(words["effects_title"], columns, [_became(one) for one in found.lines], "", said))


def _became(one: Effected) -> Row:
    since = (Run(one.lead, SIZE), Run(one.figures.replace(" ", "\u00a0"), SIZE, bold=True), Run(one.rest, SIZE))
    return (
        (para(one.action, SIZE, bold=True, most=3), para(one.facts, 10, "muted", most=2)),
        (
            para(one.about, SIZE, bold=True),
            Para(tuple(run for run in since if run.text), most=4),
            *([para(one.aside, 10, "muted", most=3)] if one.aside else []),
        ),
        (_sign(one.sign),),
    )


def _sign(sign: Sign) -> Para:
    return para(f"{glyph(sign.shape)} {sign.word}", SIZE, sign.tone, bold=True, most=2)


def noted(deck: Deck) -> None:
    """Write what to know of the data before trusting the numbers."""
    paras = [fitted(_note(note), BODY.w - 4) for note in deck.doc.notes]
    slides = list(_parted(paras, BODY.h - 8))
    for i, slide in enumerate(slides, start=1):
        deck.end(deck.told(deck.part(deck.doc.words["notes"], i, len(slides)), slide))


def _note(note: Note) -> Para:
    return Para((Run(f"{note.name}\u2002", 14, "accent", bold=True), Run(note.text, 14)), most=8, after=9)


def _parted(paras: Sequence[Para], room: float) -> Iterator[tuple[Para, ...]]:
    slide: list[Para] = []
    for one in paras:
        if slide and sum(each.height(BODY.w) for each in (*slide, one)) > room:
            yield tuple(slide)
            slide = []
        slide.append(one)
    if slide:
        yield tuple(slide)
