"""Targets: what they ask, when they are met, and how they read."""

from __future__ import annotations

import math
import re
from typing import get_args

import pytest

from kpi.amount import LONGEST, Amount, Period
from kpi.snapshot import Good, Unit
from kpi.target import (
    Above,
    Absolute,
    AtLeast,
    AtMost,
    Below,
    Between,
    Conditional,
    Exactly,
    Relative,
    Target,
    TargetError,
    Trend,
    kind,
    pro_rata,
    read_baseline,
    read_target,
)
from kpi.words import LANGUAGES, Words, texts


def target(text: str, good: Good, unit: Unit, currency: str | None = None) -> Target:
    read = read_target(text, good, unit, "en", currency)
    assert not isinstance(read, TargetError), read
    return read


@pytest.mark.parametrize(
    ("text", "good", "unit", "read"),
    [
        ("+22", "up", "points", AtLeast(22, unit="points")),
        ("22", "up", "points", AtLeast(22, unit="points")),
        ("+10 points", "up", "points", Absolute("up", 10, unit="points")),
        ("2 uur", "down", "hours", AtMost(2, unit="hours")),
        ("< 12 h", "down", "hours", Below(12, unit="hours")),
        ("2–4 h", "down", "hours", Between("down", 2, 4, unit="hours")),
        ("-2 h", "down", "hours", Absolute("down", -2, unit="hours")),
        ("85%", "up", "percent", AtLeast(0.85, unit="percent")),
        ("≥ 80%", "up", "percent", AtLeast(0.8, unit="percent")),
        ("80%+", "up", "percent", AtLeast(0.8, unit="percent")),
        ("> 80%", "up", "percent", Above(0.8, unit="percent")),
        ("3,0%", "down", "percent", AtMost(0.03, unit="percent")),
        ("-25%", "down", "percent", Relative("down", -0.25, unit="percent")),
        ("+2 pp", "up", "percent", Absolute("up", 0.02, unit="percent")),
        ("3 / maand", "down", "count", AtMost(3, unit="count", per="month")),
        ("35/lună", "up", "count", AtLeast(35, unit="count", per="month")),
        ("0–1/trimestru", "down", "count", Between("down", 0, 1, unit="count", per="quarter")),
        ("0", "down", "count", Exactly(0, unit="count")),
        ("-30%", "down", "count", Relative("down", -0.3, unit="count")),
        ("70 000", "up", "people", AtLeast(70_000, unit="people")),
        ("5,0", "up", "ratio", AtLeast(5, unit="ratio")),
        ("425 kr", "down", "money", AtMost(425, unit="money")),
    ],
)
def test_target_is_read_with_the_direction_of_its_kpi(text: str, good: Good, unit: Unit, read: Target) -> None:
    assert read_target(text, good, unit) == read


@pytest.mark.parametrize(
    "case",
    [  # from this baseline: the number to aim at, a value that keeps the promise, one that does not
        ("22", "up", "points", 12, 22, 22, 21.9),
        ("+10 points", "up", "points", 12, 22, 22, 21.9),
        ("< 12 h", "down", "hours", 48, 12, 11.9, 12),
        ("12 h", "down", "hours", 48, 12, 12, 12.1),
        ("> 80%", "up", "percent", 0.15, 0.8, 0.801, 0.8),
        ("80%", "up", "percent", 0.15, 0.8, 0.8, 0.799),
        ("-25%", "down", "percent", 0.04, 0.03, 0.03, 0.031),
        ("+50%", "up", "people", 40, 60, 60, 59),
        ("+2 pp", "up", "percent", 0.10, 0.12, 0.12, 0.119),
        ("0–1", "down", "count", 2, 1, 1, 2),
        ("0–1", "down", "count", 2, 1, 0, 2),
        ("2–4 h", "down", "hours", 8, 4, 1, 5),  # faster than the range is no failure
        ("8–12", "up", "count", 3, 8, 13, 7),
        ("0", "down", "count", 1, 0, 0, 1),
    ],
)
def test_target_is_met_at_its_goal(case: tuple[str, Good, Unit, float, float, float, float]) -> None:
    text, good, unit, baseline, goal, met, missed = case
    promised = target(text, good, unit)
    assert promised.goal(baseline) == pytest.approx(goal)
    assert promised.met(met, baseline)
    assert not promised.met(missed, baseline)


@pytest.mark.parametrize("text", ["-25%", "-1 pp"])
def test_change_from_an_unknown_baseline_has_no_goal_and_is_not_met(text: str) -> None:
    promised = target(text, "down", "percent")
    assert promised.goal(None) is None
    assert not promised.met(0.0, None)


@pytest.mark.parametrize(
    ("text", "good", "unit", "why", "suggestion"),
    [
        ("85", "up", "percent", "no_unit", "85%"),
        ("12", "down", "hours", "no_unit", "12 h"),
        ("5 working days", "down", "hours", "working_days", ""),
        ("6 uur", "up", "percent", "not_percent", ""),
        ("85%", "up", "count", "not_count", ""),
        ("85%", "up", "points", "not_points", "85"),
        ("+10%", "up", "points", "not_points", "+10 pt"),  # a tenth more of -5 is worse
        ("3 h", "up", "money", "not_money", ""),
        ("> 5 h", "down", "hours", "should_down", "<\u00a05\u00a0h"),
        ("max 80%", "up", "percent", "should_up", "≥\u00a080%"),
        ("-25%", "up", "percent", "should_up", "+25% from baseline"),
        ("+10 points", "down", "points", "should_down", "−10 from baseline"),
        ("+0%", "up", "percent", "odd_order", ""),
        ("1.234", "up", "money", "ambiguous", "1234"),
    ],
)
def test_target_that_does_not_fit_its_kpi_says_why(
    text: str, good: Good, unit: Unit, why: str, suggestion: str
) -> None:
    problem = read_target(text, good, unit)
    assert isinstance(problem, TargetError)
    assert (problem.why, problem.suggestion) == (why, suggestion)


def test_amount_in_another_currency_than_the_plan_is_refused() -> None:
    assert read_target("425 kr", "down", "money", "sv", "SEK") == AtMost(425, unit="money", currency="SEK")
    assert read_target("425 kr", "down", "money", "sv", "EUR") == TargetError("425 kr", "other_currency", "SEK", "EUR")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("4,0%", "percent", 0.04),
        ("+12", "points", 12),
        ("-5", "points", -5),
        ("0% (ej infört)", "percent", 0),
        ("6 / maand", "count", 6),
        ("0", "percent", 0),
        ("< 5%", "percent", "baseline_level"),
        ("2–3%", "percent", "baseline_level"),
        ("-25%", "percent", "baseline_level"),
        ("+3", "count", "baseline_level"),
        ("6 uur", "percent", "not_percent"),
    ],
)
def test_baseline_is_one_level(text: str, unit: Unit, value: float | str) -> None:
    read = read_baseline(text, unit)
    assert (read.low if isinstance(read, Amount) else read.why) == value


@pytest.mark.parametrize(
    ("text", "good", "unit", "described"),
    [
        ("80%", "up", "percent", ["≥ 80%", "≥ 80%", "≥ 80 %", "≥ 80 %"]),
        ("< 12 h", "down", "hours", ["< 12 h", "< 12 uur", "< 12 ore", "< 12 h"]),
        ("2 uur", "down", "hours", ["≤ 2 h", "≤ 2 uur", "≤ 2 ore", "≤ 2 h"]),
        ("3/maand", "down", "count", ["≤ 3 / month", "≤ 3 / maand", "≤ 3 / lună", "≤ 3 / månad"]),
        ("0–1", "down", "count", ["0–1", "0–1", "0–1", "0–1"]),
        ("22", "up", "points", ["≥ +22", "≥ +22", "≥ +22", "≥ +22"]),
        ("70 000", "up", "people", ["≥ 70,000", "≥ 70.000", "≥ 70.000", "≥ 70 000"]),
        (
            "-25%",
            "down",
            "percent",
            ["−25% from baseline", "−25% t.o.v. nulmeting", "−25 % față de pornire", "−25 % från baslinjen"],
        ),
    ],
)
def test_target_reads_in_the_reader_s_language(text: str, good: Good, unit: Unit, described: list[str]) -> None:
    promised = target(text, good, unit)
    said = [promised.describe(Words(language)).replace("\u00a0", " ") for language in ("en", "nl", "ro", "sv")]
    assert said == described


@pytest.mark.parametrize("percent", ["1.4%", "80%", "2.25%", "0%"])
def test_percent_target_keeps_the_digits_it_was_written_with(percent: str) -> None:
    assert target(percent, "up", "percent").describe(Words("en")) == f"≥\u00a0{percent}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_target_reads_back_as_itself(language: str) -> None:
    for text, good, unit in [("80%", "up", "percent"), ("< 12 h", "down", "hours"), ("0–1/kvartal", "down", "count")]:
        promised = read_target(text, good, unit)
        assert not isinstance(promised, TargetError)
        assert read_target(promised.describe(Words(language)), good, unit, language) == promised


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_said_in_every_language(language: str) -> None:
    whys = [key.partition(".")[2] for key in texts("en") if key.startswith("target_error.")]
    said = {why: TargetError("1.234", why, "kr", "1234").describe(Words(language)) for why in whys}
    assert "1.234" in said["ambiguous"]
    assert "1234" in said["ambiguous"]
    assert len(set(said.values())) == len(whys)
    assert {f"not_{unit}" for unit in get_args(Unit)} | {"should_up", "should_down"} <= said.keys()


def test_float_dust_does_not_miss_a_target() -> None:
    assert 0.1 + 0.2 != 0.3
    assert target("30%", "down", "percent").met(0.1 + 0.2, None)
    assert not math.isclose(0.3001, 0.3, rel_tol=1e-9)
    assert not target("30%", "down", "percent").met(0.3001, None)


@pytest.mark.parametrize(
    ("good", "value", "met"),
    [("up", 11, True), ("up", 10, False), ("up", 9, False), ("down", 9, True), ("down", 10, False)],
)
def test_trend_is_met_by_what_is_better_than_the_window_before(good: Good, value: float, met: bool) -> None:
    trend = Trend(good, unit="people", per="month")
    assert trend.goal(10) == 10
    assert trend.met(value, 10) is met
    assert not trend.met(value, None)
    assert (trend.over(7).scale, trend.over(7).goal(10)) == (1, 10)


EITHER = Conditional(Absolute("up", 10, unit="points"), Absolute("up", 5, unit="points"), Above(30, unit="points"))


@pytest.mark.parametrize(("baseline", "goal"), [(12, 22), (30, 40), (30.1, 35.1), (45, 50), (None, None)])
def test_baseline_decides_which_of_two_targets_holds(baseline: float | None, goal: float | None) -> None:
    assert EITHER.goal(baseline) == goal
    assert EITHER.met(goal or 0, baseline) is (goal is not None)
    assert not EITHER.met((goal or 0) - 0.1, baseline)


def test_choice_is_counted_over_its_window_as_a_whole() -> None:
    level = AtLeast(30, unit="count", per="month")
    either = Conditional(AtMost(6, unit="count", per="month"), AtMost(12, unit="count", per="month"), level).over(91)
    assert (either.goal(89), either.goal(90), either.per, either.scale) == (18, 36, "month", 3)


@pytest.mark.parametrize(
    ("text", "met", "missed"),
    [
        ("3 / month", 9, 9.01),
        ("< 3 / month", 8.99, 9),
        ("0–1 / month", 3, 3.01),
        ("-1 / month", 15, 15.01),
        ("0 / month", 0, 1),
    ],
)
def test_scaled_target_is_met_at_its_scaled_goal(text: str, met: float, missed: float) -> None:
    scaled = target(text, "down", "count").over(91)
    assert scaled.met(met, 18)
    assert not scaled.met(missed, 18)


@pytest.mark.parametrize(
    ("per", "days", "scale"),
    [
        ("month", 30, 1),
        ("month", None, 1),
        (None, 91, 1),
        ("month", 91, 3),
        ("quarter", 91, 1),
        ("quarter", 30, 1 / 3),
        ("week", 7, 1),
        ("week", 14, 2),
        ("day", 7, 7),
        ("month", 7, 7 / (365.25 / 12)),
        ("week", 91, 365.25 / 4 / 7),
    ],
)
def test_window_holds_so_much_of_a_period(per: Period | None, days: int | None, scale: float) -> None:
    assert pro_rata(per, days) == pytest.approx(scale, rel=1e-12)


def test_every_kind_has_a_name_in_every_language() -> None:
    kinds = list(get_args(Target))
    for language in LANGUAGES:
        assert all(
            Words(language)(f"target_kind.{re.sub('(?<!^)(?=[A-Z])', '_', each.__name__).lower()}") for each in kinds
        )
    assert kind(EITHER) == "conditional"
    assert kind(AtLeast(1, unit="count")) == "at_least"


def test_no_change_has_no_sign() -> None:
    assert Relative("up", 0.0, unit="percent").describe(Words("en")) == "0% from baseline"
    assert Absolute("up", 0.0, unit="count").describe(Words("en")) == "0 from baseline"


def test_difference_keeps_every_digit_until_it_is_scaled() -> None:
    say = Words("en")
    assert Absolute("down", -2.125, unit="ratio").describe(say) == "−2.125 from baseline"
    monthly = Absolute("down", -1, unit="count", per="month").over(7)
    assert monthly.describe(say) == "−1 from baseline / month (−0.23 from baseline in 7 days)"


def test_longest_text_is_read_and_a_longer_one_is_not() -> None:
    for read in (read_target("85%".ljust(LONGEST), "up", "percent"), read_baseline("85%".ljust(LONGEST), "percent")):
        assert not isinstance(read, TargetError)
    for read in (
        read_target("85%".ljust(LONGEST + 1), "up", "percent"),
        read_baseline("85%".ljust(LONGEST + 1), "percent"),
    ):
        assert isinstance(read, TargetError)
        assert read.why == "too_long"
