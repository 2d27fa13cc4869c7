"""What rules are judged on: weekly cells, which of them may be compared, and how much they move by themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from kpi.basis import uneven, unlike
from kpi.cells import Filter
from kpi.noise import WEEKS, sure_scatter, weeks_known
from kpi.periods import DAYS_A_WEEK, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kpi.catalog import Kpi
    from kpi.cells import Cells
    from kpi.hours import Hours
    from kpi.periods import Week
    from kpi.rule.rules import Leading, Leg
    from kpi.rule.ruling import Lack, Part
    from kpi.snapshot import Cell, Unlike


@dataclass(frozen=True)
class Material:
    """What one leg is judged on."""

    cells: tuple[Cell, ...]  # of the weeks of the move, the one before it first
    weekly: float | None = None  # one sigma of ordinary weeks; None = too few of them are known
    known: int = 0  # weeks that show it
    lacks: str | None = None  # why the cells cannot be compared, text key `leg_missing.<it>`
    provisional: bool = False  # the last days of the last week still settle


class Judgeable(Protocol):
    """What a rule can be judged on: the weeks of a brand, or weeks that were drawn."""

    @property
    def currency(self) -> str | None:
        """The currency of amounts."""

    def places(self, leg: Leg) -> frozenset[str]:
        """Name the channels that a leg has a value of."""

    def material(self, leg: Leg, channel: str, weeks: int, tail: float) -> Material:
        """Collect the weeks of a move of so many weeks; `tail` says how rare a move by chance must be."""

    def leaders(self, leading: Leading, channel: str, places: int) -> tuple[Part, ...]:
        """Name what brings the results; empty when nothing stands out."""


@dataclass(frozen=True)
class Ground:
    """The weeks of a brand up to one of them."""

    cells: Cells
    week: Week
    comparable: Callable[[Kpi, str, Week, Week], bool]  # both weeks of a channel are full, from the same sources
    currency: str | None = None
    differ: Callable[[Kpi, Cell, Cell], Unlike | None] = lambda _kpi, one, other: unlike(one, other)
    provisional: Callable[[Kpi, str, Week], bool] = lambda _kpi, _channel, _week: False  # its last days still settle
    hours: Mapping[str, Hours | None] = field(default_factory=dict)  # in which the plan counts a KPI
    lead: Callable[[Leading, str, int], tuple[Part, ...]] = lambda _leading, _channel, _places: ()
    unled: Callable[[Leading, str], Lack | None] = lambda _leading, _channel: None

    def rows(self, leg: Leg) -> Filter:
        """Say of which rows a leg speaks; its channel is a place to look at, not a filter."""
        return rows_of(leg, self.hours)

    def places(self, leg: Leg) -> frozenset[str]:
        """Name the channels that a leg has a value of."""
        return frozenset(self.cells.channels(leg.kpi, self.rows(leg), DAYS_A_WEEK))

    def leaders(self, leading: Leading, channel: str, places: int) -> tuple[Part, ...]:
        """Name what brings the results; empty when nothing stands out."""
        return self.lead(leading, channel, places)

    def lacking(self, leading: Leading, channel: str) -> Lack | None:
        """Say why it cannot be told what brings the results; None = it can."""
        return self.unled(leading, channel)

    def material(self, leg: Leg, channel: str, weeks: int, tail: float) -> Material:
        """Collect the weeks of a move; the move itself is no ordinary week, so the scatter is of those before it."""
        span = self.week.last(weeks + 1)
        now = self._now(leg, channel)
        cells = tuple(self._like(now, self.rows(leg), week) for week in span)
        values = [cell.value if cell else None for cell in self.ordinary(leg, channel, span[0].last(WEEKS))]
        weekly = sure_scatter(values, tail, cells[0].error)
        lacks = self._lacks(leg, channel, span, cells)
        return Material(cells, weekly, weeks_known(values), lacks, self.provisional(leg.of, channel, self.week))

    def ordinary(self, leg: Leg, channel: str, weeks: list[Week]) -> list[Cell | None]:
        """List the numbers of weeks that are counted as that of the last one is; what is not, or in part, is a gap."""
        now, rows = self._now(leg, channel), self.rows(leg)
        cells = [(week, self._like(now, rows, week)) for week in weeks]
        return [cell if self._counts(leg, channel, week, cell, now) else None for week, cell in cells]

    def _now(self, leg: Leg, channel: str) -> Cell:
        return self.cells.get(leg.kpi, self.rows(leg), Window(self.week, DAYS_A_WEEK), channel)

    def _like(self, now: Cell, rows: Filter, week: Week) -> Cell:
        return now if week == self.week else self.cells.like(now, rows, Window(week, DAYS_A_WEEK))

    def _counts(self, leg: Leg, channel: str, week: Week, cell: Cell, now: Cell) -> bool:
        if cell.value is None or self._differ(leg, cell, now):
            return False
        return not leg.of.needs_cover or (cell.coverage or 0) >= 1 or self.comparable(leg.of, channel, week, week)

    def _lacks(self, leg: Leg, channel: str, span: list[Week], cells: tuple[Cell, ...]) -> str | None:
        """Say why the weeks of a move cannot be compared; one that nobody labelled tells nothing, even by itself."""
        if not leg.moved:  # a fact of its own weeks, whatever the one before them was
            span, cells = span[1:], cells[1:]
        if any(cell.indicative for cell in cells):
            return "labels"
        pairs = pairwise(span) if len(span) > 1 else [(span[0], span[0])]
        full = all(self.comparable(leg.of, channel, one, other) for one, other in pairs)
        if leg.movement == "appears":
            return None if full and all(cell.value is not None for cell in cells) else "not_covered"
        if cells[-1].value is None:
            return "nothing_known"
        if not full:
            return "week_not_full"
        if any(cell.value is None for cell in cells):
            return "nothing_before"
        return "unlike" if any(self._differ(leg, one, cells[-1]) for one in cells) else None

    def _differ(self, leg: Leg, one: Cell, other: Cell) -> Unlike | None:
        """Say why an earlier number is not like a later one; None = it is."""
        parts = self.cells.parts(one, other, self.rows(leg))
        return self.differ(leg.of, one, other) or uneven(leg.of, one, other, parts)


def rows_of(leg: Leg, hours: Mapping[str, Hours | None]) -> Filter:
    """Say of which rows a leg speaks, in the opening hours in which its KPI is counted."""
    return Filter(topics=leg.topics, paid=leg.paid, hours=hours.get(leg.kpi))
