"""What a team calls high-risk: topics, in its own words, and the sentiment that makes a message about them urgent.

It is the setting `risk`; a brand that never said has what `default_risk` in data/views.sql declares. The view
`weighed_message` reads the same setting, so what this says and what is counted cannot differ.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import AfterValidator, Field, ValidationError

from data.declared import Declared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.store import Store
    from kpi.queries import Queries

SETTING = "risk"
IN_FORCE = "select coalesce((select value from setting where name = 'risk'), default_risk())"
DEFAULT = "select default_risk()"
_WORD = re.compile(r"[^*]*\w[^*]*\*?")  # a star stands at the end, where a word may go on

Mood = Literal["negative", "unlabelled", "any"]
MOODS: tuple[Mood, ...] = get_args(Mood)


def _one(text: str) -> str:
    """Write a word with single spaces; what could never be found in a text is a ValueError."""
    word = " ".join(text.split())
    if not _WORD.fullmatch(word):
        raise ValueError(f"{text!r} is no word")
    return word


Word = Annotated[str, AfterValidator(_one)]


class Topic(Declared):
    """One topic that is risky, and the words that name it; a word with a star at its end may go on."""

    name: str = Field(min_length=1)
    words: tuple[Word, ...] = Field(min_length=1)


class Risk(Declared):
    """What is high-risk: a message of one of these topics and of this mood."""

    sentiment: Mood = "negative"
    topics: tuple[Topic, ...] = Field(min_length=1)


def read_risk(store: Queries) -> Risk:
    """Read what holds."""
    return Risk.model_validate_json(store.query(IN_FORCE)[0][0])


def default_risk(store: Queries) -> Risk:
    """Read what holds of a brand that has not said otherwise."""
    return Risk.model_validate_json(store.query(DEFAULT)[0][0])


def save_risk(store: Store, risk: Risk, by: str | None = None) -> None:
    """Keep what is high-risk from now on; every number of it, of the past too, is counted anew."""
    store.set_settings({SETTING: risk.model_dump_json()}, by)


def written(topic: Topic) -> str:
    """Write the words of a topic in one line."""
    return ", ".join(topic.words)


def typed(mood: Mood, rows: Iterable[tuple[str, str]]) -> Risk | None:
    """Read topics as somebody typed them, a name and words between commas; None where that cannot be meant."""
    topics = [
        {"name": " ".join(name.split()), "words": [word for word in re.split(r"[,;\n]", words) if word.strip()]}
        for name, words in rows
        if name.strip() or words.strip()
    ]
    try:
        return Risk.model_validate({"sentiment": mood, "topics": topics})
    except ValidationError:
        return None
