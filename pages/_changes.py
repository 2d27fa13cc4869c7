"""What the KPI page asks about one row: how its number came to be, what changed it, and the rows behind it.

Each answer is found when it is asked for, and kept until the store changes: the key is the store, its revision, the
week, the day and the row, in plain text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

from kpi.catalog import catalog
from kpi.periods import Week, Window
from kpi.why.change import SCALES
from kpi.why.compared import AGAINST, Alone, pair
from kpi.why.contributions import contributions, grouped, part_names
from kpi.why.explain import Explanation, explain
from kpi.why.listing import MOST, Narrowed
from kpi.why.ranked import changed
from kpi.why.sides import shown
from kpi.why.weighed import weighed
from pages import _session

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi.plan import Plan
    from kpi.snapshot import ScoreRow
    from kpi.why.compared import Against, Pair
    from kpi.why.contributions import Contributions, Grouped
    from kpi.why.listing import Listing

Key = tuple[str, int, str, str, str]  # path of the store, its revision, week, day, row of the plan
Order = Literal["weight", "week", "baseline"]
WEIGHT: Order = "weight"  # the one that asks for no comparison


def key_of(row: ScoreRow) -> Key:
    """Name a row of the snapshot that is shown."""
    store, week = _session.store(), _session.week()
    if week is None:  # its only upload was undone while the page was drawn: begin anew, with a week that is there
        st.rerun()
    return str(store.path), store.revision, week.id, _session.today().isoformat(), row.plan.id


@st.cache_resource(max_entries=32, show_spinner=False)
def explained(key: Key) -> Explanation:
    """How the number of a row came to be."""
    row, promise = _row(key), _plan().promise(_row(key).plan)
    return explain(_session.store(), promise.kpi, promise.filter, Window(Week.parse(key[2]), row.window_days))


@st.cache_resource(max_entries=32, show_spinner=False)
def compared(key: Key, against: Against) -> Pair | Alone:
    """Find the two numbers that a row is compared between."""
    return pair(_session.store(), _plan(), _row(key), Week.parse(key[2]), against)


@st.cache_resource(max_entries=32, show_spinner=False)
def answered(key: Key, against: Against) -> Grouped | Alone:
    """Ask once for all that a change is made of."""
    found = compared(key, against)
    return found if isinstance(found, Alone) else grouped(_session.store(), found)


@st.cache_resource(max_entries=64, show_spinner=False)
def brought(key: Key, against: Against, by: str) -> Contributions | Alone:
    """Find what each part of a grouping brought to the change of a row."""
    found, told = compared(key, against), answered(key, against)
    if isinstance(found, Alone) or isinstance(told, Alone):
        return found if isinstance(found, Alone) else Alone("no_rows")
    return contributions(_session.store(), found, told, by)


@st.cache_resource(max_entries=16, show_spinner=False)
def listed(key: Key, order: Order, narrowed: Narrowed) -> Listing | Alone:
    """List the rows behind a number, as many as a page shows."""
    found = asking(key, order, narrowed)
    return found if isinstance(found, Alone) else found(MOST)


def asking(key: Key, order: Order, narrowed: Narrowed) -> Callable[[int], Listing] | Alone:
    """Prepare to list so many rows, those first that weigh most or that brought most to a change.

    A file is written after the page: what is prepared here needs nothing of the session any more.
    """
    store, promise = _session.store(), _plan().promise(_row(key).plan)
    if order == "weight":
        cell = explained(key).cell
        return lambda most: weighed(store, promise.kpi, promise.filter, cell, narrowed, most=most)
    found, told = compared(key, order), answered(key, order)
    if isinstance(found, Alone) or isinstance(told, Alone):
        return found if isinstance(found, Alone) else Alone("no_rows")
    return lambda most: changed(store, found, told, narrowed, most=most)


@st.cache_resource(max_entries=64, show_spinner=False)
def parts_of(key: Key, by: str) -> tuple[str, ...]:
    """Name the parts that the rows of a number fall into, in the order of their names."""
    promise = _plan().promise(_row(key).plan)
    cell = explained(key).cell
    side = shown(_session.store(), promise.kpi, promise.filter, Window.parse(cell.window), cell.basis)
    return part_names(_session.store(), side, by)


def orders(row: ScoreRow) -> tuple[Order, ...]:
    """List the orders that the rows of a KPI can stand in: what has no parts that add up has none to rank."""
    ranked = catalog()[row.plan.kpi].kind in SCALES and row.now.estimated is None
    return (WEIGHT, *AGAINST) if ranked else (WEIGHT,)


def _row(key: Key) -> ScoreRow:
    snapshot = _session.snapshot()
    assert snapshot is not None  # noqa: S101 - the row was shown
    return next(row for row in snapshot.rows if row.plan.id == key[-1])


def _plan() -> Plan:
    made = _session.plan()
    assert made is not None  # noqa: S101 - the row is one of it
    return made
