"""The rows of the store lose what is to be blanked; what was read in their texts, and called them, goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from data.facts import FACTS
from data.privacy.blank import PERSONAL
from data.privacy.fresh import filled
from data.sql import literal, name, words
from data.texts import faded
from data.texts.there import IDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import duckdb

    from data.privacy.blank import Blank, CutText
    from data.privacy.gone import Gone

_SCHEMAS = ("main", "history")
_HEARD = "CREATE TEMP TABLE IF NOT EXISTS heard (source VARCHAR, channel VARCHAR, text_id VARCHAR)"


def blank_rows(tx: duckdb.DuckDBPyConnection, blanks: Iterable[Blank]) -> int:
    """Blank rows that count and rows of history; gives how many messages or mentions lose something they said."""
    tx.execute(_HEARD)
    lost = 0
    for one in blanks:
        said = " OR ".join(f"NOT {_is_mark(column)}" for column in one.blanked)  # NULL says nothing
        which = f"coalesce({one.where}, true) AND ({said})"
        both = " UNION ".join(
            f"SELECT channel, {IDS[one.fact]} FROM {schema}.{one.fact} WHERE {which}" for schema in _SCHEMAS
        )
        lost += _number(tx, f"SELECT count(*) FROM ({both})")
        tx.execute(f"INSERT INTO heard SELECT '{one.fact}', * FROM ({both})")
        for schema in _SCHEMAS:
            tx.execute(f"UPDATE {schema}.{one.fact} SET {_nothing_but_marks(one.blanked)} WHERE {which}")
    return lost


def theirs(tx: duckdb.DuckDBPyConnection, gone: Gone, authors: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """Find the messages and mentions of people by pseudonym, id, or an address that names them: fact -> keys."""
    found: dict[str, list[tuple[str, str]]] = {}
    for fact, column in IDS.items():
        both = " UNION ".join(f"SELECT * FROM (SELECT {_seen(fact)} FROM {schema}.{fact})" for schema in _SCHEMAS)
        urls = [url for (url,) in tx.execute(f"SELECT DISTINCT url FROM ({both}) WHERE url IS NOT NULL").fetchall()]
        named = [url for url in urls if gone.names.within(url)] if gone.names.within("\n".join(urls)) else []
        rows = tx.execute(f"SELECT DISTINCT channel, {column} FROM ({both})").fetchall() if gone.ids else []
        known = {key for key in rows if gone.knows(*key)}
        by = f"author_hash IN ({words(authors)})" if fact == "messages" else "false"
        keys = tx.execute(
            f"SELECT DISTINCT channel, {column} FROM ({both}) WHERE {by} OR url IN ({words(named)})"
        ).fetchall()
        found[fact] = sorted({*keys, *known})
    return found


def rows_of(tx: duckdb.DuckDBPyConnection, keys: Sequence[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Find which of these channels and ids the store has, in rows that count or in history: fact -> keys."""
    _stage(tx, [(*key, "") for key in keys])
    return {
        fact: tx.execute(
            " UNION ".join(
                f"SELECT row.channel, row.{column} FROM {schema}.{fact} AS row "
                f"JOIN theirs ON row.channel = theirs.channel AND row.{column} = theirs.old"
                for schema in _SCHEMAS
            )
        ).fetchall()
        for fact, column in IDS.items()
    }


def _seen(fact: str) -> str:
    return f"channel, {IDS[fact]}, url" + (", author_hash" if fact == "messages" else "")


def erase_rows(tx: duckdb.DuckDBPyConnection, gone: Gone, keys: dict[str, list[tuple[str, str]]]) -> tuple[int, int]:
    """Leave of messages and mentions nothing but that they were there; gives how many, and how many labels went."""
    tx.execute(_HEARD)
    count = labels = 0
    for fact, of_it in keys.items():
        if not of_it:
            continue
        column = IDS[fact]
        _stage(tx, [(channel, one, gone.stand_in(channel, one)) for channel, one in of_it])
        for end in ("old", "new"):
            tx.execute(f"INSERT INTO heard SELECT '{fact}', channel, {end} FROM theirs")
        for schema in _SCHEMAS:
            tx.execute(
                f"UPDATE {schema}.{fact} AS row SET {_nothing(PERSONAL[fact])}, {column} = theirs.new FROM theirs "
                f"WHERE row.channel = theirs.channel AND row.{column} = theirs.old"
            )
        count += len(of_it)
        faded.forget(tx, fact)
        labels += len(
            tx.execute(
                "DELETE FROM label USING theirs WHERE label.source = ? AND label.channel = theirs.channel "
                "AND label.text_id IN (theirs.old, theirs.new) RETURNING label.number",
                [fact],
            ).fetchall()
        )
    return count, labels


def _stage(tx: duckdb.DuckDBPyConnection, rows: Sequence[tuple[str, str, str]]) -> None:
    columns = ("channel", "old", "new")
    told = pa.table({of: pa.array([row[place] for row in rows], pa.string()) for place, of in enumerate(columns)})
    tx.register("theirs_told", told)
    tx.execute("CREATE OR REPLACE TEMP TABLE theirs AS FROM theirs_told")
    tx.unregister("theirs_told")


def _nothing(columns: Iterable[str]) -> str:
    return ", ".join(f"{name(column)} = NULL" for column in columns)


def _nothing_but_marks(columns: Iterable[str]) -> str:
    """Write the same, but let the mark of a text that its retention took away stand."""
    return ", ".join(f"{name(column)} = CASE WHEN {_is_mark(column)} THEN {name(column)} END" for column in columns)


def _is_mark(column: str) -> str:
    return f"starts_with({name(column)}, {literal(faded.MARK)})"


# -- names in what other people wrote, and in what the team wrote ---------------------------------------


_TEXTS = (
    "SELECT schema_name, table_name, column_name "
    "FROM duckdb_columns() JOIN duckdb_tables() USING (schema_name, table_name) "
    "WHERE duckdb_tables.database_name = current_database() AND duckdb_columns.data_type = 'VARCHAR' "
    "AND NOT duckdb_tables.temporary ORDER BY ALL"
)
_STAYS = frozenset({("setting", "name"), ("shape", "version"), ("reading", "scorer")})


def named(tx: duckdb.DuckDBPyConnection, gone: Gone) -> dict[tuple[str, str, str], list[tuple[str, str]]]:
    """Find every text of the store in which a name stands: (schema, table, column) -> what it says, and without it."""
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    has_rows = set(filled(tx))
    for schema, table, column in tx.execute(_TEXTS).fetchall():
        if (schema, table) not in has_rows or (table, column) in _STAYS or column in {"text_id", IDS.get(table)}:
            continue
        said = tx.execute(f"SELECT DISTINCT {name(column)} FROM {schema}.{table} WHERE {name(column)} IS NOT NULL")
        texts = [text for (text,) in said.fetchall()]
        masked = [(text, gone.names.mask_all(text)) for text in texts] if _any(texts, gone) else []
        if changed := [pair for pair in masked if pair[0] != pair[1]]:
            found[schema, table, column] = changed
    return found


def _any(texts: list[str], gone: Gone) -> bool:
    """Whether it is worth looking at each: letters may be written as numbers in what is JSON."""
    return any(text.startswith(("{", "[")) for text in texts) or gone.names.within("\n".join(texts))


def mask_names(tx: duckdb.DuckDBPyConnection, gone: Gone) -> int:
    """Mask names wherever they stand; gives in how many texts. A label stays with its text, whose words change."""
    tx.execute(_HEARD)
    found = named(tx, gone)
    for (schema, table, column), pairs in found.items():
        tx.register("masks", pa.table({"old": [old for old, _ in pairs], "new": [new for _, new in pairs]}))
        if table in PERSONAL and column in ("text", "title"):
            tx.execute(
                f"INSERT INTO heard SELECT DISTINCT '{table}', channel, {IDS[table]} FROM {schema}.{table} "
                f"WHERE {name(column)} IN (SELECT old FROM masks)"
            )
            tx.execute(
                "UPDATE label SET words = words_of(masks.new) FROM masks WHERE label.words = words_of(masks.old)"
            )
        tx.execute(
            f"UPDATE {schema}.{table} SET {name(column)} = masks.new FROM masks WHERE {name(column)} = masks.old"
        )
        tx.unregister("masks")
    return sum(len(pairs) for pairs in found.values())


def mask_cut(tx: duckdb.DuckDBPyConnection, texts: Sequence[CutText]) -> None:
    """Mask what an import left of names it had cut; a label stays with its text here too."""
    if not texts:
        return
    tx.execute(_HEARD)
    tx.register("cut", pa.Table.from_pylist([one._asdict() for one in texts]))
    tx.execute("INSERT INTO heard SELECT fact, channel, row FROM cut")
    for fact, column in sorted({(one.fact, one.column) for one in texts}):
        of = f'cut.fact = {literal(fact)} AND cut."column" = {literal(column)}'
        for schema in _SCHEMAS:
            tx.execute(
                f"UPDATE {schema}.{fact} AS one SET {name(column)} = cut.new FROM cut WHERE {of} "
                f"AND one.channel = cut.channel AND one.{FACTS[fact].key[1]} = cut.row AND one.{name(column)} = cut.old"
            )
    tx.execute(
        "UPDATE label SET words = words_of(cut.new) FROM cut WHERE label.source = cut.fact "
        "AND label.channel = cut.channel AND label.text_id = cut.row AND label.words = words_of(cut.old)"
    )
    tx.unregister("cut")


def _number(tx: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(tx.execute(query).fetchall()[0][0])
