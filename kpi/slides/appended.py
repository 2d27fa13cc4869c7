"""The slides of an appendix: the trends that were left out, and what each number, rule and decision stands on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.paper.appendix import appendix
from kpi.paper.period import several
from kpi.paper.rows import charts
from kpi.slides.colours import glyph
from kpi.slides.grid import Column
from kpi.slides.listing import Listing, listed
from kpi.slides.sheet import BODY
from kpi.slides.text import Para, Run, para
from kpi.slides.trends import trends

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kpi.paper.entry import Entry, Fact
    from kpi.slides.deck import Deck
    from kpi.slides.grid import Row
    from kpi.snapshot import ScoreRow, Snapshot

NAME = 0.22  # of the width
SIZE = 10.0


def appended(deck: Deck, snapshot: Snapshot, drawn: Collection[str]) -> None:
    """Write the appendix; `drawn` = ids of the rows whose trend was shown already."""
    left = [row for row in snapshot.rows if row.plan.id not in drawn and _has_trend(row)]
    named = deck.say("slides.others", title=deck.doc.trends)
    others = list(zip(left, charts(left, several(snapshot), deck.say), strict=True))
    trends(deck, others, named, snapshot.week.sunday)
    found = appendix(snapshot, deck.say)
    heads = [deck.say(f"slides.{key}") for key in ("entry", "stands_on")]
    columns = [Column(head, share * BODY.w) for head, share in zip(heads, (NAME, 1 - NAME), strict=True)]
    for part in found.parts:
        listed(deck, Listing(part.title, columns, [_row(one, found.files) for one in part.entries], "", part.about))


def _has_trend(row: ScoreRow) -> bool:
    return sum(point.value is not None for point in row.series) > 1


def _row(one: Entry, files: str) -> Row:
    sign = f"{glyph(one.sign.shape)} {one.sign.word}"
    head = (para(one.name, 11, bold=True, most=4), para(sign, SIZE, one.sign.tone, bold=True))
    return head, tuple(replace(each, after=2) for each in _stands_on(one, files))


def _stands_on(one: Entry, files: str) -> Iterator[Para]:
    """Write what is known of a number, one thing after the other."""
    if one.about:
        yield para(one.about, SIZE, "muted", most=3)
    for facts, most in ((one.figures, 2), (one.facts[:1], 4), (one.facts[1:], 7)):
        if facts:
            yield Para(tuple(_runs(facts)), most=most)
    if one.sources:
        told = "; ".join(f"{source.name} ({source.about})" for source in one.sources)
        yield Para((Run(f"{files} ", SIZE, bold=True), Run(told, SIZE)), most=4)


def _runs(facts: Sequence[Fact]) -> Iterator[Run]:
    for fact in facts:
        yield Run(f"{fact.name} ", SIZE, "muted", bold=True)
        yield Run(f"{fact.text}\u2003", SIZE)
