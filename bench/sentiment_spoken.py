"""Weeks of texts of our own making (tests/spoken), read by the lexicon scorer: whether the interval holds there.

The texts were written for this and never used to make the scorer, so it errs on them as on a brand's own. A week is
drawn from them with a mood of its own: one of five mixes of negative, neutral and positive.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

from data.texts.scorer import lexicon
from kpi.sentiment.estimate import Moments, Stratum, estimate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

SPOKEN = Path(__file__).parent.parent / "tests" / "spoken"
LANGUAGES = ("en", "nl", "sv", "ro")
FOLDS = 5
TEXTS = 600  # of a week
LABELS = (50, 100)
MOODS = ((0.10, 0.40, 0.50), (0.20, 0.50, 0.30), (0.30, 0.40, 0.30), (0.40, 0.40, 0.20), (0.60, 0.25, 0.15))


class Spoken(NamedTuple):
    """The texts of one language: what they say, what the scorer makes of them, and their fold."""

    label: NDArray[np.float64]
    score: NDArray[np.float64]
    fold: NDArray[np.int64]


def read(language: str) -> dict[str, int]:
    """Read the texts of a language with their sentiment, -1, 0 or 1."""
    with (SPOKEN / f"{language}.toml").open("rb") as file:
        said = tomllib.load(file)
    return {text: label for name, label in (("negative", -1), ("neutral", 0), ("positive", 1)) for text in said[name]}


def scored(language: str) -> Spoken:
    """Read the texts of a language and let the lexicon score them."""
    said = read(language)
    folds = [crc32(text.encode()) % FOLDS for text in said]
    seen = lexicon().score(list(said), [language] * len(said), folds)
    net = [one[0] - one[1] if one else 0.0 for one in seen]
    return Spoken(np.array(list(said.values()), float), np.array(net), np.array(folds))


def weeks(pool: Spoken, labels: int, runs: int, seed: int) -> Iterator[tuple[float, float, Stratum]]:
    """Draw weeks: the truth of each, the scorer's own mean, and the sums."""
    rng = np.random.default_rng(seed)
    for run in range(runs):
        mood = np.array(MOODS[run % len(MOODS)])
        of = pool.label.astype(int) + 1
        chances = mood[of] / np.bincount(of, minlength=3)[of]
        drawn = rng.choice(len(of), size=TEXTS, p=chances)
        yield float(mood[2] - mood[0]), float(pool.score[drawn].mean()), _stratum(pool, drawn, labels)


def _stratum(pool: Spoken, drawn: NDArray[np.int64], labels: int) -> Stratum:
    y, f, fold, is_read = pool.label[drawn], pool.score[drawn], pool.fold[drawn], np.arange(len(drawn)) < labels

    def folded(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(fold, values, FOLDS).astype(float)

    told = is_read.astype(float)
    sums = [
        np.ones(len(drawn)),
        f,
        f**2,
        told,
        told,
        told * y,
        told * y**2,
        told * f,
        told * f**2,
        told * f,
        told * f * y,
    ]
    columns = zip(*(folded(one) for one in sums), strict=True)
    return Stratum(tuple(Moments(int(texts), f, ff, int(n), *rest) for texts, f, ff, n, *rest in columns))


def spoken(runs: int) -> list[tuple[str, ...]]:
    """Measure each language: how often the interval holds, and how far off estimate, labels and scorer are."""
    pools = {language: scored(language) for language in LANGUAGES}
    lines = [
        (language, str(len(pool.label)), str(labels), *_measured(pool, labels, runs, place))
        for place, (language, pool) in enumerate(pools.items())
        for labels in LABELS
    ]
    head = ("language", "texts", "labels", "held", "error", "labels alone", "scorer alone", "width", "bias")
    return [head, *lines]


def _measured(pool: Spoken, labels: int, runs: int, seed: int) -> tuple[str, ...]:
    off: dict[str, list[float]] = defaultdict(list)
    for truth, raw, stratum in weeks(pool, labels, runs, seed):
        if (found := estimate([stratum])) is None:
            continue
        whole = stratum.whole
        off["held"].append(found.low <= truth <= found.high)
        off["estimate"].append(abs(found.value - truth))
        off["alone"].append(abs(whole.dy / whole.d - truth))
        off["raw"].append(abs(raw - truth))
        off["bias"].append(found.value - truth)
        off["width"].append((found.high - found.low) / found.alone)
    points = [f"{100 * fmean(off[name]):.1f}" for name in ("estimate", "alone", "raw")]
    return f"{fmean(off['held']):.1%}", *points, f"{fmean(off['width']):.2f}", f"{100 * fmean(off['bias']):+.2f}"
