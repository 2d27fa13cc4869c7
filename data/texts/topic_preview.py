"""What a draft of topics would find, before anybody saves it: how many texts of the last 13 weeks, by which word.

Nothing is written: the texts that a drafted topic finds are put aside for this question alone.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.texts.topics import EVERY, has_any, topics_in, words_of

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from data.journal import Queries
    from data.store import Store
    from data.texts.topics import Word

DAYS = 91
EXAMPLES = 5


@dataclass(frozen=True)
class OfLanguage:
    """What a topic finds in the texts of one language."""

    language: str | None  # ISO 639-1; None = nobody can tell
    texts: int  # of the 13 weeks
    found: int  # of these, with a word of the topic


@dataclass(frozen=True)
class Example:
    """A text that a topic finds, and the words that were looked for in it, as `data.texts.marking` takes them."""

    language: str | None
    text: str  # as stored
    sought: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """What one topic of a draft would find."""

    first: date | None  # of the 13 weeks up to the newest text; None: there is no text
    last: date | None
    languages: tuple[OfLanguage, ...]  # most texts first
    words: dict[tuple[str, str], int]  # (language or *, word as typed) -> texts with it
    examples: tuple[Example, ...]  # by chance, and each language in its turn
    shared: dict[str, int]  # other topics of the draft (in lower case) -> texts that are about both, most first

    @property
    def texts(self) -> int:
        """Count the texts of the 13 weeks."""
        return sum(one.texts for one in self.languages)

    @property
    def found(self) -> int:
        """Count those that the topic finds."""
        return sum(one.found for one in self.languages)

    @property
    def never(self) -> tuple[str, ...]:
        """Name the words that find nothing, of the languages that there are texts of."""
        spoken = {one.language for one in self.languages}
        dead = [one for one, texts in self.words.items() if not texts]
        found = (word for language, word in dead if language == EVERY or spoken & {language, None})
        return tuple(dict.fromkeys(found))


def lately(store: Queries) -> tuple[date, date, dict[str, int]] | None:
    """Count the texts of each topic (in lower case) in the 13 weeks up to the newest text; None: there is no text.

    These are the days of a preview, the first and the last of which come with the counts.
    """
    first, last = store.query(f"SELECT max(day) - {DAYS - 1}, max(day) FROM {_TEXTS}")[0]
    return (first, last, dict(store.query(_LATELY, [first]))) if last else None


def preview(store: Store, said: str, topic: str) -> Preview:
    """Find out what a topic of a draft (JSON) would find."""
    with closing(store.shared.hold()) as con:
        last = con.execute(f"SELECT max(day) FROM {_TEXTS}").fetchall()[0][0]
        if last is None:
            return Preview(None, None, (), {}, (), {})
        words = words_of(con, said)
        own = [word for word in words if word.topic == topic.lower()]
        others = [word for word in words if word.topic != topic.lower()]
        con.execute(_DRAFTED.format(found=has_any(own), others=topics_in(others)), [last, DAYS])
        first = con.execute("SELECT ?::DATE - ? + 1", [last, DAYS]).fetchall()[0][0]
        return Preview(
            first, last, _languages(con, last), _counted(con, own), tuple(_examples(con, own)), _shared(con, others)
        )


_TEXTS = """(
    SELECT day, reading.*, text FROM reading JOIN opinions
        ON opinions.source = reading.source AND opinions.channel = reading.channel AND opinions.id = reading.text_id
)"""
_LATELY = f"""
SELECT topic, count(*) FROM text_topic JOIN {_TEXTS} USING (source, channel, text_id) WHERE day >= ? GROUP BY topic"""
_DRAFTED = f"""CREATE OR REPLACE TEMP TABLE drafted AS
WITH told AS (SELECT language, draw, text, worded(text) AS said FROM {_TEXTS} WHERE day > ?::DATE - ?),
touched AS MATERIALIZED (FROM told WHERE {{found}})
SELECT *, {{others}} AS others FROM touched"""
_LANGUAGES = f"""
SELECT every.language, count(*), coalesce(any_value(found), 0)
FROM (SELECT language FROM {_TEXTS} WHERE day > ?::DATE - ?) AS every
    LEFT JOIN (SELECT language, count(*) AS found FROM drafted GROUP BY language) AS drafted
        ON every.language IS NOT DISTINCT FROM drafted.language
GROUP BY every.language ORDER BY 2 DESC, 1 NULLS LAST"""


def _languages(con: duckdb.DuckDBPyConnection, last: date) -> tuple[OfLanguage, ...]:
    return tuple(OfLanguage(*row) for row in con.execute(_LANGUAGES, [last, DAYS]).fetchall())


def _counted(con: duckdb.DuckDBPyConnection, own: list[Word]) -> dict[tuple[str, str], int]:
    """Count the texts with each word: those in its own language, and where nobody can tell it."""
    if not own:
        return {}
    columns = [[word.language for word in own], [word.sought for word in own], list(range(len(own)))]
    rows = con.execute(
        f"""SELECT place, count(said)
FROM (SELECT unnest(?) AS spoken, unnest(?) AS word, unnest(?) AS place) AS word LEFT JOIN drafted
    ON contains(said, word) AND (spoken = '{EVERY}' OR coalesce(language, spoken) = spoken)
GROUP BY place ORDER BY place""",
        columns,
    ).fetchall()
    return {(own[place].language, own[place].written): count for place, count in rows}


def _examples(con: duckdb.DuckDBPyConnection, own: list[Word]) -> list[Example]:
    """Draw some texts, none with the words of another."""
    rows = con.execute(
        f"""SELECT language, text
FROM (FROM drafted QUALIFY row_number() OVER (PARTITION BY said ORDER BY draw) = 1)
ORDER BY row_number() OVER (PARTITION BY language ORDER BY draw), draw LIMIT {EXAMPLES}"""
    ).fetchall()
    return [Example(language, text, _spoken(own, language)) for language, text in rows]


def _spoken(own: list[Word], language: str | None) -> tuple[str, ...]:
    return tuple(word.sought for word in own if language is None or word.language in {language, EVERY})


def _shared(con: duckdb.DuckDBPyConnection, others: list[Word]) -> dict[str, int]:
    if not others:
        return {}
    every = "SELECT unnest(others) AS topic FROM drafted"
    return dict(con.execute(f"SELECT topic, count(*) FROM ({every}) GROUP BY topic ORDER BY 2 DESC, 1").fetchall())
