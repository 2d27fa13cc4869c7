"""What a row was over the weeks of a month or a plan, and over as many weeks before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.paper.period import several
from kpi.paper.spanned import spanned
from kpi.reporting import span_words
from kpi.words import NO_VALUE
from kpi.workbook.shown import printed, value
from kpi.workbook.table import Column

if TYPE_CHECKING:
    from kpi.paper.blocks import Stretched
    from kpi.reporting.report import Stretch
    from kpi.snapshot import Cell as Measured
    from kpi.snapshot import ScoreRow, Snapshot
    from kpi.words import Words
    from kpi.workbook.book import Cell

KEYS = ("span_before", "span_during", "span_change", "span_evidence", "sample_before", "sample_during", "span_made")
MADE = 34  # letters


def stretched_columns(snapshot: Snapshot, say: Words) -> tuple[Column, ...]:
    """List the columns; none of a week."""
    if (over := several(snapshot)) is None:
        return ()
    heads = {
        "span_before": span_words.before(over, say),
        "span_during": span_words.during(over, say),
        "span_evidence": say("scorecard.evidence"),
    }
    return tuple(
        Column(key, heads.get(key) or say(f"workbook.{key}"), MADE if key == "span_made" else 0) for key in KEYS
    )


def stretched(snapshot: Snapshot, say: Words) -> dict[str, dict[str, Cell]]:
    """Write the cells of each row, by its id; none of a week."""
    report, told = snapshot.report, spanned(snapshot, say)
    if report is None or told is None:
        return {}
    stretches = {stretch.row: stretch for stretch in report.stretches}
    return {
        row.plan.id: _cells(row, words, stretches[row.plan.id], say) if row.plan.id in stretches else _none()
        for row, words in zip(snapshot.rows, told, strict=True)
    }


def _none() -> dict[str, Cell]:
    return dict.fromkeys(KEYS) | dict.fromkeys(KEYS[:3], NO_VALUE)


def _cells(row: ScoreRow, words: Stretched, stretch: Stretch, say: Words) -> dict[str, Cell]:
    """Write the cells of one row, in the words of the paper."""
    move, before, during = stretch.move, stretch.before, stretch.during
    told = [
        span_words.made_of(stretch, say),
        span_words.per(stretch, row, say),
        span_words.gaps(stretch, say),
        span_words.why_not(stretch, say),
    ]
    return {
        "span_before": value(before.value if before else None, words.before, say),
        "span_during": value(during.value if during else None, words.during, say),
        "span_change": printed(words.change.word, say) if words.change else NO_VALUE,
        "span_evidence": say(f"evidence.{move.evidence}") if move else "",
        "sample_before": _sample(before, say),
        "sample_during": _sample(during, say),
        "span_made": " · ".join(filter(None, told)),
    }


def _sample(cell: Measured | None, say: Words) -> Cell:
    return value(cell.sample, say.whole(cell.sample), say) if cell else None
