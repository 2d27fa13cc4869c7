"""The kinds of target, and reading them as people write them: `≥ 80%`, `< 12 h`, `0–1/trimestru`, `-25%`.

A plain number takes its direction from the KPI: 85% of a KPI that should rise means "at least".
A change with a sign is a change of the baseline, except for a KPI in points, where `+22` is a level
and only `+10 points` is a change.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, ClassVar

from kpi.amount import Amount, Bound, Measure, Period, TargetError, read_amount

if TYPE_CHECKING:
    from kpi.snapshot import Good, Unit
    from kpi.words import Words

__all__ = ["PERIOD_DAYS", "Target", "TargetError", "read_baseline", "read_target"]

PERIOD_DAYS: dict[Period, int] = {"day": 1, "week": 7, "month": 30, "quarter": 91}
FITS: dict[Unit, set[Measure]] = {
    "percent": {"percent", "percent_points"},
    "points": {"plain", "points"},
    "hours": {"hours"},
    "count": {"plain", "count"},
    "people": {"plain", "count"},
    "money": {"plain", "money"},
    "ratio": {"plain", "ratio"},
}
EXAMPLES: dict[Unit, str] = {"percent": "%", "hours": " h"}


@dataclass(frozen=True)
class _Target(ABC):
    """What every target knows: its unit, and the period it counts in."""

    _: KW_ONLY
    unit: Unit
    currency: str | None = None
    per: Period | None = None

    def met(self, value: float, baseline: float | None) -> bool:
        """Whether this value keeps the promise; a change from an unknown baseline cannot be kept."""
        goal = self.goal(baseline)
        return goal is not None and self._reached(value, goal)

    @abstractmethod
    def goal(self, baseline: float | None) -> float | None:
        """Name the number to aim at; None when it hangs on an unknown baseline."""

    @abstractmethod
    def _reached(self, value: float, goal: float) -> bool: ...

    @abstractmethod
    def _body(self, words: Words) -> str: ...

    def describe(self, words: Words) -> str:
        """Write the target in the reader's language: ≥ 80%, < 12 h, 0–1 / quarter."""
        body = self._body(words)
        return words(f"target.per_{self.per}", amount=body) if self.per else body

    def _number(self, value: float, words: Words) -> str:
        if self.unit == "percent":
            return words.share(value, _digits(value * 100))
        return words.number(value, self.unit, self.currency)


@dataclass(frozen=True)
class _Limit(_Target):
    """A target at one number."""

    limit: float
    sign: ClassVar[str]

    def goal(self, baseline: float | None) -> float | None:  # noqa: ARG002 - a level does not hang on the baseline
        """Aim at the limit."""
        return self.limit

    def _body(self, words: Words) -> str:
        return f"{self.sign}{self._number(self.limit, words)}"


@dataclass(frozen=True)
class AtLeast(_Limit):
    """85% of a KPI that should rise, ≥ 80%, 80%+."""

    sign: ClassVar[str] = "≥\u00a0"

    def _reached(self, value: float, goal: float) -> bool:
        return value > goal or _same(value, goal)


@dataclass(frozen=True)
class AtMost(_Limit):
    """2 hours of a KPI that should fall, ≤ 3."""

    sign: ClassVar[str] = "≤\u00a0"

    def _reached(self, value: float, goal: float) -> bool:
        return value < goal or _same(value, goal)


@dataclass(frozen=True)
class Above(_Limit):
    """> 50%: the limit itself is not enough."""

    sign: ClassVar[str] = ">\u00a0"

    def _reached(self, value: float, goal: float) -> bool:
        return value > goal and not _same(value, goal)


@dataclass(frozen=True)
class Below(_Limit):
    """< 12 h: twelve hours are too long."""

    sign: ClassVar[str] = "<\u00a0"

    def _reached(self, value: float, goal: float) -> bool:
        return value < goal and not _same(value, goal)


@dataclass(frozen=True)
class Exactly(_Limit):
    """0 incidents."""

    sign: ClassVar[str] = ""

    def _reached(self, value: float, goal: float) -> bool:
        return _same(value, goal)


@dataclass(frozen=True)
class _Directed(_Target):
    """A target that takes its direction from the KPI."""

    good: Good

    def _reached(self, value: float, goal: float) -> bool:
        return _same(value, goal) or (value > goal) == (self.good == "up")


@dataclass(frozen=True)
class Between(_Directed):
    """0-1 per quarter, 2-4 h: the near end is the promise, better than the range is met too."""

    low: float
    high: float

    def goal(self, baseline: float | None) -> float | None:  # noqa: ARG002 - a level does not hang on the baseline
        """Aim at the end of the range that is reached first."""
        return self.low if self.good == "up" else self.high

    def _body(self, words: Words) -> str:
        return f"{self._number(self.low, words)}\u2013{self._number(self.high, words)}"


@dataclass(frozen=True)
class Relative(_Directed):
    """-25%: three quarters of the baseline."""

    change: float

    def goal(self, baseline: float | None) -> float | None:
        """Change the baseline by its share."""
        return None if baseline is None else baseline * (1 + self.change)

    def _body(self, words: Words) -> str:
        sign = "+" if self.change > 0 else ""
        return words("target.change", change=sign + words.share(self.change, _digits(self.change * 100)))


@dataclass(frozen=True)
class Absolute(_Directed):
    """+10 points: ten more than the baseline."""

    change: float

    def goal(self, baseline: float | None) -> float | None:
        """Add the change to the baseline."""
        return None if baseline is None else baseline + self.change

    def _body(self, words: Words) -> str:
        return words("target.change", change=words.change(self.change, self.unit, self.currency))


Target = AtLeast | AtMost | Above | Below | Exactly | Between | Relative | Absolute
LIMITS: dict[Bound, type[AtLeast | AtMost | Above | Below | Exactly]] = {
    "at_least": AtLeast,
    "at_most": AtMost,
    "above": Above,
    "below": Below,
    "exactly": Exactly,
}


def read_target(
    text: str, good: Good, unit: Unit, language: str | None = None, currency: str | None = None
) -> Target | TargetError:
    """Read a target of a KPI; `language` is the one the text was written in, `currency` the plan's."""
    amount = _fitting(text, unit, language, currency)
    currency = currency if unit == "money" else None
    if isinstance(amount, TargetError):
        return amount
    if amount.signed and (unit != "points" or amount.measure == "points"):
        return _change(text, amount, good, unit, currency)
    return _level(text, amount, good, unit, currency)


def read_baseline(
    text: str, unit: Unit, language: str | None = None, currency: str | None = None
) -> Amount | TargetError:
    """Read where a KPI starts: one number, not a range, a bound or a change."""
    amount = _fitting(text, unit, language, currency)
    if isinstance(amount, TargetError):
        return amount
    if amount.bound or amount.low != amount.high or (amount.signed and unit != "points"):
        return TargetError(text, "baseline_level")
    return amount


def _fitting(text: str, unit: Unit, language: str | None, currency: str | None) -> Amount | TargetError:
    """Read an amount in a KPI's own unit."""
    amount = read_amount(text, language, whole=unit in {"count", "people"})
    if isinstance(amount, TargetError):
        return amount
    zero = amount.low == amount.high == 0 and amount.measure == "plain"
    relative = amount.signed and amount.measure == "percent"
    if zero or (relative and unit != "points"):
        return amount
    if amount.measure not in FITS[unit]:
        return _misfit(text, amount, unit)
    if currency and amount.currencies and currency not in amount.currencies:
        return TargetError(text, "other_currency", amount.currencies[0], currency)
    return amount


def _misfit(text: str, amount: Amount, unit: Unit) -> TargetError:
    if amount.measure == "plain":
        return TargetError(text, "no_unit", EXAMPLES[unit].strip(), f"{text.strip()}{EXAMPLES[unit]}")
    return TargetError(text, "working_days" if amount.measure == "working_days" else f"not_{unit}")


def _change(text: str, amount: Amount, good: Good, unit: Unit, currency: str | None) -> Target | TargetError:
    if amount.bound or amount.low == 0:
        return TargetError(text, "odd_order")
    if (amount.low > 0) != (good == "up"):
        return TargetError(text, f"should_{good}")
    kind = Relative if amount.measure == "percent" else Absolute
    return kind(good, amount.low, unit=unit, currency=currency, per=amount.per)


def _level(text: str, amount: Amount, good: Good, unit: Unit, currency: str | None) -> Target | TargetError:
    if amount.low != amount.high:
        return Between(good, amount.low, amount.high, unit=unit, currency=currency, per=amount.per)
    if amount.bound in ({"at_most", "below"} if good == "up" else {"at_least", "above"}):
        return TargetError(text, f"should_{good}")
    none_left = amount.low == 0 and good == "down"
    implied: Bound = "exactly" if none_left else "at_least" if good == "up" else "at_most"
    return LIMITS[amount.bound or implied](amount.low, unit=unit, currency=currency, per=amount.per)


def _same(one: float, other: float) -> bool:
    # 0.04 * 0.75 and 0.03 are the same promise to a person
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def _digits(percent: float) -> int:
    """Digits that the written percentage has: 80 %, 1.4 %."""
    return next((digits for digits in (0, 1) if _same(percent, round(percent, digits))), 2)
