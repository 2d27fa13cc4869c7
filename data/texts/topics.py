"""Find which of the team's topics a text is about: the words of a topic stand in it.

A word stands alone, or begins another one where it ends with a star; case and accents count for nothing (`worded` in
data/views.sql). The words of a language are looked for in texts of that language and in texts of which nobody can tell
it, those under `*` in all texts. One pattern a language finds the few texts that have any word; only these are asked
topic by topic.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import book, changes
from data.access.rights import Right
from data.audit import Done
from data.ledger import moment
from data.sql import literal
from data.texts.faded import topics_again
from data.texts.read import silent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    import duckdb

    from data.store import Store
    from data.texts.read import Progress

SETTING = "topics"
IN_FORCE = "SELECT coalesce((SELECT value FROM setting WHERE name = 'topics'), default_topics())"
EVERY = "*"  # the language of words that are looked for in all texts
CHUNK = 200_000  # texts between two words about how far it is
_READ: dict[str, list[Word]] = {}  # what topics say -> their words
_BRANDS = 100  # whose topics are kept in mind
_ALL = "(SELECT source, channel, id AS text_id, text AS said FROM opinions)"


@dataclass(frozen=True)
class Word:
    """A word of a topic, as it is looked for."""

    topic: str  # in lower case
    language: str  # ISO 639-1, or EVERY
    written: str  # as somebody typed it
    sought: str  # between spaces, without case and accents; no space behind a word that may go on


def words_of(con: duckdb.DuckDBPyConnection, said: str) -> list[Word]:
    """Read the words of topics, as JSON says them."""
    rows = con.execute(
        "SELECT topic, language, written, word FROM topic_words(?) ORDER BY place, language, word, written", [said]
    )
    return [Word(*row) for row in rows.fetchall()]


def in_force(con: duckdb.DuckDBPyConnection) -> list[Word]:
    """Read the words that hold."""
    ((said,),) = con.execute(IN_FORCE).fetchall()
    if said not in _READ:  # asked for at every load
        while len(_READ) >= _BRANDS:
            _READ.pop(next(iter(_READ)), None)
        _READ[str(said)] = words_of(con, str(said))
    return _READ[str(said)]


def match(tx: duckdb.DuckDBPyConnection, *, of: str | None = None, progress: Progress = silent) -> None:
    """Bring `text_topic` into line with the topics that hold, inside a transaction.

    Of all texts, or those of the table `of` (source, channel, text_id, said), which were read before (`reading`).
    """
    words = in_force(tx)
    among = f" WHERE (source, channel, text_id) IN (SELECT source, channel, text_id FROM {of})" if of else ""
    tx.execute(f"DELETE FROM text_topic{among}")
    if of:
        languages = {one for (one,) in tx.execute(f"SELECT DISTINCT language FROM reading{among}").fetchall()}
        tx.execute(_found(words, of, languages=languages))
        return
    texts = int(tx.execute("SELECT count(*) FROM reading").fetchall()[0][0])
    parts = -(-texts // CHUNK)
    for part in range(parts):  # a draw is by chance: each part has as many texts
        until = 2 if part == parts - 1 else (part + 1) / parts
        tx.execute(_found(words, _ALL, f"draw >= {part / parts} AND draw < {until}"))
        progress(texts * (part + 1) // parts, texts)
    topics_again(tx)


def save(
    store: Store, said: str | None, by: str | None = None, progress: Progress = silent, *, now: datetime | None = None
) -> None:
    """Keep other topics, as JSON says them (None: the ready-made), and match all texts, whole or not at all."""
    with store.shared.change(Done(Right.DEFINE, "topics", by=by)) as tx:
        changes.set_all(tx, {SETTING: said}, by, moment(now))
        match(tx, progress=progress)
    book.write(store)
    store.shared.checkpoint()


def has_any(words: Iterable[Word], languages: Collection[str | None] | None = None) -> str:
    """Write whether a text (`language`, `said` as `worded` has it) has one of these words.

    A pattern takes longer to read than a small file: where all `languages` of the texts are known, others have none.
    """
    by_language: dict[str, list[str]] = defaultdict(list)
    for word in words:
        by_language[word.language].append(word.sought)
    of_all = by_language.pop(EVERY, [])
    every = [*of_all, *(word for some in by_language.values() for word in some)]
    told = "".join(
        f" WHEN language = {literal(language)} THEN {_stands([*of_all, *some])}"
        for language, some in sorted(by_language.items())
        if languages is None or language in languages
    )
    unknown = _stands(every) if languages is None or None in languages else "false"
    return f"CASE WHEN language IS NULL THEN {unknown}{told} ELSE {_stands(of_all)} END"


def topics_in(words: Sequence[Word], languages: Collection[str | None] | None = None) -> str:
    """Write the list of the topics of a text."""
    each: dict[str, list[Word]] = defaultdict(list)
    for word in words:
        each[word.topic].append(word)
    found = ", ".join(f"CASE WHEN {has_any(some, languages)} THEN {literal(topic)} END" for topic, some in each.items())
    return f"list_filter([{found}]::VARCHAR[], lambda topic: topic IS NOT NULL)"


def listed(topics: Sequence[object]) -> str:
    """Write topics as the setting keeps them."""
    return json.dumps(topics, ensure_ascii=False, separators=(",", ":"))


def _stands(sought: Iterable[str]) -> str:
    """Write whether one of these words stands in `said`; they are letters, digits and spaces, so safe in a pattern."""
    one_of = sorted({word.removeprefix(" ") for word in sought})
    pattern = f" (?:{'|'.join(one_of)})"
    return f"regexp_matches(said, {literal(pattern)})" if one_of else "false"


def _found(
    words: Sequence[Word], texts: str, drawn: str = "true", languages: Collection[str | None] | None = None
) -> str:
    return f"""INSERT INTO text_topic
WITH told AS (
    SELECT source, channel, text_id, language, worded(said) AS said
    FROM reading JOIN {texts} AS text USING (source, channel, text_id) WHERE {drawn}
), touched AS MATERIALIZED (FROM told WHERE {has_any(words, languages)})
SELECT source, channel, text_id, unnest({topics_in(words, languages)}) FROM touched"""
