"""Can this target be seen at your volume? How much a window must hold to tell the goal from the baseline.

The usual sizing of a comparison of two samples of one size: two-sided 5%, power 80%. With v(x) the variance that one
unit of the sample brings when the value is x, each side needs n = (1.960 + 0.842)^2 x (v(baseline) + v(goal)) / move^2.

share    v = p (1 - p): from 4% to 3% takes 5,298 posts (Fleiss, Levin & Paik, Statistical Methods for Rates and
         Proportions, 2003, 4.2, without the continuity correction)
ratio    v = r where the numerator is counted, r^2 where the denominator is, their sum where both are (Poisson)
count    v = the count expected in one window; n is then in windows, and is told as events
others   v = n x (one standard error)^2, as the sample at hand has it

Weeks have ups and downs of their own, which a larger sample does not take away: where these are larger than the
sampling error, so many windows are needed that their average is as steady as the move asks for.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

from kpi.catalog import Count, Ratio, Share
from kpi.periods import DAYS_A_WEEK
from kpi.snapshot import Seen

if TYPE_CHECKING:
    from kpi.catalog import Kpi
    from kpi.snapshot import Cell

LONGEST = 520  # weeks: what takes longer than ten years is not to be seen
Z = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(0.8)  # 2.80


def seen(  # noqa: PLR0917 - what a promise asks, and what its sample is
    kpi: Kpi, baseline: float | None, goal: float | None, now: Cell, sigma: float | None, days: int
) -> Seen | None:
    """Size the comparison of baseline and goal; `sigma` = of the value of one window, `days` = its length."""
    if now.value is None or now.indicative:
        return None
    smallest = Z * math.sqrt(2) * sigma if sigma else None
    if baseline is None or goal is None or goal == baseline:
        return Seen(now.sample, None, None, smallest, _weeks(1, days))
    units = needed(kpi, baseline, goal, now)
    windows = [units / now.sample] if units and now.sample and not isinstance(kpi, Count) else []
    windows += [units] if units and isinstance(kpi, Count) else []
    windows += [2 * (Z * sigma / (goal - baseline)) ** 2] if sigma and not isinstance(kpi, Count) else []
    return Seen(
        now.sample,
        _events(units, kpi, baseline, goal),
        _weeks(max(windows), days) if windows else None,
        smallest,
        _weeks(1, days),
    )


def weeks_worth_naming(weeks: int) -> bool:
    """Whether somebody could wait so long."""
    return weeks <= LONGEST


def needed(kpi: Kpi, baseline: float, goal: float, now: Cell) -> float | None:
    """Compute what each side of the comparison must hold: its sample, or the windows of a count."""
    spread = [_variance(kpi, value, now) for value in (baseline, goal)]
    known = [one for one in spread if one is not None]
    return Z**2 * sum(known) / (goal - baseline) ** 2 if len(known) == len(spread) and sum(known) > 0 else None


def _variance(kpi: Kpi, value: float, now: Cell) -> float | None:
    """Give the variance that one unit of the sample brings at a value; of an estimate a label brings what it did."""
    if now.estimated:
        return _as_now(now)
    match kpi:
        case Share():
            return value * (1 - value) if 0 <= value <= 1 else None
        case Ratio():
            return sum(value if part == "numerator" else value**2 for part in kpi.counts) if value >= 0 else None
        case Count():
            return max(value, 0.0)
        case _:
            return _as_now(now)


def _as_now(now: Cell) -> float | None:
    return now.error**2 * now.sample if now.error and now.sample else None


def _events(units: float | None, kpi: Kpi, baseline: float, goal: float) -> int | None:
    if units is None:
        return None
    return _up(units * max(baseline, goal) if isinstance(kpi, Count) else units)


def _weeks(windows: float, days: int) -> int:
    return math.ceil(_up(windows) * days / DAYS_A_WEEK)


def _up(amount: float) -> int:
    """Round up, but not over the last digit of a float."""
    return math.ceil(round(amount, 6))
