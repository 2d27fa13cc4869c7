"""Some damaged files of each kind in the suite; `make fuzz` loads 12,000."""

from __future__ import annotations

import pytest

from tests.fuzz.mutate import Kind, damaged
from tests.fuzz.run import GROWTH, run


@pytest.mark.parametrize(("kind", "count"), [("csv", 24), ("xlsx", 9)])
def test_a_damaged_file_is_loaded_honestly_or_refused_with_a_sentence(kind: Kind, count: int) -> None:
    tally = run(kind, count)
    assert sum(tally.outcomes.values()) == count
    assert tally.failures == []
    assert tally.growth < GROWTH


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_number_makes_the_same_file_again(kind: Kind) -> None:
    numbers = range(1000, 1020)
    assert [damaged(kind, number) for number in numbers] == [damaged(kind, number) for number in numbers]
    assert len({damaged(kind, number).content for number in numbers}) > 10
