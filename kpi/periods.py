"""ISO weeks, and the windows that end with them.

A window is a number of days that ends on the Sunday of a week: 7 is the week
itself, 30 a month, 91 a quarter. So windows are always complete and always of
one length, and two of them may be compared. What is scaled pro rata is only
what a team promises per period (kpi.plan_row).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

DAYS_A_WEEK = 7
BLOCK = 26  # weeks


def stride(days: int) -> int:
    """Count the weeks to the last window before one that shares no day with it: 1, 5 for a month, 13 for a quarter."""
    return -(-days // DAYS_A_WEEK)


@dataclass(frozen=True, order=True)
class Week:
    """An ISO week: Monday to Sunday, of the year its Thursday lies in."""

    year: int
    number: int

    def __post_init__(self) -> None:
        date.fromisocalendar(self.year, self.number, 1)  # ValueError for a week 53 that this year does not have

    @classmethod
    def of(cls, day: date) -> Week:
        """Find the week that holds a day."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> Week:
        """Read `2026-W47`; anything else is a ValueError."""
        if not (found := re.fullmatch(r"(\d{4})-W(\d{2})", text)):
            raise ValueError(f"{text!r} is no ISO week such as 2026-W47")
        return cls(int(found[1]), int(found[2]))

    @property
    def id(self) -> str:
        """Name the week: `2026-W47`."""
        return f"{self.year:04}-W{self.number:02}"

    @property
    def monday(self) -> date:
        """Its first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """Its last day."""
        return date.fromisocalendar(self.year, self.number, 7)

    def previous(self, n: int = 1) -> Week:
        """Go n weeks back; a negative n goes forward."""
        return Week.of(self.monday - timedelta(weeks=n))

    def last(self, n: int) -> list[Week]:
        """List the n weeks that end with this one, oldest first."""
        return [self.previous(back) for back in reversed(range(n))]

    def weeks_since(self, other: Week) -> int:
        """Count the weeks from another week to this one."""
        return (self.monday - other.monday).days // DAYS_A_WEEK

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, order=True)
class Window:
    """The `days` days that end on the Sunday of a week."""

    week: Week
    days: int

    @classmethod
    def parse(cls, text: str) -> Window:
        """Read `2026-W47/7`."""
        week, _, days = text.partition("/")
        return cls(Week.parse(week), int(days))

    @property
    def id(self) -> str:
        """Name the window: `2026-W47/7`."""
        return f"{self.week.id}/{self.days}"

    @property
    def first(self) -> date:
        """Its first day."""
        return self.last - timedelta(days=self.days - 1)

    @property
    def last(self) -> date:
        """Its last day: a Sunday."""
        return self.week.sunday

    def previous(self, n: int = 1) -> Window:
        """Take the window of the same length that ends n weeks earlier."""
        return Window(self.week.previous(n), self.days)

    def __str__(self) -> str:
        return self.id


def in_blocks(weeks: Iterable[Week]) -> list[Week]:
    """Widen weeks to whole half years, counted from one fixed Monday: reviews of other weeks then ask the same."""
    numbers = [week.monday.toordinal() // DAYS_A_WEEK for week in weeks]
    first, last = min(numbers) // BLOCK * BLOCK, (max(numbers) // BLOCK + 1) * BLOCK
    return [Week.of(date.fromordinal(number * DAYS_A_WEEK + 1)) for number in range(first, last)]
