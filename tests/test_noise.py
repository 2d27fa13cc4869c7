"""A move is called a signal when neither the sample nor ordinary weeks explain it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.catalog import Balance, Count, Median, Share, catalog
from kpi.noise import SIGNAL, carries, evidence, limits, move, scatter, settled, sigma
from kpi.snapshot import Cell

WEEKS = 13
RUNS = 400


class Wants(NamedTuple):
    """What a KPI wants of a number that is judged."""

    enough: int
    coverage_enough: float = 0.5
    may_wait: float = 0.0


ANY = Wants(1)


def cell(value: float | None, error: float | None = None, sample: int = 1000) -> Cell:
    return Cell("ctr", "2026-W47/7", "*", value, None, None, sample, None, error)


# -- scatter and limits ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weeks", "mean_range"),
    [
        ([10, 12, 10, 12, 10], 2),
        ([10, 12, 10, 12], None),  # three moves tell nothing
        ([10, 12, None, 10, 12, 10, 12, 10], (2 + 2 + 2 + 2 + 2) / 5),  # 12 to 10 across the gap is no neighbour
        ([None, 10, 12, None, 10, 12, None, 10, 12], None),
        ([10, 12, None, 20, 22, None, 30, 32, None, 40, 42], 2),
        ([1000, 0, *[10, 12] * 6], 2),  # only the last 12 weeks speak
        ([5, 5, 5, 5, 5, 5], 0),  # known, and none: the sampling error alone counts then
        ([], None),
    ],
)
def test_scatter_is_the_mean_moving_range(weeks: list[float | None], mean_range: float | None) -> None:
    assert scatter(weeks) == (None if mean_range is None else pytest.approx(mean_range / 1.128))


def test_limits_stand_at_three_sigma() -> None:
    found = limits([10, 12, 10, 12, None, 11, 11])
    assert found is not None
    assert found.centre == 11
    assert (found.lower, found.upper) == pytest.approx((11 - 2.66 * 1.5, 11 + 2.66 * 1.5))
    assert limits([10, None, 12]) is None


@given(st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=40))
def test_limits_contain_the_centre(weeks: list[float]) -> None:
    found = limits(weeks)
    assert found is not None
    assert found.lower <= found.centre <= found.upper


def test_scatter_of_independent_weeks_is_their_standard_deviation() -> None:
    drawn = np.random.default_rng(1).normal(50, 4, (2000, 12))
    estimates = [scatter(week.tolist()) for week in drawn]
    assert np.mean([one for one in estimates if one]) == pytest.approx(4, rel=0.03)


# -- sigma and evidence ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "weekly", "expected"), [(2, 3, 3), (3, 2, 3), (2, None, 2), (None, 3, 3), (None, None, None), (0, 3, 3)]
)
def test_sigma_is_the_larger_of_sample_and_weeks(
    error: float | None, weekly: float | None, expected: float | None
) -> None:
    assert sigma(error, weekly) == expected


@pytest.mark.parametrize(
    ("size", "off", "said"),
    [
        (1.65, 1, "signal"),
        (-1.65, 1, "signal"),
        (1.64, 1, "possible"),
        (-1.01, 1, "possible"),
        (1.0, 1, "noise"),
        (0, 1, "noise"),
        (100, None, "too_little"),
    ],
)
def test_evidence(size: float, off: float | None, said: str) -> None:
    assert evidence(size, off) == said


def test_a_difference_of_two_samples_is_as_uncertain_as_both() -> None:
    found = move(cell(10, 3), cell(20, 4), None, ANY)
    assert found is not None
    assert (found.sigma, found.size, found.evidence) == (5, 10, "signal")


def test_a_written_baseline_is_no_sample() -> None:
    found = move(10, cell(20, 4), 3, ANY)
    assert found is not None
    assert (found.before, found.sigma) == (10, 4)


def test_weeks_that_scatter_hide_a_move_that_the_sample_would_carry() -> None:
    calm, restless = move(cell(10, 1), cell(14, 1), 1, ANY), move(cell(10, 1), cell(14, 1), 8, ANY)
    assert (calm and calm.evidence, restless and restless.evidence) == ("signal", "noise")


@pytest.mark.parametrize(("before", "after"), [(29, 100), (100, 29)])
def test_a_small_sample_is_not_judged(before: int, after: int) -> None:
    found = move(cell(0, 1, before), cell(90, 1, after), 1, Wants(30))
    assert found is not None
    assert found.evidence == "too_little"


def test_without_two_values_there_is_no_move() -> None:
    assert move(cell(None), cell(1), 1, ANY) is None
    assert move(cell(1), cell(None), 1, ANY) is None


def test_a_measured_figure_without_history_is_too_little() -> None:
    found = move(cell(10), cell(20), None, ANY)
    assert found is not None
    assert (found.sigma, found.evidence) == (None, "too_little")


# -- standard errors of the kinds, against what repeated sampling does ---------------------


def kind(name: str) -> Share | Balance | Count | Median:
    found = catalog()[name]
    assert isinstance(found, Share | Balance | Count | Median)
    return found


def test_one_week_of_net_sentiment_at_200_mentions_is_off_by_5_points() -> None:
    parts = {"positive": 70, "negative": 30, "numerator": 40, "denominator": 200}
    assert kind("net_sentiment").error(parts) == pytest.approx(4.8, abs=0.1)
    assert kind("net_sentiment").error({**parts, "positive": 50, "negative": 50}) == pytest.approx(5.0, abs=0.1)


def test_the_error_of_a_share_is_the_spread_of_repeated_samples() -> None:
    drawn = np.random.default_rng(2).binomial(400, 0.15, 5000)
    spread = np.std(drawn / 400)
    assert kind("positive_neutral_share").error({"numerator": 60, "denominator": 400}) == pytest.approx(
        spread, rel=0.05
    )


@pytest.mark.parametrize("n", [15, 60, 1000])
def test_the_error_of_a_median_is_the_spread_of_repeated_samples(n: int) -> None:
    random = np.random.default_rng(3)
    spread = np.std(np.median(random.exponential(4, (4000, n)), axis=1))
    estimates = []
    for sample in random.exponential(4, (200, n)):
        quantiles = np.quantile(sample, (0.05, 0.25, 0.4, 0.5, 0.6, 0.75, 0.95)).tolist()
        estimates.append(kind("response_time_median").error({"quantiles": quantiles, "denominator": n}))
    assert np.mean([one for one in estimates if one]) == pytest.approx(spread, rel=0.15)


def test_equal_waits_do_not_make_a_certain_median() -> None:
    assert kind("response_time_median").error({"quantiles": [2.0] * 7, "denominator": 40}) is None


@pytest.mark.parametrize("odd", [-3, 12])
def test_a_share_that_cannot_be_has_an_error_all_the_same(odd: int) -> None:
    assert (kind("ctr").error({"numerator": odd, "denominator": 10}) or 0) > 0


@given(n=st.integers(1, 10**6), share=st.floats(0, 1))
def test_no_sample_is_certain(n: int, share: float) -> None:
    found = round(share * n)
    for name in ("ctr", "engagement_rate"):
        error = catalog()[name].error({"numerator": found, "denominator": n})
        assert error is not None
        assert error > 0
    balance = {"positive": found, "negative": 0, "numerator": found, "denominator": n}
    assert (kind("net_sentiment").error(balance) or 0) > 0
    assert (kind("policy_incidents").error({"numerator": found}) or 0) >= 1


# -- the guard, simulated: nothing really changes ------------------------------------------


@cache
def quarters(shift: float = 0.0) -> list[tuple[bool, bool]]:
    """Simulate R1 (CTR rises, sentiment falls): per run, whether it fires as written and with the guard."""
    random = np.random.default_rng(20261122)
    weeks = 12 + WEEKS
    after = np.arange(weeks) >= weeks - 6  # where something really changes, it does so six weeks before the end
    clicks = random.binomial(50_000, 0.010 * (1 + shift * after), (RUNS, weeks))
    said = np.stack(
        [random.multinomial(200, [0.45 - 0.3 * shift * late, 0.25, 0.30 + 0.3 * shift * late], RUNS) for late in after]
    )
    return [_run(clicks[run].tolist(), said[:, run].tolist()) for run in range(RUNS)]


def _run(clicks: list[int], said: list[list[int]]) -> tuple[bool, bool]:
    ctr = [measured("ctr", {"numerator": one, "denominator": 50_000}) for one in clicks]
    parts = [{"positive": p, "negative": q, "numerator": p - q, "denominator": 200} for p, _, q in said]
    mood = [measured("net_sentiment", one) for one in parts]
    raw = guarded = False
    for week in range(12, len(ctr)):
        up, down = leg(ctr, week), leg(mood, week)
        raw |= up[0] > 0 and down[0] < 0
        guarded |= up[0] > 0 and down[0] < 0 and up[1] == down[1] == "signal"
    return raw, guarded


def measured(name: str, parts: dict[str, float]) -> Cell:
    kpi = catalog()[name]
    return cell(kpi.value(parts), kpi.error(parts), kpi.sample(parts))


def leg(cells: list[Cell], week: int) -> tuple[float, str]:
    weekly = scatter([one.value for one in cells[:week]])
    found = move(cells[week - 1], cells[week], weekly, ANY)
    assert found is not None
    return found.size, found.evidence


def test_r1_as_written_fires_by_chance_in_nearly_every_quarter() -> None:
    assert np.mean([raw for raw, _ in quarters()]) > 0.9


def test_r1_with_the_guard_fires_by_chance_in_few_quarters() -> None:
    assert np.mean([guarded for _, guarded in quarters()]) < 0.04


def test_r1_with_the_guard_still_finds_a_real_change() -> None:
    assert np.mean([guarded for _, guarded in quarters(0.4)]) > 0.7


def test_one_leg_alone_rises_by_chance_in_at_most_one_week_of_twenty() -> None:
    random = np.random.default_rng(7)
    clicks = random.binomial(50_000, 0.01, (400, 13)).tolist()
    runs = [[measured("ctr", {"numerator": one, "denominator": 50_000}) for one in run] for run in clicks]
    fired = np.mean([size > 0 and said == "signal" for size, said in (leg(run, 12) for run in runs)])
    assert 0.005 < fired < 0.05


@pytest.mark.parametrize(
    ("number", "carried"),
    [
        (cell(0.1, sample=20), True),  # just enough
        (cell(0.1, sample=19), False),
        (replace(cell(0.1, sample=20), coverage=0.5), True),  # just enough again
        (replace(cell(0.1, sample=20), coverage=0.49), False),
    ],
)
def test_just_enough_is_enough(number: Cell, carried: bool) -> None:
    assert carries(number, Wants(20)) == carried


@pytest.mark.parametrize(("waiting", "stands"), [(5, True), (6, False)])
def test_as_many_as_may_wait_move_nothing(waiting: int, stands: bool) -> None:
    number = replace(cell(3.0, sample=100), bound=True, censored=waiting)
    assert settled(number, Wants(20, may_wait=0.05)) == stands


def test_a_difference_of_just_a_signal_is_only_possible() -> None:
    assert (evidence(SIGNAL * 2, 2), evidence(SIGNAL * 2 + 1e-9, 2)) == ("possible", "signal")
