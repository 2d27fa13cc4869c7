"""A snapshot as an Excel workbook: numbers to work with that show what the screen says, formulas for ratios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.paper.impersonal import impersonal
from kpi.paper.period import title, when
from kpi.words import Words
from kpi.workbook.book import Book
from kpi.workbook.decisions import effects, minutes
from kpi.workbook.overview import overview
from kpi.workbook.scorecard import scorecard
from kpi.workbook.signals import signals
from kpi.workbook.sources import files, sources
from kpi.workbook.trends import places, trends

if TYPE_CHECKING:
    from kpi.paper.edition import Edition
    from kpi.snapshot import Snapshot


def workbook(snapshot: Snapshot, edition: Edition) -> bytes:
    """Write a snapshot as .xlsx; same snapshot and edition, same bytes."""
    say, snapshot = Words(edition.language), impersonal(snapshot)
    book = Book(edition, say, snapshot.fingerprint)
    book.about(f"{title(snapshot, say)} · {snapshot.brand}", when(snapshot, say), snapshot.week.sunday)
    overview(book, snapshot, edition)
    scorecard(book, snapshot, places(snapshot, say))
    trends(book, snapshot)
    signals(book, snapshot)
    minutes(book, snapshot)
    effects(book, snapshot)
    sources(book, snapshot)
    files(book, snapshot)
    return book.close()
