"""The texts behind a number of opinions, with what people, the scorer and the tool of the export each made of them.

Nobody is named: handles, addresses, telephone numbers and private links are masked (kpi.paper.private), and who wrote a
text is not asked. A label of people counts while the text has the words they read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kpi.paper.private import private

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kpi.queries import Queries

Tone = Literal["positive", "neutral", "negative"]
Order = Literal["negative", "positive", "often", "newest"]
Labels = Literal["labelled", "waiting", "apart"]
TONES: tuple[Tone, ...] = ("negative", "neutral", "positive")
ORDERS: dict[Order, str] = {
    "negative": "best nulls last, view nulls last, times desc, last desc, source, channels, row",
    "positive": "best desc nulls last, view desc nulls last, times desc, last desc, source, channels, row",
    "often": "times desc, last desc, source, channels, row",
    "newest": "last desc, source, channels, row",
}
# which of several texts that say the same is cited: day, file and row are of one and the same
NEWEST = "(said.day, coalesce(said.batch_id, 0), coalesce(said.source_row, 0), said.channel, said.id)"
ALIKE, EACH = "coalesce(words::varchar, text)", "source, channel, id"  # texts with the same words, or one by one
MOST = 100_000  # texts that a file holds
EDGE = 1 / 3  # a view beyond it is positive or negative: the thirds of the scale from -1 to 1
CALLED: dict[Tone, str] = {
    "positive": "best > {edge}",
    "neutral": "best between -{edge} and {edge}",
    "negative": "best < -{edge}",
}
CHECKED: dict[Labels, str] = {
    "labelled": "readers > 0",
    "waiting": "readers is null",
    # somebody said what it is, and the tool, or else the scorer, says something else
    "apart": "people is not null and abs(people - coalesce(tool, view)) > {edge}",
}
SAID = """with called as (
    select source, channel, text_id, words, avg(sentiment) as people, count(*) as readers
    from label where removed_at is null
    group by all
), named as (
    select source, channel, text_id, list(topic) as named from text_topic group by all
), said as materialized (
    select
        one.* exclude (sentiment, topic), one.sentiment as tool, reading.words, reading.language, reading.scorer,
        reading.positive - reading.negative as view, called.people, called.readers,
        coalesce(called.people, one.sentiment, reading.positive - reading.negative) as best,
        list_distinct(list_append(named.named, team_topic(one.topic))) as topics
    from (select * from opinions where day between ? and ? and trim(text) <> ''{of}) as one
    left join reading on reading.source = one.source and reading.channel = one.channel and reading.text_id = one.id
    left join called on called.source = one.source and called.channel = one.channel and called.text_id = one.id
        and called.words = reading.words
    left join named on named.source = one.source and named.channel = one.channel and named.text_id = one.id
)"""
LISTED = """
select sum(count(*)) over () as total, count(*) over () as lines, max(day) as last, list_sort(list(distinct channel)),
    list_sort(list_distinct(flatten(list(topics)))), max(language), arg_max(text, {newest}), people,
    coalesce(readers, 0), view, tool, count(*) as times,
    (select file from upload where upload.batch_id = arg_max(said.batch_id, {newest})),
    arg_max(source_row, {newest}) as row,
    best, min(source) as source, list_sort(list(distinct channel)) as channels
from said
where {where}
group by {key}, people, readers, view, tool, best
order by {order}
limit {most}"""


@dataclass(frozen=True)
class Asked:
    """Which texts a reader asked for, and in which order; None asks for nothing."""

    first: date
    last: date
    topics: tuple[str, ...] = ()  # one of them is enough; words compare without case
    channel: str | None = None
    language: str | None = None  # ISO 639-1; "" = nobody can tell
    tone: Tone | None = None  # as people called it, else the tool, else the scorer
    labels: Labels | None = None
    order: Order = "negative"
    of: str | None = None  # a condition in SQL over the columns of `opinions`, as a KPI declares it

    def within(self) -> tuple[str, list[object]]:
        """Write which opinions it speaks of, with the parameters."""
        asked: list[tuple[str, list[object]]] = [(f"({self.of})", [])] if self.of else []
        if self.topics:
            wanted = [name.lower() for name in self.topics]
            asked.append(("about_topics(?::varchar[], topic, source, channel, id)", [wanted]))
        asked += [("channel = ?", [self.channel])] if self.channel is not None else []
        return "".join(f" and {sql}" for sql, _ in asked), [value for _, values in asked for value in values]

    def where(self) -> tuple[str, list[object]]:
        """Write what it asks of the texts themselves, with the parameters."""
        asked = [CALLED[self.tone].format(edge=EDGE)] if self.tone else []
        asked += [CHECKED[self.labels].format(edge=EDGE)] if self.labels else []
        asked += ["coalesce(language, '') = ?"] if self.language is not None else []
        return " and ".join(asked) or "true", [] if self.language is None else [self.language]


@dataclass(frozen=True)
class Said:
    """One text as it may be shown, and what was made of it; or several that say the same and were called alike."""

    day: date  # the last one
    channels: tuple[str, ...]
    topics: tuple[str, ...]  # in lower case
    language: str | None
    text: str  # masked
    people: float | None  # mean of what they called it, -1 to 1; None = nobody did, or nobody can tell
    readers: int  # people who read it
    view: float | None  # of the scorer, -1 to 1; None = it cannot read that
    tool: int | None  # 1, 0, -1 as the export says; None = unlabelled
    times: int
    file: str | None  # where the last one stands: of the newest upload, if several say it on that day
    row: int

    @property
    def unsure(self) -> bool:
        """Whether people read it and none of them could tell."""
        return self.readers > 0 and self.people is None


@dataclass(frozen=True)
class Found:
    """Some texts, those that say the same together, and how many there are in all."""

    texts: tuple[Said, ...]
    total: int  # texts
    lines: int  # different ones


@dataclass(frozen=True)
class Choices:
    """What the texts of some days can be narrowed to: names with the number of their texts, the most first."""

    texts: int
    topics: dict[str, int]
    channels: dict[str, int]
    languages: dict[str, int]  # "" = nobody can tell
    bare: int  # opinions beside them whose export has no text
    unread: int  # texts that no scorer has seen yet
    labelled: int  # texts that somebody read


def tone(view: float | None) -> Tone | None:
    """Say what a view from -1 to 1 comes to."""
    if view is None:
        return None
    return "positive" if view > EDGE else "negative" if view < -EDGE else "neutral"


def texts(store: Queries, asked: Asked, most: int, *, alike: bool = True) -> Found:
    """List the texts that were asked for, at most so many; `alike` puts those that say the same together."""
    (of, named), (where, params) = asked.within(), asked.where()
    listed = LISTED.format(
        where=where, key=ALIKE if alike else EACH, order=ORDERS[asked.order], most=most, newest=NEWEST
    )
    rows = store.query(SAID.format(of=of) + listed, [asked.first, asked.last, *named, *params])
    return Found(tuple(_said(row[2:14]) for row in rows), *((int(rows[0][0]), rows[0][1]) if rows else (0, 0)))


def choices(store: Queries, first: date, last: date) -> Choices:
    """Count what the texts of some days can be narrowed to."""
    sql = f"""{SAID.format(of="")}
select 'topics', topic, count(*) from (select unnest(topics) as topic from said) group by all
union all select 'channels', channel, count(*) from said group by all
union all select 'languages', coalesce(language, ''), count(*) from said group by all
union all select 'unread', '', count(*) filter (where scorer is null) from said
union all select 'labelled', '', count(readers) from said
union all select 'bare', '', count(*) filter (where coalesce(trim(text), '') = '')
from opinions where day between ? and ?"""
    rows = store.query(sql, [first, last, first, last])
    channels, single = dict(_counted(rows, "channels")), {of: n for of, _, n in rows}
    return Choices(
        sum(channels.values()),
        dict(_counted(rows, "topics")),
        channels,
        dict(_counted(rows, "languages")),
        single["bare"],
        single["unread"],
        single["labelled"],
    )


def _counted(rows: list[tuple[str, str, int]], family: str) -> Iterator[tuple[str, int]]:
    found = ((name, n) for of, name, n in rows if of == family)
    yield from sorted(found, key=lambda one: (-one[1], one[0]))


def _said(row: tuple[Any, ...]) -> Said:
    day, channels, topics, language, text, *rest = row
    return Said(day, tuple(channels), tuple(topics), language, private(" ".join(text.split())), *rest)
