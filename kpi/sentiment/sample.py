"""Which labels are a random sample: one statement for the estimate, the audit, the page that draws and its lists.

Chance gave each text a number for good, and a frame hands its texts out in that order: a week, or a topic or channel of
it. So its sample ends, in each channel, before the first text that nobody labelled; and before the first one beyond the
last that was drawn for it which was still open then: its label came later, from another frame, or because somebody
picked it. So neither a text that was picked nor one that was drawn for a topic takes the sample of the whole further. A
text belongs to the frame that reaches furthest; texts with one reach are a stratum.

A topic is one of the team's own, by any of its names, or the one that came with the text. One that was drawn from is a
stratum of a channel, even where it reaches no deeper: to look first how deep it came out would favour some outcomes.
Only where a stratum would be without a label are there none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.sentiment.estimate import Measure

# what one person says of a text, for a measure
SAID: dict[Measure, str] = {
    "net": "sentiment",
    "not_negative": "(sentiment >= 0)::tinyint",
    "positive": "(sentiment = 1)::tinyint",
    "negative": "(sentiment = -1)::tinyint",
}
# given: texts between two days. frames: what was drawn from, the last text of it or of a frame around it (`furthest`),
# and the label by which that was reached (`until`). edges: the first text beyond it that was open then. ends: up to
# which draw a frame was read in each channel.
SAMPLED = """said as (
    select source, channel, text_id as id, words, count(sentiment) > 0 as told, min(number) as number{people}
    from label where removed_at is null group by all
), given as materialized (
    select opinion.*, team_topic(topic) as tag, date_trunc('week', day)::date as week,
        reading.words, draw, language, positive, negative, scorer,
        said.words is not null as labelled, said.number as label, coalesce(said.told, false)::tinyint as d{said}
    from (select * from opinions where day between ? and ?) as opinion
    left join reading on reading.source = opinion.source and reading.channel = opinion.channel
        and reading.text_id = opinion.id
    left join said on said.source = opinion.source and said.channel = opinion.channel and said.id = opinion.id
        and said.words = reading.words
), drawn as (
    select week, nullif(regexp_extract(label.drawn, '^channel:(.*?)(?: topic:.*)?$', 1), '') as of_channel,
        nullif(regexp_extract(label.drawn, '^(?:channel:.*? )?topic:(.*)$', 1), '') as of_topic,
        max(draw) as last, arg_max(given.label, draw) as number
    from label join given on given.source = label.source and given.channel = label.channel
        and given.id = label.text_id and given.words = label.words
    where removed_at is null and label.drawn is not null
    group by all
), frames as materialized (
    select frame.week, frame.of_channel, frame.of_topic, max(around.last) as furthest,
        arg_max(around.number, around.last) as until
    from drawn as frame join drawn as around on around.week = frame.week
        and (around.of_channel is null or around.of_channel = frame.of_channel)
        and (around.of_topic is null or around.of_topic = frame.of_topic)
    group by all
), called as (
    select of_topic, of_topic as topic from frames where of_topic is not null
    union
    select of_topic, topic_called.topic from frames join topic_called on called = worded(of_topic)
), about as (
    select source, channel, text_id as id, of_topic from text_topic join called using (topic)
    union
    select source, channel, id, of_topic from given join called on called.topic = given.tag
), member as (
    select given.week, source, channel, id, draw, label, of_channel, of_topic, furthest, until
    from given join frames on frames.week = given.week and coalesce(of_channel = channel, true)
    where of_topic is null and draw is not null
    union all
    select given.week, source, channel, id, draw, label, of_channel, about.of_topic, furthest, until
    from given join about using (source, channel, id) join frames on frames.week = given.week
        and frames.of_topic = about.of_topic and coalesce(of_channel = channel, true)
    where draw is not null
), edges as (
    select week, of_channel, of_topic, coalesce(
            min(draw) filter (where draw > furthest and (label is null or label > until)), 2
        ) as edge
    from member group by all
), ends as materialized (
    select member.week, channel, member.of_channel, member.of_topic,
        least(min(draw) filter (where label is null), min(edge)) as reach,
        min(draw) filter (where label is not null) as first
    from member join edges on {edge} group by all having bool_or(label is not null)
), whole as (
    select week, channel, max(reach) as whole from ends where of_topic is null group by all
), deep as (
    select source, member.channel, id, max(reach) as deep
    from member join ends on {same}
    where member.of_topic is not null and first < reach group by all
), placed as (
    select given.*, whole, coalesce(greatest(deep, whole), -1) as reach,
        labelled and draw < coalesce(greatest(deep, whole), -1) as inside
    from given left join whole using (week, channel) left join deep using (source, channel, id)
), split as (
    select week, channel, bool_and(labels) as apart
    from (
        select week, channel, reach, bool_or(inside) as labels from placed
        where draw is not null and whole is not null group by all
    ) group by all
), reached as (
    select placed.* exclude (inside, whole, reach), if(coalesce(apart, true), reach, whole) as reach,
        coalesce(inside and (coalesce(apart, true) or draw < whole), false) as sampled
    from placed left join split using (week, channel)
)"""


_FRAME = """{0}.week = member.week and {0}.of_channel is not distinct from member.of_channel
        and {0}.of_topic is not distinct from member.of_topic"""


def reached(measures: Iterable[Measure] = ()) -> str:
    """Write the texts between two days as the table `reached`: whether each is labelled, whether sampled, and its y.

    Both days are parameters of the statement; weeks that they cut are as if they had only these days.
    """
    measures = tuple(measures)
    return SAMPLED.format(
        people="".join(f", avg({SAID[m]}) as y_{m}" for m in measures),
        said="".join(f", said.y_{m}" for m in measures),
        edge=_FRAME.format("edges"),
        same=f"{_FRAME.format('ends')} and ends.channel = member.channel",
    )
