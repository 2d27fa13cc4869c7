"""The kinds of KPI: what each asks of the facts, and how far its number may be off by chance.

A kind turns its declaration into SQL fragments (`columns`) and what they
answered (`parts`) into the value and its standard error of sampling, both in
the KPI's own scale. The error never claims certainty: at 0 of n, n of n or
a count of 0 it stays above zero.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from data.declared import Declared
from kpi.quantiles import QUANTILES, median_error
from kpi.snapshot import Good, Unit  # noqa: TC001 - pydantic reads them

Fragment = Annotated[str, Field(min_length=1)]  # one SQL aggregate over one fact
Parts = Mapping[str, Any]  # what the fragments of one KPI answered, by part
FilterName = Literal["topics", "paid", "proof", "result_kind"]


class _Kpi(Declared, ABC):
    """What every KPI declares, whatever its kind."""

    name: str
    fact: str  # table or view that one scan reads
    sources: tuple[str, ...]  # tables whose exports feed that fact
    filters: dict[FilterName, str]  # what each filter reads: a column of the fact, or an expression over it
    unit: Unit
    good: Good
    lifetime: bool = False  # its figures are totals since publication: the views `gained` and `version` hold more
    window_days: int = 7
    enough: int = Field(ge=0)  # smallest sample that is judged
    coverage: Fragment | None = None  # share of the eligible rows that carry the data
    valid: Fragment | None = None  # SQL boolean; where false there is no value …
    invalid: str = "mixed"  # … and this is why
    censored: Fragment | None = None  # how many are still waiting
    needs_cover: bool = False  # no rows mean zero only on days that an upload covers

    def columns(self) -> dict[str, str]:
        """Give the SQL of each part."""
        optional = {"coverage": self.coverage, "valid": self.valid, "censored": self.censored}
        return self._own_columns() | {part: sql for part, sql in optional.items() if sql}

    @property
    def reads(self) -> frozenset[str]:
        """The words of its SQL: the columns it reads are among them."""
        return frozenset(re.findall(r"\w+", " ".join(self.columns().values())))

    @property
    def formula(self) -> str:
        """The declared SQL, as it is shown beside the number."""
        return " / ".join(self._own_columns().values())

    @abstractmethod
    def _own_columns(self) -> dict[str, str]:
        """Give the SQL that this kind declares, by part."""

    def sample(self, parts: Parts) -> int:
        """Count what the number stands on."""
        return round(parts["denominator"] or 0)


class _Quotient(_Kpi):
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


class Balance(_Kpi):
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


class Count(_Kpi):
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
        return None if parts["numerator"] is None else _poisson(parts["numerator"])


class _OfColumn(_Kpi):
    """An aggregate of one column, over the rows that count."""

    of: Fragment
    rows: Fragment  # SQL boolean

    def _over(self, aggregate: str) -> str:
        return f"{aggregate} filter (where {self.rows})"


class Median(_OfColumn):
    """The middle one, in the unit of `of`.

    Error: the bootstrap of the median (Efron, The Annals of Statistics 7 (1979)
    1-26) without drawing: the rank of a resampled median follows
    Beta((n + 1) / 2, (n + 1) / 2) (Maritz & Jarrett, JASA 73 (1978) 194-196),
    which is read through the quantiles that the scan returned.
    """

    kind: Literal["median"]

    def _own_columns(self) -> dict[str, str]:
        return {
            "quantiles": self._over(f"quantile_cont({self.of}, {list(QUANTILES)})"),
            "denominator": self._over(f"count({self.of})"),
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


class Measured(_Kpi):
    """The platform's own figure. It is no sample of ours: how far it is off by chance is not known."""

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

    def error(self, parts: Parts) -> None:  # noqa: ARG002 - the kinds share one signature
        """Not known."""
        return


Kpi = Share | Ratio | Balance | Count | Median | Mean | Measured


def _poisson(count: float) -> float:
    return math.sqrt(max(count, 1))
