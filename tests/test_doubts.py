"""Why a cell is no value: less than, rounded, a day instead of a number, or simply not that kind of cell."""

from __future__ import annotations

import pytest

from data.values.doubts import doubt
from kpi.words import LANGUAGES, texts


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("percent_text", "< 1%", "bounded"),
        ("percent_points", "> 90%", "bounded"),
        ("integer", "<10", "bounded"),
        ("decimal", "≥ 1,5", "bounded"),
        ("integer", "499K", "rounded"),
        ("integer", "18,9K", "rounded"),
        ("decimal", "1,2M", "rounded"),
        ("integer", "1.2 M", "rounded"),
        ("integer", "802M de vues", "rounded"),
        ("integer", "3.апр", "date_in_number"),
        ("decimal", "апр.03", "date_in_number"),
        ("decimal", "3-Apr", "date_in_number"),
        ("percent_points", "mrt-24", "date_in_number"),
        ("integer", "Apr 3", "date_in_number"),
        ("money", "2025-04-03", "date_in_number"),
        ("money", "03.04.2025", "date_in_number"),
        ("decimal", "2025-04-03 00:00:00", "date_in_number"),
        ("integer", "1,5", "integer"),
        ("integer", "Tanu", "integer"),
        ("integer", "12 posts", "integer"),
        ("integer", "1.204", "integer"),  # would have been read: nothing to say about it
        ("money", "12 kr", "money"),
        ("date", "3-Apr", "date"),  # a day where one belongs has another problem
        ("id", "499K", "id"),
    ],
)
def test_the_reason_fits_the_text(kind: str, text: str, reason: str) -> None:
    assert doubt(kind, text) == reason  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", ["bounded", "rounded", "date_in_number"])
def test_each_reason_has_a_sentence(reason: str, language: str) -> None:
    assert texts(language)[f"refusal.{reason}"]
