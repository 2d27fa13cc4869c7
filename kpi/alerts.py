"""Which rules hold in a week, for the brand and for each channel, with the evidence of every leg.

A leg compares full weeks that follow each other, and nothing else: no partial week, no gap, no posts of
another age, no figure that was renamed, and for a channel only that channel's own numbers. Without a value
there is no alert.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

from kpi.basis import unlike
from kpi.catalog import catalog
from kpi.cells import ALL_ROWS
from kpi.noise import SIGNAL, move, sure_scatter
from kpi.periods import DAYS_A_WEEK, Week, Window
from kpi.ruling import Alert, LegEvidence
from kpi.snapshot import EVERYWHERE

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

    def scatter(self, kpi: Kpi, channel: str, weeks: int, tail: float) -> float | None:
        """Estimate the scatter of the weeks up to where the move starts: the move itself is no ordinary week."""
        series = self.cells.series(kpi.name, ALL_ROWS, DAYS_A_WEEK, channel)
        until = self.week.previous(weeks)
        ordinary = [cell for week, cell in zip(self.cells.weeks, series, strict=True) if week <= until]
        values = [None if self.differ(kpi, cell, series[-1]) else cell.value for cell in ordinary]
        return sure_scatter(values, tail, ordinary[-1].error if ordinary else None)


def alerts(rules: Sequence[Rule], ground: Ground, owner: Callable[[str], str | None]) -> tuple[Alert, ...]:
    """List the rules that hold: for the brand first, then for each channel by name."""
    channels = _channels(rules, ground.cells)
    return tuple(
        Alert(rule.id, rule.verdict, channel, rule.weeks, legs, owner(rule.owner_of))
        for channel in (EVERYWHERE, *channels)
        for rule in rules
        if (legs := _holds(rule, ground, channel, 1 if channel == EVERYWHERE else len(channels)))
    )


def _channels(rules: Sequence[Rule], cells: Cells) -> list[str]:
    kpis = {leg.kpi for rule in rules for leg in rule.when}
    return sorted({channel for kpi in kpis for channel in cells.channels(kpi, ALL_ROWS, DAYS_A_WEEK)})


def _holds(rule: Rule, ground: Ground, channel: str, places: int) -> tuple[LegEvidence, ...]:
    """Collect the evidence of every leg; empty when one does not hold."""
    legs: list[LegEvidence] = []
    for leg in rule.when:
        if (found := _evidence(_stricter(leg, rule, places), rule.weeks, ground, channel)) is None:
            return ()
        legs.append(found)
    return tuple(legs)


def _stricter(leg: Leg, rule: Rule, places: int) -> Leg:
    """Ask more of each leg where a rule looks at many places: all of them together may err as often as one."""
    moving = sum(one.within is None for one in rule.when)
    tail = _tail(leg) / places ** (1 / max(moving, 1))
    return leg.model_copy(update={"beyond": max(NormalDist().inv_cdf(1 - tail), leg.beyond)})


def _tail(leg: Leg) -> float:
    """Say how often chance moves one leg so far."""
    return 1 - NormalDist().cdf(leg.beyond)


def _evidence(leg: Leg, weeks: int, ground: Ground, channel: str) -> LegEvidence | None:
    kpi = catalog()[leg.kpi]
    if not (span := ground.span(kpi, channel, weeks)):
        return None
    if (weekly := ground.scatter(kpi, channel, weeks, _tail(leg))) is None:
        return None
    steps = pairwise(span) if leg.limit is None else ((leg.limit, cell) for cell in span[1:])
    each = [found for one, other in steps if (found := move(one, other, weekly, kpi))]
    whole = move(span[0] if leg.limit is None else leg.limit, span[-1], weekly, kpi)
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
        case "appears":
            return whole.after > 0
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
