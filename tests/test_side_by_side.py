"""What stands side by side adds up as it is printed, in every unit, and never hides that something moved."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from kpi.side_by_side import side_by_side
from kpi.words import LANGUAGES, MINUS, Words

if TYPE_CHECKING:
    from kpi.snapshot import Unit


@pytest.mark.parametrize(
    ("before", "after", "unit", "printed"),
    [
        (0.01165, 0.016249, "percent", "1.17% → 1.62% (+0.45 pp)"),  # the values alone differ by 0.46
        (0.01, 0.013, "percent", "1.0% → 1.3% (+0.3 pp)"),
        (0.0195, 0.0207, "percent", "1.95% → 2.07% (+0.12 pp)"),
        (0.581, 0.5, "percent", "58.1% → 50.0% (−8.1 pp)"),
        (0.22511, 0.22534, "percent", "22.51% → 22.53% (+0.02 pp)"),  # 22.5% twice, alone
        (12.4, 21.6, "points", "+12 → +22 (+10)"),
        (-3.2, 5.1, "points", "−3 → +5 (+8)"),
        (60.2, 60.4, "points", "+60.2 → +60.4 (+0.2)"),
        (0.75, 1.234, "hours", "45 min → 1 h 14 min (+29 min)"),
        (9.84, 12.36, "hours", "9.8 h → 12.4 h (+2.6 h)"),
        (30.4, 24.6, "hours", "30 h → 25 h (−5 h)"),
        (98.404, 112.3, "money", "€98.40 → €112.30 (+€13.90)"),
        (60.0, 90.0, "count", "60 → 90 (+30)"),
        (61.25, 90.0, "count", "61.3 → 90 (+28.7)"),
        (2.0, 2.0, "ratio", "2 → 2 (0)"),
        (3.0, 2.5, "working_days", "3 working days → 2.5 working days (−0.5 working days)"),
    ],
)
def test_values_and_their_difference_agree(before: float, after: float, unit: Unit, printed: str) -> None:
    said = side_by_side(before, after, unit, "EUR" if unit == "money" else None, Words("en"))
    assert f"{said.before} → {said.after} ({said.size})".replace("\u00a0", " ") == printed


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", ["percent", "points", "ratio", "count"])
def test_whatever_the_values_the_printed_ones_differ_by_what_is_printed(language: str, unit: Unit) -> None:
    say, draw = Words(language), random.Random(47)  # noqa: S311 - a test
    wide = {"percent": 1.0, "points": 100.0}.get(unit, 5000.0)
    for _ in range(300):
        before = draw.uniform(0, wide) ** draw.choice([1, 2, 3]) if unit == "percent" else draw.uniform(0, wide)
        printed = side_by_side(before, before * draw.uniform(0.5, 1.5), unit, None, say)
        first, last, size = (_read(text, say) for text in printed)
        assert last - first == size, printed


def _read(text: str, say: Words) -> Decimal:
    marks = say.locale.number_symbols["latn"]
    plain = text.replace(marks["group"], "").replace(marks["decimal"], ".").replace(MINUS, "-")
    return Decimal("".join(char for char in plain if char in "-.0123456789"))
