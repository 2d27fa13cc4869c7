"""Which days the uploads are evidence for: a count of zero is a zero only there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpi.snapshot import EVERYWHERE, Cell

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kpi.periods import Window


@dataclass(frozen=True)
class Span:
    """The days one upload is evidence for; channel None = every channel, such as an incident log."""

    fact: str
    channel: str | None
    first: date
    last: date


@dataclass(frozen=True)
class Cover:
    """All spans of a store."""

    spans: tuple[Span, ...]

    def share(self, facts: Iterable[str], window: Window, channel: str) -> float:
        """How much of a window the uploads of these facts cover: 0 to 1."""
        facts = set(facts)
        days, first, last = set[int](), window.first, window.last
        for span in self.spans:
            if span.fact in facts and (channel == EVERYWHERE or span.channel in {None, channel}):
                days.update(range(max(span.first, first).toordinal(), min(span.last, last).toordinal() + 1))
        return len(days) / window.days

    def channels(self, facts: Iterable[str]) -> set[str]:
        """Name the channels that have an upload of their own."""
        facts = set(facts)
        return {span.channel for span in self.spans if span.fact in facts and span.channel}


def covered(count: Cell, share: float) -> Cell:
    """Keep a count as far as uploads cover its window and its rows tell anything, and say how far that is."""
    if share == 0:
        return replace(count, value=None, error=None, coverage=0.0, why="not_covered")
    return replace(count, coverage=share if count.coverage is None else min(share, count.coverage))


def nothing_found(kpi: str, window: str, channel: str, share: float) -> Cell:
    """Count zero where uploads cover the whole window; elsewhere nobody knows."""
    if share < 1:
        return Cell(kpi, window, channel, None, None, None, 0, share, None, why="not_covered")
    return Cell(kpi, window, channel, 0.0, 0.0, None, 0, 1.0, 1.0)
