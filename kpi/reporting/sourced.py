"""Where the number of each row comes from: the uploads behind it, with as many of their rows as it counts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from data import defaults
from data.ledger import day_in
from kpi.periods import Window
from kpi.reporting.lineage import evidence, figures_behind, rows_behind, together
from kpi.reporting.report import File, Sourced

if TYPE_CHECKING:
    from datetime import date

    from kpi.plan import Plan, Promise
    from kpi.queries import Queries
    from kpi.reporting.lineage import Rows
    from kpi.snapshot import Cell, ScoreRow, Snapshot

UPLOADS = "select batch_id, file, format, loaded_at from upload where batch_id in ({numbers})"
ZONE = "select value from setting where name = 'zone'"


def sourced(store: Queries, plan: Plan, snapshot: Snapshot) -> tuple[Sourced, ...]:
    """Find the uploads behind the number of every row, in the order of the rows; one without a value has none."""
    valued = [(plan.promise(row.plan), row.now) for row in snapshot.rows if row.now.value is not None]
    rows: dict[str, Rows] = {}
    for group in together(valued).values():
        rows |= _counted(store, group)
    files = _files(store, set().union(*rows.values()))
    return tuple(_sourced(row, rows.get(row.plan.id, Counter()), files) for row in snapshot.rows)


def _counted(store: Queries, group: list[tuple[Promise, Cell]]) -> dict[str, Rows]:
    promises, cell = [promise for promise, _ in group], group[0][1]
    if promises[0].kpi.fact == "audience":
        found = [figures_behind(store, promise, cell) for promise in promises]
    else:
        found = rows_behind(store, promises, cell)
    window = Window.parse(cell.window)
    return {
        promise.row.id: counts or evidence(store, promise.kpi, promise.filter.channel, window)
        for promise, counts in zip(promises, found, strict=True)
    }


def _files(store: Queries, numbers: set[int]) -> dict[int, tuple[str, str, date]]:
    if not numbers:
        return {}
    zone = next((str(value) for (value,) in store.query(ZONE)), defaults.ZONE)
    asked = sorted(numbers)
    uploads = store.query(UPLOADS.format(numbers=", ".join("?" * len(asked))), asked)
    return {number: (file, kind, day_in(zone, at)) for number, file, kind, at in uploads}


def _sourced(row: ScoreRow, rows: Rows, files: dict[int, tuple[str, str, date]]) -> Sourced:
    window = Window.parse(row.now.window)
    told = [(count, *files[number]) for number, count in rows.items() if number in files]
    found = [File(name, kind, count, day) for count, name, kind, day in told]
    most_first = sorted(found, key=lambda one: (-one.rows, one.uploaded, one.name))
    return Sourced(row.plan.id, window.first, window.last, tuple(most_first))
