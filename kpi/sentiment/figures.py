"""One number of sentiment with how sure it is, and what a difference between two of them is worth.

Net sentiment is in points (-100 to 100), a share a fraction (0 to 1), as the KPIs have them. An interval holds the
truth in nine of ten cases.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from kpi.noise import SIGNAL, evidence, sigma
from kpi.sentiment.worth import SPREAD, with_more

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.snapshot import Evidence

State = Literal["sure", "few", "indicative", "none"]
STATES: tuple[State, ...] = get_args(State)
ENOUGH = 30  # labels; fewer of them are shown, and carry no judgement
TENS = 10
MOST = {"points": 200.0, "percent": 1.0}  # that two figures can differ by
COVERAGE = 0.5  # of the texts that the labels must speak for, as of any KPI of opinions


@dataclass(frozen=True)
class Figure:
    """A measure over some texts of one window."""

    value: float | None
    low: float | None  # ends of the 90% interval; None = fewer than two labels
    high: float | None
    error: float | None  # one standard error of sampling
    texts: int  # all of them
    labels: int  # it stands on: those of people, or those that came with the export
    coverage: float | None  # share of the texts that the labels speak for
    unit: Literal["points", "percent"] = "points"
    sampled: int = 0  # texts of the random sample, where they are too few for an estimate

    @property
    def state(self) -> State:
        """How much it carries: word, shape and colour follow."""
        if self.value is None:
            return "none"
        if self.low is None:
            return "indicative"
        return "sure" if self.labels >= ENOUGH and (self.coverage or 0.0) >= COVERAGE else "few"

    @property
    def margin(self) -> float | None:
        """Half the width of the interval."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2


NOTHING = Figure(None, None, None, None, 0, 0, None)


@dataclass(frozen=True)
class Difference:
    """From one window to another one that shares no day with it."""

    size: float
    low: float
    high: float
    evidence: Evidence


def difference(before: Figure, after: Figure, weekly: float | None = None) -> Difference | None:
    """Compare two figures; None without two of them that labels carry: an indication is compared with nothing.

    `weekly` is the scatter of ordinary weeks (kpi.noise): like the scorecard's own moves, one sigma of each side is the
    larger of it and the error of sampling. The interval is of the labels alone, cut to what a difference can be: 200
    points, or the whole of a share.
    """
    if before.value is None or after.value is None or before.error is None or after.error is None:
        return None
    size = after.value - before.value
    reach = SIGNAL * math.hypot(before.error, after.error)
    carried = before.state == after.state == "sure"
    off = math.hypot(*(sigma(one.error, weekly) or 0.0 for one in (before, after)))
    most = MOST[after.unit]
    low, high = max(size - reach, -most), min(size + reach, most)
    return Difference(size, low, high, evidence(size, off) if carried else "too_little")


def needed(figure: Figure, margin: float, left: int) -> int:
    """Reckon how many more labels bring net sentiment to within `margin` points, in tens; at most the texts `left`.

    The width shrinks with the square root of the labels (kpi.sentiment.worth). What the labels of all that are left
    come to says `reached`.
    """
    have = figure.labels if figure.margin else 0
    width = figure.margin or 0.0 if have else 100 * SIGNAL * SPREAD
    more = math.ceil(max(have, 1) * (width / margin) ** 2) - have
    return max(0, min(-(-more // TENS) * TENS, left))


def reached(figure: Figure, more: int) -> float | None:
    """Reckon half the width in points with so many more labels, as the page of labels does; None without any."""
    return with_more(figure.margin, figure.labels, more)


def sort_worst(found: Mapping[str, Figure]) -> list[str]:
    """Order the names of figures, the worst first; those that carry little come after those that carry much."""
    rank = {state: place for place, state in enumerate(STATES)}
    return sorted(found, key=lambda name: (rank[found[name].state], found[name].value or 0.0, name))
