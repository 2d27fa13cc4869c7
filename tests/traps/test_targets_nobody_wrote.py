"""A target that is read as another one is a promise nobody made."""

from __future__ import annotations

import pytest

from kpi.snapshot import Good, Unit
from kpi.target import TargetError, read_baseline, read_target, read_written
from kpi.words import Words


@pytest.mark.parametrize(
    ("text", "good", "unit"),
    [
        ("-15% (mits incidenten niet stijgen of zo)", "down", "hours"),  # a condition must not vanish as a remark
        ("-15% unless incidents rise", "down", "hours"),
        ("not 80%", "up", "percent"),
        ("80% of which 20% paid", "up", "percent"),
        ("6 → 3", "down", "count"),
        ("2:30", "down", "hours"),  # two hours and a half, or two minutes and a half
        ("8–12k", "up", "people"),  # from eight, or from eight thousand
        ("45 in 30 days", "up", "count"),  # by day 30, or in any 30 days
        ("+10%, or +5 if the baseline is above 30", "up", "count"),
        ("10³", "up", "count"),
        ("½", "up", "ratio"),
        ("5 working days", "down", "hours"),
        ("5 days", "down", "working_days"),
        ("1.234", "up", "ratio"),
        ("geen", "down", "count"),  # none, or no target?
    ],
)
def test_doubtful_target_is_refused(text: str, good: Good, unit: Unit) -> None:
    assert isinstance(read_written(text, good, unit), TargetError)


def test_number_that_was_promised_is_not_rounded_when_it_is_shown() -> None:
    for text, good, unit, said in (
        ("< 2.25 h", "down", "hours", "<\u00a02.25\u00a0h"),  # was shown as 2.3 h
        ("1250.75", "down", "money", "≤\u00a01,250.75"),
        ("12.5", "up", "points", "≥\u00a0+12.5"),
        ("5.25", "up", "ratio", "≥\u00a05.25"),
    ):
        target = read_target(text, good, unit, "en")  # type: ignore[arg-type]
        assert not isinstance(target, TargetError)
        assert target.describe(Words("en")) == said


def test_hours_become_days_exactly() -> None:
    for hours, days in ((168, 7), (12, 0.5), (16.8, 0.7), (2.4, 0.1), (36, 1.5)):
        target = read_target(f"{hours} h", "down", "days")
        assert not isinstance(target, TargetError)
        assert target.goal(None) == days


def test_a_month_is_not_four_weeks() -> None:
    from kpi.target import pro_rata  # noqa: PLC0415 - beside the claim it checks

    assert pro_rata("month", 28) == 28 / (365.25 / 12)
    assert pro_rata("quarter", 30) == pytest.approx(1 / 3)
    assert pro_rata("month", 91) == 3


def test_nobody_starts_from_a_bound() -> None:
    assert isinstance(read_baseline("< 5%", "percent"), TargetError)
