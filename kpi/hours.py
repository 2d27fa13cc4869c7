"""When somebody is there to answer: opening hours by weekday, public holidays, and days that are otherwise.

Nothing of it is stored with a message. A number in opening hours is made of the raw moments each time it is asked for
(kpi.opening), so that who changes the hours changes the past with them.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self
from zoneinfo import ZoneInfo

import holidays
from pydantic import AfterValidator, model_validator

from data.declared import Declared, build, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.kinds import Kpi

DECLARED = Path(__file__).with_suffix(".toml")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MIDNIGHT = 24 * 60  # minutes

Opening = tuple[int, int]  # minutes after midnight, of the local clock
Span = tuple[datetime, datetime]  # moments in UTC, without a zone as the store keeps them

_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_OPENING = re.compile(rf"{_TIME}\s*[-\u2013]\s*{_TIME}")


@lru_cache(maxsize=256)
def openings(text: str) -> tuple[Opening, ...]:
    """Read `09:00-12:30, 13:00-17:00`; nothing at all is a closed day, and what cannot be meant is a ValueError."""
    spans = tuple(_opening(part.strip()) for part in text.split(",")) if text.strip() else ()
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise ValueError(f"{text!r}: one opening begins before the other ends")
    return spans


def written(spans: tuple[Opening, ...]) -> str:
    """Write openings as they are kept: `09:00-12:30, 13:00-17:00`."""
    return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans)


def _opening(text: str) -> Opening:
    if not (found := _OPENING.fullmatch(text)):
        raise ValueError(f"{text!r} is no opening such as 09:00-17:00")
    start, end = _minutes(found[1], found[2]), _minutes(found[3], found[4])
    if not start < end <= MIDNIGHT:
        raise ValueError(f"{text!r} does not end later on the same day")
    return start, end


def _minutes(hour: str, minute: str | None) -> int:
    if int(minute or 0) > 59:
        raise ValueError(f"{hour}:{minute} is no time")
    return int(hour) * 60 + int(minute or 0)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


Openings = Annotated[str, AfterValidator(lambda text: written(openings(text)))]


class SpecialDay(Declared):
    """A day that is not as its weekday: closed when it has no openings, whatever the calendar says."""

    day: date
    hours: Openings = ""


class Hours(Declared):
    """The openings of each weekday on the clock of the brand's zone, and the days that are otherwise."""

    monday: Openings = ""
    tuesday: Openings = ""
    wednesday: Openings = ""
    thursday: Openings = ""
    friday: Openings = ""
    saturday: Openings = ""
    sunday: Openings = ""
    country: str | None = None  # whose public holidays are closed days; None = of no country
    region: str | None = None
    special: tuple[SpecialDay, ...] = ()

    @model_validator(mode="after")
    def _can_be_kept(self) -> Self:
        if not any(self.week):
            raise ValueError("closed on every day of the week")
        if self.country is None and self.region is not None:
            raise ValueError(f"a region without a country: {self.region}")
        if self.country is not None and self.country not in countries():
            raise ValueError(f"unknown country: {self.country}")
        if self.region is not None and self.region not in regions(self.country):
            raise ValueError(f"unknown region of {self.country}: {self.region}")
        if len({special.day for special in self.special}) < len(self.special):
            raise ValueError("a special day stands twice")
        return self

    @property
    def week(self) -> tuple[str, ...]:
        """The openings of Monday to Sunday."""
        return tuple(getattr(self, name) for name in WEEKDAYS)

    def openings(self, day: date) -> tuple[Opening, ...]:
        """Say when a day is open: what is said of that very day, else no hour of a holiday, else its weekday."""
        for special in self.special:
            if special.day == day:
                return openings(special.hours)
        closed = self.country is not None and day in holidays_of(self.country, self.region, day.year)
        return () if closed else openings(getattr(self, WEEKDAYS[day.weekday()]))

    def holidays(self, year: int, language: str = "en") -> dict[date, str]:
        """Name the public holidays of a year that this calendar keeps."""
        return holidays_of(self.country, self.region, year, language) if self.country else {}


def open_spans(hours: Hours, first: date, last: date, zone: str) -> list[Span]:
    """List when it is open from one local day to another, in UTC: a day on which the clock is turned is right too."""
    local, found = ZoneInfo(zone), list[Span]()
    for day in _days(first, last):
        for start, end in hours.openings(day):
            opened, closed = _utc(day, start, local), _utc(day, end, local)
            opened = max(opened, found[-1][1]) if found else opened  # a time that the clock skips is no time twice
            found += [(opened, closed)] if opened < closed else []
    return found


def working_days(hours: Hours, after: date, until: date) -> int:
    """Count the days with an opening after one day, up to and with another."""
    return sum(bool(hours.openings(day)) for day in _days(after + timedelta(days=1), until))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _utc(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    day, minutes = (day + timedelta(days=1), 0) if minutes == MIDNIGHT else (day, minutes)
    return datetime.combine(day, time(*divmod(minutes, 60)), zone).astimezone(UTC).replace(tzinfo=None)


# -- public holidays ---------------------------------------------------------------------------------


@cache
def countries() -> dict[str, tuple[str, ...]]:
    """Every country whose holidays are known, by its two letters, with its regions."""
    known = holidays.list_supported_countries(include_aliases=False)
    return {code: tuple(known[code]) for code in sorted(known)}


def regions(country: str | None) -> tuple[str, ...]:
    """List the parts of a country that have holidays of their own."""
    return countries().get(country or "", ())


@cache
def region_name(country: str, region: str) -> str:
    """Name a region as it calls itself; by its letters where no name is known."""
    names = getattr(holidays.country_holidays(country), "subdivisions_aliases", {})
    return next((name for name, code in names.items() if code == region), region)


@lru_cache(maxsize=256)
def holidays_of(country: str, region: str | None, year: int, language: str = "en") -> dict[date, str]:
    """Name the public holidays of a year, in this language where they have a name in it."""
    known = holidays.list_localized_countries().get(country, [])
    names = next((one for one in known if one.split("_")[0] == language), None)
    names = names or ("en_US" if "en_US" in known else None)
    return dict(holidays.country_holidays(country, subdiv=region, years=year, language=names))


# -- which hours hold --------------------------------------------------------------------------------


@cache
def default() -> Hours:
    """Read the opening hours of a plan that names none."""
    return build(Hours, read(DECLARED), DECLARED.name)


def has_clock(kpi: Kpi) -> bool:
    """Whether a KPI tells times at all, so that it can be counted in opening hours."""
    return bool(kpi.moments or kpi.dates)


def hours_of(kpi: Kpi, hours: Hours | None) -> Hours | None:
    """Give the opening hours a KPI is counted in; None = on the clock on the wall, or it has no times."""
    asked = hours or (default() if kpi.clock == "open" else None)
    return asked if has_clock(kpi) else None
