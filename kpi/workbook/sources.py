"""The sheets of what the numbers come from: how fresh each source is, and which files stand behind each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.paper.row_words import row_name
from kpi.workbook.book import Toned
from kpi.workbook.shown import value
from kpi.workbook.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.reporting.report import Sourced
    from kpi.snapshot import ScoreRow, Snapshot, SourceState
    from kpi.words import Words
    from kpi.workbook.book import Book, Cell

FRESH = {
    "fact": "workbook.fact",
    "channel": "sources.column_channel",
    "format": "sources.column_format",
    "last_day": "sources.column_last_day",
    "state": "sources.column_state",
    "missing": "sources.column_missing",
}
FILES = {
    "kpi": "scorecard.kpi",
    "first": "workbook.first",
    "last": "workbook.last",
    "file": "sources.column_file",
    "format": "sources.column_format",
    "rows": "sources.column_rows",
    "uploaded": "sources.column_loaded",
}


def sources(book: Book, snapshot: Snapshot) -> None:
    """Write how far each source reaches; whose account it is stays in the house."""
    columns = [Column(key, book.say(text)) for key, text in FRESH.items()]
    rows = [_source(one, book.say) for one in snapshot.sources]
    table(book, "sources", columns, rows, none=book.say("pdf.no_sources"))


def files(book: Book, snapshot: Snapshot) -> None:
    """Write the files behind each row; nothing where the report names none."""
    named = {row.plan.id: row for row in snapshot.rows}
    told = snapshot.report.sourced if snapshot.report else ()
    if rows := [line for one in told if one.row in named for line in _files(one, named[one.row], book.say)]:
        table(book, "files", [Column(key, book.say(text)) for key, text in FILES.items()], rows)


def _source(one: SourceState, say: Words) -> dict[str, Cell]:
    state = say("sources.complete" if one.complete else "sources.behind")
    told = f"{state} · {say('counted.provisional')}" if one.provisional else state
    return {
        "fact": say(f"pdf.fact.{one.fact}"),
        "channel": say.channel(one.channel) if one.channel else "",
        "format": _format(one.format, say),
        "last_day": one.last_day,
        "state": Toned(told, "good" if one.complete and not one.provisional else "watch"),
        "missing": ", ".join(one.missing_weeks),
    }


def _files(one: Sourced, row: ScoreRow, say: Words) -> Iterator[dict[str, Cell]]:
    for file in one.files:
        yield {
            "kpi": row_name(row, say),
            "first": one.first,
            "last": one.last,
            "file": file.name,
            "format": _format(file.format, say),
            "rows": value(file.rows, say.whole(file.rows), say),
            "uploaded": file.uploaded,
        }


def _format(name: str, say: Words) -> str:
    return say(f"format.{name}") if say.has(f"format.{name}") else name.replace("_", " ")
