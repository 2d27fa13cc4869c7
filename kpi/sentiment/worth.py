"""What labels are worth: about how wide the 90% interval of the net score will be, before anybody has measured it."""

from __future__ import annotations

import math

from kpi.sentiment.estimate import QUANTILE

SPREAD = 0.75  # standard deviation of sentiment (-1, 0, 1) at a usual mix, such as 40% positive and 25% negative


def about(labels: int) -> float | None:
    """Reckon half the width in points of net sentiment (-100 to 100) from so many labels alone; None below two.

    100 x 1.645 x 0.75 / sqrt(n), the interval of the mean of a simple random sample: 150 labels are worth about ± 10
    points, 600 about ± 5. A scorer that helps makes it narrower.
    """
    return 100 * QUANTILE * SPREAD / math.sqrt(labels) if labels > 1 else None


def with_more(now: float | None, labels: int, more: int) -> float | None:
    """Reckon what it becomes with more labels: half the width shrinks with the square root of their number."""
    if now is None or not labels:
        return about(labels + more)
    return now * math.sqrt(labels / (labels + more))
