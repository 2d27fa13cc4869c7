"""A clock that runs while somebody is there, in the brand's zone."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import holidays

if TYPE_CHECKING:
    from collections.abc import Mapping


class Calendar(NamedTuple):
    """Openings from Monday to Sunday, closed on the holidays of a country, and otherwise on special days."""

    week: tuple[str, ...]
    country: str | None = None
    special: Mapping[date, str] = MappingProxyType({})


OFFICE = Calendar(("09:00-17:00",) * 5 + ("", ""))


class Clock:
    """What a calendar says of the days from one to another."""

    def __init__(self, zone: str, first: date, last: date, calendar: Calendar = OFFICE) -> None:
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        years = range(first.year, last.year + 1)
        closed = set(holidays.country_holidays(calendar.country, years=years)) if calendar.country else set()
        weekly = {day: "" if day in closed else calendar.week[day.weekday()] for day in days}
        said = weekly | dict(calendar.special)
        self.open_days = [day for day in days if said[day]]
        local = ZoneInfo(zone)
        spans = [span for day in self.open_days for span in _spans(day, said[day], local)]
        self.starts, self.ends = [start for start, _ in spans], [end for _, end in spans]
        self.before = list(accumulate((end - start for start, end in spans), initial=0.0))

    def open_seconds(self, start: datetime, end: datetime) -> float:
        return self._passed(end) - self._passed(start)

    def working_days(self, after: date, until: date) -> int:
        return bisect_right(self.open_days, until) - bisect_right(self.open_days, after)

    def _passed(self, moment: datetime) -> float:
        """Add up the open seconds before a moment (UTC)."""
        stamp = moment.replace(tzinfo=UTC).timestamp()
        at = bisect_right(self.starts, stamp)
        return self.before[at] - max(0.0, self.ends[at - 1] - stamp) if at else 0.0


def _spans(day: date, text: str, zone: ZoneInfo) -> list[tuple[float, float]]:
    spans = []
    for opening in text.split(","):
        start, end = (_stamp(day, time.strip(), zone) for time in opening.split("-"))
        if start < end:
            spans.append((start, end))
    return spans


def _stamp(day: date, time: str, zone: ZoneInfo) -> float:
    hour, minute = map(int, time.split(":"))
    whole = day + timedelta(days=hour // 24)
    return datetime(whole.year, whole.month, whole.day, hour % 24, minute, tzinfo=zone).timestamp()
