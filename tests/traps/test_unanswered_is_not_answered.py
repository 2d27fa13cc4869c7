"""A team that ignores messages must not look fast."""

from __future__ import annotations

import pytest

from tests.rows import Rows
from tests.traps.scored import MONDAY, cell


def test_an_unanswered_message_stays_at_its_age(empty: Rows) -> None:
    empty.message(MONDAY, 1)
    for _ in range(3):
        empty.message(MONDAY, 70, answered=False)
    assert cell(empty, "response_time_median").value == 70
    assert cell(empty, "response_time_mean").value == (1 + 3 * 70) / 4
    assert cell(empty, "response_rate_24h").value == 1 / 4
    assert cell(empty, "response_time_median").censored == 3


def test_a_message_without_a_day_behind_it_is_neither_in_time_nor_late(empty: Rows) -> None:
    empty.message(MONDAY, 1)
    empty.message(MONDAY, 2, answered=False, young=True)
    assert (cell(empty, "response_rate_24h").value, cell(empty, "response_rate_24h").sample) == (1, 1)


def test_an_answer_after_24_hours_is_late(empty: Rows) -> None:
    for wait in (23.9, 24, 24.1, 60):
        empty.message(MONDAY, wait)
    assert cell(empty, "response_rate_24h").value == 2 / 4


def test_a_file_that_knows_of_no_answers_does_not_count_as_silence(empty: Rows) -> None:
    empty.message(MONDAY, 2)
    empty.message(MONDAY, 90, answered=False, answer_known=False)
    found = cell(empty, "response_time_median")
    assert (found.value, found.sample, found.coverage) == (2, 1, pytest.approx(1 / 2))
    assert found.censored == 0
