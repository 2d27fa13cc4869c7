"""Dates without a year ("February 28", "8 de marzo") -> ISO dates, from the year of the last one.

TikTok Studio writes them so. Rows stand in order of time, oldest or newest
first; wherever month and day wrap, a year begins. A sheet that was sorted by another column is refused
(data/values/pasted.py). Such exports have a row a day: a loop will do.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MONTHS = (
    "january januari januar janvier enero janeiro gennaio ianuarie jan janv ene ian",
    "february februari februar février febrero fevereiro febbraio februarie feb fév févr fev",
    "march maart mars märz marzo março martie mar mrt mär",
    "april avril abril aprile aprilie apr abr avr",
    "may mei maj mai mayo maio maggio may",
    "june juni juin junio junho giugno iunie jun iun",
    "july juli juillet julio julho luglio iulie jul iul juil",
    "august augustus augusti août agosto aug ago aoû",
    "september septembre septiembre setembro settembre septembrie sep sept set",
    "october oktober octobre octubre outubro ottobre octombrie oct okt out",
    "november novembre noviembre novembro noiembrie nov noi",
    "december décembre diciembre dezembro dicembre decembrie dezember dec déc dic dez",
)
MONTH_NUMBER = {word: number for number, line in enumerate(_MONTHS, 1) for word in line.split()}


def with_years(cells: list[str | None], last: int) -> list[str | None]:
    """Write each date in full; a cell that is none stays as it is, to be refused."""
    days = [month_and_day(cell or "") for cell in cells]
    known = [day for day in days if day]
    falling = _is_falling(known)
    years = _years(known[::-1] if falling else known, last)
    of_day = iter(years[::-1] if falling else years)
    return [_iso(next(of_day), *day) or cell if day else cell for cell, day in zip(cells, days, strict=True)]


def first_out_of_order(cells: Sequence[str | None]) -> int | None:
    """Find the first row that goes the other way in time than most: of such rows nobody knows the year."""
    dated = [(place, day) for place, cell in enumerate(cells) if (day := month_and_day(cell or ""))]
    falling = _is_falling([day for _, day in dated])
    steps = ((later, (day, next_day)) for (_, day), (later, next_day) in pairwise(dated) if day != next_day)
    return next((place for place, step in steps if _is_step_back(step) != falling), None)


def _is_falling(days: list[tuple[int, int]]) -> bool:
    """Whether the newest day stands first."""
    return 2 * sum(map(_is_step_back, pairwise(days))) > len(days) - 1


def month_and_day(cell: str) -> tuple[int, int] | None:
    """Read "February 28", "24th Sept" or "8 de marzo": (month, day)."""
    words = re.findall(r"[^\W\d_]+|\d+", cell.casefold())
    months = [MONTH_NUMBER[word] for word in words if word in MONTH_NUMBER]
    numbers = [int(word) for word in words if word.isdecimal()]
    return (months[0], numbers[0]) if len(months) == len(numbers) == 1 else None


def _is_step_back(pair: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    """Whether the second day lies before the first by the shorter way round the year."""
    (month, day), (next_month, next_day) = pair
    return ((next_month - month) * 31 + next_day - day) % 372 > 186


def _years(days: list[tuple[int, int]], last: int) -> list[int]:
    """Count back from the last day: an earlier row with a later month and day is of the year before."""
    years = [last] * len(days)
    for place in range(len(days) - 2, -1, -1):
        years[place] = years[place + 1] - (days[place] > days[place + 1])
    return years


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
