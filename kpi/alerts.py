"""Which rules hold in a week, for the brand and for each channel, with the evidence of every leg.

A leg compares full weeks that follow each other, and nothing else: no partial week, no gap, no posts of
another age, no figure that was renamed, and for a channel only that channel's own numbers. Without a value
there is no alert.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from kpi.basis import unlike
from kpi.catalog import catalog
from kpi.cells import ALL_ROWS
from kpi.noise import SIGNAL, move, scatter
from kpi.periods import DAYS_A_WEEK, Week, Window
from kpi.snapshot import EVERYWHERE, Alert, LegEvidence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpi.catalog import Kpi
    from kpi.cells import Cells
    from kpi.rules import Leg, Rule
    from kpi.snapshot import Cell, Move, Unlike

Direction = Literal[1, -1]


@dataclass(frozen=True)
class Ground:
    """What rules are judged on: weekly cells of all rows, and which weeks may be compared."""

    cells: Cells
    week: Week
    comparable: Callable[[Kpi, str, Week, Week], bool]  # both weeks of a channel are full, from the same sources
    currency: str | None = None
    differ: Callable[[Kpi, Cell, Cell], Unlike | None] = lambda _kpi, one, other: unlike(one, other)
    provisional: Callable[[Kpi, str, Week], bool] = lambda _kpi, _channel, _week: False  # its last days still settle

    def span(self, kpi: Kpi, channel: str, weeks: int) -> list[Cell]:
        """List the cells of the weeks of a move, the one before it first; empty when they may not be compared."""
        span = self.week.last(weeks + 1)
        if not all(self.comparable(kpi, channel, one, other) for one, other in pairwise(span)):
            return []
        now = self.cells.get(kpi.name, ALL_ROWS, Window(self.week, DAYS_A_WEEK), channel)
        found = [self.cells.like(now, ALL_ROWS, Window(week, DAYS_A_WEEK)) for week in span]
        return [] if any(self.differ(kpi, one, now) for one in found) else found

    def scatter(self, kpi: Kpi, channel: str, weeks: int) -> float | None:
        """Estimate the scatter of the weeks up to where the move starts: the move itself is no ordinary week."""
        series = self.cells.series(kpi.name, ALL_ROWS, DAYS_A_WEEK, channel)
        until = self.week.previous(weeks)
        ordinary = [cell for week, cell in zip(self.cells.weeks, series, strict=True) if week <= until]
        return scatter([None if self.differ(kpi, cell, series[-1]) else cell.value for cell in ordinary])


def alerts(rules: Sequence[Rule], ground: Ground, owner: Callable[[str], str | None]) -> tuple[Alert, ...]:
    """List the rules that hold: for the brand first, then for each channel by name."""
    return tuple(
        Alert(rule.id, rule.verdict, channel, rule.weeks, legs, owner(rule.owner_of))
        for channel in (EVERYWHERE, *_channels(rules, ground.cells))
        for rule in rules
        if (legs := _holds(rule, ground, channel))
    )


def _channels(rules: Sequence[Rule], cells: Cells) -> list[str]:
    kpis = {leg.kpi for rule in rules for leg in rule.when}
    return sorted({channel for kpi in kpis for channel in cells.channels(kpi, ALL_ROWS, DAYS_A_WEEK)})


def _holds(rule: Rule, ground: Ground, channel: str) -> tuple[LegEvidence, ...]:
    """Collect the evidence of every leg; empty when one does not hold."""
    legs: list[LegEvidence] = []
    for leg in rule.when:
        if (found := _evidence(leg, rule.weeks, ground, channel)) is None:
            return ()
        legs.append(found)
    return tuple(legs)


def _evidence(leg: Leg, weeks: int, ground: Ground, channel: str) -> LegEvidence | None:
    kpi = catalog()[leg.kpi]
    if not (span := ground.span(kpi, channel, weeks)):
        return None
    weekly = ground.scatter(kpi, channel, weeks)
    steps = pairwise(span) if leg.limit is None else ((leg.limit, cell) for cell in span[1:])
    each = [found for one, other in steps if (found := move(one, other, weekly, kpi.enough))]
    whole = move(span[0] if leg.limit is None else leg.limit, span[-1], weekly, kpi.enough)
    if whole is None or len(each) < weeks or not _moves(leg, whole, each):
        return None
    currency = ground.currency if kpi.unit == "money" else None
    return LegEvidence(
        leg.kpi,
        leg.movement,
        kpi.unit,
        currency,
        whole,
        span[0].sample,
        span[-1].sample,
        provisional=ground.provisional(kpi, channel, ground.week),
    )


def _moves(leg: Leg, whole: Move, each: Sequence[Move]) -> bool:
    """Whether the whole move is what the leg says, and every week of it agrees."""
    match leg.movement:
        case "rises" | "above":
            return _signal(whole, 1, leg.beyond) and all(one.size > 0 for one in each)
        case "falls" | "below":
            return _signal(whole, -1, leg.beyond) and all(one.size < 0 for one in each)
        case "flat":
            return _seen(whole, leg) and not any(_signal(one, 1) or _signal(one, -1) for one in (whole, *each))
        case "not_rises":
            return (_seen(whole, leg) or _signal(whole, -1)) and not any(_signal(one, 1) for one in (whole, *each))
        case "not_falls":
            return (_seen(whole, leg) or _signal(whole, 1)) and not any(_signal(one, -1) for one in (whole, *each))


def _signal(one: Move, direction: Direction, beyond: float = SIGNAL) -> bool:
    return one.evidence == "signal" and one.size * direction > beyond * (one.sigma or 0)


def _seen(whole: Move, leg: Leg) -> bool:
    """Whether a move as small as `within` would have shown itself in this sample."""
    if whole.sigma is None or whole.evidence == "too_little" or leg.within is None:
        return False
    return SIGNAL * whole.sigma <= leg.within
