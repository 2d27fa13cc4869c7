"""A number worked out by hand, with what it stands on; missing is not zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from math import fsum, inf
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from tests.by_hand.clock import Clock

Row = dict[str, Any]
Known = float | None


@dataclass(frozen=True)
class Number:
    """What is compared of a cell."""

    value: Known = None
    numerator: Known = None
    denominator: Known = None
    sample: int = 0
    coverage: Known = None
    censored: int = 0
    bound: bool = False
    tied: bool = False  # several in the middle are equal: a median may be called a lower bound without need


Rule = Callable[[list[Row]], Number]


@dataclass(frozen=True)
class Covered:
    """Days that an upload is evidence for."""

    batch: int
    fact: str
    channel: str | None
    first: date
    last: date


@dataclass
class Brand:
    """All that a store holds of one brand."""

    tables: dict[str, list[Row]]
    zone: str = "Europe/Amsterdam"
    own: frozenset[str] = frozenset()
    competitors: frozenset[str] = frozenset()
    covered: list[Covered] = field(default_factory=list)
    loaded: dict[int, date] = field(default_factory=dict)  # batch -> the day it was loaded
    weekly: frozenset[int] = frozenset()  # batches of CRM files with sums of a week
    risk: str = "negative"  # which mood makes a message of a risky topic high-risk
    past: dict[str, list[Row]] = field(default_factory=dict)  # table -> versions that a later upload replaced


@dataclass(frozen=True)
class Fact:
    """The rows that count, and the KPIs over them."""

    rows: Callable[[Brand, Clock | None], list[Row]]
    kpis: dict[str, Rule]
    clock: str = "none"  # "wall": opening hours where the plan says so; "open": always in opening hours
    counts: dict[str, str] = field(default_factory=dict)  # KPI -> the log that must cover a day for its zero
    standing: bool = False  # what held on the last day of the window


def total(values: Iterable[Known]) -> Known:
    """Add up what is known; nothing known is no zero."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    return sum(known) if all(isinstance(value, int) for value in known) else fsum(known)


def told(row: Row, *columns: str) -> bool:
    return all(row[column] is not None for column in columns)


def over(above: Known, below: Known) -> Known:
    """Divide; there is nothing to divide by where a part is unknown or nothing."""
    return above / below if above is not None and below is not None and below > 0 else None


def quotient(above: Known, below: Known, coverage: Known = None, censored: int = 0) -> Number:
    return Number(over(above, below), above, below, round(below or 0), coverage, censored)


def sums(rows: list[Row], above: Sequence[str], below: str, among: int | None = None, times: int = 1) -> Number:
    """Sum over sum, over the rows that tell all of it; of `among` rows these are the part that does."""
    known = [row for row in rows if told(row, *above, below)]
    first = total(row[column] for row in known for column in above)
    coverage = over(len(known), len(rows) if among is None else among)
    return quotient(None if first is None else times * first, total(row[below] for row in known), coverage)


def part(yes: int, of: int, among: int, censored: int = 0) -> Number:
    """So many of so many, of which so many could have told."""
    return quotient(yes, of, over(of, among), censored)


def flagged(column: str) -> Rule:
    """Take the share of yes among yes and no."""

    def rule(rows: list[Row]) -> Number:
        known = [row[column] for row in rows if row[column] is not None]
        return part(sum(known), len(known), len(rows))

    return rule


def certain(answers: Iterable[bool | None]) -> Number:
    """Count the yes; where no row says yes or no, nobody knows."""
    count = total(None if answer is None else int(answer) for answer in answers)
    return Number(value=count, numerator=count, sample=int(count or 0))


def middle(values: list[float]) -> float:
    ranked = sorted(values)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


def median(waits: list[tuple[float, bool]], coverage: Known) -> Number:
    """Take the middle of waits, each with whether it goes on: if those may last for ever and move it, it is a bound."""
    if not waits:
        return Number(denominator=0, coverage=coverage)
    values, ongoing = [wait for wait, _ in waits], sum(waiting for _, waiting in waits)
    value = middle(values)
    later = middle([inf if waiting else wait for wait, waiting in waits])
    upper = sorted(values)[len(values) // 2]
    tied = sum(abs(wait - upper) <= 1e-9 * abs(upper) for wait in values) > 1
    return Number(value, None, len(values), len(values), coverage, ongoing, later != value, tied)


def three(*answers: bool | None) -> bool | None:
    """Say whether all hold: one no settles it, whatever is unknown."""
    if False in answers:
        return False
    return None if None in answers else True


def hours_between(start: datetime, end: datetime, clock: Clock | None) -> float:
    seconds = clock.open_seconds(start, end) if clock else (end - start).total_seconds()
    return seconds / 3600


def known_on(brand: Brand, log: str, *moments: Any) -> Any:
    """Find the last day, or moment, that a log is known to know of."""
    days = [min(one.last, brand.loaded.get(one.batch, one.last)) for one in brand.covered if one.fact == log]
    if any(isinstance(moment, datetime) for moment in moments):
        known = [datetime(day.year, day.month, day.day) for day in days]  # noqa: DTZ001 - as the store keeps them
        return max([*known, *(moment for moment in moments if moment)])
    return max([*days, *(moment for moment in moments if moment)], default=None)


def known_at(brand: Brand, log: str, *moments: datetime | None) -> datetime | None:
    """Find the last moment that a log is known to know of: the end of its last day here, or when its file came."""
    ends = [_midnight(one.last + timedelta(days=1), brand.zone) for one in brand.covered if one.fact == log]
    came = [brand.loaded.get(one.batch) for one in brand.covered if one.fact == log]
    known = [min(end, datetime.combine(day, time())) if day else end for end, day in zip(ends, came, strict=True)]
    return max([*known, *(moment for moment in moments if moment)], default=None)


def _midnight(day: date, zone: str) -> datetime:
    """Give the first moment of a day, in UTC as the store keeps it."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
