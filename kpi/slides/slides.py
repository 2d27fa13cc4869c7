"""A snapshot as PowerPoint: native text, tables and charts, to present or to paste from.

The words are those of the paper (kpi.paper.document), so no number here can differ from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.paper.document import document
from kpi.paper.effected import effected as told_of
from kpi.paper.impersonal import impersonal
from kpi.paper.rows import with_trend
from kpi.slides.appended import appended
from kpi.slides.cover import cover, more_cards
from kpi.slides.deck import Deck
from kpi.slides.package import packed
from kpi.slides.scorecard import scorecard
from kpi.slides.tiles import tiles
from kpi.slides.told import decided, effected, noted
from kpi.slides.trends import MOST, trends
from kpi.words import Words

if TYPE_CHECKING:
    from kpi.paper.edition import Edition
    from kpi.paper.effected import Effects
    from kpi.snapshot import Snapshot


def all_effects(snapshot: Snapshot, say: Words) -> Effects | None:
    """Tell of every decision: a deck has room, and no data attached that could hold the rest."""
    return told_of(snapshot, say, most=len(snapshot.report.effects) if snapshot.report else 0)


def slides(snapshot: Snapshot, edition: Edition) -> bytes:
    """Make a deck of 16 by 9; same snapshot and same edition, same bytes."""
    snapshot = impersonal(snapshot)
    say, made = Words(edition.language), snapshot.week.sunday
    doc = document(snapshot, say)
    deck = Deck(doc, edition, say)
    cover(deck)
    more_cards(deck)
    tiles(deck)
    decided(deck)  # what a meeting needs stands before what it looks up
    effected(deck, all_effects(snapshot, say))
    scorecard(deck)
    drawn = zip(with_trend(snapshot.rows), doc.charts, strict=True)
    shown = [(row, chart) for row, chart in drawn if chart.rank < MOST]
    trends(deck, shown, doc.trends, made)
    noted(deck)
    if edition.appendix:
        appended(deck, snapshot, {row.plan.id for row, _ in shown})
    return packed(deck.presentation, f"{doc.title} · {doc.brand}", deck.language, made)
