"""Which row counts: of all uploads that speak of a key, the one with the latest snapshot.

`main.<fact>` holds the rows that count, `history.<fact>` every other version. A
column that the winning upload does not have keeps what an earlier upload said
(people tick different metrics in different weeks); a blank cell in a column it
does have is news, and stands. A row of main that was completed so also keeps
its own version in history. Load and undo both collect all versions of the keys
they touch and settle them anew: what counts depends on the live uploads alone,
not on the order of loads and undos that led to them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.sql import literal, name, names, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from data.facts import Fact

_UNCOMPARED = frozenset({"known_until"})  # moves on with every export, without anything having changed


@dataclass(frozen=True)
class Settled:
    """How the rows of one load fared."""

    new: int
    changed: int
    unchanged: int
    older: int


def settle_load(tx: duckdb.DuckDBPyConnection, fact: Fact, batch_id: int) -> Settled:
    """Bring the rows of the temp table `incoming` into the store."""
    key = names(fact.key)
    tx.execute(
        f"CREATE OR REPLACE TEMP TABLE touched AS SELECT {key} FROM main.{fact.name} SEMI JOIN incoming USING ({key})"
    )
    known = _count(tx, "touched")
    columns = names(fact.columns)
    anti = f"ANTI JOIN touched USING ({key})" if known else ""
    tx.execute(f"INSERT INTO main.{fact.name} ({columns}) SELECT {columns} FROM incoming {anti}")
    new = _count(tx, "incoming") - known
    if not known:
        return Settled(new, 0, 0, 0)
    tx.execute(f"CREATE OR REPLACE TEMP TABLE before AS FROM main.{fact.name} SEMI JOIN touched USING ({key})")
    _resettle(tx, fact, f"SELECT {columns} FROM incoming SEMI JOIN touched USING ({key})")
    differs = " OR ".join(
        f"folded.{name(column)} IS DISTINCT FROM before.{name(column)}"
        for column in fact.own
        if column not in _UNCOMPARED
    )
    won, changed = _row(
        tx,
        f"SELECT count(*), count(*) FILTER ({differs}) FROM folded JOIN before ON {same('folded', 'before', fact.key)} "
        f"WHERE folded.batch_id = {batch_id}",
    )
    return Settled(new, changed, won - changed, known - won)


def settle_undo(tx: duckdb.DuckDBPyConnection, fact: Fact, batch_id: int) -> int:
    """Take the rows of an upload out; give the number of keys that it spoke of."""
    key = names(fact.key)
    tx.execute(
        f"CREATE OR REPLACE TEMP TABLE touched AS SELECT {key} FROM main.{fact.name} WHERE batch_id = {batch_id} "
        f"UNION SELECT {key} FROM history.{fact.name} WHERE batch_id = {batch_id}"
    )
    _resettle(tx, fact, None, without=batch_id)
    return _count(tx, "touched")


def _resettle(tx: duckdb.DuckDBPyConnection, fact: Fact, added: str | None, without: int = -1) -> None:
    """Collect every version of the touched keys, let the best one win, keep the others."""
    key, columns, table = names(fact.key), names(fact.columns), fact.name
    # a row of main that was completed from earlier uploads has its own version in history
    tx.execute(
        f"CREATE OR REPLACE TEMP TABLE versions AS SELECT {columns} FROM ("
        f"SELECT {columns} FROM history.{table} SEMI JOIN touched USING ({key}) UNION ALL "
        f"SELECT {columns} FROM main.{table} SEMI JOIN touched USING ({key}) "
        f"ANTI JOIN history.{table} USING ({key}, batch_id)"
        + (f" UNION ALL {added}" if added else "")
        + f") WHERE batch_id <> {without}"
    )
    tx.execute(f"CREATE OR REPLACE TEMP TABLE folded AS {_fold(tx, fact)}")
    touched = f"({key}) IN (SELECT ({key}) FROM touched)" if len(fact.key) == 1 else _exists(fact)
    for schema in ("main", "history"):
        tx.execute(f"DELETE FROM {schema}.{table} AS old WHERE {touched}")
    tx.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM folded")
    tx.execute(
        f"INSERT INTO history.{table} ({columns}) "
        f"SELECT {columns} FROM versions EXCEPT ALL SELECT {columns} FROM folded"
    )


def _exists(fact: Fact) -> str:
    return f"EXISTS (FROM touched WHERE {same('touched', 'old', fact.key)})"


def _fold(tx: duckdb.DuckDBPyConnection, fact: Fact) -> str:
    """Write the select that makes one row of all versions of a key."""
    batches = dict(_batches(tx))
    always = set(fact.columns).intersection(*batches.values()) | {"snapshot_date", "batch_id", "source_row"}
    picked = ", ".join(
        f"{_latest(column, always, batches)} AS {name(column)}" for column in fact.columns if column not in fact.key
    )
    rank = "(SELECT batch_id, row_number() OVER (ORDER BY snapshot_date, batch_id) AS rank FROM upload)"
    return (
        f"SELECT {names(fact.key, 'versions')}, {picked} FROM versions JOIN {rank} USING (batch_id) "
        f"GROUP BY {names(fact.key, 'versions')}"
    )


def _latest(column: str, always: set[str], batches: dict[int, set[str]]) -> str:
    """Pick the value of the latest upload that has the column."""
    latest = f"arg_max_null({name(column)}, rank)"
    if column in always:
        return latest
    having = ", ".join(literal(batch) for batch, fields in batches.items() if column in fields) or "NULL"
    return f"coalesce({latest} FILTER (batch_id IN ({having})), {latest})"


def _batches(tx: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, set[str]]]:
    query = "SELECT batch_id, fields FROM upload WHERE batch_id IN (SELECT DISTINCT batch_id FROM versions)"
    for batch_id, fields in tx.execute(query).fetchall():
        yield batch_id, set(json.loads(fields))


def _count(tx: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(_row(tx, f"SELECT count(*) FROM {table}")[0])


def _row(tx: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row = tx.execute(query).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return tuple(row)
