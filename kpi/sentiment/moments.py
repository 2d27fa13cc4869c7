"""The sums that an estimate needs, of all windows and channels at once: one statement, whatever is asked of it.

A stratum is an ISO week of a channel. Its texts are labelled in the order of their draw, so those before the first that
nobody labelled are a random sample; labels beyond it are of texts that somebody chose, and stay out. A topic can be
labelled deeper: its texts are then a stratum of their own, which reaches up to the first open text of that topic. A
topic is one of the team's own, or the one that came with the text. A handful of labels makes no topic deep: who picks
texts that have a topic all to themselves would else bring in what was picked, and leave the rest without it.
A label counts while the text has the words that were read.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpi.periods import Week
from kpi.scan import CALENDAR, conditions
from kpi.sentiment.sums import Moments, Stratum
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kpi.queries import Queries
    from kpi.scan import Scan
    from kpi.sentiment.estimate import Measure

FOLDS = 5
TOOL = "tool"
DEEP = 10  # labelled texts from which on a topic that was labelled deeper is a stratum of its own
# what a text says for a measure, to the tool of its export, to the scorer, and to one person
SEEN: dict[Measure, tuple[str, str, str]] = {
    "net": ("sentiment", "coalesce(positive::double - negative, 0)", "sentiment"),
    "not_negative": ("(sentiment >= 0)::tinyint", "1 - coalesce(negative::double, 0)", "(sentiment >= 0)::tinyint"),
    "positive": ("(sentiment = 1)::tinyint", "coalesce(positive::double, 0)", "(sentiment = 1)::tinyint"),
    "negative": ("(sentiment = -1)::tinyint", "coalesce(negative::double, 0)", "(sentiment = -1)::tinyint"),
}
# `opened`, `deep`: up to which draw all texts of a week and channel, or of a topic of theirs, were read
SAMPLED = """, said as (
    select source, channel, text_id as id, words, count(sentiment) > 0 as told, {people}
    from label where removed_at is null group by all
), given as (
    select opinion.*, date_trunc('week', day)::date as week, reading.words, draw, positive, negative, scorer,
        said.words is not null as labelled, coalesce(said.told, false)::tinyint as d, {said}
    from (select * from opinions where day between ? and ?) as opinion
    left join reading on reading.source = opinion.source and reading.channel = opinion.channel
        and reading.text_id = opinion.id
    left join said on said.source = opinion.source and said.channel = opinion.channel and said.id = opinion.id
        and said.words = reading.words
), opened as (
    select week, channel, coalesce(min(draw) filter (where not labelled), 2) as reach
    from given where draw is not null group by week, channel having bool_or(labelled)
), topics as (
    select source, channel, text_id as id, topic from text_topic
    where (select count(*) from opened) > 0
    union
    select source, channel, id, lower(trim(topic)) from given join opened using (week, channel) where trim(topic) <> ''
), deep as (
    select week, channel, topic, reach
    from (
        select week, channel, topics.topic, draw, labelled, opened.reach as whole, coalesce(
                min(draw) filter (where not labelled) over (partition by week, channel, topics.topic), 2
            ) as reach
        from given join opened using (week, channel) join topics using (source, channel, id)
        where draw is not null
    )
    where labelled and draw < reach
    group by week, channel, topic, reach, whole
    having max(draw) > whole and count(*) >= {deep}
), deeper as (
    select source, channel, id, max(deep.reach) as reach
    from given join topics using (source, channel, id)
        join deep on deep.week = given.week and deep.channel = given.channel and deep.topic = topics.topic
    group by all
), reached as (
    select given.*, coalesce(deeper.reach, opened.reach, -1) as reach,
        coalesce(labelled and draw < coalesce(deeper.reach, opened.reach), false) as sampled
    from given left join opened using (week, channel) left join deeper using (source, channel, id)
)"""
SUMS = """, seen as (
    select *, {views} from reached {where}
), daily as (
    select day, week, channel, reach, words % {folds} as fold, count(*) as found, count(draw) as texts,
        count(draw) filter (where sentiment is not null or positive is not null) as readable,
        count(draw) filter (where sentiment is not null) as of_tool,
        max(scorer) filter (where sentiment is null) as scorer,
        count(*) filter (where sampled) as n, sum(d) filter (where sampled) as d,
        {sums}
    from seen group by all
)
select "window", channel, week, reach, fold, sum(found)::bigint, sum(texts)::bigint, sum(readable)::bigint,
    sum(of_tool)::bigint, max(scorer), sum(n)::bigint, coalesce(sum(d), 0)::bigint, {totals}
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
        """Name what the texts were seen by: `lexicon-1`, `tool`, or both."""
        return ", ".join([*sorted(self.scorers), *([TOOL] if self.of_tool else [])])

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
    week, reach, fold, found, count, readable, of_tool, scorer, *sums = told
    texts.found += found  # type: ignore[operator]
    if fold is None:
        return
    texts.texts += count  # type: ignore[operator]
    texts.readable += readable  # type: ignore[operator]
    texts.of_tool += of_tool  # type: ignore[operator]
    texts.scorers |= {str(scorer)} if scorer else set()
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
    return f"{CALENDAR}{reached(measures)}{told}"


def reached(measures: Iterable[Measure]) -> str:
    """Write the texts between two days as the table `reached`: whether each is labelled, whether sampled, and its y."""
    people = ", ".join(f"avg({SEEN[m][2]}) as y_{m}" for m in measures)
    return SAMPLED.format(deep=DEEP, people=people, said=", ".join(f"said.y_{m}" for m in measures))


def view(measure: Measure) -> str:
    """Write what the tool, else the scorer, makes of a text; one that it cannot read is as a neutral one."""
    of_tool, of_scorer, _ = SEEN[measure]
    return f"if(sentiment is null, {of_scorer}, {of_tool})::double"


def where(scan: Scan, of: str | None) -> str:
    """Write which texts a scan asks for."""
    asked = [one.removeprefix("where ") for one in conditions(scan.kpis[0], scan.filtered)]
    both = [*asked, *([f"({of})"] if of else [])]
    return f"where {' and '.join(both)}" if both else ""
