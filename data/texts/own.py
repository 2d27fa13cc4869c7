"""The team's own scorer: how often people called texts with such pieces of words positive or negative.

A logistic regression of scikit-learn over pieces of two to five characters and over what the lexicon makes of a text.
It is five sub-models: sub-model k never saw a label of a text of fold k, and it alone scores the texts of fold k. So
each score of a text, labelled or not, is by a model that did not learn from that text or a copy of it. That is what the
estimate needs (cross-fitting: Zrnic and Candès, Cross-prediction-powered inference, PNAS 2024).
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast
from zipfile import BadZipFile

import numpy as np

from data.errors import ScorerError
from data.texts.ngrams import SIZE, passes, pieces
from data.texts.read import FOLDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    from data.texts.lessons import Lesson
    from data.texts.scorer import Score, Scorer

NEGATIVE, POSITIVE = 0, 2  # of the three classes; between them is neutral
TRUST = 4.0  # inverse strength of the regularisation (scikit-learn's C)
LEXICON = 2.0  # how much more than a whole text's pieces the lexicon's view of it weighs before anything is learnt
FREE = 10.0  # how much less than a piece the log-odds of an empty text are held to zero
ALWAYS = 20.0  # log-odds of what all lessons were called
SHAPES = {"pieces": (FOLDS, SIZE, 2), "rest": (FOLDS, 3, 2)}


@dataclass(frozen=True, eq=False)
class Weights:
    """What was learnt: log-odds of positive and of negative (last axis), for each sub-model."""

    pieces: NDArray[np.float32]  # (5, 65536, 2)
    rest: NDArray[np.float32]  # (5, 3, 2): by itself, per view of the lexicon: positive, negative
    languages: tuple[str, ...] = ()  # in which it is used, "" = nobody can tell; elsewhere the lexicon scores
    lexicon: str = ""  # name of the lexicon it learnt with

    def packed(self) -> bytes:
        """Write them as a file; the same weights are the same bytes."""
        stream = io.BytesIO()
        np.savez_compressed(
            stream,
            pieces=self.pieces.astype(np.float16),
            rest=self.rest.astype(np.float16),
            languages=np.array(self.languages, "U8"),
            lexicon=np.array(self.lexicon, "U40"),
        )
        return stream.getvalue()


def unpacked(content: bytes, file: str) -> Weights:
    """Read such a file; nothing in it can run. Raises ScorerError when it is something else."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as kept:
            found = {name: kept[name].astype(np.float32) for name in SHAPES}
            languages, lexicon = tuple(map(str, kept["languages"])), str(kept["lexicon"])
    except (ValueError, KeyError, OSError, EOFError, BadZipFile) as cause:
        raise ScorerError(file=file, why="weights_damaged") from cause
    if any(found[name].shape != shape or not np.isfinite(found[name]).all() for name, shape in SHAPES.items()):
        raise ScorerError(file=file, why="weights_damaged")
    return Weights(found["pieces"], found["rest"], languages, lexicon)


@dataclass(eq=False)
class OwnScorer:
    """The team's own model as a scorer; in a language in which it does not help, the lexicon's view stands."""

    name: str  # "own-3"
    weights: Weights
    lexicon: Scorer

    def score(self, texts: Sequence[str], languages: Sequence[str | None], folds: Sequence[int]) -> list[Score | None]:
        """Give (positive, negative) for each text, by the sub-model that never saw a label of its fold."""
        seen = self.lexicon.score(texts, languages, folds)
        mine = [place for place, language in enumerate(languages) if (language or "") in self.weights.languages]
        if mine:
            told = predicted(
                self.weights, [texts[at] for at in mine], [seen[at] for at in mine], [folds[at] for at in mine]
            )
            pairs = cast("list[tuple[float, float]]", told.tolist())
            for place, (positive, negative) in zip(mine, pairs, strict=True):
                seen[place] = positive, negative
        return seen


def predicted(
    weights: Weights, texts: Sequence[str], seen: Sequence[Score | None], folds: Sequence[int]
) -> NDArray[np.float64]:
    """Give the shares of people who would call each text positive and negative: (texts, 2), each 0..1."""
    fold, odds = np.asarray(folds, np.intp), np.empty((len(texts), 2))
    flat = weights.pieces.reshape(FOLDS * SIZE, 2)
    for first, last in passes(texts):
        odds[first:last] = _odds(flat, texts[first:last], fold[first:last])
    rest = weights.rest[fold]  # (texts, 3, 2)
    odds += rest[:, 0] + np.einsum("tv,tvc->tc", views(seen), rest[:, 1:])
    shares: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(odds, -ALWAYS, ALWAYS)))
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1)  # one text is not wholly both
    return shares


def _odds(flat: NDArray[np.float32], texts: Sequence[str], fold: NDArray[np.intp]) -> NDArray[np.float64]:
    cut = pieces(texts)
    at = cut.numbers + SIZE * fold[cut.of]
    sums = [np.bincount(cut.of, weights=flat[:, column][at], minlength=cut.texts) for column in (0, 1)]
    return np.stack(sums, axis=1) / np.sqrt(np.maximum(cut.counts, 1))[:, None]


def views(seen: Sequence[Score | None]) -> NDArray[np.float64]:
    """Give the lexicon's scores as columns; a text it cannot read is one without an opinion."""
    return np.array([one or (0.0, 0.0) for one in seen], np.float64).reshape(-1, 2)


# -- learning --------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Learnt:
    """What came of learning: the weights, and what they make of each lesson, by the sub-model that did not see it."""

    weights: Weights
    lessons: tuple[Lesson, ...]  # in the order of the scores
    scores: NDArray[np.float64]  # (lessons, 2): positive, negative
    seen: NDArray[np.float64]  # the same by the lexicon


def learn(
    lessons: Sequence[Lesson], lexicon: Scorer, progress: Callable[[int, int], None] = lambda _, __: None
) -> Learnt:
    """Learn from what people called texts. The same lessons give the same bytes, whatever their order."""
    ordered = tuple(sorted(lessons, key=lambda one: one.words))
    texts, folds = [one.text for one in ordered], np.array([one.fold for one in ordered])
    seen = lexicon.score(texts, [one.language for one in ordered], folds.tolist())
    table, called = _table(texts, seen), np.array([one.called for one in ordered])
    sides = []
    for fold in range(FOLDS):
        progress(fold, FOLDS)
        sides.append(_sub_model(table[folds != fold], called[folds != fold]))
    progress(FOLDS, FOLDS)
    learnt = np.stack(sides).astype(np.float16).astype(np.float32)  # (folds, pieces and the rest, 2), as in its file
    weights = Weights(learnt[:, :SIZE], learnt[:, SIZE:], lexicon=lexicon.name)
    return Learnt(weights, ordered, predicted(weights, texts, seen, folds.tolist()), views(seen))


def used_in(weights: Weights, languages: Sequence[str]) -> Weights:
    """Say in which languages the weights are used."""
    return replace(weights, languages=tuple(sorted(languages)))


def _table(texts: Sequence[str], seen: Sequence[Score | None]) -> csr_matrix:
    """Make the table that is learnt from: a row a text, a column a piece, then the lexicon's views."""
    from scipy.sparse import csr_matrix, hstack, vstack  # noqa: PLC0415 - start-up must not pay for what is rarely done

    rows = []
    for first, last in passes(texts):
        cut = pieces(texts[first:last])
        shares = 1 / np.sqrt(np.maximum(cut.counts, 1))[cut.of]
        rows.append(csr_matrix((shares, (cut.of, cut.numbers)), shape=(cut.texts, SIZE)))
    return csr_matrix(hstack([vstack(rows), csr_matrix(views(seen) * LEXICON)]))


def _sub_model(table: csr_matrix, called: NDArray[np.float64]) -> NDArray[np.float32]:
    """Fit one sub-model to how people called texts (shares: negative, neutral, positive); (pieces and the rest, 2)."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - as above
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - as above

    # liblinear without its dual has no chance in it
    model = LogisticRegression(C=TRUST, solver="liblinear", intercept_scaling=FREE, max_iter=1000)
    with threadpool_limits(1):  # the sums are short: threads would wait for each other, and add up in another order
        sides = [_side(model, table, called[:, side]) for side in (POSITIVE, NEGATIVE)]
    learnt: NDArray[np.float32] = np.stack(sides, axis=1).astype(np.float32)
    return learnt


def _side(model: LogisticRegression, table: csr_matrix, share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit the log-odds that people call a text so; where they differ, it is learnt from as both, each a part."""
    learnt = np.zeros(SIZE + 3)  # pieces, by itself, the lexicon's views
    so, not_so = np.flatnonzero(share > 0), np.flatnonzero(share < 1)
    if not len(so) or not len(not_so):
        learnt[SIZE] = ALWAYS if len(so) else -ALWAYS
        return learnt
    rows, weight = np.concatenate([so, not_so]), np.concatenate([share[so], 1 - share[not_so]])
    model.fit(table[rows], np.arange(len(rows)) < len(so), sample_weight=weight)
    slopes = model.coef_[0]
    learnt[:SIZE], learnt[SIZE], learnt[SIZE + 1 :] = slopes[:SIZE], model.intercept_[0], slopes[SIZE:] * LEXICON
    return learnt
