"""What the trend shows that ordinary weeks seldom do: the run rules of XmR charts, read at the last week.

beyond  the week lies outside the limits, 3 sigma from the centre: one week alone
side    eight weeks in a row on one side of the centre: a small shift that stays
zone    two of the last three weeks, the last among them, beyond 2 sigma on one side: a larger shift, sooner

(Western Electric, Statistical Quality Control Handbook, 1956; Wheeler, Understanding Variation, 1993.) With nothing
changing, one of the three holds in 1 of 100 weeks (measured in tests/test_runs.py, limits from the same weeks), and
in 26 weeks 11 of 100 series show one at some time. Six weeks in a row that rise or fall, a fourth rule of many
handbooks, is left out: it found 1 to 2 of 100 drifts that these three miss, and adds a quarter more false alarms
(Davis & Woodall, Journal of Quality Technology 20 (1988), advise against it too).

Counts below five a week are no such chart: their limits are as wide as they are high.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.catalog import Count
from kpi.noise import limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.catalog import Kpi
    from kpi.snapshot import Run

FEWEST = 12  # weeks: limits from fewer wander themselves
FEW = 5  # of a count
SIDE = 8
ZONE, OF = 2, 3


def runs(kpi: Kpi, values: Sequence[float | None]) -> tuple[Run, ...]:
    """Name the run rules that hold at the last of the comparable weeks, oldest first; a gap ends a run."""
    drawn = limits(values)
    if drawn is None or values[-1] is None or sum(value is not None for value in values) < FEWEST:
        return ()
    sigma = (drawn.upper - drawn.centre) / 3
    if not sigma or (isinstance(kpi, Count) and drawn.centre < FEW):
        return ()
    heights = [(value - drawn.centre) / sigma for value in _last_stretch(values)]
    return _above(heights, ("beyond_high", "side_high", "zone_high")) or _above(
        [-height for height in heights], ("beyond_low", "side_low", "zone_low")
    )


def _above(heights: Sequence[float], names: tuple[Run, Run, Run]) -> tuple[Run, ...]:
    """Check the three rules on the upper side."""
    last = heights[-1]
    holds = (
        last > 3,
        len(heights) >= SIDE and min(heights[-SIDE:]) > 0,
        last > 2 and sum(height > 2 for height in heights[-OF:]) >= ZONE,
    )
    return tuple(name for name, held in zip(names, holds, strict=True) if held)


def _last_stretch(values: Sequence[float | None]) -> list[float]:
    """Take the weeks since the last gap."""
    stretch: list[float] = []
    for value in reversed(values):
        if value is None:
            break
        stretch.append(value)
    return stretch[::-1]
