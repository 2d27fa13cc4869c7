"""The legend of a trend: it explains the marks that are drawn, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.noted import kind_word, marked
from kpi.paper.plot import chart, forecast_drawn
from kpi.paper.tokens import tokens
from pages._session import words

if TYPE_CHECKING:
    from kpi.snapshot import ScoreRow


def legend(row: ScoreRow) -> str:
    """Explain what a trend shows."""
    say = words()
    kinds = {f"{tokens().annotation[note.kind].glyph} {kind_word(note, say)}" for note in marked(row)}
    return " ".join(say(f"legend.{mark}", kinds=", ".join(sorted(kinds))) for mark in marks(row))


def marks(row: ScoreRow) -> tuple[str, ...]:
    """Name the marks that a trend has, beside its line."""
    points = [point for point in row.series if point.value is not None]
    alike = [point for point in points if not point.other]
    found = {
        "target": row.goal is not None,
        "baseline": row.baseline is not None,
        "limits": bool(chart(row).limits),
        "partial": any(point.partial for point in alike),
        "provisional": any(point.provisional and not point.partial for point in alike),
        "other": len(alike) < len(points),
        "gap": len(points) < len(row.series),
        "break": bool(row.breaks),
        "note": bool(marked(row)),
        "run": bool(row.runs),
        "forecast": forecast_drawn(row) is not None,
    }
    return tuple(name for name, is_drawn in found.items() if is_drawn)
