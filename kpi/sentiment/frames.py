"""What can be drawn from in a week: all of its texts, those of a channel, and those of a topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.labels import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.periods import Week
    from kpi.queries import Queries


@dataclass(frozen=True)
class Parts:
    """The texts of a week, and what they can be narrowed to: names with the number of their texts, the most first."""

    opinions: int  # messages and mentions, with and without a text
    texts: int  # of these, with a text
    read: int  # of these, looked at by Ninety: only they have a place in the order of the draw
    channels: dict[str, int]
    topics: dict[str, int]  # in lower case; a text may have several


_WEEK = """
with of_week as materialized (
    select source, channel, id as text_id, topic, coalesce(trim(text), '') <> '' as has_text
    from opinions where day between ? and ?
),
readable as materialized (
    select of_week.* from of_week semi join reading using (source, channel, text_id) where has_text
)
"""
_PARTS = f"""{_WEEK}
select 'opinions', '', count(*) from of_week
union all select 'texts', '', count(*) from of_week where has_text
union all select 'read', '', count(*) from readable
union all select 'channels', channel, count(*) from readable group by channel
union all select 'topics', topic, count(*) from (
    select source, channel, text_id, topic from text_topic semi join readable using (source, channel, text_id)
    union
    select source, channel, text_id, team_topic(topic) from readable where trim(topic) <> ''
) group by topic"""


def parts(store: Queries, week: Week) -> Parts:
    """Count what there is to draw from in a week."""
    rows = store.query(_PARTS, [week.monday, week.sunday])

    def of(family: str) -> dict[str, int]:
        found = [(name, n) for kind, name, n in rows if kind == family]
        return dict(sorted(found, key=lambda one: (-one[1], one[0])))

    whole = {name: of(name).get("", 0) for name in ("opinions", "texts", "read")}
    return Parts(**whole, channels=of("channels"), topics=of("topics"))


_TOPICS = """
with asked as (select unnest(?) as source, unnest(?) as channel, unnest(?) as text_id)
select source, channel, text_id, lower(topic) as topic from text_topic semi join asked using (source, channel, text_id)
union
select source, channel, id, team_topic(topic) from opinions
where trim(topic) <> '' and (source, channel, id) in (select (source, channel, text_id) from asked)
order by topic"""


def topics_of(store: Queries, texts: Sequence[Text]) -> dict[Text, tuple[str, ...]]:
    """Name the topics of some texts, in lower case; a text without any is left out."""
    found: dict[Text, tuple[str, ...]] = {}
    columns = [list(column) for column in zip(*texts, strict=True)] or [[], [], []]
    for source, channel, text_id, topic in store.query(_TOPICS, columns):
        text = Text(source, channel, text_id)
        found[text] = (*found.get(text, ()), topic)
    return found
