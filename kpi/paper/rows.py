"""The rows of the plan on paper: as tiles, as lines of the table, as charts."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

from kpi.counting import break_label, shortened
from kpi.paper.blocks import Chart, Line, Tile
from kpi.paper.plot import band, chart, sparkline
from kpi.paper.row_words import baseline, now, row_name, status_sign, tone_of, trend_alt, unfinished
from kpi.paper.spanned import spanned
from kpi.paper.tokens import tokens
from kpi.periods import Week
from kpi.remarks import chance
from kpi.words import NO_VALUE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.paper.blocks import Stretched
    from kpi.reporting.span import Span
    from kpi.snapshot import ScoreRow, Snapshot
    from kpi.words import Words

TILES, CHARTS = 12, 9  # at most; a page that has less room leaves out those of the highest rank
TITLE, NAME, OWNER = 56, 120, 60  # characters: a name over a tile or chart, in the table, an owner
URGENT = ("worse", "at_cost", "behind")


def ranked(rows: Sequence[ScoreRow]) -> list[int]:
    """Give the rank of each row to be shown large: the worst comes first, then what has a value; 0 = the first."""
    places = sorted(range(len(rows)), key=lambda i: (_urgency(rows[i]), rows[i].now.value is None))
    return [places.index(i) for i in range(len(rows))]


def _urgency(row: ScoreRow) -> int:
    return URGENT.index(row.status) if row.status in URGENT else len(URGENT)


def chosen(rows: Sequence[ScoreRow], most: int) -> list[ScoreRow]:
    """Choose the rows to show large, in the order of the plan."""
    return [row for row, rank in zip(rows, ranked(rows), strict=True) if rank < most]


def tiles(snapshot: Snapshot, say: Words) -> tuple[Tile, ...]:
    """Show the first rows as tiles."""
    rows = chosen(snapshot.rows, TILES)
    return tuple(tile(row, rank, say) for row, rank in zip(rows, ranked(rows), strict=True))


def tile(row: ScoreRow, rank: int, say: Words) -> Tile:
    """Show a row as a tile."""
    move = None if row.partial else row.baseline_move
    change = say.change(move.size, row.unit, row.currency) if move else ""
    return Tile(
        rank=rank,
        name=shortened(row_name(row, say), TITLE),
        value=now(row, say),
        change=say("pdf.unfinished") if unfinished(row) else change,
        moves="" if not (move and move.size) else "triangle" if move.size > 0 else "down",
        change_tone=tone_of(move, row.good),
        target=say("pdf.target_is", target=row.target.describe(say)),
        sign=status_sign(row.status, say),
        spark=sparkline(row.series),
        alt=trend_alt(row, say),
    )


def lines(snapshot: Snapshot, say: Words) -> tuple[Line, ...]:
    """Write each row as a line of the table; of a report of several weeks also what it was over these."""
    chances = [chance(row, say) for row in snapshot.rows]
    hopes = [one or NO_VALUE for one in chances] if any(chances) else chances
    return tuple(map(_line, snapshot.rows, spanned(snapshot, say) or repeat(None), hopes, repeat(say)))


def _line(row: ScoreRow, stretch: Stretched | None, hope: str, say: Words) -> Line:
    return Line(
        name=shortened(row_name(row, say), NAME),
        baseline=baseline(row, say),
        now=now(row, say) + ("*" if unfinished(row) else ""),
        target=row.target.describe(say),
        progress=say.share(row.progress),
        bar=_within(row.progress),
        pace=None if row.progress is None else _within(_share(row, row.pace)),
        chance=hope,
        sign=status_sign(row.status, say),
        owner=shortened(row.plan.owner, OWNER),
        cadence=say(f"cadence.{row.plan.cadence}"),
        stretch=stretch,
    )


def with_trend(rows: Sequence[ScoreRow]) -> list[ScoreRow]:
    """Choose the rows whose trend is drawn: those that have one."""
    return chosen([row for row in rows if sum(point.value is not None for point in row.series) > 1], CHARTS)


def charts(rows: Sequence[ScoreRow], over: Span | None, say: Words) -> tuple[Chart, ...]:
    """Draw the trends of rows, with the weeks of a report marked."""
    return tuple(_chart(row, rank, over, say) for row, rank in zip(rows, ranked(rows), strict=True))


def _chart(row: ScoreRow, rank: int, over: Span | None, say: Words) -> Chart:
    first, last = (say("pdf.week", number=Week.parse(point.week).number) for point in (row.series[0], row.series[-1]))
    return Chart(
        rank=rank,
        name=shortened(row_name(row, say), TITLE),
        plot=chart(row),
        band=band(row.series, over.first.id) if over else None,
        now=now(row, say),
        goal=row.target.describe(say),
        baseline=baseline(row, say),
        tone=tokens().status[row.status].tone,
        first=first,
        last=last,
        breaks=tuple(break_label(point, say) for point in row.breaks),
        alt=trend_alt(row, say),
    )


def _share(row: ScoreRow, value: float | None) -> float | None:
    if value is None or row.baseline is None or row.goal is None or row.goal == row.baseline:
        return None
    return (value - row.baseline) / (row.goal - row.baseline)


def _within(share: float | None) -> float | None:
    return None if share is None else min(max(share, 0.0), 1.0)
