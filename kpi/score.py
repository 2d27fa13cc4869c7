"""Compute KPIs: one SQL statement per fact, filter and length of window, whatever the number of KPIs and weeks.

A calendar (one row per window and day) is joined by equality on the day, and
grouping sets give the brand and each channel in the same scan. People's words
travel as parameters; the SQL comes from our own declarations alone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from kpi.cells import ALL_ROWS, Cells, Filter, Key, no_value
from kpi.cover import Cover, Span, covered, nothing_found
from kpi.kinds import FilterName, Kpi, Parts
from kpi.periods import Week, Window
from kpi.snapshot import EVERYWHERE, Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["ALL_ROWS", "Cells", "Filter", "Queries", "Wanted", "score", "statement"]

Wanted = tuple[Kpi, Filter, int]  # a KPI, of which rows, over how many days
SOME_CHANNEL = ""  # no upload carries this name: any channel without rows and uploads of its own

CONDITIONS: dict[FilterName, str] = {
    "topics": "list_contains(?::varchar[], lower({column}))",
    "paid": "({column} is true) = ?",  # a post of the page's own export is organic unless it is marked as paid
    "proof": "{column} = ?",
    "result_kind": "{column} = ?",
}


class Queries(Protocol):
    """What answers SQL: the store, or a connection in a test."""

    def query(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run a statement and fetch its rows."""
        ...


def score(store: Queries, wanted: Iterable[Wanted], weeks: Iterable[Week]) -> Cells:
    """Compute every wanted KPI for the windows that end with these weeks, for the brand and for each channel."""
    weeks = tuple(sorted(set(weeks)))
    cover = Cover(tuple(Span(*row) for row in store.query("select fact, channel, day_from, day_to from covered")))
    cells: dict[Key, Cell] = {}
    absent: dict[Key, Cell] = {}
    for scan in _scans(wanted, weeks) if weeks else ():
        found = scan.run(store)
        cells |= found | scan.counts(found, cover)
        absent |= scan.absent(cover)
    return Cells(weeks, cells, absent)


def statement(kpis: Iterable[Kpi], filtered: Filter = ALL_ROWS) -> str:
    """Write the one statement that answers these KPIs of one fact."""
    kpis = tuple(kpis)
    columns = [f'{sql} as "{kpi.name}.{part}"' for kpi in kpis for part, sql in kpi.columns().items()]
    return "\n".join(
        [
            "with calendar as (",
            '    select "window", last - back::integer as day',
            '    from (select unnest(?::integer[]) as "window", unnest(?::date[]) as last), range(?) as days(back)',
            ")",
            f"select \"window\", coalesce(channel, '{EVERYWHERE}') as channel,",
            "    " + ",\n    ".join(columns),
            f"from {kpis[0].fact} join calendar using (day)",
            *_where(kpis[0], filtered),
            'group by grouping sets (("window"), ("window", channel))',
        ]
    )


def _where(kpi: Kpi, filtered: Filter) -> list[str]:
    asked = [CONDITIONS[name].format(column=kpi.filters[name]) for name in filtered.used]
    conditions = (["channel = ?"] if filtered.channel else []) + asked
    return ["where " + " and ".join(conditions)] if conditions else []


@dataclass(frozen=True)
class _Scan:
    """One statement: some KPIs of one fact, of the same rows and over windows of one length."""

    kpis: tuple[Kpi, ...]
    filtered: Filter
    windows: tuple[Window, ...]

    @property
    def answerable(self) -> bool:
        return self.filtered.used.keys() <= self.kpis[0].filters.keys()

    @property
    def parameters(self) -> list[object]:
        calendar = [list(range(len(self.windows))), [window.last for window in self.windows], self.windows[0].days]
        return [*calendar, *([self.filtered.channel] if self.filtered.channel else []), *self.filtered.used.values()]

    def run(self, store: Queries) -> dict[Key, Cell]:
        """Find the cell of every KPI, window and channel that has rows."""
        cells: dict[Key, Cell] = {}
        rows = store.query(statement(self.kpis, self.filtered), self.parameters) if self.answerable else []
        for number, channel, *answers in rows:
            window, rest = self.windows[number].id, iter(answers)
            for kpi in self.kpis:
                parts = {part: next(rest) for part in kpi.columns()}
                cells[kpi.name, self.filtered, window, channel] = _cell(kpi, window, channel, parts)
        return cells

    def counts(self, found: dict[Key, Cell], cover: Cover) -> dict[Key, Cell]:
        """Set counts against the days that uploads cover: known, zero or unknown."""
        channels = {channel for *_, channel in found}
        return {
            (kpi.name, self.filtered, window.id, channel): self._count(kpi, window, channel, found, cover)
            for kpi in self.kpis
            if kpi.needs_cover and self.answerable
            for channel in {EVERYWHERE, *channels, *cover.channels(kpi.sources)}
            for window in self.windows
        }

    def _count(self, kpi: Kpi, window: Window, channel: str, found: dict[Key, Cell], cover: Cover) -> Cell:
        share = cover.share(kpi.sources, window, self._evidence_for(channel))
        cell = found.get((kpi.name, self.filtered, window.id, channel))
        return covered(cell, share) if cell else nothing_found(kpi.name, window.id, channel, share)

    def _evidence_for(self, channel: str) -> str:
        return self.filtered.channel if channel == EVERYWHERE and self.filtered.channel else channel

    def absent(self, cover: Cover) -> dict[Key, Cell]:
        """Say what it means for a channel that it has no rows."""
        return {
            (kpi.name, self.filtered, window.id, EVERYWHERE): self._absent(kpi, window, cover)
            for kpi in self.kpis
            for window in self.windows
        }

    def _absent(self, kpi: Kpi, window: Window, cover: Cover) -> Cell:
        if not self.answerable:
            return no_value(kpi.name, window.id, EVERYWHERE, "filter_unavailable")
        if kpi.needs_cover:
            return nothing_found(kpi.name, window.id, EVERYWHERE, cover.share(kpi.sources, window, SOME_CHANNEL))
        return no_value(kpi.name, window.id, EVERYWHERE, "no_data")


def _scans(wanted: Iterable[Wanted], weeks: Iterable[Week]) -> list[_Scan]:
    weeks = tuple(weeks)
    groups: dict[tuple[str, Filter, int], dict[str, Kpi]] = defaultdict(dict)
    for kpi, filtered, days in wanted:
        groups[kpi.fact, filtered, days][kpi.name] = kpi
    return [
        _Scan(tuple(kpis.values()), filtered, tuple(Window(week, days) for week in weeks))
        for (_, filtered, days), kpis in groups.items()
    ]


def _cell(kpi: Kpi, window: str, channel: str, parts: Parts) -> Cell:
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
        why=invalid or (_why(denominator, coverage) if value is None else None),
    )


def _why(denominator: float | None, coverage: float | None) -> str:
    """Tell rows of which none carries the data from rows that leave nothing to divide by."""
    carried = denominator is not None if coverage is None else coverage > 0
    return "no_sample" if carried else "not_available"


def _number(number: Any) -> float | None:
    return None if number is None or math.isnan(number) else float(number)
