"""Which text is labelled next: in the order of a number that chance gave each text for good.

So no list has to be kept: a label says from which frame its text was drawn, and the frame's texts before the first open
one are a simple random sample (kpi.sentiment.sample). After a text that arrived late, labels wait outside the sample
until the gap is filled: the queue hands out the lowest number first, so gaps come before anything new.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.labels import Text
from kpi.sentiment.sample import reached

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

    @property
    def drawn(self) -> str:
        """Name it as a label does whose text was drawn from it: nothing for the whole week."""
        of_topic = self.topic and f"topic:{self.topic.strip().lower()}"
        return " ".join(part for part in (self.channel and f"channel:{self.channel}", of_topic) if part)


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
    # what `add` is told: the words as in `reading`, so that a text that changed meanwhile is not labelled, and from
    # what it was drawn, without which its label is of no sample
    words: int | None = None
    drawn: str | None = None


@dataclass(frozen=True)
class Standing:
    """How far the labelling of a frame is."""

    texts: int
    labelled: int  # by anybody
    in_sample: int  # of these, in the random sample
    missing: int  # texts without a label that were passed over, and keep labelled ones out of it
    people: int  # who labelled any of them
    twice: int  # labelled by two people or more


def queue(store: Queries, frame: Frame, by: str | None, limit: int = 50) -> list[Waiting]:
    """Give the texts that one person should label next, in their order; never one that she labelled herself."""
    rows = store.query(f"{_FRAME} {_QUEUE}", [*_params(frame), by, by, limit])
    return [
        Waiting(Text(source, channel, text_id), said, channel, day, language, draw, people > 0, words, frame.drawn)
        for source, channel, text_id, said, day, language, draw, people, words in rows
    ]


def standing(store: Queries, frame: Frame) -> Standing:
    """Count how far a frame is."""
    return Standing(*store.query(_STANDING, [*_params(frame), frame.topic])[0])


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
    where day between ? and ? and (channel = ? or ? is null) and trim(text) <> '' and not starts_with(text, '⌫')
),
topics as materialized (
    select source, channel, text_id, topic from text_topic semi join of_week using (source, channel, text_id)
    union
    select source, channel, text_id, team_topic(topic) from of_week where trim(topic) <> ''
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
# missing: texts without a label before the last one that was drawn from their frame, or from one around it
_STANDING = f"""with {reached()},
framed as materialized (
    select reached.*, people
    from reached left join (
        select source, channel, text_id as id, count(*) as people from held_label group by all
    ) using (source, channel, id)
    where draw is not null and (channel = ? or ? is null) and (? is null or tag = lower(trim(?)) or (
        source, channel, id
    ) in (select (source, channel, text_id) from text_topic where topic = lower(trim(?))))
)
select
    count(*), count(people), count(*) filter (where sampled), count(*) filter (where not labelled and (
        source, channel, id
    ) in (select (source, channel, id) from member where draw < furthest)),
    (
        select count(distinct coalesce(labelled_by, ''))
        from held_label as label semi join framed
            on framed.source = label.source and framed.channel = label.channel and framed.id = label.text_id
    ),
    count(*) filter (where people > 1)
from framed
"""
