"""How good a scorer is for this team: held against labels of texts it had not seen, language by language.

What counts is the interval of the estimate: with f tuned by lambda, and many more texts than labels, it is narrower
than from the labels alone by the factor sqrt(mean (y - lambda f)^2 / mean y^2), both about their means (Angelopoulos,
Duchi, Zrnic: PPI++, 2023). Means and lambda of a fold are those of the other folds, so a scorer that only seems to help
does not pass. Accuracy is told because people ask for it; nothing hangs on it.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from data.texts.read import FOLDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from data.texts.lessons import Lesson

    Floats = NDArray[np.float64]

LEAST = 30  # texts of a language below which nobody can tell
SURE = 1.645  # standard errors by which it must be better: of twenty that are worth nothing one passes at most
ALL = "*"  # stands for all languages together


@dataclass(frozen=True)
class Held:
    """A scorer held against the labels of one language, or of all."""

    labels: int  # texts with a label
    accuracy: float | None  # share of the texts that it calls as most people did; None = people were always divided
    correlation: float | None  # of its score with what people said; None = one of both never changes
    alone: float | None  # its interval as a share of that from the labels alone; None = too few to tell
    beside: float | None  # … of that with the lexicon's scores
    helps: bool


def validate(lessons: Sequence[Lesson], mine: Floats, seen: Floats) -> dict[str, Held]:
    """Hold scores of texts (positive, negative) against their labels, beside the lexicon's; "*" is all together.

    In a language in which it does not help the lexicon's scores stand, and all together is what comes of that.
    """
    spoken = np.array([one.language or "" for one in lessons])
    found = {name: _held(lessons, mine, seen, spoken == name) for name in sorted(set(spoken.tolist()))}
    used = np.isin(spoken, [name for name, one in found.items() if one.helps])
    both = np.where(used[:, None], mine, seen)
    return {ALL: _held(lessons, both, seen, np.ones(len(lessons), bool)), **found}


def used_in(found: Mapping[str, Held]) -> tuple[str, ...]:
    """List the languages in which a scorer helps."""
    return tuple(name for name, one in found.items() if name != ALL and one.helps)


def as_json(found: Mapping[str, Held]) -> dict[str, Any]:
    """Write it as it is kept."""
    return {name: asdict(one) for name, one in found.items()}


def from_json(kept: Mapping[str, Any]) -> dict[str, Held]:
    """Read what is kept."""
    return {name: Held(**one) for name, one in kept.items()}


def _held(lessons: Sequence[Lesson], mine: Floats, seen: Floats, of: NDArray[np.bool_]) -> Held:
    chosen = [lesson for lesson, here in zip(lessons, of, strict=True) if here]
    said = np.array([one.mean for one in chosen])
    folds = np.array([one.fold for one in chosen])
    own, theirs = (scores[of, 0] - scores[of, 1] for scores in (mine, seen))
    accuracy, correlation = _accuracy(chosen, mine[of]), _correlation(own, said)
    if len(chosen) < LEAST or not said.std():
        return Held(len(chosen), accuracy, correlation, None, None, helps=False)
    left = [_left(said, view, folds) for view in (np.zeros(len(said)), theirs, own)]
    alone, lexicon, ours = left
    return Held(
        len(chosen),
        accuracy,
        correlation,
        math.sqrt(ours.mean() / alone.mean()),
        math.sqrt(ours.mean() / lexicon.mean()) if lexicon.mean() else None,
        helps=_is_less(ours, lexicon) and _is_less(ours, alone),
    )


def _left(said: Floats, view: Floats, folds: NDArray[np.int_]) -> Floats:
    """Give what is left of each label, squared, once the view of its text is taken off: tuned on the other folds."""
    left = np.empty(len(said))
    for fold in range(FOLDS):
        here, others = folds == fold, folds != fold
        if not others.any():
            others = here
        y, f = said[others], view[others]
        weight = float(np.cov(y, f, bias=True)[0, 1] / f.var()) if f.std() else 0.0
        left[here] = (said[here] - y.mean() - weight * (view[here] - f.mean())) ** 2
    return left


def _is_less(ours: Floats, theirs: Floats) -> bool:
    gained = theirs - ours
    return bool(gained.mean() > SURE * gained.std(ddof=1) / math.sqrt(len(gained)))


def _accuracy(lessons: Sequence[Lesson], scores: Floats) -> float | None:
    """Count only texts of which more people said one thing than any other."""
    right = []
    for one, (positive, negative) in zip(lessons, scores.tolist(), strict=True):
        if one.called.count(max(one.called)) == 1:
            guess = (negative, 1 - positive - negative, positive)
            right.append(guess.index(max(guess)) == one.called.index(max(one.called)))
    return sum(right) / len(right) if right else None


def _correlation(view: Floats, said: Floats) -> float | None:
    return float(np.corrcoef(view, said)[0, 1]) if len(said) > 1 and view.std() and said.std() else None
