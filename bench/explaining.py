"""What changed between two weeks of a million posts: every channel, format and topic, and the 500 rows behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.made import LAST, ROWS, fill
from bench.measure import Figure, in_turns
from data.store import Store
from kpi.catalog import catalog
from kpi.cells import ALL_ROWS
from kpi.periods import Window
from kpi.score import score
from kpi.why.compared import Alone, Pair
from kpi.why.contributions import contributions, grouped
from kpi.why.ranked import changed
from kpi.why.sides import Side, side

if TYPE_CHECKING:
    from pathlib import Path

AIM = 0.5  # CPU seconds: what a click may take


def explaining(folder: Path) -> Figure:
    """Split a change by everything there is, and rank the posts, as the KPI page does when it is asked."""
    path = folder / "explained.duckdb"
    fill(path)
    store = Store.open(path)
    pair = Pair(_side(store, Window(LAST.previous(), 7)), _side(store, Window(LAST, 7)))
    (took,) = in_turns(lambda: _explain(store, pair))
    store.close()
    what = f"what changed between two weeks of {ROWS:,} posts: channels, formats, topics, 500 posts"
    return Figure(what, f"{took:.2f} s", "CPU seconds of a click", took, AIM, "s")


def _side(store: Store, window: Window) -> Side:
    kpi = catalog()["ctr"]
    value = score(store, [(kpi, ALL_ROWS, window.days)], [window.week]).get(kpi.name, ALL_ROWS, window).value
    assert value is not None
    found = side(store, kpi, ALL_ROWS, window, value, None, (0, window.days))
    assert found is not None
    return found


def _explain(store: Store, pair: Pair) -> None:
    answers = grouped(store, pair)
    assert not isinstance(answers, Alone)
    for by in answers.parts:
        contributions(store, pair, answers, by)
    assert changed(store, pair, answers).total
