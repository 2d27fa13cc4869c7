"""How often the 90% interval of the estimate holds the truth, and what a scorer is worth to it.

`python -m bench.sentiment_coverage [runs] [grid|strata|spoken]`: made populations with prevalence from 5 to 60%, 100 to
5,000 texts, 25 to 200 labels, with a good, a useless and a perverse scorer; then weeks and channels of unequal size,
people who cannot tell, two people who differ; then texts of our own making (tests/spoken) with the lexicon scorer.
1,000 runs each unless told otherwise. Figures: docs/decisions/0042-estimate.md.
"""

from __future__ import annotations

import math
import os
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from bench.sentiment_spoken import spoken
from bench.sentiment_worlds import ALIKE, APART, MODELS, TOLD, UNSURE, Layer, World
from kpi.cli_common import aligned
from kpi.sentiment.estimate import Moments, Stratum, estimate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kpi.sentiment.estimate import Measure

# negative, neutral, positive: each share of negatives with few and with many positives
MIXES = (
    *((0.05, 0.80, 0.15), (0.05, 0.45, 0.50), (0.10, 0.70, 0.20), (0.10, 0.35, 0.55), (0.20, 0.60, 0.20)),
    *((0.20, 0.35, 0.45), (0.40, 0.50, 0.10), (0.40, 0.25, 0.35), (0.60, 0.30, 0.10), (0.60, 0.20, 0.20)),
)
SIZES = [(texts, labels) for texts in (100, 300, 1000, 5000) for labels in (25, 50, 100, 200) if labels <= texts]
LOW, HIGH = 0.88, 0.92
TRIED: tuple[Measure, ...] = ("net", "positive", "negative")  # not_negative mirrors negative (tests/test_estimate.py)
COMMON, ANGRY, GRIM = (0.20, 0.50, 0.30), (0.40, 0.40, 0.20), (0.60, 0.30, 0.10)
CALM, RARE = (0.10, 0.60, 0.30), (0.05, 0.65, 0.30)
MONTH = tuple(Layer(*one) for one in ((300, 12, COMMON), (80, 6, CALM), (20, 3, ANGRY))) * 4
QUARTER = tuple(Layer(*one) for one in ((200, 5, COMMON), (60, 3, CALM), (20, 1, ANGRY), (8, 1, GRIM))) * 13
STRATA: dict[str, tuple[Layer, ...]] = {
    "one week": (Layer(500, 60, COMMON),),
    "4 weeks x 3 channels, 3 to 12 labels each": MONTH,
    "13 weeks x 4 channels, 1 to 5 labels each": QUARTER,
    "a small channel read deeper": (Layer(1000, 30, CALM), Layer(100, 60, ANGRY), Layer(300, 10, COMMON)),
    "a topic read deeper, 20 labels for the rest": (Layer(500, 20, CALM), Layer(60, 40, GRIM)),
    "a topic read deeper, 50 labels for the rest": (Layer(500, 50, CALM), Layer(60, 40, GRIM)),
    "a large week with 15 labels, two small ones": (
        Layer(2000, 15, COMMON),
        Layer(100, 15, CALM),
        Layer(100, 15, ANGRY),
    ),
    "two channels that differ much": (Layer(200, 20, (0.02, 0.28, 0.70)), Layer(200, 20, (0.70, 0.25, 0.05))),
    "8 weeks with 2 labels": (Layer(100, 2, COMMON),) * 8,
    "8 weeks with 5 labels": (Layer(100, 5, COMMON),) * 8,
    "every text read": (Layer(40, 40, COMMON), Layer(60, 60, CALM)),
    "4 weeks with 25 labels, 5% negative": (Layer(400, 25, RARE),) * 4,
}


Asked = tuple[tuple[str, ...], World, "Measure", int]


class Tried(NamedTuple):
    """One cell of the grid: what became of its runs."""

    name: tuple[str, ...]
    labels: int
    measure: Measure
    model: str
    held: float  # share of the runs whose interval holds the truth
    alone: float  # mean width of the labels alone
    width: float  # mean width
    worst: float  # largest width over that of the labels alone
    off: float  # mean of the estimates less the truth
    error: float  # standard error of that mean


def tried(name: tuple[str, ...], world: World, measure: Measure, runs: int, seed: int) -> Tried:
    """Draw and estimate so many times."""
    truth, made = world.truth(measure), [estimate(one, measure) for one in world.draws(runs, measure, seed)]
    kept = [one for one in made if one is not None]
    off = [one.value - truth for one in kept]
    mean = fmean(off)
    return Tried(
        name=name,
        labels=sum(layer.labels for layer in world.layers),
        measure=measure,
        model=world.model,
        held=fmean(one.low <= truth <= one.high for one in kept),
        alone=fmean(one.alone for one in kept),
        width=fmean(one.high - one.low for one in kept),
        worst=max((one.high - one.low) / one.alone for one in kept),
        off=mean,
        error=math.sqrt(fmean((one - mean) ** 2 for one in off) / len(off)),
    )


def grid(runs: int) -> list[Tried]:
    """Try the whole grid."""
    asked: list[Asked] = [
        ((f"{mix[0]:.0%}/{mix[2]:.0%}", f"{texts}"), World((Layer(texts, labels, mix),), model), measure, runs)
        for mix in MIXES
        for texts, labels in SIZES
        for model in MODELS
        for measure in TRIED
    ]
    return _all(asked)


def strata(runs: int) -> list[Tried]:
    """Try weeks and channels of unequal size, with people who cannot tell, and with two who differ."""
    readers = {"one reads": (ALIKE, TOLD), "cannot always tell": (ALIKE, UNSURE), "two read": (APART, TOLD)}
    asked: list[Asked] = [
        ((name, who), World(layers, model, people, tells), measure, runs)
        for name, layers in STRATA.items()
        for who, (people, tells) in readers.items()
        for model in MODELS
        for measure in TRIED
    ]
    return _all(asked)


def _all(asked: Sequence[Asked]) -> list[Tried]:
    with ProcessPoolExecutor(min(len(asked), os.cpu_count() or 1)) as pool:
        return list(pool.map(tried, *zip(*asked, strict=True), range(len(asked)), chunksize=8))


def table(cells: Iterable[Tried], by: Callable[[Tried], str]) -> list[tuple[str, ...]]:
    """Sum up cells: how many keep to the band, the extremes, widths, and the mean error."""
    groups: dict[str, list[Tried]] = defaultdict(list)
    for cell in cells:
        groups[by(cell)].append(cell)
    head = ["", "cells", f"{LOW:.0%}-{HIGH:.0%}", "below", "above", "mean", "least", "most"]
    lines = [(name, *_line(group)) for name, group in groups.items()]
    return [(*head, "width", "widest", "bias", "bias in its errors"), *lines]


def _line(group: list[Tried]) -> tuple[str, ...]:
    held = [cell.held for cell in group]
    return (
        str(len(group)),
        f"{fmean(LOW <= one <= HIGH for one in held):.1%}",
        f"{fmean(one < LOW for one in held):.1%}",
        f"{fmean(one > HIGH for one in held):.1%}",
        f"{fmean(held):.3f}",
        f"{min(held):.3f}",
        f"{max(held):.3f}",
        f"{sum(cell.width for cell in group) / sum(cell.alone for cell in group):.3f}",
        f"{max(cell.worst for cell in group):.3f}",
        f"{max(abs(cell.off) for cell in group):.4f}",
        f"{max(abs(cell.off) / (cell.error or 1) for cell in group):.1f}",
    )


def outside(cells: Iterable[Tried]) -> list[tuple[str, ...]]:
    """List the cells outside the band, with what a count of so many labels can reach at all."""
    found = sorted((cell for cell in cells if not LOW <= cell.held <= HIGH), key=lambda cell: cell.held)
    return [(*cell.name, str(cell.labels), cell.measure, cell.model, f"{cell.held:.3f}") for cell in found]


def lattice(labels: int, share: float) -> list[float]:
    """List how often any run of counts occurs, for runs near 90%: no interval from counts alone can hold otherwise."""
    chances = [math.comb(labels, k) * share**k * (1 - share) ** (labels - k) for k in range(labels + 1)]
    runs = {sum(chances[low:high]) for low in range(labels) for high in range(low + 1, labels + 2)}
    return sorted(runs, key=lambda one: abs(one - 0.9))


def lattices() -> list[tuple[str, ...]]:
    """For few labels: what is possible at best, and what the labels alone reach, exactly."""
    shares = sorted({share for mix in MIXES for share in (mix[0], mix[2])})
    lines = [
        (str(labels), f"{share:.0%}", f"{lattice(labels, share)[0]:.3f}", f"{exact(labels, share):.3f}")
        for labels in (25, 50)
        for share in shares
    ]
    return [("labels", "share", "nearest possible to 90%", "the interval of the labels alone"), *lines]


def exact(labels: int, share: float) -> float:
    """How often the interval of a plain share holds it: the sum over all counts, without any run."""
    held = 0.0
    for count in range(labels + 1):
        read = Moments(texts=10 * labels, f=0, ff=0, n=labels, d=labels, dy=count, dyy=count)
        found = estimate([Stratum((read,))], "positive")
        chance = math.comb(labels, count) * share**count * (1 - share) ** (labels - count)
        held += chance if found and found.low <= share <= found.high else 0.0
    return held


def main(runs: int, parts: Sequence[str]) -> None:
    """Print what was asked for."""
    if "grid" in parts:
        cells = grid(runs)
        for by in (lambda one: one.model, lambda one: one.measure, lambda one: f"{one.labels} labels", lambda _: "all"):
            print(aligned(table(cells, by)), end="\n\n")
        print(f"Outside {LOW:.0%} to {HIGH:.0%} (negative/positive, texts, labels, measure, scorer, held):")
        print(aligned(outside(cells)), end="\n\n")
        print(aligned(lattices()), end="\n\n")
    if "strata" in parts:
        cells = strata(runs)
        print(aligned(table(cells, lambda one: one.name[0])), end="\n\n")
        print(aligned(table(cells, lambda one: one.name[1])), end="\n\n")
        print(aligned(outside(cells)), end="\n\n")
    if "spoken" in parts:
        print(aligned(spoken(runs)))


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    words = [one for one in sys.argv[1:] if not one.isdigit()]
    main(numbers[0] if numbers else 1000, words or ["grid", "strata", "spoken"])
