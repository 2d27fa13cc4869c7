"""How far people agree: alpha of the textbook and of a case in the head, and silence where too few were read twice."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.labels import Text, add
from data.store import Store
from kpi.periods import Week
from kpi.sentiment.agreement import Agreement, agreement, alpha, same
from kpi.sentiment.drawing import Frame
from tests.test_follow import put

if TYPE_CHECKING:
    from pathlib import Path

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C: four observers, twelve units
OBSERVERS = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
TEXTBOOK = [
    [int(one) for one in unit if one != "."] for unit in zip(*(line.split() for line in OBSERVERS), strict=True)
]


def test_alpha_of_the_textbook() -> None:
    assert alpha(TEXTBOOK) == pytest.approx(0.815, abs=0.0005)


def test_alpha_in_the_head() -> None:
    """Two texts, two people: both -1, and -1 against 1.

    n(-1) = 3, n(1) = 1; no 0 lies between: distance² = (4 - 2)² = 4. Observed 1 x 4, expected 3 x 1 x 4 = 12.
    alpha = 1 - 3 x 4 / 12 = 0: they agree as often as chance would.
    """
    assert alpha([[-1, -1], [-1, 1]]) == pytest.approx(0.0)
    assert same([[-1, -1], [-1, 1]]) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("units", "found"),
    [
        ([[1, 1], [-1, -1], [0, 0]], 1.0),
        ([[1, -1], [-1, 1]], -0.5),
        ([[1, 1], [1, 1]], None),
        ([[1], [0], [1, 1]], None),
    ],
)
def test_alpha_at_its_ends(units: list[list[int]], found: float | None) -> None:
    assert alpha(units) == (None if found is None else pytest.approx(found))


def test_the_far_end_is_a_worse_disagreement() -> None:
    agreed = [[1, 1], [0, 0], [-1, -1], [0, 0]]
    near, far = alpha([*agreed, [0, 1]]), alpha([*agreed, [-1, 1]])
    assert near is not None
    assert far is not None
    assert near > far


def test_three_people_count_as_one_text() -> None:
    assert same([[1, 1, 0], [0, 0]]) == pytest.approx((1 / 3 + 1) / 2)


def test_the_labels_that_count_are_compared(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "brand.duckdb")
    put(store, **{f"m{place}": f"text {place}" for place in range(12)})
    frame = Frame(Week.of(date(2026, 11, 16)))
    for place in range(11):
        text = Text("messages", "instagram", f"m{place}")
        add(store, text, -1 if place % 2 else 1, "Ana")
        if place < 9:
            add(store, text, -1 if place % 2 else 1, "Bo")
    add(store, Text("messages", "instagram", "m9"), None, "Bo")
    assert agreement(store) == agreement(store, frame) == Agreement(9, None, None)
    add(store, Text("messages", "instagram", "m9"), 1, "Bo")
    assert agreement(store, frame) == Agreement(
        10, pytest.approx(0.9), pytest.approx(alpha([[1, 1]] * 5 + [[-1, -1]] * 4 + [[-1, 1]]))
    )
    assert agreement(store, Frame(Week.of(date(2026, 11, 9)))) == Agreement(0, None, None)
    store.close()
