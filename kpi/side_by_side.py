"""Two values beside each other, and the difference that a reader finds when she takes one from the other.

Each value alone has the digits it deserves, and the difference has its own: `1.17% → 1.62% (+0.46 pp)` is right three
times over and looks wrong. Side by side both values have the digits of the finer one, and one more where these would
hide that they differ; the difference is that of the printed values.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from kpi.words import MINUS, percent_digits

if TYPE_CHECKING:
    from kpi.snapshot import Unit
    from kpi.words import Words

MINUTE = Decimal(1) / 60  # of an hour
FINER = 3  # digits more, at most


class Printed(NamedTuple):
    """What stands on the page."""

    before: str
    after: str
    size: str


def side_by_side(before: float, after: float, unit: Unit, currency: str | None, say: Words) -> Printed:
    """Write two values alike, and their difference as they are printed."""
    step = _step(before, after, unit)
    first, last = (_steps(value, step) for value in (before, after))
    if unit == "percent":
        digits = -2 - int(step.as_tuple().exponent)
        shares = [say.share(float(count * step), digits) for count in (first, last)]
        return Printed(shares[0], shares[1], say.pp(float((last - first) * step), digits))
    texts = [say.exact(float(count * step), unit, currency) for count in (first, last)]
    sign = "+" if last > first else MINUS if last < first else ""
    size = say.exact(float(abs(last - first) * step), unit, currency).lstrip("+")
    return Printed(texts[0], texts[1], sign + size)


def _steps(value: float, step: Decimal) -> int:
    """Count the steps of a value; half a step counts as one, as everywhere on the page."""
    return int((Decimal(str(value)) / step).quantize(Decimal(1), ROUND_HALF_UP))


def _step(before: float, after: float, unit: Unit) -> Decimal:
    """Find the step that both values are written in: a finer one where they would seem to be the same."""
    step = _usual(before, after, unit)
    for _ in range(FINER):
        if before == after or _steps(before, step) != _steps(after, step):
            break
        step /= 10
    return step


def _usual(before: float, after: float, unit: Unit) -> Decimal:
    """Find the step that the finer one of two values has alone (kpi.words)."""
    least = min(abs(before), abs(after))
    match unit:
        case "percent":
            return Decimal(1).scaleb(-2 - percent_digits(before * 100, after * 100))
        case "hours" if least < 1:
            return MINUTE
        case "hours" | "days" | "working_days":
            return Decimal("0.1") if least < 10 else Decimal(1)
        case "money":
            return Decimal("0.01") if least < 100 else Decimal(1)
        case _:
            whole = unit == "points" or all(float(one).is_integer() or one >= 100 for one in (before, after))
            return Decimal("0.1") if unit == "ratio" or not whole else Decimal(1)
