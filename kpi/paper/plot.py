"""A trend as geometry between 0 and 1: what a chart draws, before it knows its size."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from kpi.noted import marked, span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from data.annotations import Kind
    from kpi.snapshot import Point, ScoreRow

At = tuple[float, float]  # from the left, from the bottom

WIDEST = 2.5  # spans of the values that a forecast may take
AIR = 0.12  # free height above and below the lines, as a share of their span


@dataclass(frozen=True)
class Noted:
    """A note of the team on a trend: from where to where, and of which kind."""

    first: float
    last: float
    kind: Kind


@dataclass(frozen=True)
class Plot:
    """The marks of one trend. A week without a value breaks the line; it is never drawn as zero."""

    lines: tuple[tuple[At, ...], ...]  # weeks in a row that have a value
    lone: tuple[At, ...]  # weeks with a value between two gaps
    last: At | None  # the week of the snapshot
    unfinished: bool  # the last week is not whole
    goal: float | None
    zone: tuple[float, float] | None  # where the target is met
    baseline: float | None
    breaks: tuple[float, ...]  # weeks from which on a figure is another
    hollow: tuple[At, ...]  # weeks that were counted otherwise than the last one, or still settle
    limits: tuple[float, ...]  # those of the two XmR limits that lie inside the chart
    ring: bool = False  # the last week is out of the ordinary
    notes: tuple[Noted, ...] = ()  # what the team noted about weeks


def sparkline(series: tuple[Point, ...]) -> Plot:
    """Draw only the values, as high as the space allows."""
    return _plot(series, _Scale(_values(series)))


def chart(row: ScoreRow) -> Plot:
    """Draw the values with the target, the baseline and the limits they move in."""
    scale = _Scale([*_values(row.series), *(v for v in (row.goal, row.baseline) if v is not None)])
    goal = None if row.goal is None else scale(row.goal)
    limits = (scale(row.limits.lower), scale(row.limits.upper)) if row.limits else ()
    return _plot(
        row.series,
        scale,
        goal=goal,
        zone=None if goal is None else (goal, 1.0) if row.good == "up" else (0.0, goal),
        baseline=None if row.baseline is None else scale(row.baseline),
        limits=tuple(limit for limit in limits if 0 <= limit <= 1),
        ring=bool(row.runs),
        notes=tuple(_noted(row)),
    )


def band(series: tuple[Point, ...], first: str) -> float | None:
    """Place the first week of a report, from which on a band runs to the end; None = it began before the trend."""
    return next((x for x, point in _placed(series) if point.week == first), None)


def _noted(row: ScoreRow) -> Iterator[Noted]:
    """Place what the team noted."""
    places = [x for x, _ in _placed(row.series)]
    for note in marked(row):
        if found := span(row, note):
            yield Noted(places[found[0]], places[found[1]], note.kind)


@dataclass(frozen=True)
class Ahead:
    """A forecast that a chart has room for."""

    value: float
    low: float
    high: float
    weeks: int  # from the last week to the deadline


def forecast_drawn(row: ScoreRow) -> Ahead | None:
    """Give the forecast to draw; None where it is so wide that the weeks themselves would be a flat line."""
    values = [*_values(row.series), *(v for v in (row.goal, row.baseline) if v is not None)]
    seen = row.forecast
    if seen is None or row.due_in is None or not values:
        return None
    span = max(values) - min(values)
    return Ahead(seen.value, seen.low, seen.high, row.due_in) if seen.high - seen.low <= WIDEST * span else None


class _Scale:
    """Put values on the height of a chart; a flat line runs through the middle."""

    def __init__(self, values: Iterable[float]) -> None:
        values = list(values) or [0.0]
        self.low = min(values)
        self.span = max(values) - self.low

    def __call__(self, value: float) -> float:
        share = (value - self.low) / self.span if self.span > 0 else 0.5
        return round(AIR + share * (1 - 2 * AIR), 4)


def _plot(
    series: tuple[Point, ...],
    scale: _Scale,
    *,
    goal: float | None = None,
    zone: tuple[float, float] | None = None,
    baseline: float | None = None,
    limits: tuple[float, ...] = (),
    ring: bool = False,
    notes: tuple[Noted, ...] = (),
) -> Plot:
    runs = _runs(series, scale)
    return Plot(
        lines=tuple(run for run in runs if len(run) > 1),
        lone=tuple(run[0] for run in runs if len(run) == 1),
        last=runs[-1][-1] if series and series[-1].value is not None else None,
        unfinished=bool(series) and series[-1].partial,
        goal=goal,
        zone=zone,
        baseline=baseline,
        breaks=tuple(x for x, point in _placed(series) if point.is_break),
        hollow=tuple(
            (x, scale(point.value))
            for x, point in _placed(series)
            if point.value is not None and (point.other or point.provisional)
        ),
        limits=limits,
        ring=ring,
        notes=notes,
    )


def _runs(series: tuple[Point, ...], scale: _Scale) -> list[tuple[At, ...]]:
    """Join weeks in a row that have a value and were counted alike."""
    stretch = accumulate(int(point.value is None or point.parted is not None) for point in series)
    weeks = [(x, point.value, number) for (x, point), number in zip(_placed(series), stretch, strict=True)]
    valued = [week for week in weeks if week[1] is not None]
    return [
        tuple((x, scale(value)) for x, value, _ in run if value is not None)
        for _, run in groupby(valued, key=lambda week: week[2])
    ]


def _placed(series: tuple[Point, ...]) -> list[tuple[float, Point]]:
    step = 1 / max(len(series) - 1, 1)
    return [(round(i * step, 4), point) for i, point in enumerate(series)]


def _values(series: tuple[Point, ...]) -> list[float]:
    return [point.value for point in series if point.value is not None]
