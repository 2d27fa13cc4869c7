"""What is behind a number of opinions on the scorecard: its texts, and of an estimated one where it moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.sentiment.counts import counts
from kpi.sentiment.overview import MOST, earlier, names, parts, since_of
from kpi.sentiment.routes import Estimated
from kpi.sentiment.texts import Asked

if TYPE_CHECKING:
    from kpi.cells import Filter
    from kpi.kinds import Kpi
    from kpi.periods import Window
    from kpi.queries import Queries
    from kpi.sentiment.counts import By
    from kpi.sentiment.overview import Part
    from kpi.sentiment.texts import Order


def asked(kpi: Kpi, filtered: Filter, window: Window, order: Order) -> Asked:
    """Ask for the texts that a number speaks of."""
    days = window.first, window.last
    return Asked(*days, topics=filtered.topics, channel=filtered.channel, order=order, of=kpi.estimate_of)


def moved(store: Queries, kpi: Kpi, filtered: Filter, window: Window) -> dict[By, tuple[Part, ...]]:
    """Measure an estimated number by channel, and by topic where it is not of one, in its window and in the one before.

    They do not add up to the move of the whole: each is an estimate of its own.
    """
    assert kpi.estimate is not None  # noqa: S101 - its number is estimated
    both = window, earlier(window)
    counted, since = counts(store, both), since_of(store)
    route = Estimated(store, both, both, (kpi.estimate,), filtered, kpi.estimate_of)
    ways: list[By] = ["channel"] if filtered.topics or kpi.estimate_of else ["topic", "channel"]
    found = {way: parts(route, way, names(counted, both, way)[:MOST], both, since, kpi.estimate) for way in ways}
    return {way: tuple(one for one in some if one.now.texts or one.before.texts) for way, some in found.items()}
