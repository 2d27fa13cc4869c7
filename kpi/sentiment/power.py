"""How much a scorer's view is worth beside the labels: the weight of it that makes the interval the shortest.

The weight of the texts of a fold is learnt from the labels of the other folds, so a label never decides how much the
scorer's word on its own text counts, and the errors that are left over are honest ones. It is drawn towards zero by as
much as chance alone would have made of it: the positive part of James and Stein's rule. With few labels it begins
gradually, so that one label more does not switch the scorer on in some folds and not in others.
Sources: PPI++ (Angelopoulos, Duchi, Zrnic, 2023) for the weight; Särndal, Swensson and Wretman, Model Assisted Survey
Sampling (1992), for strata.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.sentiment.sums import Around

# labels beyond one a stratum that a weight is learnt from: so few tell nothing, and from so many on it counts in full
FEW, ENOUGH = 5, 15


class Sampled(NamedTuple):
    """A stratum with a sample: its share of the texts, how many there are and were read, and its folds."""

    share: float
    texts: int
    n: int
    folds: Sequence[Around]
    whole: Around  # all folds


def weights(strata: Sequence[Sampled]) -> list[float]:
    """Learn the weight of the scorer's view for each fold from the other folds; 0 where it does not help."""
    return [_weight(strata, fold) for fold in range(len(strata[0].folds))]


def _weight(strata: Sequence[Sampled], without: int) -> float:
    together = alone = scored = 0.0
    freedom = -1
    for one in strata:
        out, whole = one.folds[without], one.whole
        n = whole.n - out.n
        if n < 2:
            continue
        freedom += n - 1
        e, g = whole.e - out.e, whole.g - out.g
        matters = one.share**2 * (1 / one.n - 1 / one.texts) / one.n
        together += matters * (whole.eg - out.eg - e * g / n)
        alone += matters * (whole.ee - out.ee - e * e / n)
        scored += matters * (whole.gg - out.gg - g * g / n)
    return _drawn(together, alone, scored, freedom)


def _drawn(together: float, alone: float, scored: float, freedom: int) -> float:
    """Give the slope of the labels on the scores, drawn towards zero by what chance makes of it."""
    if freedom <= FEW or scored <= TINY or alone <= TINY or not together:
        return 0.0
    explained = together**2 / (alone * scored)
    by_chance = max(1 - explained, 0.0) / (explained * freedom)
    begun = min((freedom - FEW) / (ENOUGH - FEW), 1.0)
    return begun * together / scored * max(0.0, 1 - by_chance)


TINY = 1e-12  # a sum of squares below it is rounding
