"""Each row over the weeks of a month or a plan, against as many weeks before: two numbers and what lies between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.counting import valued
from kpi.paper.blocks import Sign, Stretched
from kpi.paper.row_words import tone_of
from kpi.side_by_side import side_by_side
from kpi.words import NO_VALUE

if TYPE_CHECKING:
    from kpi.reporting.report import Stretch
    from kpi.snapshot import Evidence, Move, ScoreRow, Snapshot
    from kpi.words import Words

SHAPES = {"possible": "hollow", "noise": "ring", "too_little": "frame"}  # a signal has the direction it goes in


def spanned(snapshot: Snapshot, say: Words) -> list[Stretched] | None:
    """Put every row of a report of several weeks into words; None = it is of one week."""
    report = snapshot.report
    if report is None or report.span.kind == "week":
        return None
    told = {stretch.row: stretch for stretch in report.stretches}
    return [_stretched(row, told.get(row.plan.id), say) for row in snapshot.rows]


def evidence_signs(snapshot: Snapshot, say: Words) -> tuple[Sign, ...]:
    """Name the marks that stand beside the changes, each once."""
    report = snapshot.report
    moves = [one.move for one in report.stretches if one.move] if report and report.span.kind != "week" else []
    found = {move.evidence for move in moves}
    order: tuple[Evidence, ...] = ("signal", "possible", "noise", "too_little")
    return tuple(Sign(say(f"evidence.{one}"), "quiet", SHAPES.get(one, "triangle")) for one in order if one in found)


def _stretched(row: ScoreRow, stretch: Stretch | None, say: Words) -> Stretched:
    if stretch is None:
        return Stretched(NO_VALUE, NO_VALUE, None)
    if stretch.move is None:
        before, during = (
            valued(cell, row.unit, row.currency, say) if cell else NO_VALUE for cell in (stretch.before, stretch.during)
        )
        return Stretched(before, during, None)
    *values, size = side_by_side(stretch.move.before, stretch.move.after, row.unit, row.currency, say)
    before, during = (
        say("hours.at_least", value=value) if cell and cell.bound else value
        for value, cell in zip(values, (stretch.before, stretch.during), strict=True)
    )
    return Stretched(before, during, Sign(size, tone_of(stretch.move, row.good), _shape(stretch.move)))


def _shape(move: Move) -> str:
    if move.evidence != "signal":
        return SHAPES[move.evidence]
    return "triangle" if move.size > 0 else "down"
