"""The sums that an estimate needs, of all windows and channels at once: one statement, whatever is asked of it.

A stratum: the texts of an ISO week and channel whose random sample reaches equally far (kpi.sentiment.sample).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpi.periods import Week
from kpi.scan import CALENDAR, conditions
from kpi.sentiment.sample import SAID, reached
from kpi.sentiment.sums import Moments, Stratum
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kpi.queries import Queries
    from kpi.scan import Scan
    from kpi.sentiment.estimate import Measure

FOLDS = 5
TOOL = "tool"
AND = " + "  # between the names of several scorers
# what a text says for a measure to the scorer; to the tool of its export and to people see SAID
SEEN: dict[Measure, str] = {
    "net": "coalesce(positive::double - negative, 0)",
    "not_negative": "1 - coalesce(negative::double, 0)",
    "positive": "coalesce(positive::double, 0)",
    "negative": "coalesce(negative::double, 0)",
}
SUMS = """, seen as (
    select *, {views} from reached {where}
), daily as (
    select day, week, channel, reach, words % {folds} as fold, count(*) as found, count(draw) as texts,
        count(draw) filter (where sentiment is not null or positive is not null) as readable,
        count(draw) filter (where sentiment is not null) as of_tool,
        list(distinct scorer) filter (where sentiment is null) as scorers,
        count(*) filter (where sampled) as n, sum(d) filter (where sampled) as d,
        {sums}
    from seen group by all
)
select "window", channel, week, reach, fold, sum(found)::bigint, sum(texts)::bigint, sum(readable)::bigint,
    sum(of_tool)::bigint, flatten(list(scorers)), sum(n)::bigint, coalesce(sum(d), 0)::bigint, {totals}
from daily join calendar using (day)
group by "window", channel, week, reach, fold
order by all"""
SUM = """sum({f}) filter (where draw is not null) as f_{m}, sum({f} * {f}) filter (where draw is not null) as ff_{m},
        sum(d * y_{m}) filter (where sampled) as dy_{m}, sum(d * y_{m} * y_{m}) filter (where sampled) as dyy_{m},
        sum({f}) filter (where sampled) as lf_{m}, sum({f} * {f}) filter (where sampled) as lff_{m},
        sum({f} * d) filter (where sampled) as lfd_{m}, sum({f} * d * y_{m}) filter (where sampled) as lfdy_{m}"""
PARTS = ("f", "ff", "dy", "dyy", "lf", "lff", "lfd", "lfdy")
NOTHING = Moments(0, 0.0, 0.0)


@dataclass
class Texts:
    """What a window has in a channel, or in all of them."""

    found: int = 0  # rows, with a text or without one
    texts: int = 0
    readable: int = 0  # texts that the scorer can read, or that the tool labelled
    of_tool: int = 0  # texts that the tool labelled
    scorers: set[str] = field(default_factory=set)
    strata: dict[tuple[object, ...], dict[int, tuple[Moments, ...]]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def scorer(self) -> str:
        """Name what the texts were seen by: `lexicon-1`, `lexicon-1 + own-1` while not all are read anew, `tool`."""
        return AND.join([*sorted(self.scorers), *([TOOL] if self.of_tool else [])])

    def of(self, number: int) -> list[Stratum]:
        """Give the strata for the measure with this number."""
        ordered = sorted(self.strata.items(), key=lambda one: str(one[0]))
        return [
            Stratum(tuple(folds[fold][number] if fold in folds else NOTHING for fold in range(FOLDS)))
            for _, folds in ordered
        ]


Found = dict[tuple[str, str], Texts]  # by id of the window and channel, EVERYWHERE among them


def moments(store: Queries, scan: Scan, measures: Iterable[Measure], of: str | None = None) -> Found:
    """Sum up what is asked of the texts of a scan's windows that its filter lets through, and `of` something."""
    measures = tuple(measures)
    first, last = min(one.first for one in scan.windows), max(one.last for one in scan.windows)
    calendar = [list(range(len(scan.windows))), [window.last for window in scan.windows], scan.windows[0].days]
    asked = [*calendar, Week.of(first).monday, last, *scan.asked]
    found: Found = defaultdict(Texts)
    for number, channel, *told in store.query(_statement(scan, measures, of), asked):
        for place in (channel, EVERYWHERE):
            _add(found[scan.windows[number].id, place], channel, told, len(measures))
    return dict(found)


def _add(texts: Texts, channel: str, told: list[object], measures: int) -> None:
    week, reach, fold, found, count, readable, of_tool, scorers, *sums = told
    texts.found += found  # type: ignore[operator]
    if fold is None:
        return
    texts.texts += count  # type: ignore[operator]
    texts.readable += readable  # type: ignore[operator]
    texts.of_tool += of_tool  # type: ignore[operator]
    texts.scorers |= set(scorers or ())  # type: ignore[call-overload]
    texts.strata[week, channel, reach][int(fold)] = tuple(_moments(count, sums, measures))  # type: ignore[call-overload]


def _moments(count: object, sums: list[object], measures: int) -> Iterator[Moments]:
    n, d, *rest = sums
    for number in range(measures):
        f, ff, *sampled = rest[number * len(PARTS) : (number + 1) * len(PARTS)]
        yield Moments(count, f, ff, n, float(d), *sampled)  # type: ignore[arg-type]


def _statement(scan: Scan, measures: tuple[Measure, ...], of: str | None) -> str:
    views = ", ".join(f"{view(m)} as f_{m}" for m in measures)
    sums = ", ".join(SUM.format(f=f"f_{m}", m=m) for m in measures)
    totals = ", ".join(f"coalesce(sum({part}_{m}), 0)" for m in measures for part in PARTS)
    told = SUMS.format(views=views, where=where(scan, of), folds=FOLDS, sums=sums, totals=totals)
    return f"{CALENDAR}, {reached(measures)}{told}"


def view(measure: Measure) -> str:
    """Write what the tool, else the scorer, makes of a text; one that it cannot read is as a neutral one."""
    return f"if(sentiment is null, {SEEN[measure]}, {SAID[measure]})::double"


def where(scan: Scan, of: str | None) -> str:
    """Write which texts a scan asks for."""
    asked = [one.removeprefix("where ") for one in conditions(scan.kpis[0], scan.filtered)]
    both = [*asked, *([f"({of})"] if of else [])]
    return f"where {' and '.join(both)}" if both else ""
