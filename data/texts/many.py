"""What the language library works out for one text, for a thousand texts at once: a third of the time.

The model is py3langid's and so are the numbers (tests/test_language.py compares them): it walks the bytes of a text
through a table of states, counts the features it passes, and weighs them (naive Bayes; Lui & Baldwin 2012, ACL).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BYTES = 256  # states a row leads to


@dataclass(frozen=True, slots=True)
class Model:
    """The tables of the library, as arrays."""

    languages: list[str]
    moves: NDArray[Any]  # state behind a row of states and a byte
    rows: NDArray[Any]  # row of a state
    features: NDArray[Any]  # feature that a state stands for, or -1
    weights: NDArray[np.float32]  # features × languages
    prior: NDArray[np.float32]  # of each language

    def classify(self, texts: Sequence[bytes]) -> list[tuple[str, float]]:
        """Give the likeliest language of each text, and how sure that is, 0..1."""
        if not texts:
            return []
        scores = self._scores(*self._counted(texts), len(texts))
        lengths = np.maximum([len(text) for text in texts], 1)
        scores /= np.sqrt(lengths, dtype=np.float32)[:, None]
        sure = np.exp(scores - scores.max(axis=1, keepdims=True))
        sure /= sure.sum(axis=1, keepdims=True)
        best = sure.argmax(axis=1)
        return [(self.languages[place], float(row[place])) for place, row in zip(best, sure, strict=True)]

    def _counted(self, texts: Sequence[bytes]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Walk all texts a byte at a time; give text, feature and how often, ordered by text."""
        longest_first = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        width = len(texts[longest_first[0]])
        padded = b"".join(texts[place].ljust(width, b"\0") for place in longest_first)
        letters = np.ascontiguousarray(np.frombuffer(padded, dtype=np.uint8).reshape(-1, width).T)
        left = np.array([-len(texts[place]) for place in longest_first])
        state = np.zeros(len(texts), dtype=np.intp)
        found = np.full((width, len(texts)), -1, dtype=np.intp)
        for place, alive in enumerate(np.searchsorted(left, -np.arange(width), side="left")):
            rows = self.rows[state[:alive]].astype(np.intp) * BYTES
            state[:alive] = self.moves[rows + letters[place, :alive]]
            found[place, :alive] = self.features[state[:alive]]
        where, column = np.nonzero(found >= 0)
        keys = np.array(longest_first, dtype=np.intp)[column] * len(self.weights) + found[where, column]
        keys, often = np.unique(keys, return_counts=True)
        return keys // len(self.weights), keys % len(self.weights), often

    def _scores(
        self, text: NDArray[Any], feature: NDArray[Any], often: NDArray[Any], texts: int
    ) -> NDArray[np.float32]:
        scores = np.zeros((texts, len(self.prior)), dtype=np.float32)
        if not len(text):
            return scores
        weighed = self.weights[feature] * np.log1p(often, dtype=np.float32)[:, None]
        met, starts = np.unique(text, return_index=True)
        scores[met] = np.add.reduceat(weighed, starts, axis=0) + self.prior
        return scores
