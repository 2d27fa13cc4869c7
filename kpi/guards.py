"""KPIs that must not worsen for a target to count, each against its own baseline.

A guard that has a row in the plan is measured as that row says; another is measured over its own window, from the
weeks before the plan. It has worsened when the move is a signal; where its data cannot tell, nobody knows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.baseline import start
from kpi.catalog import catalog
from kpi.cells import Filter
from kpi.noise import scatter
from kpi.snapshot import Guard
from kpi.track import ordinary

if TYPE_CHECKING:
    from kpi.plan import Plan, Promise
    from kpi.queries import Queries
    from kpi.snapshot import Move
    from kpi.track import Tracks


def guarding(plan: Plan, promise: Promise) -> tuple[Promise, ...]:
    """List the guards of a row as promises of their own."""
    return tuple(_guarding(plan, promise, name) for name in promise.guards)


def guards(store: Queries, plan: Plan, promise: Promise, tracks: Tracks) -> tuple[Guard, ...]:
    """Measure each guard of a row against its baseline."""
    return tuple(_measured(store, plan, guard, tracks) for guard in guarding(plan, promise))


def _guarding(plan: Plan, promise: Promise, name: str) -> Promise:
    kpi = catalog()[name]
    of_plan = [plan.promise(row) for row in plan.rows if row.kpi == name]
    alike = [one for one in of_plan if one.filter == promise.filter]
    asked = replace(
        promise,
        kpi=kpi,
        filter=Filter(channel=promise.filter.channel),
        window_days=kpi.window_days,
        baseline=None,
        currency=plan.currency if kpi.unit == "money" else None,
        guards=(),
    )
    return next(iter((*alike, *of_plan, asked)))


def _measured(store: Queries, plan: Plan, guard: Promise, tracks: Tracks) -> Guard:
    points, now = tracks.points(guard), tracks.now(guard)
    began = start(store, plan, guard, tracks.sources, tracks.week, now, tracks)
    weekly = scatter(ordinary(points, guard.window_days)[:-1])
    moved = None if points[-1].partial else began.move(now, weekly, guard.kpi)
    return Guard(
        guard.kpi.name,
        guard.kpi.unit,
        guard.currency,
        guard.kpi.good,
        began.value,
        now.value,
        moved.evidence if moved else "too_little",
        _worse(moved, rising=guard.kpi.good == "up"),
    )


def _worse(move: Move | None, *, rising: bool) -> bool | None:
    """Tell whether a guard worsened; None = its data cannot tell."""
    if move is None or move.evidence == "too_little":
        return None
    return move.evidence == "signal" and (move.size < 0) == rising
