"""Numbers in files do not hang on the order in which a database added them up."""

from __future__ import annotations

from kpi.steady import steady
from kpi.words import Words


def test_the_order_of_a_sum_is_not_seen() -> None:
    one, other = 0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1
    assert one != other
    assert steady(one) == steady(other)


def test_what_people_count_stays_as_it_is() -> None:
    for number in (0.0, -1.5, 12345678901234.0, 0.0117, 2 / 4096):
        assert steady(number) == number


def test_nothing_has_no_sign() -> None:
    assert Words("en").share(-0.001) == "0%"
    assert Words("en").share(-0.006) == "−1%"
