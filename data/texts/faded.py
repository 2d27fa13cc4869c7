"""What Ninety had read in texts that their retention took away: every number of then stays, the words are gone.

In the place of such a text stands a mark with the number of its words (`words_of`, data/views.sql), so a label holds on
and the text counts as one that was said; what the scorer and the topics made of it is kept as it was, and never read
anew. Beside the store stands the same as lines, `<store>/faded.jsonl`, from which a rebuild and an old state have it. A
later file that brings the text again does not bring it back.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from data.growing import add_lines
from data.raw import write_whole
from data.sql import literal, names
from data.texts.there import IDS, KEY, texts

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import duckdb

    from data.store import Store

NAME, MARK = "faded.jsonl", "⌫"
_COLUMNS = ("source", "channel", "text_id", "words", "language", "positive", "negative", "scorer", "topics")
_ROWS = pa.schema(
    [
        *((name, pa.string()) for name in _COLUMNS[:3]),
        ("words", pa.uint64()),
        ("language", pa.string()),
        ("positive", pa.float32()),
        ("negative", pa.float32()),
        ("scorer", pa.string()),
        ("topics", pa.string()),
    ]
)


def path_of(store: Path) -> Path:
    """Give the file of what was read in texts that are gone."""
    return store.with_suffix("") / NAME


def marked(words: str) -> str:
    """Write the SQL of what stands in the place of a text with these words."""
    return f"{literal(MARK)} || translate(CAST({words} AS VARCHAR), '0123456789', 'abcdefghij')"


def is_faded(text: str | None) -> bool:
    """Whether a text was taken away by its retention."""
    return bool(text) and str(text).startswith(MARK)


def fade(tx: duckdb.DuckDBPyConnection, store: Path, which: str) -> int:
    """Keep what was read in texts, inside the transaction that takes them away; gives how many.

    `which` is a select of (source, channel, text_id). The lines are on the disk when this is done.
    """
    found = tx.execute(
        f"INSERT INTO faded SELECT {KEY}, words, language, positive, negative, scorer, "
        "coalesce((SELECT to_json(list_sort(list(topic))) FROM text_topic AS of_it WHERE of_it.source = reading.source "
        "AND of_it.channel = reading.channel AND of_it.text_id = reading.text_id), '[]') "
        f"FROM reading SEMI JOIN ({which}) USING ({KEY}) ANTI JOIN faded USING ({KEY}) RETURNING {names(_COLUMNS)}"
    ).fetchall()
    add_lines(path_of(store), *(json.dumps(dict(zip(_COLUMNS, row, strict=True))).encode() for row in found))
    return len(found)


def stand_in(tx: duckdb.DuckDBPyConnection, fact: str, where: str) -> None:
    """Put marks in the place of texts whose reading is kept, in rows that count and in history."""
    title = ", title = NULL" if fact == "mentions" else ""
    for schema in ("main", "history"):
        tx.execute(
            f"UPDATE {schema}.{fact} AS row SET text = {marked('faded.words')}{title} FROM faded "
            f"WHERE faded.source = '{fact}' AND faded.channel = row.channel AND faded.text_id = row.{IDS[fact]} "
            f"AND ({where})"
        )


def forget(tx: duckdb.DuckDBPyConnection, fact: str) -> None:
    """Forget what was read in texts of people who are erased: the temp table `theirs` (channel, old) names them."""
    tx.execute(
        "DELETE FROM faded USING theirs WHERE faded.source = ? AND faded.channel = theirs.channel "
        "AND faded.text_id = theirs.old",
        [fact],
    )


def write_anew(store: Store) -> None:
    """Write the lines as the store has them; those of texts that it has forgotten are gone."""
    if path_of(store.path).exists():
        rows = store.query(f"SELECT {names(_COLUMNS)} FROM faded ORDER BY {KEY}")
        lines = [json.dumps(dict(zip(_COLUMNS, row, strict=True))).encode() + b"\n" for row in rows]
        write_whole(path_of(store.path), b"".join(lines))


def bring_back(tx: duckdb.DuckDBPyConnection, draw: str, key: str) -> None:
    """Let what was read in texts that are gone stand in `reading` and `text_topic` again, where their rows are there.

    `draw` is the SQL of the place of a text in the order of the draw, with the key of the store as its one parameter.
    """
    if not tx.execute("SELECT EXISTS (FROM faded)").fetchall()[0][0]:
        return
    there = f"SELECT {KEY} FROM ({texts()}) WHERE starts_with(said, {literal(MARK)})"
    tx.execute(
        f"INSERT INTO reading SELECT {KEY}, words, {draw}, language, positive, negative, scorer "
        f"FROM faded SEMI JOIN ({there}) USING ({KEY}) ANTI JOIN reading USING ({KEY})",
        [key],
    )
    topics_again(tx)


def topics_again(tx: duckdb.DuckDBPyConnection) -> None:
    """Let the topics that were found in texts that are gone stand in `text_topic` again."""
    tx.execute(
        f"INSERT INTO text_topic SELECT {KEY}, topic FROM (SELECT {KEY}, "
        f"unnest(from_json(topics, '[\"VARCHAR\"]')) AS topic FROM faded SEMI JOIN reading USING ({KEY}, words)) "
        f"ANTI JOIN text_topic USING ({KEY}, topic)"
    )


def without_faded(rows: str, fact: str, columns: Collection[str]) -> str:
    """Write the select of rows on their way into the store: what retention took of a text before does not come back."""
    held = [column for column in ("text", "title") if column in columns]
    if fact not in IDS or not held:
        return rows
    first, *others = held
    gone = [*others, *({"url", "author_hash"} & set(columns))]
    parts = [f"coalesce({marked('faded.words')}, one.{first}) AS {first}"]
    parts += [f"CASE WHEN faded.words IS NULL THEN one.{column} END AS {column}" for column in sorted(gone)]
    which = f"faded.source = {literal(fact)} AND faded.channel = one.channel AND faded.text_id = one.{IDS[fact]}"
    return f"SELECT one.* REPLACE ({', '.join(parts)}) FROM ({rows}) AS one LEFT JOIN faded ON {which}"


def carry(old: Path, store: Store) -> None:
    """Give a store that is made anew what was kept of another one's texts, before its files are loaded."""
    rows = _read(path_of(old))
    if not rows:
        return
    with store.shared.change(None) as tx:
        tx.register("faded_told", pa.Table.from_pylist(rows, schema=_ROWS))
        tx.execute(f"INSERT INTO faded ({names(_COLUMNS)}) SELECT {names(_COLUMNS)} FROM faded_told")
        tx.unregister("faded_told")


def _read(path: Path) -> list[dict[str, Any]]:
    """Read the lines; one that a crash cut off is none, and of two about a text the first counts."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for line in path.read_bytes().splitlines() if path.exists() else ():
        try:
            said = json.loads(line)
            found.setdefault(tuple(said[name] for name in _COLUMNS[:3]), {name: said[name] for name in _COLUMNS})
        except (ValueError, KeyError, TypeError):
            continue
    return list(found.values())
