"""A tool's labels against the team's: how often they agree, and by how much the tool's net sentiment is off.

Both are held against each other on the random sample alone, so what holds there holds for all texts that the tool
labelled, as far as the intervals say. Who looked for the tool's mistakes by hand says nothing here.

bias = the tool's net - the team's, both of the same texts: those in weeks and channels with a sample, without the share
of which nobody can tell. How sure it is follows from the mean of (tool - team), estimated as any mean is
(kpi.sentiment.estimate) with the tool's own label as what is known of every text. Of several people's labels of a text
the mean counts; it stands as positive or negative beyond a third.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

from kpi.catalog import catalog
from kpi.cells import ALL_ROWS
from kpi.periods import Week
from kpi.scan import CALENDAR, Scan
from kpi.sentiment.estimate import estimate
from kpi.sentiment.moments import FOLDS, NOTHING, where
from kpi.sentiment.sample import reached
from kpi.sentiment.sums import Moments, Stratum

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.cells import Filter
    from kpi.periods import Window
    from kpi.queries import Queries
    from kpi.sentiment.estimate import Estimate

FEWEST = 30  # texts that both labelled: fewer tell nothing worth acting on
EDGE = 1 / 3
OPINIONS = "net_sentiment"
LABELLED = """
select week, channel, reach, words % {folds}, sentiment, sampled, d, y_net, count(*)
from (select * from reached join calendar using (day) {where}) as one {tool}
where draw is not null and sentiment is not null {named}
group by all order by all"""
OF_TOOL = "join (select batch_id, format from upload) as by_tool using (batch_id)"
TOOLS = """
select distinct format from opinions join upload using (batch_id)
where sentiment is not null and day between ? and ? order by 1"""

Tone = Literal[-1, 0, 1]
Line = tuple[tuple[object, ...], int, int, bool, int, float | None, int]  # stratum, fold, tool, sampled, d, y, texts


@dataclass(frozen=True)
class Interval:
    """A value with its 90% interval, in points."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Audit:
    """What the random sample of a window says of a tool."""

    confusion: dict[tuple[Tone, Tone], int]  # sampled texts by (tool, team)
    labelled: int  # texts that the tool labelled, where there is a sample
    tool: float  # net of the tool's labels over all of these of which people can tell, in points
    team: Interval  # the same texts as the team would label them
    bias: Interval  # tool minus team

    @property
    def n(self) -> int:
        """How many texts of the sample both labelled."""
        return sum(self.confusion.values())

    @property
    def agreement(self) -> float:
        """The share of these on which both say the same."""
        return sum(texts for (tool, team), texts in self.confusion.items() if tool == team) / self.n

    @property
    def biased(self) -> bool:
        """Whether the tool is off by more than chance explains."""
        return not self.bias.low <= 0 <= self.bias.high


def audit(store: Queries, window: Window, filtered: Filter = ALL_ROWS, tool: str | None = None) -> Audit | None:
    """Hold a tool against the team; `tool` = format of its export, None = all. None = too few texts have both."""
    lines = _lines(store, window, filtered, tool)
    confusion: Counter[tuple[Tone, Tone]] = Counter()
    for _, _, said, sampled, told, y, texts in lines:
        if sampled and told and y is not None:
            confusion[_tone(said), _tone(y)] += texts
    if confusion.total() < FEWEST:
        return None
    strata = _strata(lines, off=False)
    team, half = estimate(strata), estimate(_strata(lines, off=True))
    if team is None or half is None:
        return None
    covered = [one.whole for one in strata if one.whole.n]
    net = 100 * _net(covered)
    people, apart = _points(team, 100), _points(half, 200)
    bias = net - people.value  # as a reader subtracts them: that of `half` is an estimate of its own, a hair away
    low, high = (bias + end - apart.value for end in (apart.low, apart.high))
    around = Interval(bias, max(low, -200.0), min(high, 200.0))  # no two net scores are further apart
    return Audit(dict(confusion), sum(one.texts for one in covered), net, people, around)


def tools(store: Queries, window: Window) -> tuple[str, ...]:
    """Name the formats of the exports that brought labels in a window."""
    return tuple(name for (name,) in store.query(TOOLS, [window.first, window.last]))


def _lines(store: Queries, window: Window, filtered: Filter, tool: str | None) -> list[Line]:
    """Count the texts that the tool labelled, alike ones together."""
    scan = Scan((catalog()[OPINIONS],), filtered, (window,))
    asked = LABELLED.format(
        folds=FOLDS,
        where=where(scan, None),
        tool=OF_TOOL if tool else "",
        named="and format = ?" if tool else "",
    )
    days = [[0], [window.last], window.days, Week.of(window.first).monday, window.last]
    rows = store.query(f"{CALENDAR}, {reached(['net'])}{asked}", [*days, *scan.asked, *([tool] if tool else [])])
    return [((week, channel, reach), int(fold), *rest) for week, channel, reach, fold, *rest in rows]


def _strata(lines: Iterable[Line], *, off: bool) -> list[Stratum]:
    """Sum up what the team says, or half of how far the tool is off, with the tool's label as what is known of all."""
    found: dict[tuple[object, ...], dict[int, Moments]] = defaultdict(dict)
    for stratum, fold, said, sampled, told, y, texts in lines:
        folds = found[stratum]
        value = ((said - (y or 0.0)) / 2 if off else y or 0.0) * told
        one = _moments(said, value, told) if sampled else Moments(1, said, said**2)
        folds[fold] = folds.get(fold, NOTHING) + _times(one, texts)
    return [Stratum(tuple(folds.get(fold, NOTHING) for fold in range(FOLDS))) for folds in found.values()]


def _net(covered: Iterable[Moments]) -> float:
    """Give the tool's net over all texts, less those of which nobody can tell, as the sample has them."""
    net = told = 0.0
    for one in covered:
        net += one.f - one.texts * (one.lf - one.lfd) / one.n
        told += one.texts * one.d / one.n
    return min(max(net / told, -1.0), 1.0)


def _moments(said: int, value: float, told: int) -> Moments:
    """Give the sums of one sampled text."""
    square = said**2
    return Moments(1, said, square, 1, told, value, value**2, said, square, said * told, said * value)


def _times(one: Moments, texts: int) -> Moments:
    return Moments(*(getattr(one, part.name) * texts for part in fields(Moments)))


def _tone(value: float) -> Tone:
    return 1 if value > EDGE else -1 if value < -EDGE else 0


def _points(found: Estimate, scale: int) -> Interval:
    return Interval(scale * found.value, scale * found.low, scale * found.high)
