"""What the PDF says, ready to set: strings in the reader's language, and plots.

Every number goes through the same calls of `kpi.words` as on the pages, so page
and paper cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.counting import shortened
from kpi.paper.blocks import Card, Chart, Line, Sign, Tally, Tile
from kpi.paper.cards import CARDS, URGENT_FIRST, cards
from kpi.paper.decided import decided
from kpi.paper.effected import effected
from kpi.paper.headline import headline
from kpi.paper.notes import notes
from kpi.paper.period import calm, headings, several, title, when
from kpi.paper.plot import chart
from kpi.paper.row_words import baseline, now, row_name, status_sign, trend_alt
from kpi.paper.rows import CHARTS, NAME, TILES, charts, chosen, lines, tiles, with_trend
from kpi.paper.spanned import evidence_signs
from kpi.paper.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.paper.decided import Decided
    from kpi.paper.effected import Effects
    from kpi.paper.entry import Appendix
    from kpi.paper.notes import Note
    from kpi.snapshot import ScoreRow, Snapshot, Status
    from kpi.words import Words

__all__ = [
    "CARDS",
    "CHARTS",
    "TILES",
    "URGENT_FIRST",
    "Document",
    "baseline",
    "chosen",
    "document",
    "now",
    "row_name",
    "status_sign",
    "trend_alt",
]

STATUSES: tuple[Status, ...] = (
    "met",
    "at_cost",
    "on_pace",
    "behind",
    "worse",
    "too_early",
    "too_little",
    "no_data",
)


@dataclass(frozen=True)
class Document:
    """Everything on paper, in reading order."""

    language: str
    brand: str
    title: str
    when: str
    tallies: tuple[Tally, ...]
    headline: str
    cards: tuple[Card, ...]
    calm: str  # said where there is no card
    more: str  # said where there are too many
    decided: Decided | None  # None = there was no meeting
    effects: Effects | None  # None = nothing is looked back on
    tiles: tuple[Tile, ...]
    lines: tuple[Line, ...]
    spanned: bool  # the lines tell what the rows were over several weeks
    evidence: tuple[Sign, ...]  # the marks beside what they changed by
    partial: bool
    charts: tuple[Chart, ...]
    noted: tuple[Sign, ...]  # the kinds of notes on the charts
    trends: str
    notes: tuple[Note, ...]
    fingerprint: str
    date: tuple[int, int, int]
    words: dict[str, str]
    appendix: Appendix | None = None  # None = nobody asked for it


def document(snapshot: Snapshot, say: Words) -> Document:
    """Put a snapshot into words."""
    over, drawn, end = several(snapshot), with_trend(snapshot.rows), snapshot.week.sunday
    written = lines(snapshot, say)
    left = len(snapshot.alerts) - CARDS
    return Document(
        language=say.language,
        brand=shortened(snapshot.brand, NAME),
        title=title(snapshot, say),
        when=when(snapshot, say),
        tallies=tuple(Tally(status_sign(s, say), n, say.whole(n)) for s in STATUSES if (n := snapshot.count(s))),
        headline=headline(snapshot, say),
        cards=cards(snapshot, say),
        calm=calm(snapshot, say),
        more=say("pdf.more", n=left) if left > 0 else "",
        decided=None if over else decided(snapshot, say),
        effects=effected(snapshot, say),
        tiles=tiles(snapshot, say),
        lines=written,
        spanned=over is not None,
        evidence=evidence_signs(snapshot, say),
        partial=any(line.now.endswith("*") for line in written),
        charts=charts(drawn, over, say),
        noted=_noted(drawn, say),
        trends=say("pdf.trends", n=max((len(row.series) for row in drawn), default=0)),
        notes=notes(snapshot, say),
        fingerprint=say("pdf.fingerprint", fingerprint=snapshot.fingerprint),
        date=(end.year, end.month, end.day),
        words=_fixed(snapshot, say),
    )


_HEADINGS = ("table", "notes", "no_rows", "attachment")
_KEYS = ("pace", "chance_key", "partial", "zone", "limits", "gap", "other", "ring", "band", "since", "unfinished")
_DECIDED = ("title", "decision", "about", "action", "size", "due")
_EFFECTS = ("title", "decision", "since", "came", "caveat")
_COLUMNS = ("kpi", "baseline", "now", "target", "progress", "chance", "status", "owner", "cadence", "moved")


def _fixed(snapshot: Snapshot, say: Words) -> dict[str, str]:
    # typst fills in the page numbers, which only it knows
    fields = {"days": snapshot.plan_days, "page": "{page}", "pages": "{pages}"}
    fixed = {key: say(f"pdf.{key}", **fields) for key in (*_HEADINGS, *_KEYS, *_COLUMNS, "page")}
    minutes = {f"decided_{key}": say(f"minutes.{key}") for key in _DECIDED}
    since = {f"effects_{key}": say(f"pdf.effects.{key}") for key in _EFFECTS}
    return fixed | minutes | since | headings(snapshot, say)


def _noted(rows: Sequence[ScoreRow], say: Words) -> tuple[Sign, ...]:
    """Name the kinds of notes that the charts mark."""
    drawn = {note.kind for row in rows for note in chart(row).notes}
    marks = {kind: mark for kind, mark in tokens().annotation.items() if kind in drawn}
    return tuple(Sign(say(f"annotation.kinds.{kind}"), mark.tone, mark.shape) for kind, mark in marks.items())
