"""Each row of the plan over all weeks of a report, and over as many before.

A month is one number where all its rows make one (kpi.pooling), and so is what came before it. The status of a row
stays what its own window says on the last Sunday: nothing here is held against a target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.annotations import read_notebook
from kpi.breaks import read_meanings
from kpi.noise import WEEKS
from kpi.periods import DAYS_A_WEEK
from kpi.pooling import is_pooled
from kpi.reporting.two_sides import TwoSides
from kpi.score import score, score_each
from kpi.sources import read_sources
from kpi.track import Tracks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.cells import Cells
    from kpi.periods import Week
    from kpi.plan import Plan, Promise
    from kpi.queries import Queries
    from kpi.reporting.report import Stretch
    from kpi.reporting.span import Span
    from kpi.snapshot import Snapshot


def stretches(store: Queries, plan: Plan, snapshot: Snapshot, over: Span) -> tuple[Stretch, ...]:
    """Measure every row over the weeks of a report, and over as many before: the store is asked for all at once."""
    promises = [plan.promise(row.plan) for row in snapshot.rows]
    single, earlier, whole = _tracks(store, promises, over)
    return tuple(TwoSides(promise, over, single, earlier, whole).stretch() for promise in promises)


def _tracks(store: Queries, promises: Sequence[Promise], over: Span) -> tuple[Tracks, Tracks, Tracks]:
    """Measure single weeks up to the last, those up to the last before the report, and both sides as one window."""
    before, n = over.first.previous(), over.weeks
    weekly = [(one.kpi, one.filter, DAYS_A_WEEK) for one in promises]
    wide = [(one.kpi, one.filter, DAYS_A_WEEK * n) for one in promises if is_pooled(one.kpi)]
    earlier, single = score_each(store, weekly, [before, over.last], max(2 * n, WEEKS + 1))
    whole = score(store, wide, [before, over.last])
    sources, meanings, notebook = read_sources(store, over.last), read_meanings(store), read_notebook(store)

    def tracks(week: Week, cells: Cells) -> Tracks:
        return Tracks(week, True, cells, sources, meanings, notebook)

    return tracks(over.last, single), tracks(before, earlier), tracks(over.last, whole)
