"""How people feel, from the texts that the team read and a scorer's view of all of them: prediction-powered.

theta = sum_h W_h [ mean_h(d y) + weight (mean f of all texts - mean f of the sampled texts) ] / sum_h W_h mean_h(d)

over strata h (week and channel) with a random sample, W_h their share of the texts. Where the sampled texts happen to
look friendlier to the scorer than all texts do, the labels are corrected downwards, by a weight that is tuned on other
folds (kpi.sentiment.power): a scorer that knows nothing gets none, one that is always wrong a negative one.

The texts are themselves a sample of what people think, so that weeks can be compared: with every text read, the
interval is the sampling error of that many texts, not nothing. Its ends: kpi.sentiment.interval.
Sources: Angelopoulos et al., Prediction-powered inference (Science 2023) and PPI++ (2023); the regression estimator
of Särndal, Swensson and Wretman, Model Assisted Survey Sampling (1992). How it was tuned and how often its interval
holds the truth: docs/decisions/0042-estimate.md, bench/sentiment_coverage.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from kpi.sentiment.interval import of_net, of_share
from kpi.sentiment.power import Sampled, weights
from kpi.sentiment.sums import Around, Moments, Stratum

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Estimate", "Measure", "Moments", "Stratum", "estimate"]

Measure = Literal["net", "not_negative", "positive", "negative"]

QUANTILE = 1.645  # of a normal: 5% beyond it at each end
RARE = 0.05  # the quantile grows by this over the labels that differ: few of them tell the spread too roughly
OWN = 10  # labels in a stratum from which its own spread counts as much as that of all strata
GUESSED = 4  # labels of a coin toss that are added to every spread: twenty equal labels do not prove that all are
COIN = 0.25  # their variance
WIDER = 1.02  # times the interval of the labels alone: no scorer makes it wider than that


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean sentiment with its 90% interval; all in fractions: -1 to 1 for net, 0 to 1 for a share."""

    value: float
    low: float  # never above the value, nor below -1 (net) or 0
    high: float  # never below the value, nor above 1
    error: float  # half the width of the interval / 1.645: one standard error
    weight: float  # of the scorer's view, the mean of all folds (lambda); 0 = the labels alone
    texts: int  # all texts of all strata, sampled or not
    labels: int  # sampled texts of which somebody could tell the sentiment (d = 1)
    coverage: float  # 0 to 1: share of all texts that lie in strata of which a text was sampled
    alone: float  # width of the interval that the labels alone would have


class _Look(NamedTuple):
    """What the labels alone tell, over all strata with a sample."""

    value: float
    rate: float  # share of the texts of which somebody can tell
    worth: float  # as many labels of one plain random sample tell as much
    squares: float  # mean y squared, where somebody can tell


def estimate(strata: Sequence[Stratum], measure: Measure = "net") -> Estimate | None:
    """Estimate a measure over all strata, which may be many weeks and channels.

    A stratum without a sampled text is not covered: it tells nothing, and the rest stands for it. None when fewer than
    two sampled texts carry a label. All folds tuples must have the same length.
    """
    wholes = [one.whole for one in strata]
    covered = [(one, whole) for one, whole in zip(strata, wholes, strict=True) if whole.n]
    labels = sum(whole.d for _, whole in covered)
    if labels < 2:
        return None
    texts, reached = (sum(whole.texts for whole in some) for some in (wholes, [whole for _, whole in covered]))
    look = _look([whole for _, whole in covered], reached)
    sampled = [_sampled(one, whole, look.value, reached) for one, whole in covered]
    value, low, high, alone, weight = _answered(sampled, look, measure == "net")
    error = (high - low) / 2 / QUANTILE
    return Estimate(value, low, high, error, weight, texts, round(labels), reached / texts, alone)


def _look(wholes: Sequence[Moments], reached: int) -> _Look:
    shares = [one.texts / reached / one.n for one in wholes]
    rate = sum(share * one.d for share, one in zip(shares, wholes, strict=True))
    value = sum(share * one.dy for share, one in zip(shares, wholes, strict=True)) / rate
    squares = sum(share * one.dyy for share, one in zip(shares, wholes, strict=True)) / rate
    worth = rate**2 / sum(share**2 * one.d for share, one in zip(shares, wholes, strict=True))
    return _Look(min(max(value, -1.0), 1.0), rate, worth, squares)


def _sampled(one: Stratum, whole: Moments, value: float, reached: int) -> Sampled:
    mean = whole.f / whole.texts
    folds = [Around.of(fold, value, mean) for fold in one.folds]
    return Sampled(whole.texts / reached, whole.texts, whole.n, folds, Around.of(whole, value, mean))


def _answered(strata: Sequence[Sampled], look: _Look, net: bool) -> tuple[float, float, float, float, float]:
    """Give value, both ends, the width of the labels alone, and the weight of the scorer."""
    unheeded, heeded = _spreads(strata, [0.0] * len(strata[0].folds)), weights(strata)
    plain = _variance(strata, unheeded, look)
    bare = _ends(look.value, plain, look, net)
    alone = bare[1] - bare[0]
    if not any(heeded):
        return look.value, *bare, alone, 0.0
    corrected = look.value + sum(_correction(one, heeded) for one in strata) / look.rate
    value = min(max(corrected, -1.0 if net else 0.0), 1.0)
    ends = _ends(value, plain * _gain(strata, unheeded, _spreads(strata, heeded), look), look, net)
    low, high = _cut(value, ends, WIDER * alone)
    return value, low, high, alone, sum(heeded) / len(heeded)


def _correction(one: Sampled, heeded: Sequence[float]) -> float:
    """How much more friendly all texts of a stratum look than its sampled ones, as far as the scorer is heeded."""
    every = sum(weight * fold.expected for weight, fold in zip(heeded, one.folds, strict=True)) / one.texts
    read = sum(weight * fold.g for weight, fold in zip(heeded, one.folds, strict=True)) / one.n
    return one.share * (every - read)


def _left(one: Sampled, heeded: Sequence[float]) -> float:
    """Sum of squares within a stratum of what the scorer leaves unexplained."""
    pairs = list(zip(heeded, one.folds, strict=True))
    total = sum(fold.e - weight * fold.g for weight, fold in pairs)
    squares = sum(fold.ee - 2 * weight * fold.eg + weight**2 * fold.gg for weight, fold in pairs)
    return max(squares - total**2 / one.n, 0.0)


def _spreads(strata: Sequence[Sampled], heeded: Sequence[float]) -> list[float]:
    """Variance of what is left within each stratum; a small one leans on the others."""
    left = [_left(one, heeded) for one in strata]
    pooled = sum(left) / max(_freedom(strata), 1)
    lean = OWN if len(strata) > 1 else 0
    return [(sum_ + lean * pooled) / max(one.n - 1 + lean, 1) for sum_, one in zip(left, strata, strict=True)]


def _freedom(strata: Sequence[Sampled]) -> int:
    return sum(one.n - 1 for one in strata)


def _variance(strata: Sequence[Sampled], spreads: Sequence[float], look: _Look) -> float:
    """Variance of the labels alone; each degree of freedom that a stratum costs counts as one of all labels."""
    freedom, lost = _freedom(strata), len(strata) - 1
    within = sum(one.share**2 * spread / one.n for one, spread in zip(strata, spreads, strict=True)) / look.rate**2
    overall = max(look.squares - look.value**2, 0.0)
    return (freedom * within + (lost * overall + GUESSED * COIN) / look.worth) / (freedom + lost + GUESSED)


def _gain(strata: Sequence[Sampled], unheeded: Sequence[float], left: Sequence[float], look: _Look) -> float:
    """Variance with the scorer over that of the labels alone; few labels that differ prove little of it."""
    alone = both = 0.0
    for one, before, after in zip(strata, unheeded, left, strict=True):
        alone += one.share**2 * before / one.n
        both += one.share**2 * (after * (1 / one.n - 1 / one.texts) + before / one.texts)
    unknown = GUESSED * COIN / look.worth * look.rate**2 / max(_freedom(strata), 1)
    return (both + unknown) / (alone + unknown)


def _ends(value: float, variance: float, look: _Look, net: bool) -> tuple[float, float]:
    """Both ends of the interval of a value that has this variance."""
    spread = look.squares - look.value**2 if net else look.value * (1 - look.value)
    scatter = (max(spread, 0.0) * look.worth + GUESSED * COIN) / (look.worth - 1 + GUESSED)
    quantile = QUANTILE * (1 + RARE / (look.worth * scatter))
    labels = scatter / variance
    if not net:
        return of_share(value, labels, quantile)
    seen = max(look.squares + look.value, 0.0) / 2, max(look.squares - look.value, 0.0) / 2
    return of_net(value, labels, quantile, seen)


def _cut(value: float, ends: tuple[float, float], widest: float) -> tuple[float, float]:
    """Take from the longer side what an interval is too wide, then from the other."""
    below, above = value - ends[0], ends[1] - value
    over = max(below + above - widest, 0.0)
    longer = min(over, max(below, above))
    if above >= below:
        return ends[0] + (over - longer), ends[1] - longer
    return ends[0] + longer, ends[1] - (over - longer)
