"""The sums of a sample that an estimate needs: they add up, so folds, weeks and channels are pooled exactly."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over the texts of one stratum and fold.

    `f` is the scorer's score of a text for the measure, -1 to 1 (a text that it cannot read: that of a neutral one);
    `d` is 1 where a person who read a sampled text could tell its sentiment, else 0; `y` is what they said for the
    measure, the mean of the people who could tell, and counts only where d = 1.
    """

    texts: int  # all texts
    f: float  # of all texts: sum of f
    ff: float  # sum of f squared
    n: int = 0  # sampled texts, those of which nobody could tell included
    d: float = 0.0  # of the sampled texts: sum of d
    dy: float = 0.0  # sum of d y
    dyy: float = 0.0  # sum of d y squared
    lf: float = 0.0  # sum of f
    lff: float = 0.0  # sum of f squared
    lfd: float = 0.0  # sum of f d
    lfdy: float = 0.0  # sum of f d y

    def __add__(self, other: Moments) -> Moments:
        return added([self, other])


_SUMS = attrgetter(*(one.name for one in fields(Moments)))


def added(parts: Iterable[Moments]) -> Moments:
    """Add up the sums of parts that share no text; there must be one at least."""
    return Moments(*map(sum, zip(*map(_SUMS, parts), strict=True)))


@dataclass(frozen=True, slots=True)
class Stratum:
    """One week and channel (or part of it that is labelled as deep): of its texts a simple random sample was read.

    One `Moments` for each fold of the texts, in the same order in every stratum; a fold without texts has `texts` = 0,
    and a stratum that nobody sampled has `n` = 0 in all of them.
    """

    folds: tuple[Moments, ...]

    @property
    def whole(self) -> Moments:
        """The sums of all folds."""
        return added(self.folds)


@dataclass(frozen=True, slots=True)
class Around:
    """Sums of the sampled texts of one stratum and fold around what is expected of them.

    `e` = d (y - value): how far a text lies from the estimate; `g` = f - the stratum's mean of f: what the scorer
    expects of it beyond its neighbours.
    """

    n: int
    e: float
    ee: float
    g: float
    gg: float
    eg: float
    expected: float  # the sum of g of all texts of the fold, sampled or not

    @staticmethod
    def of(one: Moments, value: float, mean: float) -> Around:
        """Move the sums of a fold: `value` is the estimate, `mean` the mean f of all texts of its stratum."""
        return Around(
            n=one.n,
            e=one.dy - value * one.d,
            ee=one.dyy - 2 * value * one.dy + value**2 * one.d,
            g=one.lf - mean * one.n,
            gg=one.lff - 2 * mean * one.lf + mean**2 * one.n,
            eg=one.lfdy - mean * one.dy - value * (one.lfd - mean * one.d),
            expected=one.f - mean * one.texts,
        )
