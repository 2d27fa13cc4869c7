"""Where a row started: what the team wrote, or what the first weeks measure (`auto`).

A measured baseline is the pooled value of the four weeks that end with the last Sunday before the plan
starts; when the data begins later, of its first four full weeks. Pooled means one value over those 28
days, as the KPI is defined, never a mean of weekly values; a count becomes its average per window, and a
platform's own figure is the one at the end of the four weeks. A row that counts in longer windows
(a month, a quarter) starts with the one window that ends on that same Sunday.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpi.catalog import Count
from kpi.noise import evidence, move
from kpi.periods import DAYS_A_WEEK, Week, Window
from kpi.score import score

if TYPE_CHECKING:
    from kpi.plan import Plan, Promise
    from kpi.score import Queries
    from kpi.snapshot import Cell, Move
    from kpi.sources import Sources

BASELINE_WEEKS = 4


@dataclass(frozen=True)
class Start:
    """Where a row started: a written baseline has no error, a measured one has."""

    value: float | None
    error: float = 0.0
    enough: bool = True  # stands on a sample that is worth judging

    def move(self, now: Cell, weekly: float | None, enough: int) -> Move | None:
        """Compare a value with the baseline; that one is four weeks, so weekly scatter counts on one side only."""
        if self.value is None or (found := move(self.value, now, weekly, enough)) is None:
            return None
        off = math.hypot(found.sigma, self.error) if found.sigma else None
        carried = self.enough and found.evidence != "too_little"
        return replace(found, sigma=off, evidence=evidence(found.size, off) if carried else "too_little")


def start(store: Queries, plan: Plan, promise: Promise, sources: Sources, week: Week) -> Start:
    """Find where a row started, as it is known in a week."""
    if promise.baseline is not None:
        return Start(promise.baseline)
    until = _last_week(plan, promise, sources)
    if until is None or until > week:
        return Start(None)
    days = max(promise.window_days, BASELINE_WEEKS * DAYS_A_WEEK)
    cells = score(store, [(promise.kpi, promise.row.filter, days)], [until])
    cell = cells.get(promise.kpi.name, promise.row.filter, Window(until, days))
    windows = days / promise.window_days if isinstance(promise.kpi, Count) else 1
    if cell.value is None or not sources.whole(cell, promise.kpi, promise.channel, Window(until, days)):
        return Start(None)
    return Start(cell.value / windows, (cell.error or 0.0) / windows, cell.sample >= promise.kpi.enough)


def _last_week(plan: Plan, promise: Promise, sources: Sources) -> Week | None:
    """Find the week it ends with: the last before the plan, or the fourth full one of the data."""
    full = sources.full_weeks(promise.kpi, promise.channel)
    if len(full) < BASELINE_WEEKS:
        return None
    return max(Week.of(plan.start).previous(), full[BASELINE_WEEKS - 1])
