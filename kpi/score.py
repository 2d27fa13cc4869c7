"""Compute KPIs: one SQL statement per fact, filter and length of window, whatever the number of KPIs and weeks.

Lifetime figures of posts take one more for what was gained, and one for posts at the same age, where the store
holds several downloads of a post (kpi.lifetime). Of opinions whose sentiment the brand estimates it takes one for all
texts and labels (kpi.sentiment).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.cells import ALL_ROWS, Cells, Filter, no_value
from kpi.cover import Cover, Span, covered, nothing_found
from kpi.hours import hours_of
from kpi.lifetime import at_age, gained
from kpi.periods import Week, Window
from kpi.scan import Scan, statement
from kpi.sentiment import estimated
from kpi.snapshot import EVERYWHERE
from kpi.steps import read_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kpi.hours import Hours
    from kpi.kinds import Kpi
    from kpi.queries import Queries
    from kpi.scan import Cellmap
    from kpi.snapshot import Cell
    from kpi.steps import Steps

__all__ = ["ALL_ROWS", "Cells", "Filter", "Wanted", "score", "score_each", "statement"]

Wanted = tuple["Kpi", Filter, int]  # a KPI, of which rows, over how many days
SOME_CHANNEL = ""  # no upload carries this name: any channel without rows and uploads of its own


def score(store: Queries, wanted: Iterable[Wanted], weeks: Iterable[Week]) -> Cells:
    """Compute every wanted KPI for the windows that end with these weeks, for the brand and for each channel."""
    weeks = tuple(sorted(set(weeks)))
    return _measured(store, wanted, weeks).up_to(weeks)


def score_each(store: Queries, wanted: Iterable[Wanted], lasts: Iterable[Week], span: int) -> Iterator[Cells]:
    """Compute every wanted KPI as it is for one week after another, each with so many weeks up to it: one scan."""
    lasts = tuple(lasts)
    weeks = tuple(sorted({week for last in lasts for week in last.last(span)}))
    measured = _measured(store, wanted, weeks)
    return (measured.up_to(tuple(last.last(span))) for last in lasts)


@dataclass(frozen=True)
class _Measured:
    """What a store answered for some weeks; lifetime figures hang on the age that the last of them have."""

    store: Queries
    cells: Cellmap
    absent: Cellmap
    gains: Cellmap
    aging: tuple[tuple[Scan, Cellmap], ...]  # scans of lifetime figures, with what they show as posts since publication
    steps: Steps | None

    def up_to(self, weeks: tuple[Week, ...]) -> Cells:
        """Give the cells as they are for the last of these weeks."""
        aged: Cellmap = {}
        for scan, shown in self.aging:
            if self.steps:
                last = Window(weeks[-1], scan.windows[0].days).id
                aged |= at_age(self.store, scan, shown, self.steps, last)
        return Cells(weeks, self.cells, self.absent, self.gains, aged)


def _measured(store: Queries, wanted: Iterable[Wanted], weeks: tuple[Week, ...]) -> _Measured:
    wanted = tuple(wanted) if weeks else ()
    estimating = estimated.estimates(store, tuple(kpi for kpi, *_ in wanted))
    scans = _scans(wanted, weeks, estimating)
    cover = Cover(tuple(Span(*row) for row in store.query("select fact, channel, day_from, day_to from covered")))
    steps = read_steps(store) if any(scan.lifetime for scan in scans) else None
    cells: Cellmap = {}
    absent: Cellmap = {}
    gains: Cellmap = {}
    aging: list[tuple[Scan, Cellmap]] = []
    for scan in scans:
        whole = scan.widened()
        every = estimated.cells(store, whole) if estimating and scan.kpis[0].estimate else whole.run(store)
        found = scan.within(every)
        cells |= found | _counts(scan, found, cover)
        absent |= _absent(scan, cover)
        if steps and scan.lifetime:
            gains |= (grown := scan.within(gained(store, whole, every, steps)))
            aging.append((scan, {key: cell for key, cell in found.items() if key not in grown}))
    return _Measured(store, cells, absent, gains, tuple(aging), steps)


def _counts(scan: Scan, found: Cellmap, cover: Cover) -> Cellmap:
    """Set counts against the days that uploads cover: known, zero or unknown."""
    channels = {channel for *_, channel in found}
    return {
        (kpi.name, scan.filtered, window.id, channel): _count(scan, kpi, window, channel, found, cover)
        for kpi in scan.kpis
        if kpi.needs_cover and scan.answerable
        for channel in {EVERYWHERE, *channels, *cover.channels(kpi.sources)}
        for window in scan.windows
    }


def _count(scan: Scan, kpi: Kpi, window: Window, channel: str, found: Cellmap, cover: Cover) -> Cell:  # noqa: PLR0917
    evidence = scan.filtered.channel if channel == EVERYWHERE and scan.filtered.channel else channel
    share = cover.share(kpi.sources, window, evidence)
    cell = found.get((kpi.name, scan.filtered, window.id, channel))
    return covered(cell, share) if cell else nothing_found(kpi.name, window.id, channel, share)


def _absent(scan: Scan, cover: Cover) -> Cellmap:
    """Say what it means for a channel that it has no rows."""
    return {
        (kpi.name, scan.filtered, window.id, EVERYWHERE): _nothing(scan, kpi, window, cover)
        for kpi in scan.kpis
        for window in scan.windows
    }


def _nothing(scan: Scan, kpi: Kpi, window: Window, cover: Cover) -> Cell:
    if not scan.answerable:
        return no_value(kpi.name, window.id, EVERYWHERE, "filter_unavailable")
    if kpi.needs_cover:
        return nothing_found(kpi.name, window.id, EVERYWHERE, cover.share(kpi.sources, window, SOME_CHANNEL))
    return no_value(kpi.name, window.id, EVERYWHERE, "no_data")


def _scans(wanted: Iterable[Wanted], weeks: tuple[Week, ...], estimating: bool) -> list[Scan]:
    groups: dict[tuple[str, Filter, int, Hours | None, str | None], dict[str, Kpi]] = defaultdict(dict)
    for kpi, filtered, days in wanted:
        of = (kpi.estimate_of or "") if estimating and kpi.estimate else None
        groups[kpi.fact, filtered, days, hours_of(kpi, filtered.hours), of][kpi.name] = kpi
    return [
        Scan(tuple(kpis.values()), filtered, tuple(Window(week, days) for week in weeks))
        for (_, filtered, days, *_), kpis in groups.items()
    ]
