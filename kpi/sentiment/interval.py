"""The ends of a 90% interval of a share or a net score, right where a textbook's value +/- 1.645 errors is not.

With 25 labels and a share of 5% the textbook's interval is empty or has no lower end, and covers the truth in 72% of
cases. Both formulas here ask the other way round: which truths would have made this sample no surprise?

A share: the two-sided form of the second-order corrected interval of Cai, One-sided confidence intervals in discrete
distributions (Journal of Statistical Planning and Inference, 2005): both ends err as often as they say.
A net score, positive minus negative share: the score interval of Tango, Equivalence test and confidence interval for
the difference in proportions for the paired-sample design (Statistics in Medicine, 1998).

Both are told as how many independent labels an estimate is worth (`labels`), so a scorer and strata come in by that.
"""

from __future__ import annotations

import math

STEPS = 26  # halvings of a bracket of at most 2: seven digits


def of_share(value: float, labels: float, quantile: float) -> tuple[float, float]:
    """Give both ends for a share, 0 to 1, that is worth so many independent labels; `quantile` in errors."""
    square = quantile**2
    added = square / 3 + 1 / 6
    spread = value * (1 - value)
    corrected = spread + (square / 18 + 7 / 36 - (13 * square / 18 + 17 / 18) * spread) / labels
    middle = (value * labels + added) / (labels + 2 * added)
    half = quantile * math.sqrt(max(corrected, 0.0) / labels)
    return max(min(middle - half, value), 0.0), min(max(middle + half, value), 1.0)


def of_net(value: float, labels: float, quantile: float, seen: tuple[float, float]) -> tuple[float, float]:
    """Give both ends for a net score, -1 to 1, that is worth so many independent labels; `quantile` in errors.

    `seen` are the shares of positive and negative labels.
    """
    limit = quantile**2 / labels
    above, below = seen

    def end(outside: float) -> float:
        inside = value
        for _ in range(STEPS):
            truth = (inside + outside) / 2
            if (truth - value) ** 2 <= limit * scatter_of(truth, above, below):
                inside = truth
            else:
                outside = truth
        return inside

    return end(-1.0), end(1.0)


def scatter_of(net: float, above: float, below: float) -> float:
    """Variance of a label were `net` the truth, with the share of negatives that is then the likeliest.

    `above` and `below` are the shares of positive and negative labels that were seen.
    """
    slope = (2 - above + below) * net - above - below
    negative = max((math.sqrt(max(slope**2 + 8 * below * net * (1 - net), 0.0)) - slope) / 4, 0.0, -net)
    return max(2 * negative + net * (1 - net), 0.0)
