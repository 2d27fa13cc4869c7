"""Lengths of time: every way tools and people write them, and what could mean two things."""

from __future__ import annotations

import pytest

from tests.test_cells import value

REFUSED = None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0:05:16", 316), ("26:03:00", 93780), ("1 day, 2:03:04", 93784), ("2h 14m", 8040), ("2h14m5s", 8045),
        ("2h14", 8040), ("6 uur", 21600), ("18 h", 64800), ("1,5 tim", 5400), ("2 ore", 7200), ("1 oră", 3600),
        ("2 ore și 10 minute", 7800), ("3 minuten", 180), ("1 dag 2 uur", 93600), ("1 dag en 2 uur", 93600),
        ("1d 2h", 93600), ("1 dygn", 86400), ("1 vecka 2 dagar", 777600), ("2 Std. 5 Min.", 7500), ("3 Tage", 259200),
        ("2 heures 5 minutes", 7500), ("3 jours", 259200), ("45 min", 2700), ("30 sekunder", 30),
        ("soon", REFUSED), ("5 apples", REFUSED), ("-5 min", REFUSED), ("< 1 min", REFUSED), ("2 months", REFUSED),
        ("2 luni", REFUSED), ("14m 2h", REFUSED), ("1:75:00", REFUSED),
    ],
)  # fmt: skip
@pytest.mark.parametrize("unit", ["seconds", "minutes", "hours", "stated"])
def test_a_length_that_says_its_units_is_the_same_in_every_column(text: str, seconds: float | None, unit: str) -> None:
    assert value("duration", text, unit=unit) == seconds


@pytest.mark.parametrize(
    ("unit", "plain", "short"),
    [("seconds", 1.5, 316), ("minutes", 90, REFUSED), ("hours", 5400, REFUSED), ("stated", REFUSED, REFUSED)],
)
def test_a_plain_number_leans_on_the_unit_of_its_column(unit: str, plain: float | None, short: float | None) -> None:
    # 5:16 is a length of a video; of a wait it could be five hours as well
    assert [value("duration", text, unit=unit) for text in ("1.5", "5:16")] == [plain, short]
