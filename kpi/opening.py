"""Read the moments of a fact off a clock that runs in opening hours only.

The clock stands still while nobody is there, so the difference of two moments on it is the open time between them, and
every declared fragment means what it says, unchanged. The days of the calendar travel as lists: how long it had been
open before each day (UTC), and from when to when it is open on it; a row finds its day by its number, which costs a
fraction of looking moments up in a sorted table of openings (docs/decisions/0023-opening-hours.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from data import defaults
from kpi.hours import hours_of, open_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpi.hours import Hours
    from kpi.kinds import Kpi
    from kpi.periods import Window
    from kpi.queries import Queries

MARGIN = timedelta(days=2)  # a local day begins up to 14 hours before or after the day of UTC
ABSURD = timedelta(days=366)  # a moment longer before its window was mistyped; it is not known then
DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
START = datetime(1970, 1, 1)  # noqa: DTZ001 - moments of the store are UTC without a zone

NUMBER = "nullif(greatest(datediff('day', opening.since, {moment}) + 1, 0), 0)"  # a negative one counts from the end
OF_DATE = "date '1970-01-01' + opening.worked[{number}]"


@dataclass(frozen=True)
class Openings:
    """Some days of UTC in a row: the open time before each, and its openings, as many for every day."""

    since: date
    passed: tuple[int, ...]  # microseconds
    opens: tuple[tuple[int, ...], ...]  # moments in microseconds, by number of the opening; then by day
    closes: tuple[tuple[int, ...], ...]
    worked: tuple[int, ...]  # local days with an opening, up to and with this one


def opening(store: Queries, kpi: Kpi, hours: Hours | None, windows: Sequence[Window]) -> tuple[str, list[object]]:
    """Write the fact as its clock tells it, to stand after the first part of a `with`, and the parameters of it.

    `hours` are those of the filter. There is nothing to write for a KPI on the clock on the wall.
    """
    if (held := hours_of(kpi, hours)) is None:
        return "", []
    first, last = _reach(store, kpi, windows)
    found = calendar(held, _zone(store), first, last)
    lists = (found.passed, *found.opens, *found.closes, found.worked)
    return _told(kpi, len(found.opens)), [found.since, *map(list, lists)]


def _told(kpi: Kpi, openings: int) -> str:
    columns = [f"?::bigint[] as {side}{n}" for side in ("opens", "closes") for n in range(openings)]
    images = _images(kpi.moments, lambda moment: _of_moment(moment, openings), "interval ({}) microsecond")
    images += _images(kpi.dates, lambda day: OF_DATE.format(number=NUMBER.format(moment=day)), "{}")
    derived = ", ".join(f"{sql} as {column}" for column, sql in kpi.derived.items())
    return f""", opening as (
    select ?::date as since, ?::bigint[] as passed, {", ".join(columns)}, ?::integer[] as worked
), {kpi.fact} as not materialized (
    select *{f" replace ({derived})" if derived else ""}
    from (select fact.* replace ({", ".join(images)}) from main.{kpi.fact} as fact, opening)
)"""


def _images(named: Sequence[str], image: Callable[[str], str], early: str) -> list[str]:
    """Read each off the clock; what lies before the first one, from which waits count, stays before it at night too.

    Otherwise an answer that was mistyped a day too early would be one that took no time.
    """
    earlier = [early.format(f"({one} < {named[0]})::integer") for one in named]
    return [f"{image(one)} - {least} as {one}" for one, least in zip(named, earlier, strict=True)]


def _of_moment(moment: str, openings: int) -> str:
    number = NUMBER.format(moment=moment)
    today = [
        f"greatest(0, least(epoch_us({moment}), opening.closes{n}[{number}]) - opening.opens{n}[{number}])"
        for n in range(openings)
    ]
    return f"make_timestamp({' + '.join([f'opening.passed[{number}]', *today])})"


def _reach(store: Queries, kpi: Kpi, windows: Sequence[Window]) -> tuple[date, date]:
    """Find the days that the moments of these windows lie on."""
    moments = ", ".join((*kpi.moments, *kpi.dates))
    first, last = min(window.first for window in windows), max(window.last for window in windows)
    sql = f"select min(least({moments}))::date, max(greatest({moments}))::date from {kpi.fact}"
    found = store.query(f"{sql} where day between ? and ?", [first, last])[0]
    earliest, latest = (found[0] or first, found[1] or last)
    return max(min(earliest, first), first - ABSURD) - MARGIN, max(latest, last) + MARGIN


def _zone(store: Queries) -> str:
    """Give the zone that the days of the store are days of."""
    found = store.query("select value from setting where name = 'zone'")
    return str(found[0][0]) if found else defaults.ZONE


@lru_cache(maxsize=64)
def calendar(hours: Hours, zone: str, first: date, last: date) -> Openings:
    """Lay openings out by day of UTC; one that runs through midnight is two."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    of_day: dict[date, list[tuple[int, int]]] = {day: [] for day in days}
    for opened, closed in open_spans(hours, first, last, zone):
        for start, end in _split(opened, closed):
            of_day.setdefault(start.date(), []).append((_stamp(start), _stamp(end)))
    most = max((len(each) for each in of_day.values()), default=0)
    shut = {day: (_stamp(datetime.combine(day, datetime.min.time())),) * 2 for day in days}
    rows = [of_day[day] + [shut[day]] * (most - len(of_day[day])) for day in days]
    lengths = [sum(end - start for start, end in row) for row in rows]
    return Openings(
        since=first,
        passed=tuple(accumulate(lengths[:-1], initial=0)),
        opens=tuple(tuple(row[n][0] for row in rows) for n in range(most)),
        closes=tuple(tuple(row[n][1] for row in rows) for n in range(most)),
        worked=tuple(accumulate(int(bool(hours.openings(day))) for day in days)),
    )


def _split(opened: datetime, closed: datetime) -> list[tuple[datetime, datetime]]:
    midnight = datetime.combine(opened.date() + DAY, datetime.min.time())
    if closed <= midnight:
        return [(opened, closed)]
    return [(opened, midnight), *_split(midnight, closed)]


def _stamp(moment: datetime) -> int:
    return (moment - START) // MICROSECOND
