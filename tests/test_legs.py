"""Whether one leg holds, on numbers checked in the head: each has an error of 1, so a difference has one of 1.41.

A difference is a signal beyond 1.645 x 1.41 = 2.33, and beyond 2 sigma from 2.83 on. Against a limit it is 1.645.
"""

from __future__ import annotations

from dataclasses import replace
from math import hypot, nextafter
from typing import TYPE_CHECKING, Any

import pytest

from kpi.noise import SIGNAL
from kpi.rule.legs import evidence, holds, lacking, state
from kpi.words import LANGUAGES, Words
from tests.materials import asked, material

if TYPE_CHECKING:
    from tests.materials import Values

EDGE = SIGNAL * hypot(1, 1)


@pytest.mark.parametrize(
    ("movement", "told", "values", "missing"),
    [
        ("rises", {}, [10, 12.4], None),
        ("rises", {}, [10, 12.3], "noise"),
        ("rises", {}, [10, 10], "no_rise"),
        ("rises", {}, [10, 7], "no_rise"),
        ("rises", {"beyond": 2}, [10, 12.8], "not_enough"),
        ("rises", {"beyond": 2}, [10, 12.9], None),
        ("falls", {}, [10, 7.6], None),
        ("falls", {}, [10, 7.7], "noise"),
        ("falls", {}, [10, 10], "no_fall"),
        ("falls", {}, [10, 13], "no_fall"),
        ("falls", {"beyond": 2}, [10, 7.2], "not_enough"),
        ("above", {"limit": 5}, [0, 6.7], None),
        ("above", {"limit": 5}, [0, 6.6], "noise"),
        ("above", {"limit": 5}, [0, 5], "not_above"),
        ("above", {"limit": 5, "beyond": 2}, [0, 6.9], "not_enough"),
        ("below", {"limit": 5}, [9, 3.3], None),
        ("below", {"limit": 5}, [9, 3.4], "noise"),
        ("below", {"limit": 5}, [9, 5], "not_below"),
        ("flat", {"within": 3}, [10, 12.3], None),
        ("flat", {"within": 3}, [10, 12.4], "rose"),
        ("flat", {"within": 3}, [10, 7.6], "fell"),
        ("flat", {"within": 2}, [10, 10], "blind"),
        ("flat", {"within": 2}, [10, 13], "rose"),  # blind as well, but this is what contradicts it
        ("not_rises", {"within": 3}, [10, 12.3], None),
        ("not_rises", {"within": 3}, [10, 12.4], "rose"),
        ("not_rises", {"within": 3}, [10, 5], None),
        ("not_rises", {"within": 2}, [10, 10], "blind"),
        ("not_rises", {"within": 2}, [10, 7.6], None),  # a fall is no rise, however small a rise the sample would miss
        ("not_rises", {"within": 2}, [10, 7.7], "blind"),
        ("not_falls", {"within": 3}, [10, 7.7], None),
        ("not_falls", {"within": 3}, [10, 7.6], "fell"),
        ("not_falls", {"within": 3}, [10, 15], None),
        ("not_falls", {"within": 2}, [10, 12.4], None),
        ("not_falls", {"within": 2}, [10, 12.3], "blind"),
    ],
)
def test_leg_holds_or_says_what_is_missing(movement: str, told: dict[str, Any], values: Values, missing: str) -> None:
    one, weeks = asked(movement, **told), material(values)
    assert lacking(one, weeks) == missing
    assert holds(one, weeks) == (missing is None)


@pytest.mark.parametrize(
    ("movement", "told", "values", "missing"),
    [
        ("rises", {}, [10, 11, 13], None),  # over both weeks a signal, in each of them up
        ("rises", {}, [10, 9, 13], "not_each_week"),
        ("rises", {}, [10, 13, 13], "not_each_week"),
        ("rises", {}, [10, 11, 12], "noise"),
        ("rises", {}, [10, 13, 10], "no_rise"),
        ("falls", {}, [10, 9, 7], None),
        ("falls", {}, [10, 11, 7], "not_each_week"),
        ("falls", {}, [10, 7, 7], "not_each_week"),
        ("falls", {}, [10, 7, 10], "no_fall"),
        ("above", {"limit": 5}, [0, 5.1, 6.7], None),
        ("above", {"limit": 5}, [0, 5, 6.7], "not_each_week"),
        ("below", {"limit": 5}, [9, 4.9, 3.3], None),
        ("below", {"limit": 5}, [9, 5, 3.3], "not_each_week"),
        ("flat", {"within": 3}, [10, 12, 11], None),
        ("flat", {"within": 3}, [10, 13, 11], "rose"),
        ("flat", {"within": 3}, [10, 8.8, 11.2], "rose"),  # back again, but in a leap
        ("not_rises", {"within": 3}, [10, 6, 9], "rose"),
        ("not_falls", {"within": 3}, [10, 14, 11], "fell"),
    ],
)
def test_over_several_weeks_each_of_them_must_agree(
    movement: str, told: dict[str, Any], values: Values, missing: str
) -> None:
    assert lacking(asked(movement, weeks=2, **told), material(values)) == missing


@pytest.mark.parametrize(
    ("movement", "told", "value", "missing"),
    [
        ("rises", {}, 0 + EDGE, "noise"),
        ("falls", {}, 0 - EDGE, "noise"),
        ("flat", {"within": 3}, 0 + EDGE, None),
        ("not_rises", {"within": 3}, 0 + EDGE, None),
        ("not_falls", {"within": 3}, 0 - EDGE, None),
        ("above", {"limit": 0}, SIGNAL, "noise"),
        ("below", {"limit": 0}, -SIGNAL, "noise"),
        ("flat", {"within": EDGE}, 0, None),
        ("flat", {"within": nextafter(EDGE, 0)}, 0, "blind"),
    ],
)
def test_the_very_edge_of_the_noise_is_noise(movement: str, told: dict[str, Any], value: float, missing: str) -> None:
    one = asked(movement, "net_sentiment", **told)
    assert lacking(one, material([0, value], "net_sentiment")) == missing


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ({"lacks": "week_not_full"}, "week_not_full"),
        ({"weekly": None, "known": 6}, "too_few_weeks"),
        ({"sample": 19}, "too_little_data"),
        ({"sample": 30}, None),
        ({"coverage": 0.49}, "coverage"),
        ({"coverage": 0.5}, None),
        ({"error": None}, "spread"),
        ({"error": None, "weekly": 0.5}, None),
    ],
)
def test_leg_says_why_its_data_cannot_carry_it(told: dict[str, Any], missing: str | None) -> None:
    assert lacking(asked("falls", "net_sentiment"), material([30, 10], "net_sentiment", **told)) == missing


def test_who_still_waits_could_turn_a_leg_around() -> None:
    kpi, half = "response_time_median", {"censored": 5_000, "bound": True}
    assert lacking(asked("falls", kpi), material([20, 5], kpi)) is None
    assert lacking(asked("falls", kpi), material([20, 5], kpi, **half)) == "waiting"
    rising = material([5, 20], kpi)
    later = replace(rising, cells=(rising.cells[0], replace(rising.cells[1], **half)))
    assert lacking(asked("rises", kpi), later) is None  # it can only rise further
    earlier = replace(rising, cells=(replace(rising.cells[0], **half), rising.cells[1]))
    assert lacking(asked("rises", kpi), earlier) == "waiting"


@pytest.mark.parametrize(
    ("counts", "told", "missing"),
    [
        ([0, 1], {}, None),
        ([7, 1], {}, None),  # whatever was before
        ([None, 1], {}, None),
        ([5, 0], {}, "nothing_happened"),
        ([5, 0], {"weekly": None, "known": 0}, "nothing_happened"),
        ([0, 1], {"weekly": None, "known": 0}, None),  # an event is a fact: it needs no weeks before it
        ([0, 1], {"sample": 0, "error": None}, None),
        ([0, 1], {"lacks": "not_covered"}, "not_covered"),
        ([0, 1, 2], {}, None),
        ([0, 0, 1], {}, "not_each_week"),  # "2 weeks running" is said of each of them
        ([0, 1, 0], {}, "not_each_week"),
        ([9, 3, 0, 4], {}, "not_each_week"),
        ([1, 0, 0], {}, "nothing_happened"),
    ],
)
def test_what_appears_is_a_count_above_zero(counts: Values, told: dict[str, Any], missing: str | None) -> None:
    one = asked("appears", "policy_incidents", weeks=len(counts) - 1)
    weeks = material(counts, "policy_incidents", **told)
    assert (lacking(one, weeks), holds(one, weeks)) == (missing, missing is None)


@pytest.mark.parametrize(
    ("movement", "kpi", "values"),
    [
        ("appears", "policy_incidents", [0, None]),
        ("appears", "policy_incidents", [0, 3, None]),
        ("rises", "cpa", [10, None]),
        ("rises", "cpa", [10, None, 20]),
    ],
)
def test_week_without_a_value_is_never_passed_over(movement: str, kpi: str, values: Values) -> None:
    one, weeks = asked(movement, kpi, weeks=len(values) - 1), material(values, kpi)
    assert (holds(one, weeks), lacking(one, weeks)) == (False, "nothing_before")


def test_state_tells_all_that_a_leg_stands_on() -> None:
    found = state(asked("rises"), material([10, 12]), "EUR", 12.5)
    assert (found.kpi, found.movement, found.unit, found.currency) == ("cpa", "rises", "money", "EUR")
    assert (found.before, found.after, found.sample_before, found.sample_after) == (10, 12, 10_000, 10_000)
    assert (found.evidence, found.holds, found.missing, found.needed) == ("possible", False, "noise", 12.5)
    assert found.weeks_known == 12
    assert found.smallest == pytest.approx(2.3264, abs=1e-4)


def test_state_of_a_limit_and_of_an_event_tells_what_they_are_held_against() -> None:
    limit = state(asked("below", limit=5), material([9, 3]), None)
    assert (limit.before, limit.after, limit.holds, limit.currency) == (5, 3, True, None)
    event = state(asked("appears", "policy_incidents"), material([4, 2], "policy_incidents"), "EUR")
    assert (event.before, event.after, event.currency, event.weeks_known) == (0, 2, None, None)


def test_state_claims_no_evidence_for_what_cannot_be_compared() -> None:
    unknown = state(asked("rises"), material([None, 12], lacks="nothing_before"), "EUR")
    assert (unknown.before, unknown.after, unknown.evidence, unknown.holds) == (None, 12, None, False)
    assert unknown.smallest is None
    young = state(asked("rises"), material([10, 20], weekly=None, known=3), "EUR")
    assert (young.evidence, young.missing, young.weeks_known) == (None, "too_few_weeks", 3)


def test_evidence_is_the_move_with_the_samples_of_both_ends() -> None:
    weeks = material([10, 12, 15])
    first, *others = weeks.cells
    found = evidence(asked("rises", weeks=2), replace(weeks, cells=(replace(first, sample=70), *others)), "EUR")
    assert (found.move.before, found.move.after, found.move.evidence) == (10, 15, "signal")
    assert (found.sample_before, found.sample_after, found.currency) == (70, 10_000, "EUR")


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_missing_is_said(language: str) -> None:
    say = Words(language)
    keys = """nothing_known nothing_before week_not_full unlike not_covered too_few_weeks too_little_data coverage
        waiting spread no_rise no_fall not_above not_below noise not_enough not_each_week rose fell blind
        nothing_happened"""
    assert all(say(f"leg_missing.{key}", kpi="CTR", n=12) for key in keys.split())
