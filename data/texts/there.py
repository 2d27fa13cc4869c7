"""Which texts there are, and which of them were read: temp tables on the cursor of a change.

heard          keys of the texts that an upload speaks of
texts_now      those, or all texts there are: their words, and the language their export names
language_code  what exports call a language, and its code
unread         texts that are to be read
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from data.texts.read import with_detected
from data.texts.said_language import iso

if TYPE_CHECKING:
    import duckdb

IDS = {"messages": "message_id", "mentions": "mention_id"}  # fact with texts -> the column of its ids
KEY = "source, channel, text_id"
# the texts of `opinions`, with their language; {messages} and {mentions} cut out the keys that are looked at
_TEXTS = """
SELECT 'messages' AS source, channel, message_id AS text_id, text AS said, language FROM messages AS one {messages}
UNION ALL
SELECT 'mentions', channel, mention_id, coalesce(min(text), min(title)), min(language)
FROM (SELECT one.* FROM mentions AS one {mentions}) AS mention
    JOIN named_brand ON named_brand.name = lower(trim(brand))
WHERE is_own AND NOT is_copy
GROUP BY channel, mention_id
"""
_HEARD = "SEMI JOIN heard ON heard.source = '{0}' AND heard.channel = one.channel AND heard.text_id = one.{1}"


def hear(tx: duckdb.DuckDBPyConnection, fact: str, batch_id: int) -> None:
    """Keep in mind the texts an upload speaks of: after a load, and before an undo takes its rows away."""
    tx.execute("CREATE TEMP TABLE IF NOT EXISTS heard (source VARCHAR, channel VARCHAR, text_id VARCHAR)")
    for schema in ("main", "history") if fact in IDS else ():
        tx.execute(
            f"INSERT INTO heard SELECT DISTINCT '{fact}', channel, {IDS[fact]} FROM {schema}.{fact} WHERE batch_id = ?",
            [batch_id],
        )


def texts(*, scope: bool = False) -> str:
    """Write the select of the texts: all, or those in the table `heard`; (source, channel, text_id, said, language)."""
    return _TEXTS.format(**{fact: _HEARD.format(fact, column) if scope else "" for fact, column in IDS.items()})


def look(tx: duckdb.DuckDBPyConnection, *, scope: bool) -> None:
    """List the texts that are looked at: the number of their words, and the language their export names."""
    tx.execute(
        f"CREATE OR REPLACE TEMP TABLE texts_now AS SELECT {KEY}, words_of(said) AS words, language "
        f"FROM ({texts(scope=scope)}) WHERE trim(said) <> ''"
    )
    name_languages(tx)


def name_languages(tx: duckdb.DuckDBPyConnection) -> None:
    """Make the temp table `language_code`: what the exports call the languages of `texts_now`, and their codes."""
    said = [one for (one,) in tx.execute("SELECT DISTINCT language FROM texts_now WHERE language <> ''").fetchall()]
    pairs = pa.table({"language": pa.array(said, pa.string()), "code": pa.array(map(iso, said), pa.string())})
    tx.register("said_languages", pairs)
    tx.execute("CREATE OR REPLACE TEMP TABLE language_code AS SELECT * FROM said_languages WHERE code IS NOT NULL")
    tx.unregister("said_languages")


def forget(tx: duckdb.DuckDBPyConnection, *, scope: bool) -> None:
    """Take out what was read of texts that are gone, say something else now, or are said to be of another language."""
    if scope and not tx.execute(f"SELECT EXISTS (FROM reading AS old WHERE {_within(scope=scope)})").fetchall()[0][0]:
        return  # all of them are new
    stays = (
        f"EXISTS (FROM texts_now AS now LEFT JOIN language_code USING (language) WHERE {same('now', 'old')} "
        "AND now.words = old.words AND coalesce(code, old.language) IS NOT DISTINCT FROM old.language)"
    )
    tx.execute(f"DELETE FROM reading AS old WHERE {_within(scope=scope)} AND NOT {stays}")
    if scope:
        _forget_told_languages(tx)
    still = f"EXISTS (FROM reading AS now WHERE {same('now', 'old')})"
    tx.execute(f"DELETE FROM text_topic AS old WHERE {_within(scope=scope)} AND NOT {still}")


def _within(*, scope: bool) -> str:
    return f"EXISTS (FROM heard WHERE {same('heard', 'old')})" if scope else "true"


def _forget_told_languages(tx: duckdb.DuckDBPyConnection) -> None:
    """Take out what was read in a language that an export told and none tells any more, unless it sounds like it."""
    rows = tx.execute(
        f"SELECT {KEY}, said, reading.language FROM ({texts(scope=True)}) AS now JOIN reading USING ({KEY}) "
        "LEFT JOIN language_code ON language_code.language = now.language "
        "WHERE code IS NULL AND NOT starts_with(said, '⌫')"
    ).fetchall()
    found = with_detected([row[3] for row in rows], [None] * len(rows))
    wrong = [row[:3] for row, code in zip(rows, found, strict=True) if code != row[4]]
    if wrong:
        tx.executemany("DELETE FROM reading WHERE source = ? AND channel = ? AND text_id = ?", wrong)


def find_unread(tx: duckdb.DuckDBPyConnection, *, scope: bool) -> int:
    """Make the temp table `unread` of the texts that were not read yet; give how many there are."""
    tx.execute(
        f"CREATE OR REPLACE TEMP TABLE unread AS SELECT row_number() OVER () - 1 AS place, {KEY}, said, code, words "
        f"FROM (SELECT texts_now.* FROM texts_now ANTI JOIN reading USING ({KEY})) AS now "
        f"JOIN (SELECT {KEY}, said FROM ({texts(scope=scope)}) WHERE NOT starts_with(said, '⌫')) AS text USING ({KEY}) "
        "LEFT JOIN language_code USING (language)"
    )
    return int(tx.execute("SELECT count(*) FROM unread").fetchall()[0][0])


def find_others(tx: duckdb.DuckDBPyConnection, which: str) -> int:
    """Make the table `unread` of mentions that were never read, being of a competitor; give how many there are.

    `which` is a select of (source, channel, text_id).
    """
    tx.execute(
        "CREATE OR REPLACE TEMP TABLE texts_now AS SELECT 'mentions' AS source, channel, mention_id AS text_id, "
        "coalesce(min(text), min(title)) AS said, min(language) AS language FROM mentions "
        "WHERE NOT is_copy GROUP BY ALL HAVING trim(said) <> '' AND NOT starts_with(said, '⌫')"
    )
    name_languages(tx)
    tx.execute(
        "CREATE OR REPLACE TEMP TABLE unread AS SELECT row_number() OVER () - 1 AS place, "
        f"{KEY}, said, code, words_of(said) AS words FROM texts_now SEMI JOIN ({which}) USING ({KEY}) "
        f"ANTI JOIN reading USING ({KEY}) ANTI JOIN faded USING ({KEY}) LEFT JOIN language_code USING (language)"
    )
    return int(tx.execute("SELECT count(*) FROM unread").fetchall()[0][0])


def same(left: str, right: str) -> str:
    """Write the condition that two rows are of one text."""
    return " AND ".join(f"{left}.{column} = {right}.{column}" for column in KEY.split(", "))
