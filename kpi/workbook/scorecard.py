"""The sheet of the scorecard: a row for each row of the plan, with what its number is made of.

A number that is one figure over another is a formula over the two cells that hold them, and progress is one over
baseline, value and goal; a median or a count is a number. What a cell shows is what the screen says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from kpi.counting import clock_short, counted, uncompared
from kpi.paper.row_words import baseline, now, row_name, unfinished
from kpi.paper.tokens import tokens
from kpi.periods import Window
from kpi.remarks import beside_chance, chance
from kpi.words import NO_VALUE
from kpi.workbook.book import Toned
from kpi.workbook.shown import Shown, change, from_cells, value
from kpi.workbook.stretched import stretched, stretched_columns
from kpi.workbook.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.snapshot import Move, ScoreRow, Snapshot
    from kpi.words import Words
    from kpi.workbook.book import Book, Cell

TREND = 18  # letters: room for the line of half a year
LEADING = ("kpi", "channel", "baseline", "now")
WEEKLY = ("week_move", "evidence")  # a month and a plan look further back
JUDGED = ("baseline_move", "target", "goal", "progress", "chance", "status", "remark")
CARRIED = ("owner", "cadence", "trend", "sample", "coverage", "numerator", "denominator", "first", "last", "counted")
WIDE = {"remark": 26, "counted": 30, "trend": TREND}
OWN = ("channel", "goal", "trend", "first", "last")  # heads that no page has
MEASURED = ("numerator", "denominator", "baseline_move")


def scorecard(book: Book, snapshot: Snapshot, trends: Mapping[str, str]) -> None:
    """Write the sheet; `trends` = where the weeks of a row stand, by its id."""
    say = book.say
    over, told = stretched_columns(snapshot, say), stretched(snapshot, say)
    columns = [*_columns(LEADING, say), *(over or _columns(WEEKLY, say)), *_columns((*JUDGED, *CARRIED), say)]
    places = {column.key: place for place, column in enumerate(columns)}
    rows = [
        _Line(row, number, places, say).cells() | told.get(row.plan.id, {})
        for number, row in enumerate(snapshot.rows, 1)
    ]
    sheet = table(book, "scorecard", columns, rows, none=say("pdf.no_rows"))
    sheet.write_comment(0, places["chance"], say("pdf.chance_key"), {"author": "Ninety", "x_scale": 2})
    for number, row in enumerate(snapshot.rows, 1):
        if row.plan.id in trends:
            line = {"range": trends[row.plan.id], "series_color": book.accent, "last_color": book.accent}
            sheet.add_sparkline(number, places["trend"], {**line, "last_point": True})


def _columns(keys: tuple[str, ...], say: Words) -> list[Column]:
    return [Column(key, say(f"{_family(key)}.{key}"), WIDE.get(key, 0)) for key in keys]


def _family(key: str) -> str:
    return "workbook" if key in OWN else "measure" if key in MEASURED else "scorecard"


class _Line:
    """One row of the sheet."""

    def __init__(self, row: ScoreRow, number: int, places: Mapping[str, int], say: Words) -> None:
        self.row, self.number, self.places, self.say = row, number, places, say

    def cells(self) -> dict[str, Cell]:
        """Write its cells, by column."""
        row, say, window = self.row, self.say, Window.parse(self.row.now.window)
        mark, channel = tokens().status[row.status], row.plan.filter.channel
        moves = {name: self._moved(move) for name, move in _moves(row).items()}
        told: dict[str, Cell] = {
            "kpi": row_name(row, say),
            "channel": say.channel(channel) if channel else say("channel.everywhere"),
            "evidence": self._evidence(),
            "target": row.target.describe(say),
            "status": Toned(f"{mark.glyph} {say(f'status.{row.status}')}", mark.tone),
            "remark": beside_chance(row, say),
            "owner": row.plan.owner,
            "cadence": say(f"cadence.{row.plan.cadence}"),
            "trend": None,
            "first": window.first,
            "last": window.last,
            "counted": " · ".join(filter(None, (counted(row.now, say), clock_short(row, say)))),
        }
        return told | moves | self._amounts()

    def _amounts(self) -> dict[str, Cell]:
        row, say, cell = self.row, self.say, self.row.now
        starred = now(row, say) + ("*" if unfinished(row) else "")
        found: dict[str, Shown | str] = {
            "baseline": value(row.baseline, baseline(row, say), say),
            "now": value(cell.value, starred, say),
            "goal": value(row.goal, say.number(row.goal, row.unit, row.currency), say),
            "progress": value(row.progress, say.share(row.progress), say),
            "chance": self._chance(),
            "sample": value(cell.sample, say.whole(cell.sample), say),
            "coverage": value(cell.coverage, say.share(cell.coverage), say) if cell.coverage is not None else "",
            "numerator": value(cell.numerator, say.whole(cell.numerator), say) if cell.numerator is not None else "",
            "denominator": value(cell.denominator, say.whole(cell.denominator), say)
            if cell.denominator is not None
            else "",
        }
        return {**found, "now": self._divided(found), "progress": self._progressed(found)}

    def _divided(self, found: Mapping[str, Shown | str]) -> Shown | str:
        """Let the cells of numerator and denominator give the value, where they do."""
        above, below = found["numerator"], found["denominator"]
        if not isinstance(above, Shown) or not isinstance(below, Shown) or not below.number:
            return found["now"]
        hundred = self.row.unit == "points"
        result = (100 * above.number if hundred else above.number) / below.number
        formula = f"{'100*' if hundred else ''}{self._at('numerator')}/{self._at('denominator')}"
        return from_cells(found["now"], formula, result)

    def _progressed(self, found: Mapping[str, Shown | str]) -> Shown | str:
        """Let baseline, value and goal give the progress."""
        start, value_now, goal = found["baseline"], found["now"], found["goal"]
        if not (isinstance(start, Shown) and isinstance(value_now, Shown) and isinstance(goal, Shown)):
            return found["progress"]
        if goal.number == start.number:
            return found["progress"]
        result = (value_now.number - start.number) / (goal.number - start.number)
        begun = self._at("baseline")
        return from_cells(found["progress"], f"({self._at('now')}-{begun})/({self._at('goal')}-{begun})", result)

    def _at(self, column: str) -> str:
        return str(xl_rowcol_to_cell(self.number, self.places[column]))

    def _chance(self) -> Shown | str:
        """Show the chance; beyond 1% and 99% nobody is surer than that."""
        if not (text := chance(self.row, self.say)) or self.row.forecast is None or self.row.forecast.chance is None:
            return NO_VALUE
        return value(min(max(self.row.forecast.chance, 0.01), 0.99), text, self.say)

    def _moved(self, move: Move | None) -> Cell:
        if move is None:
            return ""
        row = self.row
        return change(move.size, self.say.change(move.size, row.unit, row.currency), self.say)

    def _evidence(self) -> str:
        row, say = self.row, self.say
        if row.week_move:
            return say(f"evidence.{row.week_move.evidence}")
        return uncompared(row.no_move, say) if row.no_move else ""


def _moves(row: ScoreRow) -> dict[str, Move | None]:
    return {"week_move": row.week_move, "baseline_move": None if row.partial else row.baseline_move}
