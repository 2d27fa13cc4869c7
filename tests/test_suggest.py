"""What is suggested for a target that cannot be read: near what was written, and always readable."""

from __future__ import annotations

import pytest

from kpi.snapshot import Good, Unit
from kpi.target import TargetError, read_baseline, read_written
from kpi.words import LANGUAGES, Words


@pytest.mark.parametrize(
    ("text", "good", "unit", "language", "why", "suggestion"),
    [
        ("12 huors", "down", "hours", "en", "unknown_word", "12 hours"),
        ("80%+ registratie", "up", "percent", "nl", "unknown_word", "80%+"),  # as the article has it
        ("ca. 80%", "up", "percent", "nl", "unknown_word", "80%"),
        ("80% of posts", "up", "percent", "en", "unknown_word", "80%"),
        ("2 kreativa A/B-tester per vecka", "up", "count", "sv", "unknown_word", "2 A/B-tester per vecka"),
        ("2:30", "down", "hours", "en", "unknown_word", "2h 30m"),
        ("2h30", "down", "hours", "nl", "odd_order", "2h 30m"),
        ("85", "up", "percent", "nl", "no_unit", "85%"),
        ("12", "down", "hours", "nl", "no_unit", "12 uur"),
        ("7", "down", "days", "ro", "no_unit", "7 zile"),
        ("5 days", "down", "working_days", "en", "not_working_days", "5 working days"),
        ("+2 points", "up", "percent", "en", "not_percent", "+2 pp"),
        ("85%", "up", "points", "en", "not_points", "85"),
        ("+10%", "up", "points", "en", "not_points", "+10 pt"),
        ("25% from baseline", "down", "percent", "en", "unsigned", "-25% from baseline"),
        ("3–1", "down", "count", "en", "backwards", "1–3"),
        ("0 of 1 per kwartaal", "down", "count", "nl", "two_targets", "0–1 per kwartaal"),
        ("> 5 h, within 60 days", "down", "hours", "en", "should_down", "<\u00a05\u00a0h, within 60 days"),
        ("-25%", "up", "percent", "sv", "should_up", "+25\u00a0% från baslinjen"),
        ("upward month over month", "down", "hours", "nl", "should_down", "elke maand beter"),
        ("better every day", "up", "people", "en", "trend_day", "better week over week"),
        ("+5% kvartal för kvartal", "up", "people", "sv", "trend_number", "bättre kvartal för kvartal"),
        ("80% (60 days)", "up", "percent", "en", "remark_span", "80%, within 60 days"),
        (
            "+10 punten in 90 dagen, of +5 punten bij grotere merken met hoge baseline",  # as the article has it
            "up",
            "points",
            "nl",
            "condition_level",
            "+10 t.o.v. nulmeting, of +5 t.o.v. nulmeting als de nulmeting >\u00a0+30 is, binnen 90 dagen",
        ),
        (
            "-15% only if serious incidents do not rise",
            "down",
            "hours",
            "en",
            "unknown_guard",
            "-15% only if “Policy incidents” do not rise",
        ),
        (
            "-15% only if incidents are stable",
            "down",
            "hours",
            "en",
            "unclear_guard",
            "−15% from baseline, only if “Policy incidents” does not get worse",
        ),
        ("1.234", "up", "money", "sv", "ambiguous", "1234"),
        ("-15% only if incidents do not fall", "down", "hours", "en", "wrong_guard", ""),  # nobody knows what was meant
        ("5 working days", "down", "days", "en", "working_days", ""),  # a week, or nine days
        ("45 in 30 days", "up", "count", "en", "window_or_deadline", ""),  # its text names both ways
        ("6 uur", "up", "percent", "nl", "not_percent", ""),
    ],
)
def test_suggestion(  # noqa: PLR0917 - a line of the table
    text: str, good: Good, unit: Unit, language: str, why: str, suggestion: str
) -> None:
    problem = read_written(text, good, unit, language)
    assert isinstance(problem, TargetError)
    assert (problem.why, problem.suggestion) == (why, suggestion)
    assert not suggestion or not isinstance(read_written(suggestion, good, unit, language), TargetError)


@pytest.mark.parametrize(
    ("text", "unit", "suggestion"),
    [
        ("< 5%", "percent", "5%"),
        ("ej infört", "percent", "0% (ej infört)"),
        ("2–3%", "percent", ""),  # of a range nobody knows which end it is
        ("25% from baseline", "percent", ""),
        ("18 huors", "hours", "18 hours"),
    ],
)
def test_suggestion_for_a_baseline(text: str, unit: Unit, suggestion: str) -> None:
    problem = read_baseline(text, unit, "en")
    assert isinstance(problem, TargetError)
    assert problem.suggestion == suggestion


@pytest.mark.parametrize("language", LANGUAGES)
def test_suggestion_is_said_once(language: str) -> None:
    say = Words(language)
    for problem in (
        TargetError("12", "no_unit", "", "12 h"),
        TargetError("12 huors", "unknown_word", "huors", "12 hours"),
    ):
        assert problem.describe(say).count(problem.suggestion) == 1
