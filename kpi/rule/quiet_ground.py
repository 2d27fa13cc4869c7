"""Drawn weeks, as rules are judged on them: what `kpi.rule.ground` is for the weeks of a brand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kpi.noise import WEEKS, sure_scatter, weeks_known
from kpi.rule.ground import Material
from kpi.rule.rules import LEVELS
from kpi.snapshot import EVERYWHERE, Cell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.rule.quiet import Weeks
    from kpi.rule.rules import Leading, Leg
    from kpi.rule.ruling import Part

Series = tuple[object, ...]  # what the legs that read one and the same number have in common
Numbers = tuple[list[float], list[float], list[float]]  # value, error and sample of the weeks of one quarter
NOWHERE = Cell("", "", EVERYWHERE, None, None, None, 0, None, None)


def series_of(leg: Leg) -> Series:
    """Say which number a leg reads; one with a limit is drawn by itself, as it lies on one side of it."""
    return leg.kpi, leg.channel, leg.topics, leg.paid, *((leg.movement, leg.limit) if leg.movement in LEVELS else ())


class QuietGround:
    """One quarter of drawn weeks, looked at in one of them."""

    currency = None

    def __init__(self, series: Mapping[Series, Mapping[str, Any]], quarter: int = 0) -> None:
        self._series = series
        self._quarter = quarter
        self._week = 0
        self._lists: dict[tuple[Series, str], Numbers] = {}

    def at(self, week: int) -> QuietGround:
        """Look at another week."""
        self._week = week
        return self

    def places(self, leg: Leg) -> frozenset[str]:
        """Name the channels that a leg has a value of."""
        return frozenset(self._series[series_of(leg)].keys() - {EVERYWHERE})

    def leaders(self, leading: Leading, channel: str, places: int) -> tuple[Part, ...]:  # noqa: ARG002 - a protocol's
        """Name nobody: what leads is drawn elsewhere."""
        return ()

    def material(self, leg: Leg, channel: str, weeks: int, tail: float) -> Material:
        """Collect the weeks of a move."""
        key = series_of(leg)
        if channel not in self._series[key]:
            return Material((NOWHERE,) * (weeks + 1), lacks="nothing_known")
        value, error, sample = self._numbers(key, channel)
        first = self._week - weeks
        before = [_known(one) for one in value[max(first + 1 - WEEKS, 0) : first + 1]]
        span = slice(first, self._week + 1)
        cells = tuple(
            Cell(leg.kpi, "", channel, _known(number), None, None, round(n), None, off or None)
            for number, off, n in zip(value[span], error[span], sample[span], strict=True)
        )
        needed = cells if leg.moved else cells[1:]
        lacks = "nothing_before" if any(cell.value is None for cell in needed) else None
        return Material(cells, sure_scatter(before, tail, error[first] or None), weeks_known(before), lacks)

    def _numbers(self, key: Series, channel: str) -> Numbers:
        if (key, channel) not in self._lists:
            weeks: Weeks = self._series[key][channel]
            value, error, sample = (one[self._quarter].tolist() for one in (weeks.value, weeks.error, weeks.sample))
            self._lists[key, channel] = value, error, sample
        return self._lists[key, channel]


def _known(number: float) -> float | None:
    return None if math.isnan(number) else number
