"""One number of several weeks says of itself what holds for all of them, not what holds for the last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpi.catalog import catalog
from kpi.noise import covered
from kpi.periods import Week, Window
from kpi.pooling import mean, total
from kpi.snapshot import EVERYWHERE, Cell
from tests.rows import Rows
from tests.test_stretches import only, posts

OVER = Window(Week(2026, 47), 21)


def cell(number: int, value: float, coverage: float | None = None) -> Cell:
    """Make the cell of a week."""
    return Cell("impressions", f"2026-W{number}/7", EVERYWHERE, value, value, None, 10, coverage, 3.0)


EARLY = replace(
    cell(45, 100, 0.3), basis="gained", since=date(2026, 11, 1), until=date(2026, 11, 9), shrunk=2, untold=0.1
)
LATE = replace(
    cell(47, 300, 0.9), basis="gained", since=date(2026, 11, 15), until=date(2026, 11, 23), shrunk=1, untold=0.05
)


@pytest.mark.parametrize(
    ("pool", "value", "sample", "error"), [(mean, 200, 10, 18**0.5 / 2), (total, 400, 20, 18**0.5)]
)
def test_it_speaks_of_all_its_weeks(pool: object, value: float, sample: int, error: float) -> None:
    assert callable(pool)
    found = pool([EARLY, LATE], OVER)
    assert (found.value, found.sample, found.error) == (value, sample, pytest.approx(error))
    assert (found.window, found.basis) == ("2026-W47/21", "gained")
    assert (found.since, found.until, found.shrunk, found.untold) == (date(2026, 11, 1), date(2026, 11, 23), 3, 0.1)


def test_the_week_that_tells_least_says_whether_it_can_be_judged() -> None:
    """A last week with every export does not make up for one of which a third was told."""
    kpi = catalog()["impressions"].model_copy(update={"coverage_enough": 0.8})
    assert [covered(mean(weeks, OVER), kpi) for weeks in ([EARLY, LATE], [LATE, LATE])] == [False, True]
    assert mean([cell(46, 1), cell(47, 2)], OVER).coverage is None


def test_who_still_waits_and_how_old_posts_are_is_that_of_all_weeks() -> None:
    waits = replace(cell(45, 1), censored=4, bound=True, age=1, oldest=2, basis="published")
    found = mean([waits, replace(cell(47, 2), censored=1, age=2, oldest=3, basis="published")], OVER)
    assert (found.censored, found.bound, found.age, found.oldest) == (5, True, 1, 3)
    assert mean([cell(46, 1), cell(47, 2)], OVER).since is None


def test_a_mean_of_a_month_names_the_month_as_its_window(empty: Rows) -> None:
    posts(empty, dict.fromkeys(range(40, 48), (1000, 10)), snapshot_date="2026-12-27")
    for kpi, made in (("active_channels", "mean"), ("ctr", "pooled")):
        found = only(empty, kpi)
        assert found.made == made
        assert found.during is not None
        assert found.before is not None
        assert (found.during.window, found.before.window) == ("2026-W47/21", "2026-W44/21")
