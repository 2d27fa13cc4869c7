"""One scan: a statement that answers some KPIs of one fact, for windows of one length.

A calendar (one row per window and day) is joined by equality on the day, and grouping sets give the brand and
each channel in the same scan. People's words travel as parameters; the SQL comes from our own declarations alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from kpi.cells import ALL_ROWS, Filter, Key
from kpi.once import once
from kpi.opening import opening
from kpi.periods import Window, in_blocks
from kpi.snapshot import EVERYWHERE, Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from kpi.kinds import FilterName, Kpi, Parts
    from kpi.queries import Queries

Cellmap = dict[Key, Cell]

CONDITIONS: dict[FilterName, str] = {
    "topics": "list_contains(?::varchar[], lower({column}))",
    "paid": "({column} is true) = ?",  # a post of the page's own export is organic unless it is marked as paid
    "proof": "{column} = ?",
    "result_kind": "{column} = ?",
    "formats": "list_contains(?::varchar[], lower({column}))",
    "campaigns": "list_contains(?::varchar[], lower({column}))",
}
TEAMS_OWN = ("about_topics(", "about_privacy(")  # macros that read the words of the team's topics
CALENDAR = """with calendar as (
    select "window", last, last - back::integer as day
    from (select unnest(?::integer[]) as "window", unnest(?::date[]) as last), range(?) as days(back)
)"""
# of a register what held on the last day, however long ago it was written down
STANDING = """{fact} join (select "window", last from calendar where day = last) as ends
    on {fact}.day <= ends.last and ({fact}.until is null or {fact}.until > ends.last)"""
AGES = ("age", "oldest")  # of posts: days from the end of their window to the download their figures are of
DOWNLOADED = "min(snapshot_date), max(snapshot_date)"


@dataclass(frozen=True)
class Scan:
    """Some KPIs of one fact, of the same rows and over windows of one length."""

    kpis: tuple[Kpi, ...]
    filtered: Filter
    windows: tuple[Window, ...]

    @property
    def answerable(self) -> bool:
        """Whether the fact has what the filter asks for."""
        return self.filtered.used.keys() <= self.kpis[0].filters.keys()

    @property
    def lifetime(self) -> bool:
        """Whether the figures are totals since publication."""
        return self.kpis[0].lifetime

    @property
    def asked(self) -> list[object]:
        """The parameters of the filter."""
        return [*([self.filtered.channel] if self.filtered.channel else []), *self.filtered.used.values()]

    def run(self, store: Queries) -> Cellmap:
        """Find the cell of every KPI, window and channel that has rows."""
        return self._answers(store) if self.answerable else {}

    def widened(self) -> Scan:
        """Ask for whole half years where several weeks are asked for: who remembers answers then has every week's."""
        if len(self.windows) == 1:
            return self
        weeks = in_blocks(window.week for window in self.windows)
        return replace(self, windows=tuple(Window(week, self.windows[0].days) for week in weeks))

    def within(self, cells: Cellmap) -> Cellmap:
        """Keep the cells of these windows."""
        wanted = {window.id for window in self.windows}
        return {key: cell for key, cell in cells.items() if key[2] in wanted}

    def _answers(self, store: Queries) -> Cellmap:
        calendar = [list(range(len(self.windows))), [window.last for window in self.windows], self.windows[0].days]
        told, hours = opening(store, self.kpis[0], self.filtered.hours, self.windows)
        rows = store.query(statement(self.kpis, self.filtered, CALENDAR + told), [*calendar, *hours, *self.asked])
        return published(self.cells(map(self._dated, rows), AGES)) if self.lifetime else self.cells(rows)

    def _dated(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """Turn the days of the downloads behind a number into ages."""
        last = self.windows[row[0]].last
        return *row[: -len(AGES)], *((downloaded - last).days for downloaded in row[-len(AGES) :])

    def cells(self, rows: Iterable[tuple[Any, ...]], stamped: tuple[str, ...] = ()) -> Cellmap:
        """Make cells of the rows of a statement; the last columns are fields of the cell."""
        cells: Cellmap = {}
        columns = {kpi.name: tuple(kpi.columns()) for kpi in self.kpis}
        for number, channel, *answers in rows:
            window, rest = self.windows[number].id, iter(answers)
            parts = {name: {part: next(rest) for part in told} for name, told in columns.items()}
            stamps = dict(zip(stamped, rest, strict=True))
            for kpi in self.kpis:
                cells[kpi.name, self.filtered, window, channel] = _cell(kpi, window, channel, parts[kpi.name], stamps)
        return cells


def statement(
    kpis: Iterable[Kpi], filtered: Filter = ALL_ROWS, head: str = CALENDAR, rows: str = "", stamps: str = ""
) -> str:
    """Write the one statement that answers these KPIs of one fact, or of other `rows` with its columns."""
    kpis = tuple(kpis)
    columns = [f'{sql} as "{kpi.name}.{part}"' for kpi in kpis for part, sql in kpi.columns().items()]
    columns, source = once(columns, rows or of_windows(kpis[0]))
    stamps = stamps or (DOWNLOADED if kpis[0].lifetime else "")
    return "\n".join(
        [
            head,
            f"select \"window\", coalesce(channel, '{EVERYWHERE}') as channel,",
            "    " + ",\n    ".join([*columns, *([stamps] if stamps else [])]),
            f"from {source}",
            *conditions(kpis[0], filtered),
            'group by grouping sets (("window"), ("window", channel))',
        ]
    )


def of_windows(kpi: Kpi) -> str:
    """Write the rows of a KPI that belong to each window of the calendar."""
    return STANDING.format(fact=kpi.fact) if kpi.standing else f"{kpi.fact} join calendar using (day)"


def conditions(kpi: Kpi, filtered: Filter) -> list[str]:
    """Write what the filter asks for."""
    asked = [_condition(name, kpi.filters[name]) for name in filtered.used]
    found = (["channel = ?"] if filtered.channel else []) + asked
    return ["where " + " and ".join(found)] if found else []


def _condition(name: FilterName, declared: str) -> str:
    """Write one thing that is asked: of a column, or as a fact declares it, with the place of what is asked for."""
    return declared if "?" in declared else CONDITIONS[name].format(column=declared)


def by_words(kpi: Kpi, filtered: Filter) -> bool:
    """Whether the words of the team's topics choose the rows of a number."""
    asked = [*kpi.columns().values(), *(kpi.filters.get(name, "") for name in filtered.used)]
    return any(named in sql for sql in asked for named in TEAMS_OWN)


def published(cells: Cellmap) -> Cellmap:
    """Say of cells that they count posts since publication; a brand is as old as the channels it has a value from."""
    ages: dict[tuple[object, ...], list[Cell]] = {}
    for (*of, channel), cell in cells.items():
        if channel != EVERYWHERE and cell.value is not None:
            ages.setdefault(tuple(of), []).append(cell)
    return {
        key: _aged(cell, ages.get(key[:3]) or [cell] if key[3] == EVERYWHERE else [cell]) for key, cell in cells.items()
    }


def _aged(cell: Cell, among: list[Cell]) -> Cell:
    youngest = min(one.age or 0 for one in among)
    oldest = max(one.oldest or 0 for one in among)
    until = _last(cell.window) + timedelta(days=youngest)
    return replace(cell, basis="published", until=until, age=youngest, oldest=oldest)


@cache
def _last(window: str) -> date:
    return Window.parse(window).last


def _cell(kpi: Kpi, window: str, channel: str, parts: Parts, stamps: Mapping[str, Any]) -> Cell:
    invalid = kpi.invalid if parts.get("valid", True) is False else None
    value = None if invalid else kpi.value(parts)
    coverage = _number(parts.get("coverage"))
    denominator = _number(parts.get("denominator"))
    return Cell(
        kpi=kpi.name,
        window=window,
        channel=channel,
        value=value,
        numerator=_number(parts.get("numerator")),
        denominator=denominator,
        sample=kpi.sample(parts),
        coverage=coverage,
        error=None if value is None else kpi.error(parts),
        censored=parts.get("censored") or 0,
        bound=value is not None and kpi.bound(parts),
        why=invalid or (_why(denominator, coverage) if value is None else None),
        **stamps,
    )


def _why(denominator: float | None, coverage: float | None) -> str:
    """Tell rows of which none carries the data from rows that leave nothing to divide by."""
    carried = denominator is not None if coverage is None else coverage > 0
    return "no_sample" if carried else "not_available"


def _number(number: Any) -> float | None:
    return None if number is None or math.isnan(number) else float(number)
