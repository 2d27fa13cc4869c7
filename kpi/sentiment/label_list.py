"""The labels that count, newest first, each with the text it is of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

    from data.labels import Sentiment
    from kpi.queries import Queries

Whose = Literal["mine", "everybody"]


@dataclass(frozen=True)
class Listed:
    """A label and its text."""

    number: int
    said: str  # the text as it is stored
    channel: str
    day: date
    sentiment: Sentiment | None  # None = read, and nobody can tell
    by: str | None
    at: datetime  # UTC


@dataclass(frozen=True)
class Labels:
    """Some labels, and how many there are."""

    listed: tuple[Listed, ...]
    total: int


_LISTED = """
select count(*) over (), number, text, opinions.channel, day, label.sentiment, labelled_by, labelled_at
from held_label as label
join opinions on opinions.source = label.source and opinions.channel = label.channel and opinions.id = label.text_id
where ? or labelled_by is not distinct from ?
order by number desc
limit ?"""


def newest(store: Queries, whose: Whose, by: str | None, most: int) -> Labels:
    """List at most so many labels: those of one person (None: of those without a name), or everybody's."""
    rows = store.query(_LISTED, [whose == "everybody", by, most])
    return Labels(tuple(Listed(*row[1:]) for row in rows), rows[0][0] if rows else 0)
