"""The team's own topics: names, and the words that name them, by language.

They are the setting `topics`; a brand that never said has what `default_topics` in data/views.sql declares. Texts are
matched with them when they come in, and all of them anew when the topics change (data/texts/topics.py).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field, TypeAdapter

from data.declared import Declared
from data.errors import TopicsError
from data.texts import topics as matching
from data.texts.read import silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.store import Store
    from data.texts.read import Progress
    from kpi.queries import Queries

EVERY = matching.EVERY  # the language of words that are looked for in all texts
LANGUAGES = (EVERY, "en", "nl", "sv", "ro", "de", "fr")  # for which there is a ready-made list
SHORTEST = 2  # letters and digits: a single one stands in too many texts
DEFAULT = "select default_topics()"
_COUNTED = "select topic, count(*) from text_topic group by topic"
_TOLD = "select distinct trim(topic) from opinions where trim(topic) <> '' order by 1"
_LAST = "select before from setting_change where name = 'topics' order by number desc limit 1"
_LETTER = re.compile(r"[^\W_]")
_PARTED = re.compile(r"[,;\n]")


def _single_spaced(text: str) -> str:
    return " ".join(text.split())


Word = Annotated[str, AfterValidator(_single_spaced)]


class Topic(Declared):
    """A topic; a word with a star at its end may go on."""

    name: Word
    sensitive: bool = False  # it is watched more closely: privacy, AI, children
    also: tuple[Word, ...] = ()  # its other names: a plan that asks for one of them means this topic
    words: dict[str, tuple[Word, ...]] = Field(default_factory=dict)  # language -> words

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by."""
        return (self.name, *self.also)


Topics = tuple[Topic, ...]
_LIST: TypeAdapter[Topics] = TypeAdapter(Topics)


def read_topics(store: Queries) -> Topics:
    """Read what holds."""
    return _LIST.validate_json(store.query(matching.IN_FORCE)[0][0])


def default_topics(store: Queries) -> Topics:
    """Read the ready-made ones."""
    return _LIST.validate_json(store.query(DEFAULT)[0][0])


def as_json(topics: Topics) -> str:
    """Write topics as the setting keeps them."""
    return matching.listed([topic.model_dump(mode="json") for topic in topics])


def save_topics(store: Store, topics: Topics, by: str | None = None, progress: Progress = silent) -> None:
    """Keep other topics from now on, and match all texts with them; raises TopicsError for what cannot be meant."""
    check(topics)
    said = None if topics == default_topics(store) else as_json(topics)
    matching.save(store, said, by, progress)


def earlier_topics(store: Queries) -> Topics | None:
    """Read what held before the last change; None: nobody ever changed them."""
    found = store.query(_LAST)
    if not found:
        return None
    return _LIST.validate_json(found[0][0]) if found[0][0] else default_topics(store)


def counted(store: Queries) -> dict[str, int]:
    """Count the texts of each topic, by its name in lower case."""
    return {str(topic): int(texts) for topic, texts in store.query(_COUNTED)}


def known_topics(store: Queries) -> tuple[str, ...]:
    """Name what a plan or a rule can ask for: the topics that came with the texts, then the team's own."""
    told = [str(name) for (name,) in store.query(_TOLD)]
    lower = {name.lower() for name in told}
    return (*told, *(topic.name for topic in read_topics(store) if topic.name.lower() not in lower))


# -- editing -----------------------------------------------------------------------------------------


def typed(lists: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Read words as somebody typed them, between commas or line ends, by language; those without any are left out."""
    read = {
        language: tuple(word for word in map(_single_spaced, _PARTED.split(text)) if word)
        for language, text in lists.items()
    }
    return {language: some for language, some in read.items() if some}


def replaced(topics: Topics, old: str | None, new: Topic | None) -> Topics:
    """Put a topic in the place of the one called `old`; None in its stead takes it out, in place of None adds it.

    A topic with a new name keeps the old one as another: plans and rules that ask for it go on finding it.
    """
    if old is None:
        return (*topics, new) if new else topics
    if new and new.name.lower() != old.lower():
        also = (*(name for name in new.also if name.lower() != new.name.lower()), old)
        new = new.model_copy(update={"also": tuple(dict.fromkeys(also))})
    return tuple(
        found for topic in topics for found in ((new,) if topic.name == old else (topic,)) if found is not None
    )


def check(topics: Topics) -> None:
    """Raise TopicsError for the first thing that cannot be meant."""
    named: dict[str, str] = {}
    for topic in topics:
        if not topic.name or not _LETTER.search(topic.name):
            raise TopicsError(why="topic_no_name")
        for name in dict.fromkeys(one.lower() for one in topic.names):
            if name in named:
                raise TopicsError(why="topic_twice", topic=topic.name, other=named[name])
            named[name] = topic.name
        for some in topic.words.values():
            _check_words(topic, some)
        if not any(topic.words.values()):
            raise TopicsError(why="topic_no_words", topic=topic.name)


def _check_words(topic: Topic, some: Iterable[str]) -> None:
    for word in some:
        letters = len(_LETTER.findall(word))
        if "*" in word[:-1] or not letters:
            raise TopicsError(why="topic_word", topic=topic.name, word=word)
        if letters < SHORTEST:
            raise TopicsError(why="topic_short_word", topic=topic.name, word=word)
    often = next((word for word, times in Counter(word.lower() for word in some).items() if times > 1), None)
    if often:
        raise TopicsError(why="topic_word_twice", topic=topic.name, word=often)
