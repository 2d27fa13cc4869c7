"""The kinds of KPI: what each asks of the facts, and how far its number may be off by chance.

A kind turns its declaration into SQL fragments (`columns`) and what they answered (`parts`) into the value and its
standard error of sampling, both in the KPI's own scale. The error never claims certainty: at 0 of n, n of n or a
count of 0 it stays above zero.
"""

from __future__ import annotations

import math
from typing import Literal

from pydantic import Field

from kpi.declaration import Declaration, FilterName, Fragment, Parts
from kpi.quantiles import ABOVE_MIDDLE, QUANTILES, median_error, stays, upper_middle

__all__ = [
    "Balance",
    "Count",
    "Diversity",
    "FilterName",
    "Kpi",
    "Mean",
    "Measured",
    "Median",
    "Parts",
    "Ratio",
    "Share",
]

ROUNDING = 1 / math.sqrt(12)  # standard error of a whole number: half a thing to either side, evenly


class _Quotient(Declaration):
    numerator: Fragment
    denominator: Fragment

    def _own_columns(self) -> dict[str, str]:
        return {"numerator": self.numerator, "denominator": self.denominator}

    def value(self, parts: Parts) -> float | None:
        """Divide; undefined where a part is not known or there is nothing to divide by."""
        known = parts["numerator"] is not None and parts["denominator"] is not None
        return parts["numerator"] / parts["denominator"] if known and parts["denominator"] > 0 else None


class Share(_Quotient):
    """Some of the same: clicks of impressions, corrected posts of posts. A fraction, 0 to 1.

    Error: sqrt(p (1 - p) / n) with two successes and two failures added, which
    keeps it honest for small n and at 0 or 1. Agresti & Coull, The American
    Statistician 52 (1998) 119-126.
    """

    kind: Literal["share"]

    def error(self, parts: Parts) -> float | None:
        """One standard error, as a fraction."""
        if (value := self.value(parts)) is None:
            return None
        if self.exact:
            return ROUNDING / float(parts["denominator"])
        n = parts["denominator"] + 4
        p = (min(max(value, 0), 1) * parts["denominator"] + 2) / n  # exports do hold a negative count, or more than all
        return math.sqrt(p * (1 - p) / n)


class Ratio(_Quotient):
    """One thing over another: engagements per impression, money per result, follows per unfollow.

    `counts` names the parts that are counts of independent events. Error: a
    count x is off by sqrt(x) (Poisson, at least 1), carried through the
    quotient; the relative errors add up as squares (delta method).
    """

    kind: Literal["ratio"]
    counts: tuple[Literal["numerator", "denominator"], ...]

    def error(self, parts: Parts) -> float | None:
        """One standard error, in the unit of the ratio."""
        if (value := self.value(parts)) is None:
            return None
        above, below = (_poisson(parts[part]) if part in self.counts else 0 for part in ("numerator", "denominator"))
        return math.hypot(above, value * below) / parts["denominator"] or None


class Balance(Declaration):
    """100 x (positive - negative) / all that carry a label: points from -100 to 100.

    Error: 100 x sqrt((p + q - (p - q)^2) / n), the difference of two shares of
    one multinomial sample, with one more of each of the three words (Agresti,
    Categorical Data Analysis, 2013, 1.5; the added counts as for Share).
    """

    kind: Literal["balance"]
    positive: Fragment
    negative: Fragment
    denominator: Fragment

    def _own_columns(self) -> dict[str, str]:
        balance = {"positive": self.positive, "negative": self.negative}
        return balance | {"numerator": f"{self.positive} - {self.negative}", "denominator": self.denominator}

    @property
    def formula(self) -> str:
        """The declared SQL, as it is shown beside the number."""
        return f"100 * ({self.positive} - {self.negative}) / {self.denominator}"

    def value(self, parts: Parts) -> float | None:
        """Points."""
        return 100 * parts["numerator"] / parts["denominator"] if parts["denominator"] else None

    def error(self, parts: Parts) -> float | None:
        """One standard error, in points."""
        if not parts["denominator"]:
            return None
        n = parts["denominator"] + 3
        p, q = (parts["positive"] + 1) / n, (parts["negative"] + 1) / n
        return 100 * math.sqrt((p + q - (p - q) ** 2) / n)


class Count(Declaration):
    """How many there were in the window.

    Error: sqrt(count), at least 1: events that happen independently (Poisson).
    """

    kind: Literal["count"]
    count: Fragment

    def _own_columns(self) -> dict[str, str]:
        return {"numerator": self.count}

    def value(self, parts: Parts) -> float | None:
        """Give the count; None when no row tells."""
        return None if parts["numerator"] is None else float(parts["numerator"])

    def sample(self, parts: Parts) -> int:
        """Count what was counted."""
        return round(parts["numerator"] or 0)

    def error(self, parts: Parts) -> float | None:
        """One standard error, in the same things."""
        if parts["numerator"] is None:
            return None
        return ROUNDING if self.exact else _poisson(parts["numerator"])


class _OfColumn(Declaration):
    """An aggregate of one column, over the rows that count."""

    of: Fragment
    rows: Fragment  # SQL boolean
    waiting: Fragment | None = None  # SQL boolean: of such a row `of` goes on growing

    def columns(self) -> dict[str, str]:
        """Give the SQL of each part; how many wait is counted where it is said which rows do."""
        waits = {"censored": self._over("count(*)", self.waiting)} if self.waiting else {}
        return super().columns() | waits

    def _over(self, aggregate: str, *also: str) -> str:
        return f"{aggregate} filter (where {' and '.join([self.rows, *also])})"


class Median(_OfColumn):
    """The middle one, in the unit of `of`.

    Error: the bootstrap of the median (Efron, The Annals of Statistics 7 (1979)
    1-26) without drawing: the rank of a resampled median follows
    Beta((n + 1) / 2, (n + 1) / 2) (Maritz & Jarrett, JASA 73 (1978) 194-196),
    which is read through the quantiles that the scan returned.
    """

    kind: Literal["median"]
    may_wait: float = Field(default=0.05, ge=0, le=1)  # these move the middle by 2.5% of the ranks at most

    def _own_columns(self) -> dict[str, str]:
        youngest = {"youngest": self._over(f"min({self.of})", self.waiting)} if self.waiting else {}
        return {
            "quantiles": self._over(f"quantile_cont({self.of}, {[*QUANTILES, ABOVE_MIDDLE]})"),
            "denominator": self._over(f"count({self.of})"),
            **youngest,
        }

    @property
    def formula(self) -> str:
        """The declared SQL, as it is shown beside the number."""
        return self._over(f"median({self.of})")

    def value(self, parts: Parts) -> float | None:
        """Take the 50% quantile."""
        return parts["quantiles"][QUANTILES.index(0.5)] if parts["quantiles"] else None

    def error(self, parts: Parts) -> float | None:
        """One standard error; None when all middle ones are equal, which says nothing about their spread."""
        return median_error(parts["quantiles"], parts["denominator"]) if parts["quantiles"] else None

    def bound(self, parts: Parts) -> bool:
        """Only who has waited no longer than the middle one can still raise it."""
        if self.waiting is None:
            return bool(parts.get("censored"))  # nobody declared which rows wait, so any of them may
        n, quantiles = parts["denominator"], parts["quantiles"]
        if parts["youngest"] is None or not quantiles or stays(quantiles, parts["censored"] / n):
            return False
        return bool(parts["youngest"] <= upper_middle(quantiles[QUANTILES.index(0.5)], quantiles[-1], n))


class Mean(_OfColumn):
    """The average, in the unit of `of`. Error: standard deviation / sqrt(n)."""

    kind: Literal["mean"]

    def _own_columns(self) -> dict[str, str]:
        return {
            "numerator": self._over(f"sum({self.of})"),
            "denominator": self._over(f"count({self.of})"),
            "spread": self._over(f"stddev_samp({self.of})"),
        }

    @property
    def formula(self) -> str:
        """The declared SQL, as it is shown beside the number."""
        return self._over(f"avg({self.of})")

    def value(self, parts: Parts) -> float | None:
        """Sum over number."""
        return parts["numerator"] / parts["denominator"] if parts["denominator"] else None

    def error(self, parts: Parts) -> float | None:
        """One standard error; None for a single one, or when all are equal."""
        return parts["spread"] / math.sqrt(parts["denominator"]) if parts["spread"] else None

    def bound(self, parts: Parts) -> bool:
        """Whoever waits raises the average."""
        return bool(parts.get("censored"))


class Measured(Declaration):
    """A figure taken as it is. It is no sample of ours: how far it is off by chance is not known, unless `exact`."""

    kind: Literal["measured"]
    measure: Fragment
    size: Fragment  # what it stands on

    def _own_columns(self) -> dict[str, str]:
        return {"value": self.measure, "denominator": self.size}

    @property
    def formula(self) -> str:
        """The declared SQL, as it is shown beside the number."""
        return self.measure

    def value(self, parts: Parts) -> float | None:
        """Take the figure."""
        return None if parts["value"] is None or math.isnan(parts["value"]) else float(parts["value"])

    def error(self, parts: Parts) -> float | None:
        """Not known; of what was counted whole, what rounding makes of it."""
        return ROUNDING if self.exact and self.value(parts) is not None else None


class Diversity(Declaration):
    """Over how many words of one size this would be: 1 / sum of squared shares, from 1 to as many words as there are.

    Two channels with half of the posts each are 2, one with 90% and one with 10% are 1.2. This is Hill's number of
    order 2 (Ecology 54 (1973) 427-432), known as the effective number of parties (Laakso & Taagepera, Comparative
    Political Studies 12 (1979) 3-27).
    """

    kind: Literal["diversity"]
    of: Fragment  # a column of words, such as the channel

    def _own_columns(self) -> dict[str, str]:
        return {"counts": f"histogram({self.of})", "numerator": f"count({self.of})"}

    @property
    def formula(self) -> str:
        """The declared SQL, as it is shown beside the number."""
        return f"1 / sum((count(*) of each {self.of} / count({self.of}))^2)"

    def sample(self, parts: Parts) -> int:
        """Count what was shared out."""
        return round(parts["numerator"] or 0)

    def value(self, parts: Parts) -> float | None:
        """Take the inverse of the chance that two rows, drawn at random, have the same word."""
        counts = (parts["counts"] or {}).values()
        return sum(counts) ** 2 / sum(count**2 for count in counts) if counts else None

    def error(self, parts: Parts) -> float | None:
        """One standard error: what half a row more or less with a new word would change."""
        return None if (value := self.value(parts)) is None else 2 * value * ROUNDING / parts["numerator"]


Kpi = Share | Ratio | Balance | Count | Median | Mean | Measured | Diversity


def _poisson(count: float) -> float:
    return math.sqrt(max(count, 1))
