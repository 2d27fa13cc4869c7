"""A trend as geometry: gaps stay gaps, the target zone lies on the good side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpi.paper.plot import AIR, chart, sparkline
from kpi.snapshot import Limits, Point
from tests.snapshots import ROWS, row

LOW, HIGH = AIR, 1 - AIR


def series(*values: float | None, partial: bool = False) -> tuple[Point, ...]:
    last = len(values) - 1
    return tuple(Point(f"2026-W{30 + i}", v, 9, partial and i == last) for i, v in enumerate(values))


def test_the_lowest_value_lies_low_and_the_highest_high() -> None:
    assert sparkline(series(2, 4, 3)).lines == (((0.0, LOW), (0.5, HIGH), (1.0, 0.5)),)


def test_a_week_without_a_value_breaks_the_line() -> None:
    plot = sparkline(series(0, 1, None, 1, 0))
    assert plot.lines == (((0.0, LOW), (0.25, HIGH)), ((0.75, HIGH), (1.0, LOW)))


def test_a_week_between_two_gaps_is_a_dot() -> None:
    plot = sparkline(series(0, 1, None, 1, None, 0, 1))
    assert plot.lone == ((0.5, HIGH),)


def test_a_missing_last_week_has_no_end_point() -> None:
    assert sparkline(series(1, 2, None)).last is None
    assert sparkline(series(1, 2)).last == (1.0, HIGH)


def test_a_running_week_is_marked() -> None:
    assert sparkline(series(1, 2, partial=True)).unfinished
    assert not sparkline(series(1, 2)).unfinished


@pytest.mark.parametrize("values", [(), (None,), (None, None)])
def test_no_value_draws_nothing(values: tuple[float | None, ...]) -> None:
    plot = sparkline(series(*values))
    assert (plot.lines, plot.lone, plot.last) == ((), (), None)


def test_a_flat_line_runs_through_the_middle() -> None:
    assert sparkline(series(7, 7)).lines == (((0.0, 0.5), (1.0, 0.5)),)


def test_the_target_zone_lies_on_the_good_side() -> None:
    up = replace(row(*ROWS[0]), series=series(12, 17), baseline=12, goal=22, limits=None)
    assert chart(up).zone == (HIGH, 1.0)
    down = replace(row(*ROWS[1]), series=series(6, 4), baseline=6, goal=2, limits=None)
    assert chart(down).zone == (0.0, LOW)


def test_the_chart_is_high_enough_for_target_and_baseline() -> None:
    plot = chart(replace(row(*ROWS[0]), series=series(17, 17), baseline=12, goal=22, limits=None))
    assert (plot.baseline, plot.goal, plot.last) == (LOW, HIGH, (1.0, 0.5))


def test_a_limit_outside_the_chart_is_not_drawn() -> None:
    plot = chart(replace(row(*ROWS[0]), series=series(12, 22), baseline=12, goal=22, limits=Limits(17, 14.5, 90)))
    assert plot.limits == (pytest.approx(AIR + 0.25 * (1 - 2 * AIR)),)


def test_a_row_without_target_or_baseline_is_only_its_line() -> None:
    plot = chart(replace(row(*ROWS[0]), series=series(12, 22), baseline=None, goal=None, limits=None))
    assert (plot.goal, plot.zone, plot.baseline, plot.limits) == (None, None, None, ())
