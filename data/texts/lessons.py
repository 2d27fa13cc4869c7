"""What the team's own model learns from: each text that somebody called positive, neutral or negative, once.

A label counts while its text has the words that were read; of several people each has an equal say. Texts with the same
words are one lesson, so that a copy teaches nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.texts.read import FOLDS
from data.texts.there import texts

if TYPE_CHECKING:
    from data.journal import Queries

# `heard` cuts the texts down to those that somebody labelled (data/texts/there.py)
_LESSONS = f"""
with heard as (select distinct source, channel, text_id from label where removed_at is null)
select
    words, min(said), min(reading.language), count(*) filter (where sentiment = -1),
    count(*) filter (where sentiment = 0), count(*) filter (where sentiment = 1)
from label
join reading using (source, channel, text_id, words)
join ({texts(scope=True)}) as text using (source, channel, text_id)
where removed_at is null and sentiment is not null and not starts_with(said, '⌫')
group by words
order by words
"""


@dataclass(frozen=True)
class Lesson:
    """One text and what people called it."""

    words: int  # hash of its words: what it is the same text as
    text: str
    language: str | None
    called: tuple[float, float, float]  # shares of the people who said negative, neutral, positive; they add up to 1

    @property
    def fold(self) -> int:
        """Tell its fold: the sub-model of that fold never sees it."""
        return self.words % FOLDS

    @property
    def mean(self) -> float:
        """Give what people said on average, -1 to 1."""
        return self.called[2] - self.called[0]


def lessons(store: Queries) -> tuple[Lesson, ...]:
    """Give all lessons, in an order that hangs on the texts alone."""
    found = []
    for words, text, language, *counts in store.query(_LESSONS):
        people = sum(counts)
        negative, neutral, positive = (count / people for count in counts)
        found.append(Lesson(words, text, language, (negative, neutral, positive)))
    return tuple(found)


def newest_label(store: Queries) -> int:
    """Give the number of the newest label; 0 = there is none."""
    return int(store.query("select coalesce(max(number), 0) from label")[0][0])
