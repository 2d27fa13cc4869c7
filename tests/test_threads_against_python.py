"""Pairs found in SQL are those that a plain walk through the rows finds, on conversations nobody thought of.

NINETY_EXAMPLES raises their number, as `make fuzz` does.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from data.store import Store
from tests.test_threads import UNKNOWN, Row, answered, posts

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 60


def conversation(seed: int) -> list[Row]:
    """Make posts of us, ann and bob that answer each other at random, also before they were asked."""
    chance = random.Random(seed)  # noqa: S311 - any numbers will do, the same ones every time
    numbers = [str(n) for n in range(1, ROWS + 1)]
    answers = {n: chance.choice(["", *numbers, "900"]) for n in numbers}
    answers = {n: "" if other == n else other for n, other in answers.items()}
    listed = {n: [one for one in numbers if answers[one] == n and chance.random() < 0.9] for n in numbers}
    lost = {n: ["999"] if chance.random() < 0.05 else [] for n in numbers}
    clock = {n: f"{chance.randint(0, 22):02}:{chance.randint(0, 59):02}" for n in numbers}
    chance.shuffle(numbers)
    who = {n: chance.choice(["us", "us", "ann", "bob"]) for n in numbers}
    return [(n, who[n], clock[n], answers[n], ",".join([*listed[n], *lost[n]])) for n in numbers]


def walked(rows: list[Row]) -> dict[str, str | None]:
    """Walk from each of our posts to the message it answers, and on to what the same person had said before."""
    known = {row[0]: row for row in rows}
    found: dict[str, list[str]] = {row[0]: [] for row in rows if row[1] != "us"}
    doubtful = set()
    for _, _, at, answers, _ in (row for row in rows if row[1] == "us"):
        message = known.get(answers)
        if message is None or message[1] == "us":
            continue
        if at < message[2]:
            doubtful.add(message[0])
            continue
        for said in _before(message, known):
            found[said].append(at)
    doubtful |= {row[0] for row in rows if any(one not in found for one in filter(None, row[4].split(",")))}
    return {n: min(times) if times else UNKNOWN if n in doubtful else None for n, times in found.items()}


def _before(message: Row, known: dict[str, Row]) -> list[str]:
    chain = [message[0]]
    while (earlier := known.get(message[3])) and earlier[0] not in chain:
        if earlier[1] != message[1] or earlier[2] > message[2]:
            break
        chain.append(earlier[0])
        message = earlier
    return chain


@pytest.mark.parametrize("seed", range(int(os.environ.get("NINETY_EXAMPLES", "3"))))
def test_sql_and_a_walk_find_the_same_first_answers(tmp_path: Path, seed: int) -> None:
    store = Store.open(tmp_path / "brand.duckdb")
    rows = conversation(seed)
    store.load("twcs.csv", posts(*rows))
    expected = walked(rows)
    assert answered(store) == expected
    assert {UNKNOWN, None} < set(expected.values())  # answered, unanswered and unknown all occur
    store.close()
