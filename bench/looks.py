"""How often a decision that changed nothing is called a success in one of the 13 weeks in which it is looked at.

`python -m bench.looks`: weeks that move by a mood (sigma 1) and by their sample (sigma 0.5), 13 before and 13 after.
`memory` is how much of a week's mood is left in the next one.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from kpi.deciding.outcome import MOST
from kpi.deciding.outcome_sides import SURE
from kpi.noise import SIGNAL, sure_scatter

BRANDS, SAMPLE = 4000, 0.5


def success(sure: float, memory: float, known: int = MOST) -> float:
    """Simulate brands; `known` = weeks before the decision that show how much a week moves by itself."""
    dice = np.random.default_rng(90)
    return sum(_called(sure, _weeks(dice, memory), known) for _ in range(BRANDS)) / BRANDS


def _weeks(dice: np.random.Generator, memory: float) -> list[float]:
    mood, weeks = float(dice.normal()), []
    for _ in range(2 * MOST):
        mood = memory * mood + math.sqrt(1 - memory**2) * float(dice.normal())
        weeks.append(mood + SAMPLE * float(dice.normal()))
    return weeks


def _called(sure: float, weeks: list[float], known: int) -> bool:
    before, after = weeks[:MOST], weeks[MOST:]
    weekly = sure_scatter(before[-known:], 1 - NormalDist().cdf(sure), None)
    assert weekly is not None
    off = math.sqrt(2) * max(weekly, SAMPLE)
    looks = ((sum(after[:n]) - sum(before[-n:])) / n * math.sqrt(n) for n in range(1, MOST + 1))
    return any(size > sure * off for size in looks)


if __name__ == "__main__":
    for sure in (SIGNAL, SURE):
        for memory in (0.0, 0.3, 0.5):
            told = " · ".join(f"{known} weeks known {success(sure, memory, known):.1%}" for known in (MOST, 7))
            print(f"beyond {sure} sigma, memory {memory}: {told}")
