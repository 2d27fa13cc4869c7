"""Where a row started: what the team wrote, or what the first weeks measure (`auto`).

A measured baseline is the pooled value of the four weeks that end with the last Sunday before the plan
starts; when the data begins later, of its first four full weeks. Pooled means one value over those 28
days, as the KPI is defined, never a mean of weekly values; a count becomes its average per window, and a
platform's own figure is the one at the end of the four weeks. A row that counts in longer windows
(a month, a quarter) starts with the one window that ends on that same Sunday.

Lifetime figures are measured as the number they are compared with: what was gained in four weeks (the first that the
downloads tell, if not those before the plan), or posts of the same age. If neither can be had there is no baseline.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpi.basis import BEFORE, uneven, unlike, untold
from kpi.catalog import Count
from kpi.cells import no_value
from kpi.lifetime import pooled
from kpi.noise import carries, evidence, move
from kpi.periods import DAYS_A_WEEK, Week, Window
from kpi.scan import Scan
from kpi.score import score
from kpi.snapshot import EVERYWHERE, Unlike
from kpi.steps import read_steps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kpi.noise import Asks
    from kpi.plan import Plan, Promise
    from kpi.queries import Queries
    from kpi.snapshot import Cell, Move
    from kpi.sources import Sources
    from kpi.track import Tracks

    Measured = Mapping[str, Cell]  # what four weeks measure, by channel

BASELINE_WEEKS = 4


@dataclass(frozen=True)
class Start:
    """Where a row started: a written baseline has no error, a measured one has."""

    value: float | None
    error: float = 0.0
    enough: bool = True  # stands on a sample that is worth judging
    unlike: Unlike | None = None  # why what was measured cannot be compared with now
    cell: Cell | None = None  # what was measured, before a count of four weeks becomes one of a window

    def move(self, now: Cell, weekly: float | None, asks: Asks) -> Move | None:
        """Compare a value with the baseline; that one is four weeks, so weekly scatter counts on one side only."""
        if self.value is None or (found := move(self.value, now, weekly, asks)) is None:
            return None
        off = math.hypot(found.sigma, self.error) if found.sigma else None
        carried = self.enough and found.evidence != "too_little"
        return replace(found, sigma=off, evidence=evidence(found.size, off) if carried else "too_little")


def start(  # noqa: PLR0917 - what a row, a plan, the ledger and the week know of it
    store: Queries,
    plan: Plan,
    promise: Promise,
    sources: Sources,
    week: Week,
    now: Cell | None = None,
    tracks: Tracks | None = None,
) -> Start:
    """Find where a row started, as known in a week; `now` = the number compared with it, `tracks` = what parts them."""
    if promise.baseline is not None:
        return Start(promise.baseline)
    until = _last_week(plan, promise, sources)
    if until is None or until > week:
        return Start(None)
    days = max(promise.window_days, BASELINE_WEEKS * DAYS_A_WEEK)
    found = _measured(store, promise, Window(until, days), now)
    if now and now.basis == "gained" and unlike(found[EVERYWHERE], now):
        found = next(_gained_later(store, promise, sources, Window(until, days), week), found)
    cell = found[EVERYWHERE]
    if cell.indicative:
        return Start(None, unlike=Unlike("labels", "" if now and now.indicative else BEFORE))
    if now and cell.value is not None and (differs := _differ(promise, found, now, tracks)):
        return Start(None, unlike=differs)
    windows = days / promise.window_days if isinstance(promise.kpi, Count) else 1
    if cell.value is None or not sources.whole(cell, promise.kpi, promise.channel, Window(until, days)):
        return Start(None)
    return Start(cell.value / windows, (cell.error or 0.0) / windows, carries(cell, promise.kpi), cell=cell)


def _differ(promise: Promise, found: Measured, now: Cell, tracks: Tracks | None) -> Unlike | None:
    """Say why a measured baseline is not like the number of the week; None = it is."""
    cell = found[EVERYWHERE]
    if tracks is None:
        return unlike(cell, now) or untold(cell, now)
    if differs := tracks.differ(promise.kpi, cell, now, promise.channel):
        return differs
    window = Window(tracks.week, promise.window_days)
    names = sorted(found.keys() - {EVERYWHERE})
    parts = [(found[name], tracks.cells.part(now, promise.filter, window, name)) for name in names]
    return uneven(promise.kpi, cell, now, parts)


def _gained_later(store: Queries, promise: Promise, sources: Sources, window: Window, week: Week) -> Iterator[Measured]:
    """Find the first weeks after a window for which the downloads tell what was gained."""
    steps = read_steps(store)
    for full in sources.full_weeks(promise.kpi, promise.channel):
        later = Window(full, window.days)
        if window.week < full <= week and steps.chains(later):
            found = _measured(store, promise, later, None)
            if found[EVERYWHERE].basis == "gained" and found[EVERYWHERE].value is not None:
                yield found


def _measured(store: Queries, promise: Promise, window: Window, now: Cell | None) -> Measured:
    """Measure the four weeks, by channel; of posts of a certain age when that is what they are compared with."""
    kpi, asked = promise.kpi, promise.filter
    if now is not None and now.basis == "published":
        parts = pooled(store, Scan((kpi,), asked, (window,)), promise.window_days, now)
        nothing = {EVERYWHERE: no_value(kpi.name, window.id, EVERYWHERE, "no_data")}
        return nothing | {channel: cell for (*_, channel), cell in parts.items()}
    cells = score(store, [(kpi, asked, window.days)], [window.week])
    names = {EVERYWHERE} | {channel for *of, channel in cells if of == [kpi.name, asked, window.id]}
    return {name: cells.get(kpi.name, asked, window, name) for name in names}


def _last_week(plan: Plan, promise: Promise, sources: Sources) -> Week | None:
    """Find the week it ends with: the last before the plan, or the fourth full one of the data."""
    full = sources.full_weeks(promise.kpi, promise.channel)
    if len(full) < BASELINE_WEEKS:
        return None
    return max(Week.of(plan.start).previous(), full[BASELINE_WEEKS - 1])
