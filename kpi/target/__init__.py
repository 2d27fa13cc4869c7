"""Targets: what a team promises about a KPI, read exactly as people write it.

`kinds` says what can be promised and when it is met, `clauses` cuts deadlines and conditions out of a
text, `written` makes the rest one of the kinds, and `suggest` offers what was probably meant.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kpi.target import written as _written
from kpi.target.kinds import (
    Above,
    Absolute,
    AtLeast,
    AtMost,
    Below,
    Between,
    Conditional,
    Exactly,
    Relative,
    Target,
    Trend,
    kind,
)
from kpi.target.pro_rata import PERIOD_DAYS, pro_rata
from kpi.target.suggest import suggest
from kpi.target.written import Asked, Written
from kpi.unreadable import TargetError, UnreadableError

if TYPE_CHECKING:
    from kpi.amount import Amount
    from kpi.snapshot import Good, Unit

__all__ = [
    "PERIOD_DAYS",
    "Above",
    "Absolute",
    "AtLeast",
    "AtMost",
    "Below",
    "Between",
    "Conditional",
    "Exactly",
    "Relative",
    "Target",
    "TargetError",
    "Trend",
    "Written",
    "kind",
    "pro_rata",
    "read_baseline",
    "read_target",
    "read_written",
]


@lru_cache(maxsize=4096)
def read_written(
    text: str, good: Good, unit: Unit, language: str | None = None, currency: str | None = None
) -> Written | TargetError:
    """Read a target with its clauses; `language` is the one the text was written in, `currency` the plan's."""
    asked = Asked(good, unit, language, currency)
    try:
        return _written.written(text, asked)
    except UnreadableError as cause:
        return suggest(_written.written, asked, TargetError(text, *cause.args))


def read_target(
    text: str, good: Good, unit: Unit, language: str | None = None, currency: str | None = None
) -> Target | TargetError:
    """Read only what a target asks, without its clauses."""
    read = read_written(text, good, unit, language, currency)
    return read if isinstance(read, TargetError) else read.target


@lru_cache(maxsize=4096)
def read_baseline(
    text: str, unit: Unit, language: str | None = None, currency: str | None = None
) -> Amount | TargetError:
    """Read where a KPI starts: one number, not a range, a bound or a change."""
    asked = Asked("up", unit, language, currency)
    try:
        return _written.baseline(text, asked)
    except UnreadableError as cause:
        return suggest(_written.baseline, asked, TargetError(text, *cause.args))
