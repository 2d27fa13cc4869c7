"""The few formats that bring most of the results, where they do it by being better and not by being shown more.

Of four full weeks together: the fewest parts that make the asked share of the results. They are named only when they
are not all parts, when they took less than they brought, and when week by week, on one and the same channel, their rate
is above that of the rest: formats live on other channels, and a good channel makes no good format. The weekly gaps are
averaged and held against their own ups and downs (Student's t).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist, fmean, stdev
from typing import TYPE_CHECKING

from kpi.catalog import catalog
from kpi.cells import ALL_ROWS, Filter
from kpi.lifetime import GAINED, SPANS, spans
from kpi.noise import student
from kpi.periods import DAYS_A_WEEK, Window
from kpi.rule.ruling import Lack, Part
from kpi.scan import CALENDAR, conditions, of_windows
from kpi.snapshot import EVERYWHERE
from kpi.steps import read_steps

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kpi.catalog import Kpi
    from kpi.periods import Week
    from kpi.queries import Queries
    from kpi.rule.rules import Leading
    from kpi.snapshot import Cell
    from kpi.track import Tracks

SHARED = 4  # weeks whose results are shared out
SHOWN = 12  # weeks that can show that a rate is higher …
ENOUGH = 7  # … and so many of them must
RESULTS = 100  # fewer than so many results are not shared out
UNNAMED = ""  # what the exports do not tell the format of
NEAR = 1e-9


@dataclass(frozen=True)
class Brought:
    """Results, and what they took."""

    results: float = 0.0
    took: float = 0.0

    def __add__(self, other: Brought) -> Brought:
        return Brought(self.results + other.results, self.took + other.took)


NOTHING = Brought()
Weekly = dict[tuple[str, str], Brought]  # by channel and part


def leaders(store: Queries, tracks: Tracks, leading: Leading, channel: str, places: int) -> tuple[Part, ...]:
    """Name what brings the results of a channel, or of the brand; empty when nothing stands out."""
    return led(weeks_of(store, tracks, leading, channel), leading, places)


def weeks_of(store: Queries, tracks: Tracks, leading: Leading, channel: str) -> list[Weekly]:
    """List the results of the last weeks by part, oldest first; none where too few of them can be compared."""
    kpi = catalog()[leading.of]
    cells = _alike(tracks, kpi, channel)
    if len(cells) < ENOUGH:
        return []
    weekly = _brought(store, kpi, leading.by, channel, cells)
    return weekly if all(_is_made_by(cell, week) for cell, week in zip(cells.values(), weekly, strict=True)) else []


def lacking(store: Queries, tracks: Tracks, leading: Leading, channel: str) -> Lack | None:
    """Say why the data cannot tell what brings the results of a channel, or of the brand; None = they can."""
    cells = _alike(tracks, catalog()[leading.of], channel)
    if len(cells) < ENOUGH:
        return Lack("few_weeks", len(cells)) if cells else Lack("no_results")
    weekly = weeks_of(store, tracks, leading, channel)
    return untold(weekly, leading) if weekly else Lack("parts_differ")


# -- the judgement -----------------------------------------------------------------------------------


def led(weekly: Sequence[Weekly], leading: Leading, places: int = 1) -> tuple[Part, ...]:
    """Find the parts that bring the results, in weeks of results by part, oldest first."""
    month = _by_part(weekly[-SHARED:])
    names, whole = fewest(month, leading.share), sum(month.values(), NOTHING)
    if _too_little(month, names, leading) or not _outdone(month, names):
        return ()
    if not better(weekly, names, leading.beyond, places):
        return ()
    return tuple(
        Part(name, month[name].results / whole.results, month[name].took / whole.took, round(month[name].results))
        for name in names
    )


def untold(weekly: Sequence[Weekly], leading: Leading) -> Lack | None:
    """Say why these weeks cannot tell what brings the results; None = they can, whatever they say."""
    month = _by_part(weekly[-SHARED:])
    names = fewest(month, leading.share)
    if lack := _too_little(month, names, leading):
        return lack
    if not _outdone(month, names):  # they bring no more than they take, in however many weeks
        return None
    gaps = _gaps(weekly, names)
    return Lack("few_gaps", len(gaps)) if len(gaps) < ENOUGH else None


def _too_little(month: Mapping[str, Brought], names: Collection[str], leading: Leading) -> Lack | None:
    """Say what a month has too little of to be shared out."""
    if (results := sum(one.results for one in month.values())) < RESULTS:
        return Lack("few_results", math.floor(results))
    if UNNAMED in names:
        return Lack("unnamed")
    if len(month) == 1:
        return Lack("one_part")
    least = min(month[name].took for name in names)
    return Lack("too_little_data", math.floor(least)) if least < catalog()[leading.of].enough else None


def _outdone(month: Mapping[str, Brought], names: Collection[str]) -> bool:
    """Whether some parts bring more than they take; all together, or none, bring just that."""
    theirs, whole = sum((month[name] for name in names), NOTHING), sum(month.values(), NOTHING)
    return theirs.results * whole.took > theirs.took * whole.results


def fewest(month: Mapping[str, Brought], share: float) -> tuple[str, ...]:
    """Name the fewest parts that make so much of the results, the largest first."""
    asked = share * sum(one.results for one in month.values())
    found, made = list[str](), 0.0
    for name in sorted(month, key=lambda name: (-month[name].results, name)):
        if made >= asked:
            break
        found.append(name)
        made += month[name].results
    return tuple(found)


def better(weekly: Sequence[Weekly], names: Collection[str], beyond: float, places: int = 1) -> bool:
    """Whether the rate of some parts is above that of the rest, week by week, beyond chance."""
    gaps = _gaps(weekly, names)
    if len(gaps) < ENOUGH or not (spread := stdev(gaps)):
        return False
    tail = (1 - NormalDist().cdf(beyond)) / places
    return fmean(gaps) > student(tail, len(gaps) - 1) * spread / math.sqrt(len(gaps))


def _gaps(weekly: Sequence[Weekly], names: Collection[str]) -> list[float]:
    return [gap for week in weekly[-SHOWN:] if (gap := gap_of(week, names)) is not None]


def gap_of(week: Weekly, names: Collection[str]) -> float | None:
    """Say by how much the rate of some parts is above that of the rest, channel by channel; None where none has both.

    Channels weigh as much as they can tell: a * b / (a + b) of what both sides took (Mantel and Haenszel, 1959).
    """
    above = weight = 0.0
    for channel in {channel for channel, _ in week}:
        ours = sum((one for (where, name), one in week.items() if where == channel and name in names), NOTHING)
        rest = sum((one for (where, name), one in week.items() if where == channel and name not in names), NOTHING)
        if ours.took > 0 and rest.took > 0:
            told = ours.took * rest.took / (ours.took + rest.took)
            above += told * (ours.results / ours.took - rest.results / rest.took)
            weight += told
    return above / weight if weight else None


def _by_part(weekly: Sequence[Weekly]) -> dict[str, Brought]:
    found: dict[str, Brought] = {}
    for week in weekly:
        for (_, name), one in week.items():
            found[name] = found.get(name, NOTHING) + one
    return found


# -- what it is judged on ----------------------------------------------------------------------------


def _alike(tracks: Tracks, kpi: Kpi, channel: str) -> dict[Week, Cell]:
    """Find the weeks up to this one that are full, follow each other, and are counted alike."""
    cells = {
        week: tracks.cells.get(kpi.name, ALL_ROWS, Window(week, DAYS_A_WEEK), channel)
        for week in tracks.week.last(SHOWN)
    }
    now = cells[tracks.week]
    found = {tracks.week: now} if now.value is not None else {}
    for before, after in reversed(list(pairwise(cells))):
        whole = tracks.sources.comparable(kpi, channel, before, after)
        if after not in found or not whole or cells[before].value is None or tracks.differ(kpi, cells[before], now):
            break
        found[before] = cells[before]
    return dict(sorted(found.items()))


def _is_made_by(cell: Cell, week: Weekly) -> bool:
    """Whether the parts add up to the number of the week."""
    whole = sum(week.values(), NOTHING)
    told = (cell.numerator or 0.0, cell.denominator or 0.0)
    return all(
        math.isclose(one, other, rel_tol=NEAR) for one, other in zip((whole.results, whole.took), told, strict=True)
    )


def _brought(store: Queries, kpi: Kpi, by: str, channel: str, cells: Mapping[Week, Cell]) -> list[Weekly]:
    """Ask for the results of each week by part, counted as the numbers of the weeks are."""
    rows = Filter(channel=None if channel == EVERYWHERE else channel)
    head, source, asked = _rows(store, kpi, cells)
    columns = kpi.columns()
    sql = "\n".join(
        [
            head,
            f"""select "window", channel, coalesce(({kpi.groups[by]})::varchar, '{UNNAMED}') as part,""",
            f"{columns['numerator']}, {columns['denominator']}",
            f"from {source}",
            *conditions(kpi, rows),
            "group by all order by all",
        ]
    )
    found: list[Weekly] = [{} for _ in cells]
    for number, where, part, results, took in store.query(sql, [*asked, *([rows.channel] if rows.channel else [])]):
        if took:
            found[number][where or "", part] = Brought(float(results or 0), float(took))
    return found


def _rows(store: Queries, kpi: Kpi, cells: Mapping[Week, Cell]) -> tuple[str, str, list[object]]:
    """Say where the rows of these weeks are: what was gained in them, or what was published."""
    windows = [Window(week, DAYS_A_WEEK) for week in cells]
    if all(cell.basis == "gained" for cell in cells.values()):
        steps = read_steps(store)
        chains = [(number, chain) for number, window in enumerate(windows) for chain in steps.chains(window)]
        return SPANS, GAINED, [*spans(chains)]
    return CALENDAR, of_windows(kpi), [list(range(len(windows))), [window.last for window in windows], DAYS_A_WEEK]
