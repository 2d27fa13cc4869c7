"""Every fact that is worked out by hand, and its number for a window and a channel."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.by_hand import (
    account_day,
    ads,
    content_log,
    funnel,
    logs,
    mentions,
    messages,
    posts,
    registers,
    threads,
    web,
)
from tests.by_hand.number import Number, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.by_hand.clock import Clock
    from tests.by_hand.number import Brand, Covered, Fact

FACTS: tuple[Fact, ...] = (
    *posts.FACTS,
    *messages.FACTS,
    *mentions.FACTS,
    *account_day.FACTS,
    *ads.FACTS,
    *web.FACTS,
    *funnel.FACTS,
    *content_log.FACTS,
    *logs.FACTS,
    *registers.FACTS,
    *threads.FACTS,
)
KPIS = tuple(kpi for fact in FACTS for kpi in fact.kpis)
CLOCKED = tuple(kpi for fact in FACTS if fact.clock != "none" for kpi in fact.kpis)
BRAND = None  # instead of a channel: all of them


class ByHand:
    """The numbers of one fact of a brand, on one clock."""

    def __init__(self, fact: Fact, brand: Brand, clock: Clock | None) -> None:
        self.fact = fact
        self.rows = sorted(fact.rows(brand, clock), key=_day)
        self.days = list(map(_day, self.rows))
        self.covered: dict[str, list[Covered]] = defaultdict(list)
        for one in brand.covered:
            self.covered[one.fact].append(one)

    def numbers(
        self, first: date, last: date, channels: tuple[str | None, ...]
    ) -> Iterator[tuple[str, str | None, Number]]:
        """Work out every KPI of a window, for each of the channels."""
        inside = self._inside(first, last)
        of: dict[str | None, list[Row]] = defaultdict(list, {BRAND: inside})
        for row in inside:
            of[row["channel"]].append(row)
        for channel in channels:
            rows = of.get(channel, [])
            for kpi, rule in self.fact.kpis.items():
                number = rule(rows) if rows else Number()
                if kpi in self.fact.counts:
                    number = _counted(number, bool(rows), self._share(self.fact.counts[kpi], first, last, channel))
                yield kpi, channel, number

    def _inside(self, first: date, last: date) -> list[Row]:
        upto = bisect_right(self.days, last)
        if self.fact.standing:
            return [row for row in self.rows[:upto] if row["until"] is None or row["until"] > last]
        return self.rows[bisect_left(self.days, first) : upto]

    def _share(self, log: str, first: date, last: date, channel: str | None) -> float:
        """Say for which part of the days an upload is evidence: of this channel, of all, or for a brand of any."""
        days = {
            day
            for one in self.covered[log]
            if one.last >= first and one.first <= last and (channel is BRAND or one.channel in {None, channel})
            for day in _days(max(one.first, first), min(one.last, last))
        }
        return len(days) / ((last - first).days + 1)


def _day(row: Row) -> date:
    day: date = row["day"]
    return day


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _counted(number: Number, found: bool, share: float) -> Number:
    """Count as far as uploads tell; a zero needs every day of the window."""
    if found:
        coverage = share if number.coverage is None else min(share, number.coverage)
        return replace(number, value=number.value if share else None, coverage=coverage if share else 0.0)
    return Number(0, 0, None, 0, 1) if share == 1 else Number(coverage=share)
