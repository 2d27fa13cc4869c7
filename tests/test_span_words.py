"""The weeks of a report in four languages, and what to know of a row over them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kpi.periods import Week
from kpi.plan import Plan
from kpi.reporting import span_words
from kpi.reporting.report import Stretch
from kpi.reporting.span import Span, span
from kpi.snapshot import Unlike
from kpi.words import LANGUAGES, Words
from tests.snapshots import example

if TYPE_CHECKING:
    from kpi.reporting.span import Kind
    from kpi.snapshot import Why

PLAN = Plan(brand="Noord", start=date(2026, 9, 28))
EN = Words("en")


def over(kind: Kind, number: int) -> Span:
    return span(kind, Week(2026, number), PLAN)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("November 2026 · weeks 45–47", "so far: 3 of 4 weeks", "Nov 2026 (3 weeks)", "3 weeks before")),
        ("nl", ("November 2026 · week 45–47", "tot nu toe: 3 van de 4 weken", "Nov 2026 (3 weken)", "3 weken ervoor")),
        ("sv", ("November 2026 · vecka 45–47", "hittills: 3 av 4 veckor", "Nov. 2026 (3 veckor)", "3 veckor före")),
        (
            "ro",
            (
                "Noiembrie 2026 · săptămânile 45–47",
                "până acum: 3 din 4 săptămâni",
                "Nov. 2026 (3 săptămâni)",
                "Cele 3 săptămâni dinainte",
            ),
        ),
    ],
)
def test_a_month_that_has_a_week_to_come(language: str, said: tuple[str, ...]) -> None:
    say, month = Words(language), over("month", 47)
    parts = (span_words.weeks_of, span_words.so_far, span_words.during, span_words.before)
    assert tuple(part(month, say) for part in parts) == said


def test_a_whole_month_has_nothing_to_come_and_a_first_week_is_one() -> None:
    assert span_words.so_far(over("month", 48), EN) == ""
    assert span_words.weeks_of(over("month", 45), EN) == "November 2026 · week 45"
    assert span_words.before(over("month", 45), EN) == "1 week before"


def test_a_plan_has_its_days() -> None:
    days = EN.days(date(2026, 9, 28), date(2026, 11, 22))
    assert span_words.weeks_of(over("plan", 47), EN) == f"{days} · weeks 40–47"
    assert span_words.during(over("plan", 47), EN) == "Since the start (8 weeks)"


@pytest.mark.parametrize(
    ("kind", "number", "title"),
    [
        ("week", 47, "Weekly report"),
        ("month", 47, "Monthly report"),
        ("plan", 47, "Interim report"),
        ("plan", 52, "End report"),
    ],
)
def test_a_report_is_named_by_what_it_speaks_of(kind: Kind, number: int, title: str) -> None:
    assert span_words.title(over(kind, number), EN) == title


def test_romanian_counts_twenty_weeks_with_de() -> None:
    long = Span("plan", Week(2026, 1), Week(2026, 20), 26)
    assert span_words.so_far(long, Words("ro")) == "până acum: 20 din 26 de săptămâni"
    assert span_words.during(long, Words("ro")) == "De la început (20 de săptămâni)"


def stretch(**said: Any) -> Stretch:
    whole: dict[str, Any] = {"row": "ctr", "made": "pooled", "weeks": 4, "window_days": 7, "missing": 0}
    return Stretch(**whole | {"missing_before": 0, "during": None, "before": None, "move": None, "unlike": None} | said)


def test_weeks_without_data_are_told_for_each_side() -> None:
    assert span_words.gaps(stretch(), EN) == ""
    assert span_words.gaps(stretch(missing=1), EN) == "1 of 4 weeks without full data"
    both = stretch(missing=1, missing_before=2)
    assert span_words.gaps(both, EN) == "1 of 4 weeks without full data; before: 2 of 4 weeks without full data"
    assert span_words.gaps(stretch(made="end", missing=1), EN) == "1 of 1 week without full data"


def test_what_is_no_number_of_all_rows_says_so() -> None:
    assert span_words.made_of(stretch(), EN) == ""
    assert span_words.made_of(stretch(made="mean"), EN) == "mean of its weeks"
    assert span_words.made_of(stretch(made="end"), EN) == "at the end"


def test_only_a_count_is_brought_to_a_window() -> None:
    row = example().rows[0]
    leads = replace(row, plan=row.plan.model_copy(update={"kpi": "mql"}))
    rate = replace(row, plan=row.plan.model_copy(update={"kpi": "ctr"}))
    assert span_words.per(stretch(window_days=30), leads, EN) == "per 30 days"
    assert span_words.per(stretch(window_days=7), leads, EN) == "per week"
    assert span_words.per(stretch(window_days=7), rate, EN) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_nothing_is_compared_never_speaks_of_a_single_week(language: str) -> None:
    say = Words(language)
    assert span_words.why_not(stretch(), say) == ""
    whys: tuple[Why, ...] = ("gap", "sources", "untold", "waiting")
    for why in whys:
        assert span_words.why_not(stretch(unlike=Unlike(why)), say) == say(f"stretch.why.{why}")
    aged = span_words.why_not(stretch(unlike=Unlike("age", "1", "22")), say)
    assert "22" in aged
