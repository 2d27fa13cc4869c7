"""How likely a target is kept by luck: the chance that it is met though nothing changed.

Few events wander far by themselves. A brand with two incidents a quarter has at most one in 41 of 100 quarters
without doing anything (Poisson), and with one a quarter none in 37 of 100. A share of a few posts does the same
(binomial). A green that luck gives that often is no success yet.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kpi.catalog import Count, Share

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi.catalog import Kpi
    from kpi.snapshot import Cell

FEW = 30  # events; of more the sigma tells, and a normal curve is as good
FAR = 12  # sigmas: what lies beyond them adds nothing


def luck(kpi: Kpi, met: Callable[[float], bool], baseline: float | None, now: Cell) -> float | None:
    """Say how often the baseline's own rate keeps the target; None where it is no matter of a few events."""
    if baseline is None or met(baseline):
        return None  # there is nothing to improve
    if isinstance(kpi, Count):
        return poisson_chance(met, baseline)
    if isinstance(kpi, Share) and now.estimated is None and now.denominator and 0 < baseline < 1:
        return _share_chance(met, baseline, round(now.denominator))
    return None


def poisson_chance(met: Callable[[float], bool], rate: float) -> float:
    """Add up the chances of the counts that keep the target when `rate` are expected."""
    if rate <= 0:
        return float(met(0))
    reach = FAR * math.sqrt(rate) + FAR
    counts = range(max(math.floor(rate - reach), 0), math.ceil(rate + reach) + 1)
    chances = [_poisson(count, rate) for count in counts]
    beyond = max(1 - sum(chances), 0.0) if met(counts[-1]) else 0.0
    return min(sum(chance for count, chance in zip(counts, chances, strict=True) if met(count)) + beyond, 1.0)


def _share_chance(met: Callable[[float], bool], share: float, of: int) -> float | None:
    if min(share, 1 - share) * of > FEW:
        return None
    return min(sum(_binomial(some, of, share) for some in range(of + 1) if met(some / of)), 1.0)


def _poisson(count: int, rate: float) -> float:
    return math.exp(count * math.log(rate) - rate - math.lgamma(count + 1))


def _binomial(some: int, of: int, share: float) -> float:
    ways = math.lgamma(of + 1) - math.lgamma(some + 1) - math.lgamma(of - some + 1)
    return math.exp(ways + some * math.log(share) + (of - some) * math.log1p(-share))
