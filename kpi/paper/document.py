"""What the PDF says, ready to set: strings in the reader's language, and plots.

Every number goes through the same calls of `kpi.words` as on the pages, so page
and paper cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.counting import break_label, shortened, valued
from kpi.noted import note_days, note_text
from kpi.paper.blocks import Card, Chart, Leg, Line, Sign, Tally, Tile
from kpi.paper.decided import decided
from kpi.paper.headline import headline
from kpi.paper.notes import notes
from kpi.paper.plot import chart, sparkline
from kpi.paper.tokens import tokens
from kpi.periods import Week
from kpi.remarks import chance
from kpi.rule.rule_words import grounds, moved
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.paper.decided import Decided
    from kpi.paper.notes import Note
    from kpi.rule.ruling import Alert, LegEvidence
    from kpi.snapshot import Move, ScoreRow, Snapshot, Status
    from kpi.words import Words

CARDS, TILES, CHARTS = 6, 8, 6
FEW_TILES, FEW_CHARTS = 4, 3  # where the decisions of a meeting need the room
TITLE, NAME, OWNER, RULE = 56, 120, 60, 200  # characters: a name over a tile or chart, in the table, an owner, a rule
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
URGENT_FIRST = ("stop", "fix", "review", "scale", "ok")


@dataclass(frozen=True)
class Document:
    """Everything on paper, in reading order."""

    language: str
    brand: str
    when: str
    tallies: tuple[Tally, ...]
    headline: str
    cards: tuple[Card, ...]
    calm: str  # said where there is no card
    more: str  # said where there are too many
    decided: Decided | None  # None = there was no meeting
    tiles: tuple[Tile, ...]
    lines: tuple[Line, ...]
    partial: bool
    charts: tuple[Chart, ...]
    few_tiles: tuple[int, ...]  # places of those that stay where there is less room
    few_charts: tuple[int, ...]
    noted: tuple[Sign, ...]  # the kinds of notes on the charts
    trends: str
    notes: tuple[Note, ...]
    fingerprint: str
    date: tuple[int, int, int]
    words: dict[str, str]


def document(snapshot: Snapshot, say: Words) -> Document:
    """Put a snapshot into words."""
    alerts = sorted(snapshot.alerts, key=lambda alert: URGENT_FIRST.index(alert.verdict))
    charts = chosen([row for row in snapshot.rows if _weeks(row) > 1], CHARTS)
    tiles, end = chosen(snapshot.rows, TILES), snapshot.week.sunday
    return Document(
        language=say.language,
        brand=shortened(snapshot.brand, NAME),
        when=_when(snapshot, say),
        tallies=tuple(Tally(status_sign(s, say), n, say.whole(n)) for s in STATUSES if (n := snapshot.count(s))),
        headline=headline(snapshot, say),
        cards=tuple(_card(alert, say) for alert in alerts[:CARDS]),
        calm=say("pdf.calm" if snapshot.over else "pdf.running"),
        more=say("pdf.more", n=len(alerts) - CARDS) if len(alerts) > CARDS else "",
        decided=decided(snapshot, say),
        tiles=tuple(_tile(row, say) for row in tiles),
        lines=tuple(_line(row, say) for row in snapshot.rows),
        partial=any(map(_unfinished, snapshot.rows)),
        charts=tuple(_chart(row, say) for row in charts),
        few_tiles=tuple(_chosen(tiles, FEW_TILES)),
        few_charts=tuple(_chosen(charts, FEW_CHARTS)),
        noted=_noted(charts, say),
        trends=say("pdf.trends", n=max((len(row.series) for row in charts), default=0)),
        notes=notes(snapshot, say),
        fingerprint=say("pdf.fingerprint", fingerprint=snapshot.fingerprint),
        date=(end.year, end.month, end.day),
        words=_fixed(snapshot, say),
    )


def chosen(rows: Sequence[ScoreRow], most: int) -> list[ScoreRow]:
    """Choose the rows to show large: what is off first, then what has a value; in the order of the plan."""
    return [rows[i] for i in _chosen(rows, most)]


def _chosen(rows: Sequence[ScoreRow], most: int) -> list[int]:
    urgent = ("worse", "at_cost", "behind")
    by_weight = sorted(range(len(rows)), key=lambda i: (rows[i].status not in urgent, rows[i].now.value is None))
    return sorted(by_weight[:most])


def status_sign(status: Status, say: Words) -> Sign:
    """Word, tone and shape of a status."""
    mark = tokens().status[status]
    return Sign(say(f"pdf.short.{status}"), mark.tone, mark.shape)


_HEADINGS = ("title", "alerts", "tiles", "table", "notes", "no_rows", "attachment")
_KEYS = ("pace", "partial", "zone", "limits", "gap", "other", "ring")
_DECIDED = ("title", "decision", "about", "action", "size", "due")
_COLUMNS = ("kpi", "baseline", "now", "target", "progress", "chance", "status", "owner", "cadence")


def _fixed(snapshot: Snapshot, say: Words) -> dict[str, str]:
    # typst fills in the page numbers, which only it knows
    fields = {"days": snapshot.plan_days, "page": "{page}", "pages": "{pages}"}
    minutes = {f"decided_{key}": say(f"minutes.{key}") for key in _DECIDED}
    return minutes | {key: say(f"pdf.{key}", **fields) for key in (*_HEADINGS, *_KEYS, *_COLUMNS, "page")}


def _noted(rows: Sequence[ScoreRow], say: Words) -> tuple[Sign, ...]:
    """Name the kinds of notes that the charts mark."""
    drawn = {note.kind for row in rows for note in chart(row).notes}
    marks = {kind: mark for kind, mark in tokens().annotation.items() if kind in drawn}
    return tuple(Sign(say(f"annotation.kinds.{kind}"), mark.tone, mark.shape) for kind, mark in marks.items())


def _when(snapshot: Snapshot, say: Words) -> str:
    day, days = snapshot.plan_day, snapshot.plan_days
    key = "before" if day < 1 else "day" if day <= days else "after"
    week = snapshot.week
    return " · ".join([say.week(week), say.days(week.monday, week.sunday), say(f"pdf.{key}", day=day, days=days)])


def _card(alert: Alert, say: Words) -> Card:
    mark = tokens().verdict[alert.verdict]
    return Card(
        sign=Sign(say(f"verdict.{alert.verdict}"), mark.tone, mark.shape),
        where=say("headline.brand") if alert.channel == EVERYWHERE else say(f"channel.{alert.channel}"),
        rule=_ruled(alert, say),
        brings=" · ".join(f"{part.name} {say.share(part.share)}" for part in alert.parts),
        legs=tuple(_leg(leg, say) for leg in alert.legs),
        owner=shortened(alert.owner or "", OWNER),
    )


def _ruled(alert: Alert, say: Words) -> str:
    """Say what a rule found and asks for; one of the team's own has its name and action."""
    own, key = ": ".join(filter(None, (alert.name, alert.action))), f"rule.{alert.rule}"
    return shortened(" ".join(own.split()), RULE) or (say(key) if say.has(key) else alert.rule)


def _leg(leg: LegEvidence, say: Words) -> Leg:
    return Leg(
        kpi=shortened(moved(leg, say), NAME),
        before=say.number(leg.move.before, leg.unit, leg.currency),
        after=say.number(leg.move.after, leg.unit, leg.currency),
        evidence=" · ".join([grounds(leg, say), *([say("pdf.provisional")] if leg.provisional else [])]),
        sample=say("pdf.sample", n=leg.sample_after),
    )


def _tile(row: ScoreRow, say: Words) -> Tile:
    move = None if row.partial else row.baseline_move
    change = say.change(move.size, row.unit, row.currency) if move else ""
    return Tile(
        name=shortened(row_name(row, say), TITLE),
        value=now(row, say),
        change=say("pdf.unfinished") if _unfinished(row) else change,
        moves="" if not (move and move.size) else "triangle" if move.size > 0 else "down",
        change_tone=_tone(move, row),
        target=say("pdf.target_is", target=row.target.describe(say)),
        sign=status_sign(row.status, say),
        spark=sparkline(row.series),
        alt=trend_alt(row, say),
    )


def _tone(move: Move | None, row: ScoreRow) -> str:
    """Colour a change only when the sample can carry it."""
    if move is None or move.evidence != "signal" or not move.size:
        return "quiet"
    return "good" if (move.size > 0) == (row.good == "up") else "bad"


def _line(row: ScoreRow, say: Words) -> Line:
    return Line(
        name=shortened(row_name(row, say), NAME),
        baseline=baseline(row, say),
        now=now(row, say) + ("*" if _unfinished(row) else ""),
        target=row.target.describe(say),
        progress=say.share(row.progress),
        bar=_within(row.progress),
        pace=None if row.progress is None else _within(_share(row, row.pace)),
        chance=chance(row, say),
        sign=status_sign(row.status, say),
        owner=shortened(row.plan.owner, OWNER),
        cadence=say(f"cadence.{row.plan.cadence}"),
    )


def _chart(row: ScoreRow, say: Words) -> Chart:
    first, last = (say("pdf.week", number=Week.parse(point.week).number) for point in (row.series[0], row.series[-1]))
    return Chart(
        name=shortened(row_name(row, say), TITLE),
        plot=chart(row),
        now=now(row, say),
        goal=row.target.describe(say),
        baseline=baseline(row, say),
        tone=tokens().status[row.status].tone,
        first=first,
        last=last,
        breaks=tuple(break_label(point, say) for point in row.breaks),
        alt=trend_alt(row, say),
    )


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


def row_name(row: ScoreRow, say: Words) -> str:
    """Name a row: the team's own words, else the KPI's, with the channel it is about."""
    name, channel = say(f"kpi.{row.plan.kpi}"), row.plan.filter.channel
    return row.plan.label or (f"{name} · {say(f'channel.{channel}')}" if channel else name)


def now(row: ScoreRow, say: Words) -> str:
    """Write the value of the week."""
    return valued(row.now, row.unit, row.currency, say)


def baseline(row: ScoreRow, say: Words) -> str:
    """Write the baseline; one that is no number stands as the team wrote it."""
    return row.baseline_text if row.baseline is None else say.number(row.baseline, row.unit, row.currency)


def _unfinished(row: ScoreRow) -> bool:
    return row.partial and row.now.value is not None


def _weeks(row: ScoreRow) -> int:
    return sum(point.value is not None for point in row.series)


def _share(row: ScoreRow, value: float | None) -> float | None:
    if value is None or row.baseline is None or row.goal is None or row.goal == row.baseline:
        return None
    return (value - row.baseline) / (row.goal - row.baseline)


def _within(share: float | None) -> float | None:
    return None if share is None else min(max(share, 0.0), 1.0)
