"""The two ways to a number of sentiment: the labels of the exports, counted, or an estimate from those of the team."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, Protocol

from kpi.catalog import catalog
from kpi.cells import ALL_ROWS, Filter
from kpi.noise import SIGNAL
from kpi.scan import Scan
from kpi.sentiment.ask import OPINIONS, answer
from kpi.sentiment.counts import Counts
from kpi.sentiment.figures import NOTHING, Figure
from kpi.sentiment.moments import moments
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.periods import Window
    from kpi.queries import Queries
    from kpi.sentiment.ask import Answer
    from kpi.sentiment.counts import By, Key
    from kpi.sentiment.estimate import Measure
    from kpi.sentiment.moments import Found
    from kpi.sentiment.texts import Tone

MEASURES: tuple[Measure, ...] = ("net", "positive", "negative")


class Route(Protocol):
    """A way to the numbers of some texts."""

    def figure(self, measure: Measure, window: Window, by: By = "whole", name: str = "") -> Figure:
        """Give a measure of the texts of a window: of all, of a channel or of a topic."""
        ...

    def shares(self, window: Window) -> dict[Tone, Figure]:
        """Give the shares of positive, neutral and negative among all texts of a window."""
        ...


@dataclass(frozen=True)
class Counted:
    """As the tool labelled the texts."""

    counts: Mapping[Key, Counts]

    def figure(self, measure: Measure, window: Window, by: By = "whole", name: str = "") -> Figure:
        """Count the labels of the tool."""
        return self.counts.get((window.id, by, name), Counts()).figure(measure)

    def shares(self, window: Window) -> dict[Tone, Figure]:
        """Count each of the three."""
        found = self.counts.get((window.id, "whole", ""), Counts())
        return {"positive": found.figure("positive"), "neutral": found.neutral, "negative": found.figure("negative")}


@dataclass(frozen=True)
class Estimated:
    """As people label texts: estimated from those they read, and from what a scorer makes of all of them."""

    store: Queries
    windows: Sequence[Window]  # of one length
    near: Sequence[Window] = ()  # those of them of which topics are asked: each topic is a statement
    measures: tuple[Measure, ...] = MEASURES
    filtered: Filter = ALL_ROWS
    of: str | None = None  # a condition in SQL over the columns of `opinions`, as a KPI declares it
    _found: dict[str, Found] = field(default_factory=dict)  # by topic; "" = all texts

    def figure(self, measure: Measure, window: Window, by: By = "whole", name: str = "") -> Figure:
        """Estimate a measure."""
        told = self.answer(measure, window, by, name)
        return figure(told, measure) if told else NOTHING

    def answer(self, measure: Measure, window: Window, by: By = "whole", name: str = "") -> Answer | None:
        """Give what is known of some texts; None where there are none."""
        found = self._of(name if by == "topic" else "")
        texts = found.get((window.id, name if by == "channel" else EVERYWHERE))
        return answer(texts, self.measures.index(measure), measure) if texts else None

    def shares(self, window: Window) -> dict[Tone, Figure]:
        """Estimate positive and negative; neutral is what is left."""
        positive, negative = (self.figure(measure, window) for measure in MEASURES[1:])
        net = self.figure("net", window)
        return {"positive": positive, "neutral": left(positive, negative, net), "negative": negative}

    def _of(self, topic: str) -> Found:
        if topic not in self._found:
            filtered = replace(self.filtered, topics=(topic,)) if topic else self.filtered
            asked = self.near or self.windows if topic else self.windows
            scan = Scan((catalog()[OPINIONS],), filtered, tuple(asked))
            self._found[topic] = moments(self.store, scan, self.measures, self.of)
        return self._found[topic]


def figure(told: Answer, measure: Measure) -> Figure:
    """Put an answer on the scale of the KPIs: net sentiment in points."""
    scale, found = (100.0 if measure == "net" else 1.0), told.estimate
    unit: Literal["points", "percent"] = "points" if measure == "net" else "percent"
    if found is None:
        view = None if told.view is None else scale * told.view
        return Figure(view, None, None, None, told.texts, 0, told.coverage, unit, told.sampled)
    ends = scale * found.low, scale * found.high
    return Figure(scale * found.value, *ends, scale * found.error, told.texts, found.labels, told.coverage, unit)


def left(positive: Figure, negative: Figure, net: Figure) -> Figure:
    """Give the share that is neither positive nor negative.

    Its error follows from the other three: the variances of a sum and of a difference add up to twice those of their
    parts, so var(p + q) = 2 var(p) + 2 var(q) - var(p - q); never less than if both moved against each other.
    """
    if positive.value is None or negative.value is None:
        return NOTHING
    value = min(max(1 - positive.value - negative.value, 0.0), 1.0)
    if positive.error is None or negative.error is None or net.error is None:
        return replace(net, value=value, low=None, high=None, error=None, unit="percent")
    p, q, both = positive.error**2, negative.error**2, (net.error / 100) ** 2
    error = max(math.sqrt(max(2 * p + 2 * q - both, 0.0)), abs(positive.error - negative.error))
    low, high = max(value - SIGNAL * error, 0.0), min(value + SIGNAL * error, 1.0)
    return Figure(value, low, high, error, net.texts, net.labels, net.coverage, "percent")
