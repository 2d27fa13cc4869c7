"""Statuses and the line from baseline to target, on numbers to check in the head.

The row of most cases: net sentiment from +10 to +30 in 100 days, so the pace is 0.2 a day, and day 50 asks +20.
One sigma is 2, so a signal begins beyond 3.29.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpi.baseline import Start
from kpi.catalog import catalog
from kpi.plan import Plan, PlanRow, Promise
from kpi.snapshot import EVERYWHERE, Cell
from kpi.verdict import Clock, Judgement, judge

HALFWAY = Clock(50, 100)


def promise(kpi: str = "net_sentiment", baseline: str = "+10", target: str = "+30") -> Promise:
    rows = (PlanRow(id="one", kpi=kpi, baseline=baseline, target=target),)
    return Plan(brand="x", start=date(2026, 9, 28), rows=rows).promises[0]


def cell(value: float | None, sample: int = 100) -> Cell:
    return Cell("net_sentiment", "2026-W47/7", EVERYWHERE, value, None, None, sample, None, 2.0)


def judged(
    value: float | None,
    promised: Promise | None = None,
    *,
    sigma: float | None = 2.0,
    start: Start | None = None,
    clock: Clock = HALFWAY,
    sample: int = 100,
    partial: bool = False,
) -> Judgement:
    found = promised or promise()
    return judge(found, start or Start(found.baseline), cell(value, sample), sigma, clock, partial=partial)


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (None, "no_data"),
        (35, "met"),
        (30, "met"),
        (29.9, "on_pace"),
        (20, "on_pace"),  # exactly the pace
        (16.8, "on_pace"),  # 3.2 short: within the noise
        (16.6, "behind"),  # 3.4 short: a signal
        (10, "behind"),
        (6.8, "behind"),  # 3.2 worse than the baseline: within the noise
        (6.6, "worse"),
        (-40, "worse"),
    ],
)
def test_status_of_a_kpi_that_should_rise(value: float | None, status: str) -> None:
    assert judged(value).status == status


@pytest.mark.parametrize(
    ("value", "status"),
    [  # from 48 h to below 12 h: on day 50 the pace is 30 h; sigma 2
        (11.9, "met"),
        (12, "on_pace"),
        (30, "on_pace"),
        (33.2, "on_pace"),
        (33.4, "behind"),
        (51.2, "behind"),
        (51.4, "worse"),
    ],
)
def test_status_of_a_kpi_that_should_fall(value: float, status: str) -> None:
    assert judged(value, promise("response_time_mean", "48 h", "< 12 h")).status == status


@pytest.mark.parametrize(
    ("day", "days", "status"),
    [
        (-3, 90, "too_early"),
        (0, 90, "too_early"),
        (17, 90, "too_early"),
        (18, 90, "worse"),  # 20% of the days
        (90, 90, "worse"),
        (120, 90, "worse"),
    ],
)
def test_status_waits_for_a_fifth_of_the_plan(day: int, days: int, status: str) -> None:
    assert judged(-40, clock=Clock(day, days)).status == status


@pytest.mark.parametrize(
    ("sample", "sigma", "partial", "status"),
    [
        (30, 2.0, False, "met"),
        (29, 2.0, False, "too_little"),  # net sentiment wants 30 labelled texts
        (30, None, False, "too_little"),
        (30, 0.0, False, "too_little"),
        (30, 2.0, True, "too_little"),
    ],
)
def test_status_needs_a_sample_a_sigma_and_a_full_window(
    sample: int, sigma: float | None, partial: bool, status: str
) -> None:
    assert judged(35, sample=sample, sigma=sigma, partial=partial).status == status


@pytest.mark.parametrize(
    ("start", "value", "status"),
    [
        (Start(None), 35, "met"),  # a level is met whatever the baseline was
        (Start(None), 20, "too_little"),
        (Start(10, enough=False), 20, "too_little"),
        (Start(10, error=4.0), 15.4, "on_pace"),  # from the pace: hypot(2, 4 x 0.5) = 2.83, a signal beyond 4.65
        (Start(10, error=4.0), 15.2, "behind"),
        (Start(10, error=4.0), 2.7, "behind"),  # from the baseline: hypot(2, 4) = 4.47, a signal beyond 7.36
        (Start(10, error=4.0), 2.6, "worse"),
    ],
)
def test_measured_baseline_is_as_sure_as_its_sample(start: Start, value: float, status: str) -> None:
    assert judged(value, start=start).status == status


@pytest.mark.parametrize(
    ("day", "pace"),
    [(0, 10), (1, 10.2), (25, 15), (50, 20), (100, 30), (130, 30), (-9, 10)],
)
def test_pace_is_the_straight_line_to_the_goal_and_stops_there(day: int, pace: float) -> None:
    assert judged(20, clock=Clock(day, 100)).pace == pytest.approx(pace)


@pytest.mark.parametrize(
    ("value", "progress"),
    [(10, 0), (15, 0.25), (30, 1), (35, 1.25), (5, -0.25), (None, None)],
)
def test_progress_is_the_share_of_the_way(value: float | None, progress: float | None) -> None:
    assert judged(value).progress == (None if progress is None else pytest.approx(progress))


def test_progress_of_a_kpi_that_should_fall_runs_downwards() -> None:
    assert judged(30, promise("response_time_mean", "48 h", "< 12 h")).progress == pytest.approx(0.5)


def test_unfinished_week_has_a_pace_but_no_progress() -> None:
    assert judged(20, partial=True).progress is None
    assert judged(20, partial=True).pace == pytest.approx(20)


def test_without_a_baseline_there_is_no_way_to_measure() -> None:
    found = judged(20, start=Start(None))
    assert (found.pace, found.progress, found.goal) == (None, None, 30)


def test_target_that_is_the_baseline_has_no_way_to_go() -> None:
    assert judged(20, promise(target="+10")).progress is None


@pytest.mark.parametrize(
    ("baseline", "target", "value", "status"),
    [
        ("1/kvartal", "0", 0, "met"),
        ("2/trimestru", "0–1/trimestru", 1, "met"),
        ("6 / maand", "3 / maand", 5, "on_pace"),
        ("6 / maand", "3 / maand", 9, "on_pace"),  # 3 more than the baseline, where chance alone gives 2.4
        ("6 / maand", "3 / maand", 12, "worse"),
    ],
)
def test_counts_are_judged_with_the_error_of_a_count(baseline: str, target: str, value: float, status: str) -> None:
    incidents = promise("policy_incidents", baseline, target)
    sigma = max(value, 1) ** 0.5  # Poisson
    assert judged(value, incidents, sigma=sigma, sample=int(value)).status == status


def test_baseline_move_tells_whether_a_met_target_may_be_luck() -> None:
    one = Start(1.0).move(replace(cell(0.0), error=1.0), None, catalog()["policy_incidents"])
    assert one is not None
    assert one.evidence == "noise"  # 1 -> 0 incidents a quarter: met, and luck alone does that


@pytest.mark.parametrize(
    ("value", "target", "status", "reason"),
    [  # one sigma of 25 points is more than the way from +10 to +30, and a signal begins beyond 41 points from +10
        (12, "+30", "too_little", "blind"),
        (52, "+30", "met", None),
        (-32, "+30", "worse", None),
        (12, "+35", "on_pace", None),  # just as much as the way
        (12, "+10", "met", None),  # nowhere to go
    ],
)
def test_sample_that_cannot_tell_the_target_from_the_baseline(
    value: float, target: str, status: str, reason: str | None
) -> None:
    found = judged(value, promise(target=target), sigma=25.0)
    assert (found.status, found.reason) == (status, reason)


@pytest.mark.parametrize(
    ("kpi", "baseline", "target", "value", "status", "reason"),
    [  # 40 of 100 still wait: what is too long can only become longer, what is short enough need not stay so
        ("response_time_mean", "48 h", "< 12 h", 10, "too_little", "waiting"),
        ("response_time_mean", "48 h", "< 12 h", 25, "too_little", "waiting"),
        ("response_time_mean", "48 h", "< 12 h", 40, "behind", None),
        ("net_sentiment", "+10", "+30", 35, "met", None),
        ("net_sentiment", "+10", "+30", 12, "behind", None),
    ],
)
def test_who_still_waits_may_take_a_time_over_the_line_and_not_back(  # noqa: PLR0917 - a table
    kpi: str, baseline: str, target: str, value: float, status: str, reason: str | None
) -> None:
    found = promise(kpi, baseline, target)
    now = replace(cell(value), bound=True, censored=40)
    judgement = judge(found, Start(found.baseline), now, 2.0, HALFWAY, partial=False)
    assert (judgement.status, judgement.reason) == (status, reason)
