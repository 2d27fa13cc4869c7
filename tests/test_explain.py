"""What a number stands on: its formula and the same number for each channel (two weeks of tests/two_weeks.py)."""

from __future__ import annotations

import pytest

from kpi.catalog import catalog
from kpi.cells import ALL_ROWS
from kpi.periods import Week, Window
from kpi.why.explain import Explanation, explain
from tests.rows import Rows

WEEK = Week(2026, 47)


def explained(store: Rows, kpi: str) -> Explanation:
    return explain(store, catalog()[kpi], ALL_ROWS, Window(WEEK, catalog()[kpi].window_days))


def test_each_channel_has_its_own_number(two_weeks: Rows) -> None:
    found = explained(two_weeks, "ctr")
    assert [(cell.channel, cell.value) for cell in found.per_channel if cell.value is not None] == [
        ("instagram", 35 / 1000),
        ("x", 45 / 3000),
    ]


def test_channel_without_a_number_says_why(two_weeks: Rows) -> None:
    per_channel = {cell.channel: cell.why for cell in explained(two_weeks, "ctr").per_channel}
    assert per_channel == {"instagram": None, "x": None, "youtube": "not_available"}


@pytest.mark.parametrize("kpi", catalog())
def test_every_kpi_shows_its_formula_and_its_number(two_weeks: Rows, kpi: str) -> None:
    found = explained(two_weeks, kpi)
    assert found.formula == catalog()[kpi].formula
    assert found.cell.kpi == kpi
