"""What is said of one row wherever it stands: its name, its value, its baseline, its status, its trend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.counting import valued
from kpi.noted import note_days, note_text
from kpi.paper.blocks import Sign
from kpi.paper.tokens import tokens

if TYPE_CHECKING:
    from kpi.snapshot import Good, Move, ScoreRow, Status
    from kpi.words import Words


def row_name(row: ScoreRow, say: Words) -> str:
    """Name a row: the team's own words, else the KPI's, with the channel it is about."""
    name, channel = say(f"kpi.{row.plan.kpi}"), row.plan.filter.channel
    return row.plan.label or (f"{name} · {say.channel(channel)}" if channel else name)


def now(row: ScoreRow, say: Words) -> str:
    """Write the value of the week."""
    return valued(row.now, row.unit, row.currency, say)


def baseline(row: ScoreRow, say: Words) -> str:
    """Write the baseline; one that is no number stands as the team wrote it."""
    return row.baseline_text if row.baseline is None else say.number(row.baseline, row.unit, row.currency)


def status_sign(status: Status, say: Words) -> Sign:
    """Word, tone and shape of a status."""
    mark = tokens().status[status]
    return Sign(say(f"pdf.short.{status}"), mark.tone, mark.shape)


def tone_of(move: Move | None, good: Good) -> str:
    """Colour a change only when the sample can carry it."""
    if move is None or move.evidence != "signal" or not move.size:
        return "quiet"
    return "good" if (move.size > 0) == (good == "up") else "bad"


def unfinished(row: ScoreRow) -> bool:
    """Whether a row has a value of a window that still runs."""
    return row.partial and row.now.value is not None


def trend_alt(row: ScoreRow, say: Words) -> str:
    """Say what a trend shows, for those who do not see it."""
    alike = [point.value for point in row.series if point.value is not None and not point.other]
    values: list[float | None] = [*alike] or [None]
    told = say(
        "pdf.chart_alt",
        kpi=row_name(row, say),
        n=len(alike),
        first=say.number(values[0], row.unit, row.currency),
        last=say.number(values[-1], row.unit, row.currency),
        baseline=baseline(row, say),
        target=row.target.describe(say),
    )
    notes = "; ".join(f"{note_days(note, say)} {note_text(note, say)}" for note in row.annotations)
    return f"{told} {say('annotation.alt', notes=notes)}" if notes else told
