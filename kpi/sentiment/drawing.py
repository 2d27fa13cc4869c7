"""Which text is labelled next: in the order of a number that chance gave each text for good.

So no draw has to be kept. Of the texts of a week and channel, those before the first that nobody labelled are a simple
random sample; a topic may be labelled deeper, up to its own first open text. A label beyond that (of a text that
somebody picked, or after a text that arrived late) waits outside the sample until the gap is filled: the queue hands
out the lowest number first, so gaps come before anything new.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.labels import Text

if TYPE_CHECKING:
    from datetime import date

    from kpi.periods import Week
    from kpi.queries import Queries

EVERY = 5  # of so many texts in a row one is offered to a second person, so that agreement can be measured


@dataclass(frozen=True)
class Frame:
    """The texts somebody draws from: those of a week, or of a topic or channel in it."""

    week: Week
    topic: str | None = None
    channel: str | None = None


@dataclass(frozen=True)
class Waiting:
    """A text that is to be labelled."""

    text: Text
    said: str  # what it says
    channel: str
    day: date
    language: str | None
    draw: float
    again: bool  # somebody else labelled it already: both of them show how far people agree
    words: int | None = (
        None  # as in `reading`: what `add` is told, so that a text that changed meanwhile is not labelled
    )


@dataclass(frozen=True)
class Standing:
    """How far the labelling of a frame is."""

    texts: int
    labelled: int  # by anybody
    in_sample: int  # of these, in the random sample
    missing: int  # texts without a label that keep labelled ones out of it
    people: int  # who labelled any of them
    twice: int  # labelled by two people or more


def queue(store: Queries, frame: Frame, by: str | None, limit: int = 50) -> list[Waiting]:
    """Give the texts that one person should label next, in their order; never one that she labelled herself."""
    rows = store.query(f"{_FRAME} {_QUEUE}", [*_params(frame), by, by, limit])
    return [
        Waiting(Text(source, channel, text_id), said, channel, day, language, draw, people > 0, words)
        for source, channel, text_id, said, day, language, draw, people, words in rows
    ]


def standing(store: Queries, frame: Frame) -> Standing:
    """Count how far a frame is."""
    return Standing(*store.query(f"{_FRAME} {_STANDING}", _params(frame))[0])


def framed(frame: Frame) -> tuple[str, str, list[object]]:
    """Give what cuts labels to a frame: what comes before a select, a join, and their parameters."""
    return _FRAME, "semi join (from drawn where framed) using (source, channel, text_id)", _params(frame)


def _params(frame: Frame) -> list[object]:
    return [frame.week.monday, frame.week.sunday, frame.channel, frame.channel, frame.topic, frame.topic]


# drawn: the texts of the week (and channel), each with whether it is of the frame (its topic).
# The week is cut out first: a store has a hundred of them.
_FRAME = """
with of_week as materialized (
    select source, channel, id as text_id, day, text as said, topic
    from opinions
    where day between ? and ? and (channel = ? or ? is null) and trim(text) <> ''
),
topics as materialized (
    select source, channel, text_id, topic from text_topic semi join of_week using (source, channel, text_id)
    union
    select source, channel, text_id, lower(trim(topic)) from of_week where trim(topic) <> ''
),
drawn as materialized (
    select
        of_week.* exclude (topic), reading.draw, reading.language, reading.words, coalesce(people, 0) as people,
        ? is null or (source, channel, text_id) in (
            select (source, channel, text_id) from topics where topic = lower(trim(?))
        ) as framed
    from of_week join reading using (source, channel, text_id)
        left join labelled_text using (source, channel, text_id)
)
"""
_QUEUE = f"""
select source, channel, text_id, said, day, language, draw, people, words
from (select *, row_number() over (order by draw, source, channel, text_id) as place from drawn where framed) as one
where (people = 0 or (people = 1 and place % {EVERY} = 0)) and not exists (
    select 1 from held_label as own
    where own.source = one.source and own.channel = one.channel and own.text_id = one.text_id
        and (own.labelled_by is not distinct from ? or one.people = 1 and ? is null)
)
order by draw, source, channel, text_id
limit ?
"""
# deep: up to where all texts of a channel, or of a topic in it, are labelled. A text is in the sample when it lies
# before one of its own. Gaps are the texts without a label among others of which four in five have one.
_STANDING = """
, deep as (
    select channel, null as topic, coalesce(min(draw) filter (where people = 0), 2) as deep
    from drawn group by channel
    union all
    select drawn.channel, topic, coalesce(min(draw) filter (where people = 0), 2)
    from drawn join topics using (source, channel, text_id) group by drawn.channel, topic
),
of_topic as (
    select source, channel, text_id, max(deep) as deep
    from topics join deep using (channel, topic) group by all
),
placed as (
    select
        drawn.*, draw < greatest(whole.deep, coalesce(of_topic.deep, 0)) as inside,
        avg(if(people > 0, 1, 0)) over before as share, count(*) filter (where people = 0) over before as open
    from drawn join deep as whole on whole.channel = drawn.channel and whole.topic is null
        left join of_topic on (of_topic.source, of_topic.channel, of_topic.text_id)
            = (drawn.source, drawn.channel, drawn.text_id)
    where framed
    window before as (partition by drawn.channel order by draw, drawn.source, drawn.text_id)
),
gaps as (select max(open) filter (where people > 0 and share >= 0.8) as open from placed group by channel)
select
    count(*), count(*) filter (where people > 0), count(*) filter (where people > 0 and inside),
    coalesce((select sum(open) from gaps), 0)::bigint,
    (
        select count(distinct coalesce(labelled_by, ''))
        from held_label semi join placed using (source, channel, text_id)
    ),
    count(*) filter (where people > 1)
from placed
"""
