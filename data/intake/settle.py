"""Which row counts: of all uploads that speak of a key, the one with the latest snapshot.

`main.<fact>` holds the rows that count, `history.<fact>` every other version. A
column that the winning upload does not have keeps what an earlier upload said
(people tick different metrics in different weeks); a blank cell in a column it
does have is news, and stands. A row of main that was completed so also keeps
its own version in history. Load and undo both collect all versions of the keys
they touch and settle them anew: what counts depends on the live uploads alone,
not on the order of loads and undos that led to them.

A row of a log that somebody took out (`withdrawn`) counts no more: all its
versions stand in history. Here a blank says nothing, so the row stays out until
an upload says that it counts again.

Planning only reads: it leaves its result in temp tables of the cursor, so that
a person can look at it first. Applying a plan writes what the plan says.

    touched   keys that are spoken of and that the store has already
    before    their rows in `main`
    versions  all their rows, of every upload that counts
    folded    the one row of each that counts then; none of a row that was taken out
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.facts import WITHDRAWN
from data.sql import literal, name, names, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import duckdb

    from data.facts import Fact
    from data.ledger import Upload

_UNCOMPARED = frozenset({"known_until"})  # moves on with every export, without anything having changed


@dataclass(frozen=True)
class Settled:
    """How the rows of one load fare."""

    new: int
    changed: int
    unchanged: int
    older: int
    withdrawn: int = 0  # of these the rows that do not count: they were taken out of their log

    @property
    def known(self) -> int:
        """The rows whose key the store has already."""
        return self.changed + self.unchanged + self.older


# -- planning: reads only ----------------------------------------------------------------------


def plan_load(tx: duckdb.DuckDBPyConnection, fact: Fact, upload: Upload) -> Settled:
    """Plan what the rows of `incoming` do to the store; `upload` tells their number, last day and columns."""
    key = names(fact.key)
    tx.execute(f"CREATE OR REPLACE TEMP TABLE touched AS {_known_or_log(fact)}")
    known = _count(tx, "touched")
    new = _count(tx, "incoming") - known
    if not known:
        return Settled(new, 0, 0, 0)
    _keep_before(tx, fact)
    _collect(tx, fact, upload.batch_id, f"SELECT {names(fact.columns)} FROM incoming SEMI JOIN touched USING ({key})")
    tx.execute(f"CREATE OR REPLACE TEMP TABLE folded AS {_fold(tx, fact, upload)}")
    if fact.is_log:
        return _settle_log(tx, fact, upload.batch_id)
    won, changed = _row(
        tx,
        f"SELECT count(*), count(*) FILTER ({differs('folded', 'before', fact.own)}) "
        f"FROM folded JOIN before ON {same('folded', 'before', fact.key)} WHERE folded.batch_id = {upload.batch_id}",
    )
    return Settled(new, changed, won - changed, known - won)


def _known_or_log(fact: Fact) -> str:
    """Write the select of the keys to settle: of a log all that arrive, for history may hold one that was taken out."""
    key = names(fact.key)
    return (
        f"SELECT {key} FROM incoming"
        if fact.is_log
        else f"SELECT {key} FROM main.{fact.name} SEMI JOIN incoming USING ({key})"
    )


def _settle_log(tx: duckdb.DuckDBPyConnection, fact: Fact, batch_id: int) -> Settled:
    """Count how the rows of a log fare, where one may be known and yet not count; then leave those out of the plan."""
    key = names(fact.key)
    fate = (
        f"CASE WHEN folded.batch_id <> {batch_id} THEN 'older' "
        f"WHEN before.batch_id IS NOT NULL AND ({differs('folded', 'before', fact.own)}) THEN 'changed' "
        f"WHEN before.batch_id IS NOT NULL OR (folded.{WITHDRAWN} AND earlier.known) THEN 'unchanged' ELSE 'new' END"
    )
    known = f"SELECT DISTINCT {key}, true AS known FROM versions WHERE batch_id <> {batch_id}"
    fates = tx.execute(
        f"SELECT {fate}, count(*) FROM folded LEFT JOIN before USING ({key}) "
        f"LEFT JOIN ({known}) AS earlier USING ({key}) GROUP BY ALL"
    )
    counted = dict(fates.fetchall())
    out = _row(tx, f"SELECT count(*) FROM folded WHERE {WITHDRAWN}")[0]
    _leave_out(tx)
    new, changed, unchanged, older = (counted.get(name, 0) for name in ("new", "changed", "unchanged", "older"))
    return Settled(new, changed, unchanged, older, out)


def _leave_out(tx: duckdb.DuckDBPyConnection) -> None:
    tx.execute(f"DELETE FROM folded WHERE {WITHDRAWN}")


def plan_undo(tx: duckdb.DuckDBPyConnection, fact: Fact, batch_id: int) -> int:
    """Plan the store without an upload; give the number of keys that it spoke of."""
    key, table = names(fact.key), fact.name
    tx.execute(
        f"CREATE OR REPLACE TEMP TABLE touched AS SELECT {key} FROM main.{table} WHERE batch_id = {batch_id} "
        f"UNION SELECT {key} FROM history.{table} WHERE batch_id = {batch_id}"
    )
    _keep_before(tx, fact)
    _collect(tx, fact, batch_id, None)
    tx.execute(f"CREATE OR REPLACE TEMP TABLE folded AS {_fold(tx, fact, None)}")
    if fact.is_log:
        _leave_out(tx)
    return _count(tx, "touched")


def differs(left: str, right: str, columns: Iterable[str]) -> str:
    """Write the condition that two rows of a key say something else."""
    compared = [name(column) for column in columns if column not in _UNCOMPARED]
    return " OR ".join(f"{left}.{column} IS DISTINCT FROM {right}.{column}" for column in compared) or "false"


def _keep_before(tx: duckdb.DuckDBPyConnection, fact: Fact) -> None:
    query = f"FROM main.{fact.name} SEMI JOIN touched USING ({names(fact.key)})"
    tx.execute(f"CREATE OR REPLACE TEMP TABLE before AS {query}")


def _collect(tx: duckdb.DuckDBPyConnection, fact: Fact, batch_id: int, added: str | None) -> None:
    """Collect every version of the touched keys, those of one upload taken from `added` or left out."""
    key, columns, table = names(fact.key), names(fact.columns), fact.name
    # a row of main that was completed from earlier uploads has its own version in history
    tx.execute(
        f"CREATE OR REPLACE TEMP TABLE versions AS SELECT {columns} FROM ("
        f"SELECT {columns} FROM history.{table} SEMI JOIN touched USING ({key}) UNION ALL "
        f"SELECT {columns} FROM main.{table} SEMI JOIN touched USING ({key}) "
        f"ANTI JOIN history.{table} USING ({key}, batch_id)) WHERE batch_id <> {batch_id}"
        + (f" UNION ALL {added}" if added else "")
    )


def _fold(tx: duckdb.DuckDBPyConnection, fact: Fact, added: Upload | None) -> str:
    """Write the select that makes one row of all versions of a key."""
    batches = dict(_batches(tx, added))
    always = set(fact.columns).intersection(*batches.values()) | {"snapshot_date", "batch_id", "source_row"}
    picked = ", ".join(
        f"{_latest(column, always, batches)} AS {name(column)}" for column in fact.columns if column not in fact.key
    )
    key = names(fact.key, "versions")
    return f"SELECT {key}, {picked} FROM versions JOIN ({_ranks(added)}) USING (batch_id) GROUP BY {key}"


def _ranks(added: Upload | None) -> str:
    """Rank the uploads, the one that is not in the ledger yet among them: the later day wins, then the later upload."""
    ledger = "SELECT batch_id, snapshot_date FROM upload"
    if added is not None:
        day = f"CAST({literal(added.snapshot_date and added.snapshot_date.isoformat())} AS DATE)"
        ledger += f" WHERE batch_id <> {added.batch_id} UNION ALL SELECT {added.batch_id}, {day}"
    return f"SELECT batch_id, row_number() OVER (ORDER BY snapshot_date, batch_id) AS rank FROM ({ledger})"


def _latest(column: str, always: set[str], batches: dict[int, set[str]]) -> str:
    """Pick the value of the latest upload that has the column."""
    if column == WITHDRAWN:
        return f"arg_max({name(column)}, rank)"  # of those that say anything
    latest = f"arg_max_null({name(column)}, rank)"
    if column in always:
        return latest
    having = ", ".join(literal(batch) for batch, fields in batches.items() if column in fields) or "NULL"
    return f"coalesce({latest} FILTER (batch_id IN ({having})), {latest})"


def _batches(tx: duckdb.DuckDBPyConnection, added: Upload | None) -> Iterator[tuple[int, set[str]]]:
    query = "SELECT batch_id, fields FROM upload WHERE batch_id IN (SELECT DISTINCT batch_id FROM versions)"
    for batch_id, fields in tx.execute(query).fetchall():
        yield batch_id, set(json.loads(fields))
    if added is not None:
        yield added.batch_id, set(added.fields)


# -- applying ------------------------------------------------------------------------------------


def apply_load(tx: duckdb.DuckDBPyConnection, fact: Fact, settled: Settled) -> None:
    """Bring the rows of `incoming` into the store as planned on this cursor."""
    is_touched = settled.known or (fact.is_log and settled.new)
    columns, touched = names(fact.columns), f"ANTI JOIN touched USING ({names(fact.key)})" if is_touched else ""
    tx.execute(f"INSERT INTO main.{fact.name} ({columns}) SELECT {columns} FROM incoming {touched}")
    if is_touched:
        _replace_touched(tx, fact)


def apply_undo(tx: duckdb.DuckDBPyConnection, fact: Fact) -> None:
    """Take the rows of an upload out as planned on this cursor."""
    _replace_touched(tx, fact)


def _replace_touched(tx: duckdb.DuckDBPyConnection, fact: Fact) -> None:
    """Put the folded rows in place of the touched ones; every other version goes to history."""
    key, columns, table = names(fact.key), names(fact.columns), fact.name
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


def _count(tx: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(_row(tx, f"SELECT count(*) FROM {table}")[0])


def _row(tx: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    return tuple(tx.execute(query).fetchall()[0])  # fetched whole: the cursor is free again
