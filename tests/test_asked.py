"""By how much a KPI must move is read as people write it, and what is unclear is refused with a sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from kpi.deciding.asked import asked, in_words, problems, suggested, written
from kpi.deciding.decisions import Said
from kpi.periods import Week
from kpi.target import TargetError
from kpi.words import LANGUAGES, Words
from tests.snapshots import example

SAID = Said(
    week=Week(2026, 47), kind="start", action="New hooks", owner="Ann", due=date(2026, 12, 4), kpi="ctr", language="nl"
)


@pytest.mark.parametrize(
    ("kpi", "text", "before", "goal"),
    [
        ("ctr", "+0,2 pp", 0.010, 0.012),
        ("ctr", "+25%", 0.012, 0.015),
        ("cpa", "-25%", 40.0, 30.0),
        ("response_time_median", "< 6 u", 9.0, 6.0),
        ("net_sentiment", "+10 punten", 12.0, 22.0),
        ("net_sentiment", "+22", 12.0, 22.0),
        ("mql", "+20", 60.0, 80.0),
    ],
)
def test_an_amount_is_read_as_it_is_written(kpi: str, text: str, before: float, goal: float) -> None:
    read = asked(replace(SAID, kpi=kpi, by_how_much=text))
    assert read is not None
    assert not isinstance(read, TargetError)
    assert read.goal(before) == pytest.approx(goal)


@pytest.mark.parametrize(
    ("kpi", "text", "why"),
    [
        ("ctr", "more", "no_number"),
        ("ctr", "-25%", "should_up"),
        ("ctr", "+0,2 pp binnen 60 dagen", "only_amount"),
        ("ctr", "+0,2 pp, alleen als incidenten niet stijgen", "only_amount"),
        ("ctr", "upward month over month", "only_amount"),
        ("net_sentiment", "+10 points, or +5 if the baseline is above 30", "only_amount"),
        ("klout", "+1", "unknown_kpi"),
    ],
)
def test_what_is_unclear_is_refused(kpi: str, text: str, why: str) -> None:
    read = asked(replace(SAID, kpi=kpi, by_how_much=text))
    assert isinstance(read, TargetError)
    assert read.why == why


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_says_what_it_misses(language: str) -> None:
    say = Words(language)
    assert problems(SAID, say) == {}
    empty = replace(SAID, action="", owner="", kpi="", insight="x" * 601)
    assert problems(empty, say).keys() == {"action", "owner", "kpi", "insight"}
    assert "banaan" in problems(replace(SAID, by_how_much="banaan"), say)["by_how_much"]


@pytest.mark.parametrize(
    ("kpi", "text", "either"),
    [
        ("ctr", "0,3", ("“+0,3 pp”", "“0,3%”")),
        ("privacy_negative_share", "5", ("“-5 pp”", "“5%”")),  # fewer are better
        ("response_time_median", "2", ("“2 uur”",)),
    ],
)
def test_a_number_without_a_unit_may_be_a_level_or_a_change(kpi: str, text: str, either: tuple[str, ...]) -> None:
    why = problems(replace(SAID, kpi=kpi, by_how_much=text), Words("en"))["by_how_much"]
    assert re.findall("“.*?”", why)[1:] == list(either)
    for one in either:
        assert not isinstance(asked(replace(SAID, kpi=kpi, by_how_much=one.strip("“”"))), TargetError)


def test_the_target_of_a_row_is_offered_where_a_decision_may_ask_it() -> None:
    rows = {row.plan.kpi: row for row in example().rows}
    assert suggested(rows["response_time_median"], "nl") == "2 h"
    ctr = rows["ctr"]
    within = ctr.plan.model_copy(update={"target": "1,5% binnen 60 dagen"})
    assert suggested(replace(ctr, plan=within), "nl") == ""


@pytest.mark.parametrize(
    ("kpi", "typed", "language", "told"),
    [
        ("ctr", "+0.3 pp", "en", "+0,3 pp"),
        ("ctr", "≥ 2.3%", "en", "≥ 2,3 %"),
        ("ctr", "+25%", "nl", "+25 %"),
        ("response_time_median", "-1.5 h", "en", "−1,5 ore"),
        ("mql", "+1.200", "nl", "+1.200"),
        ("mql", "+6 per month", "en", "+6 / lună"),
        ("ctr", "-25%", "nl", "−25%"),  # cannot be read: CTR should rise
        ("ctr", "a little more", "nl", "a little more"),
        ("klout", "+1.5", "en", "+1.5"),
        ("cpa", "-1.5", "en", "−1.5"),  # of which currency nobody knows
    ],
)
def test_what_was_asked_is_told_in_the_language_of_the_reader(kpi: str, typed: str, language: str, told: str) -> None:
    said = replace(SAID, kpi=kpi, by_how_much=typed, language=language)
    assert in_words(said, Words("ro")).replace("\u00a0", " ") == told


def test_an_amount_that_may_mean_two_things_stays_as_it_was_typed() -> None:
    assert written("+1.234", "net_sentiment", Words("ro")) == "+1.234"
    assert written("-1.5", "cpa", Words("ro"), currency="EUR").replace("\u00a0", " ") == "−1,50 EUR"
