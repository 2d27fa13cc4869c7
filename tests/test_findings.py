"""What a week asks to be decided, worst first, and how large each of it is."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kpi.alerting.findings import Finding, findings, from_body, to_body
from kpi.periods import Week
from kpi.rule.ruling import Part
from kpi.snapshot import EVERYWHERE, Guard, Move
from tests.cases import alert
from tests.snapshots import ROWS, example, row

if TYPE_CHECKING:
    from kpi.rule.ruling import Alert
    from kpi.snapshot import ScoreRow

CTR, CPA, SHARE = (
    next(row(*fields) for fields in ROWS if fields[0] == kpi) for kpi in ("ctr", "cpa", "share_of_voice")
)


def found(*alerts: Alert, rows: tuple[ScoreRow, ...] = ()) -> tuple[Finding, ...]:
    return findings(replace(example(rows=0), alerts=alerts, rows=rows))


def only(*alerts: Alert, rows: tuple[ScoreRow, ...] = ()) -> Finding:
    (one,) = found(*alerts, rows=rows)
    return one


def stands(base: ScoreRow, **fields: Any) -> ScoreRow:
    return replace(base, **fields)


def test_alert_and_row_are_found_under_names_that_stay() -> None:
    said = found(alert(), rows=(stands(SHARE, status="behind"),))
    assert [(one.subject, one.rule, one.row, one.channel, one.level) for one in said] == [
        ("rule:pause_scaling@linkedin", "pause_scaling", None, "linkedin", "stop"),
        ("row:share_of_voice", None, "share_of_voice", EVERYWHERE, "behind"),
    ]
    assert said[1].owner == "Brand Marketing"


def test_the_worst_comes_first_and_good_news_last() -> None:
    alerts = [alert(verdict=verdict) for verdict in ("scale", "review", "stop", "fix")]  # type: ignore[arg-type]
    rows = (stands(CTR, status="behind"), stands(CPA, status="worse"), stands(SHARE, status="at_cost"))
    levels = [one.level for one in found(*alerts, rows=rows)]
    assert levels == ["stop", "fix", "review", "worse", "at_cost", "behind", "scale"]


def test_within_a_level_the_larger_comes_first() -> None:
    said = found(alert(2.0, channel="x"), alert(5.0, channel="facebook"))
    assert [one.channel for one in said] == ["facebook", "x"]


def test_that_all_is_well_asks_nothing_of_anybody() -> None:
    assert found(alert(verdict="ok")) == ()


@pytest.mark.parametrize("status", ["met", "on_pace", "too_little", "too_early", "no_data"])
def test_row_that_is_no_deviation_is_no_finding(status: str) -> None:
    assert found(rows=(stands(CTR, status=status),)) == ()


def test_rule_is_as_strong_as_its_weakest_moving_leg() -> None:
    base = alert(4.0)
    (strong,) = base.legs
    weak = replace(strong, kpi="net_sentiment", movement="falls", move=Move(14, 9, 2.5, "signal"))
    calm = replace(strong, kpi="cpa", movement="flat", move=Move(20, 20.1, 9.0, "noise"))
    one = only(replace(base, legs=(strong, weak, calm)))
    assert (one.size, one.kpis) == (2.0, ("ctr", "net_sentiment", "cpa"))


def test_an_event_grows_with_its_count() -> None:
    base = alert()
    event = replace(base.legs[0], movement="appears", move=Move(0, 4, None, "signal"))
    assert only(replace(base, legs=(event,))).size == pytest.approx(4.0)


def test_what_brings_the_results_is_as_strong_as_its_share_stands_out() -> None:
    base = replace(alert(verdict="scale"), legs=())
    sizes = [only(replace(base, parts=(Part("video", share, 0.5, 400),))).size for share in (0.5, 0.7, 0.9, 1.0)]
    assert sizes == sorted(sizes)
    assert sizes[0] == 0
    assert only(base).size == 0


def test_row_is_as_far_off_as_its_number_from_where_it_should_be() -> None:
    short = replace(CTR.now, value=0.010)
    behind = stands(CTR, now=short, pace=0.013, sigma=0.001, status="behind")
    assert only(rows=(behind,)).size == pytest.approx(3.0)
    falling = stands(CPA, now=replace(CPA.now, value=50.0), pace=42.0, sigma=2.0, status="worse")
    assert only(rows=(falling,)).size == pytest.approx(4.0)


def test_row_grows_from_behind_to_worse() -> None:
    sizes = [
        only(rows=(stands(CTR, now=replace(CTR.now, value=value), pace=0.013, sigma=0.001, status=status),)).size
        for value, status in ((0.011, "behind"), (0.009, "behind"), (0.007, "worse"), (0.002, "worse"))
    ]
    assert sizes == sorted(sizes)


def test_row_without_a_line_is_measured_against_its_goal() -> None:
    trend = stands(CTR, now=replace(CTR.now, value=0.010), pace=None, goal=0.012, sigma=0.001, status="worse")
    assert only(rows=(trend,)).size == pytest.approx(2.0)
    nothing = stands(CTR, pace=None, goal=None, baseline=None, status="behind")
    assert only(rows=(nothing,)).size == 0


def test_target_that_is_met_at_a_cost_has_no_distance() -> None:
    guard = Guard("net_sentiment", "points", None, "up", 20, -5, "signal", worse=True)
    assert only(rows=(stands(CTR, status="at_cost", guards=(guard,)),)).size == 0


def test_finding_comes_back_from_the_journal_as_it_was() -> None:
    for one in found(alert(), rows=(stands(SHARE, status="behind"),)):
        assert from_body(one.subject, to_body(one)) == one
        assert math.isfinite(one.size)
    assert Week.parse(to_body(only(alert()))["week"]) == Week(2026, 47)
