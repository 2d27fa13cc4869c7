"""Dates as people type them into a sheet of their own: "24th Sept", "Jan 21st ", "1/10/25", "18/02/25" -> ISO dates.

Nothing is guessed. The order of day and month is settled by the column: one day
beyond 12 tells it for all; without one, or with both orders, 1/10/25 stays as it
is and is refused. A date without a year takes the year that brings it nearest to
the row after it, counting back from the last one, whose year the uploader says;
when an item was sent or approved, the year nearest to the day of its own row.
Where that leaves a doubt, it is refused as well.
Such sheets have a few hundred rows: a loop will do.
"""

from __future__ import annotations

import re
from datetime import date

from data.values.yearless import month_and_day

_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTHS = 12
_FAR = 120  # days between two rows, beyond which the year of the first one is a guess


def handwritten(cells: list[str | None], last: int | None, days: list[str | None] | None = None) -> list[str | None]:
    """Write in ISO what can be read one way only.

    `last` is the year of the last date without one; `days` are the ISO days of the rows, of a column beside them.
    """
    order = _order(cells)
    read = [_with_year(cell, order) for cell in cells]
    if days is None:
        _count_back(cells, read, last)
    else:
        beside = [_with_year(day, None) for day in days]
        read = [
            day or (_nearest(cell, near) if near else None) for day, cell, near in zip(read, cells, beside, strict=True)
        ]
    return [day.isoformat() if day else cell for day, cell in zip(read, cells, strict=True)]


def _count_back(cells: list[str | None], read: list[date | None], last: int | None) -> None:
    """Fill in the dates without a year, from the last row to the first."""
    following: date | None = None
    for place in range(len(cells) - 1, -1, -1):
        if read[place] is None and following is not None:
            read[place] = _nearest(cells[place], following)
        elif read[place] is None and last is not None and (day := month_and_day(cells[place] or "")):
            read[place] = _date(last, *day)
        following = read[place] or following


def _order(cells: list[str | None]) -> str | None:
    """Find the order of day and month: "dm", "md", or None when no cell tells or cells disagree."""
    found = set()
    for cell in cells:
        if match := _NUMERIC.fullmatch(cell or ""):
            first, second = int(match[1]), int(match[2])
            found |= {"dm"} if first > _MONTHS else {"md"} if second > _MONTHS else set()
    return found.pop() if len(found) == 1 else None


def _with_year(cell: str | None, order: str | None) -> date | None:
    """Read a date that states its year."""
    if match := _ISO.match(cell or ""):
        return _date(*map(int, match.groups()))
    if match := _NUMERIC.fullmatch(cell or ""):
        first, second, year = (int(part) for part in match.groups())
        year += 2000 if year < 100 else 0
        if order is None and first != second:
            return None
        return _date(year, first, second) if order == "md" else _date(year, second, first)
    years = re.findall(r"(?<!\d)(20\d\d)(?!\d)", cell or "")
    day = month_and_day(re.sub(r"(?<!\d)20\d\d(?!\d)", " ", cell or "")) if len(years) == 1 else None
    return _date(int(years[0]), *day) if day else None


def _nearest(cell: str | None, known: date) -> date | None:
    """Give a date the year that brings it nearest to a known one."""
    day = month_and_day(cell or "")
    if day is None:
        return None
    found = [one for year in (known.year - 1, known.year, known.year + 1) if (one := _date(year, *day)) is not None]
    nearest = min(found, key=lambda one: abs((one - known).days), default=None)
    return nearest if nearest and abs((nearest - known).days) <= _FAR else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
