"""Made populations of texts, of which the true sentiment is known: what an estimate is measured on.

A text has a sentiment, people who read it, and a scorer's view: one of ten pairs of positive and negative, drawn for
its sentiment. Texts are independent of each other; each falls in one of five folds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from kpi.sentiment.estimate import Moments, Stratum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from kpi.sentiment.estimate import Measure

Model = Literal["good", "useless", "perverse"]
MODELS: tuple[Model, ...] = ("good", "useless", "perverse")
MEASURES: tuple[Measure, ...] = ("net", "not_negative", "positive", "negative")
FOLDS = 5

SCORES = np.array(
    [(0, 0), (0.3, 0), (0.6, 0), (0.9, 0), (0, 0.3), (0, 0.6), (0, 0.9), (0.5, 0.2), (0.2, 0.5), (0.4, 0.4)]
)
OF_NEGATIVE = (0.25, 0.04, 0.02, 0.01, 0.14, 0.20, 0.20, 0.03, 0.08, 0.03)
OF_NEUTRAL = (0.62, 0.10, 0.05, 0.01, 0.10, 0.05, 0.01, 0.02, 0.02, 0.02)
OF_POSITIVE = (0.22, 0.16, 0.22, 0.20, 0.03, 0.02, 0.01, 0.08, 0.03, 0.03)
GOOD = np.array([OF_NEGATIVE, OF_NEUTRAL, OF_POSITIVE])
# what two people say together of a negative, a neutral and a positive text: both -, - and 0, both 0, 0 and +, both +
ALIKE = np.array([[1, 0, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 0, 1.0]])
APART = np.array([[0.8, 0.2, 0, 0, 0], [0, 0.15, 0.7, 0.15, 0], [0, 0, 0, 0.2, 0.8]])
SAID: dict[Measure, NDArray[np.float64]] = {
    "net": np.array([-1, -0.5, 0, 0.5, 1]),
    "not_negative": np.array([0, 0.5, 1, 1, 1]),
    "positive": np.array([0, 0, 0, 0.5, 1]),
    "negative": np.array([1, 0.5, 0, 0, 0]),
}
SEEN: dict[Measure, NDArray[np.float64]] = {
    "net": SCORES[:, 0] - SCORES[:, 1],
    "not_negative": 1 - SCORES[:, 1],
    "positive": SCORES[:, 0],
    "negative": SCORES[:, 1],
}
TOLD = np.ones(5)
UNSURE = np.array([0.9, 0.9, 0.75, 0.9, 0.9])  # how often a person can tell


class Layer(NamedTuple):
    """A week and channel: its texts, how many are read, and the shares of negative, neutral and positive ones."""

    texts: int
    labels: int
    mix: tuple[float, float, float]


@dataclass(frozen=True)
class World:
    """Layers with a scorer and with people who read."""

    layers: tuple[Layer, ...]
    model: Model = "good"
    people: NDArray[np.float64] = field(default_factory=lambda: ALIKE)
    tells: NDArray[np.float64] = field(default_factory=lambda: TOLD)

    def truth(self, measure: Measure) -> float:
        """Give what people in the whole population would say, where they could tell."""
        told = [(layer.texts, np.array(layer.mix) @ self.people * self.tells) for layer in self.layers]
        return float(sum(n * (p @ SAID[measure]) for n, p in told) / sum(n * p.sum() for n, p in told))

    def draws(self, runs: int, measure: Measure, seed: int) -> Iterator[list[Stratum]]:
        """Draw so many samples, each as the strata of an estimate."""
        rng = np.random.default_rng(seed)
        layers = [self._layer(layer, runs, measure, rng) for layer in self.layers]
        for run in range(runs):
            yield [Stratum(tuple(_moments(sums[run, fold]) for fold in range(FOLDS))) for sums in layers]

    def _scores(self) -> NDArray[np.float64]:
        """Chances of each pair of scores, for a negative, a neutral and a positive text."""
        if self.model == "perverse":
            return GOOD[::-1]
        mixes = np.array([layer.mix for layer in self.layers]).mean(0)
        return np.tile(mixes @ GOOD, (3, 1)) if self.model == "useless" else GOOD

    def _layer(self, layer: Layer, runs: int, measure: Measure, rng: np.random.Generator) -> NDArray[np.float64]:
        """Draw one layer: for each run and fold the sums that `Moments` wants, in its order."""
        joint = np.einsum("s,sc,sf->cf", np.array(layer.mix), self.people, self._scores())
        tells = self.tells[:, None]
        chances = np.tile(np.stack([joint * tells, joint * (1 - tells)]).ravel() / FOLDS, FOLDS)
        read = rng.multinomial(layer.labels, chances / chances.sum(), size=runs).reshape(runs, FOLDS, 2, 5, 10)
        others = np.tile(joint.sum(0) / FOLDS, FOLDS)
        unread = rng.multinomial(layer.texts - layer.labels, others / others.sum(), size=runs)
        f, y, told = SEEN[measure], SAID[measure], read[:, :, 0]
        seen = read.sum((2, 3))
        every = seen + unread.reshape(runs, FOLDS, 10)
        said = told.sum(3)
        of_all = [every.sum(2), every @ f, every @ f**2, seen.sum(2)]
        of_told = [said.sum(2), said @ y, said @ y**2, seen @ f, seen @ f**2, told.sum(2) @ f]
        return np.stack([*of_all, *of_told, np.einsum("rkcf,c,f->rk", told, y, f)], axis=2)


def _moments(sums: NDArray[np.float64]) -> Moments:
    texts, f, ff, n, *rest = (float(one) for one in sums)
    return Moments(int(texts), f, ff, int(n), *rest)
