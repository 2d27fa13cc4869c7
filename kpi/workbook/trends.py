"""The sheet of the trends: a row for each week of each row of the plan. A week without a value is an empty cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.counting import point_state
from kpi.paper.row_words import row_name
from kpi.periods import Week
from kpi.workbook.shown import value
from kpi.workbook.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.snapshot import Point, ScoreRow, Snapshot
    from kpi.words import Words
    from kpi.workbook.book import Book, Cell

COLUMNS = ("kpi", "week", "first", "value", "sample", "remark")
HEADS = {"kpi": "scorecard.kpi", "value": "measure.value", "sample": "scorecard.sample", "remark": "scorecard.remark"}


def trends(book: Book, snapshot: Snapshot) -> None:
    """Write the sheet."""
    say = book.say
    columns = [Column(key, say(HEADS.get(key, f"workbook.{key}"))) for key in COLUMNS]
    table(book, "trends", columns, [_week(row, point, say) for row in snapshot.rows for point in row.series])


def places(snapshot: Snapshot, say: Words) -> dict[str, str]:
    """Tell where the values of each row stand, by its id."""
    return dict(_places(snapshot, say))


def _places(snapshot: Snapshot, say: Words) -> Iterator[tuple[str, str]]:
    sheet, column, first = say("workbook.sheet.trends"), chr(ord("A") + COLUMNS.index("value")), 2
    for row in snapshot.rows:
        last = first + len(row.series) - 1
        if sum(point.value is not None for point in row.series) > 1:
            yield row.plan.id, f"'{sheet}'!${column}${first}:${column}${last}"
        first = last + 1


def _week(row: ScoreRow, point: Point, say: Words) -> dict[str, Cell]:
    there = point.value is not None
    return {
        "kpi": row_name(row, say),
        "week": point.week,
        "first": Week.parse(point.week).monday,
        "value": value(point.value, say.number(point.value, row.unit, row.currency), say) if there else None,
        "sample": value(point.sample, say.whole(point.sample), say) if there else None,
        "remark": point_state(point, say) if there else "",
    }
