"""The kinds of target: what each of them asks, when it is met, and how it reads.

A target that names a period (`6 / month`) may be counted over another window: `over` scales it pro rata,
and its description says so.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from dataclasses import KW_ONLY, dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Self

from kpi.target.pro_rata import pro_rata

if TYPE_CHECKING:
    from kpi.amount import Bound, Period
    from kpi.snapshot import Good, Unit
    from kpi.words import Words


@dataclass(frozen=True)
class _Target(ABC):
    """What every target knows: its unit, the period it counts in, and the window it is counted over."""

    _: KW_ONLY
    unit: Unit
    currency: str | None = None
    per: Period | None = None
    days: int | None = None  # None = the period itself

    @property
    def scale(self) -> float:
        """How much of its period the window holds."""
        return pro_rata(self.per, self.days)

    def over(self, days: int) -> Self:
        """Count it over a window: 6 / month is 18 in 91 days."""
        return replace(self, days=days)

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
    def _body(self, words: Words, scale: float = 1.0) -> str: ...

    def describe(self, words: Words) -> str:
        """Write the target in the reader's language: ≥ 80%, < 12 h, 0–1 / quarter."""
        amount = words(f"target.per_{self.per}", amount=self._body(words)) if self.per else self._body(words)
        if self.scale == 1:
            return amount
        return words("target.over_days", amount=amount, scaled=self._body(words, self.scale), n=self.days)

    def _number(self, value: float, words: Words, scale: float) -> str:
        return words.exact(value if scale == 1 else round(value * scale, 2), self.unit, self.currency)


@dataclass(frozen=True)
class _Limit(_Target):
    """A target at one number."""

    limit: float
    sign: ClassVar[str]

    def goal(self, baseline: float | None) -> float | None:  # noqa: ARG002 - a level does not hang on the baseline
        """Aim at the limit."""
        return self.limit * self.scale

    def _body(self, words: Words, scale: float = 1.0) -> str:
        return f"{self.sign}{self._number(self.limit, words, scale)}"


@dataclass(frozen=True)
class AtLeast(_Limit):
    """85% of a KPI that should rise, ≥ 80%, 80%+."""

    sign: ClassVar[str] = "≥\u00a0"

    def _reached(self, value: float, goal: float) -> bool:
        return _side(value, goal) >= 0


@dataclass(frozen=True)
class AtMost(_Limit):
    """2 hours of a KPI that should fall, ≤ 3."""

    sign: ClassVar[str] = "≤\u00a0"

    def _reached(self, value: float, goal: float) -> bool:
        return _side(value, goal) <= 0


@dataclass(frozen=True)
class Above(_Limit):
    """> 50%: the limit itself is not enough."""

    sign: ClassVar[str] = ">\u00a0"

    def _reached(self, value: float, goal: float) -> bool:
        return _side(value, goal) > 0


@dataclass(frozen=True)
class Below(_Limit):
    """< 12 h: twelve hours are too long."""

    sign: ClassVar[str] = "<\u00a0"

    def _reached(self, value: float, goal: float) -> bool:
        return _side(value, goal) < 0


@dataclass(frozen=True)
class Exactly(_Limit):
    """0 incidents."""

    sign: ClassVar[str] = "=\u00a0"

    def _reached(self, value: float, goal: float) -> bool:
        return _side(value, goal) == 0

    def _body(self, words: Words, scale: float = 1.0) -> str:
        return super()._body(words, scale) if self.limit else self._number(0.0, words, 1.0)


@dataclass(frozen=True)
class _Directed(_Target):
    """A target that takes its direction from the KPI."""

    good: Good

    @property
    def _way(self) -> int:
        return 1 if self.good == "up" else -1

    def _reached(self, value: float, goal: float) -> bool:
        return _side(value, goal) * self._way >= 0


@dataclass(frozen=True)
class Between(_Directed):
    """0-1 per quarter, 2-4 h: the near end is the promise, better than the range is met too."""

    low: float
    high: float

    def goal(self, baseline: float | None) -> float | None:  # noqa: ARG002 - a level does not hang on the baseline
        """Aim at the end of the range that is reached first."""
        return (self.low if self.good == "up" else self.high) * self.scale

    def _body(self, words: Words, scale: float = 1.0) -> str:
        return f"{self._number(self.low, words, scale)}\u2013{self._number(self.high, words, scale)}"


@dataclass(frozen=True)
class Relative(_Directed):
    """-25%: three quarters of the baseline, whatever the period."""

    change: float

    @property
    def scale(self) -> float:
        """A share of the baseline is the same over any window."""
        return 1.0

    def goal(self, baseline: float | None) -> float | None:
        """Change the baseline by its share; of nothing, or of less, there is no larger share."""
        if baseline is None or baseline < 0 or (baseline == 0 and self.good == "up"):
            return None
        return baseline * (1 + self.change)

    def _body(self, words: Words, scale: float = 1.0) -> str:  # noqa: ARG002 - see scale
        return words("target.change", change=self.signed(words))

    def signed(self, words: Words) -> str:
        """Write the change alone: +25%."""
        return ("+" if self.change > 0 else "") + words.exact(self.change, "percent")


@dataclass(frozen=True)
class Absolute(_Directed):
    """+10 points: ten more than the baseline."""

    change: float

    def goal(self, baseline: float | None) -> float | None:
        """Add the change to the baseline."""
        return None if baseline is None else baseline + self.change * self.scale

    def _body(self, words: Words, scale: float = 1.0) -> str:
        return words("target.change", change=self.signed(words, scale))

    def signed(self, words: Words, scale: float = 1.0) -> str:
        """Write the change alone: +10."""
        sign = "+" if self.change > 0 and self.unit != "points" else ""
        number = self.change if scale == 1 else round(self.change * scale, 2)
        if self.unit == "percent":
            return f"{sign}{words.exact(round(number * 100, 10), 'ratio')}\u00a0{words('unit.pp')}"
        return sign + words.exact(number, self.unit, self.currency)


@dataclass(frozen=True)
class Trend(_Directed):
    """Better month over month: what it is compared with is the window of the same length before it.

    `goal` and `met` take the value of that window where other targets take the baseline.
    """

    def goal(self, baseline: float | None) -> float | None:
        """Aim at what the previous window was; the same is not better."""
        return baseline

    def _reached(self, value: float, goal: float) -> bool:
        return _side(value, goal) * self._way > 0

    @property
    def scale(self) -> float:
        """Nothing is counted per period."""
        return 1.0

    def describe(self, words: Words) -> str:
        """Write it in the reader's language."""
        return self._body(words)

    def _body(self, words: Words, scale: float = 1.0) -> str:  # noqa: ARG002 - nothing to scale
        return words(f"target.trend_{self.per}")


@dataclass(frozen=True)
class Conditional:
    """+10 points, or +5 if the baseline is above 30: the baseline decides which of the two is promised."""

    first: Simple
    other: Simple
    level: Limit  # of the baseline, for `other` to hold

    @property
    def per(self) -> Period | None:
        """The period that its numbers name."""
        return self.first.per or self.other.per or self.level.per

    @property
    def scale(self) -> float:
        """How much of its period the window holds."""
        return self.first.scale

    def chosen(self, baseline: float) -> Simple:
        """Name the target that holds from this baseline."""
        return self.other if self.level.met(baseline, None) else self.first

    def over(self, days: int) -> Conditional:
        """Count all of it over a window."""
        return Conditional(self.first.over(days), self.other.over(days), self.level.over(days))

    def goal(self, baseline: float | None) -> float | None:
        """Aim at what the chosen target asks; from an unknown baseline nothing is chosen."""
        return None if baseline is None else self.chosen(baseline).goal(baseline)

    def met(self, value: float, baseline: float | None) -> bool:
        """Whether this value keeps the target that the baseline chooses."""
        return baseline is not None and self.chosen(baseline).met(value, baseline)

    def describe(self, words: Words) -> str:
        """Write it in the reader's language."""
        first, other, level = (part.describe(words) for part in (self.first, self.other, self.level))
        return words("target.condition", first=first, other=other, level=level)


Limit = AtLeast | AtMost | Above | Below | Exactly
Simple = AtLeast | AtMost | Above | Below | Exactly | Between | Relative | Absolute
Target = AtLeast | AtMost | Above | Below | Exactly | Between | Relative | Absolute | Trend | Conditional
LIMITS: dict[Bound, type[Limit]] = {
    "at_least": AtLeast,
    "at_most": AtMost,
    "above": Above,
    "below": Below,
    "exactly": Exactly,
}


def kind(target: Target) -> str:
    """Name the kind of a target: text key `target_kind.<it>`."""
    return re.sub("(?<!^)(?=[A-Z])", "_", type(target).__name__).lower()


def _side(value: float, goal: float) -> int:
    """Tell on which side of a goal a value lies: 1 above, -1 below, 0 at it."""
    # 0.04 * 0.75 and 0.03 are the same promise to a person
    return 0 if math.isclose(value, goal, rel_tol=1e-9, abs_tol=1e-12) else int(math.copysign(1, value - goal))
