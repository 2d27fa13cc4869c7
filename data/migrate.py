"""Bring the tables of a store up to date: what `schema.sql` declares and an older store lacks is added.

`schema.sql` is the one place that says what a store holds. A column that came
later is added with its default, so a store of any earlier version opens with
all it holds; views are made anew, so a new version may change them.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from data import before
from data.disk import problem_of
from data.errors import NotMigratedError
from data.facts import FACTS, SCHEMA
from data.kinds import close_kinds
from data.locked import in_memory
from data.sql import name

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
VIEWS = HERE / "views.sql"
_SAYS = (SCHEMA, VIEWS, HERE / "migrate.py", HERE / "kinds.py", HERE / "formats" / "ninety_incidents.toml")
_COLUMNS = (
    "SELECT table_name, column_name, data_type, coalesce(column_default, 'NULL') FROM duckdb_columns() "
    "WHERE database_name = current_database() AND schema_name = ? ORDER BY table_name, column_index"
)
_ANYTHING = "SELECT count(*) > 0 FROM duckdb_tables() WHERE database_name = current_database()"
# before rows that share a key were counted, their number was what the other counts left over
_COUNT_MERGED = (
    "UPDATE upload SET rows_merged = rows_read - rows_refused - rows_new - rows_changed - rows_unchanged - rows_older "
    "WHERE fact <> 'account_day'"
)


def migrate(con: duckdb.DuckDBPyConnection, path: Path | None = None) -> None:
    """Add what is missing, in one transaction; of a store in a file (`path`) that holds anything, a copy is kept first.

    Raises NotMigratedError when that cannot be; then the store is as it was. OSError when there is no room for a copy.
    """
    if _shape(con) == _print():
        return
    if path is not None and _holds_something(con):
        before.keep(path)
    try:
        _bring_up_to_date(con)
    except duckdb.Error as cause:
        with suppress(duckdb.Error):
            con.execute("ROLLBACK")
        if path is None or problem_of(cause, path) is not None:
            raise
        raise NotMigratedError(path=str(path)) from cause
    con.execute("CHECKPOINT")  # no change of shape is left to be read from the log, should the next minute be the last


def _holds_something(con: duckdb.DuckDBPyConnection) -> bool:
    return bool(con.execute(_ANYTHING).fetchall()[0][0])


def _bring_up_to_date(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("BEGIN")
    con.execute(SCHEMA.read_text(encoding="utf-8"))
    for fact in FACTS:
        con.execute(f"CREATE TABLE IF NOT EXISTS history.{fact} AS FROM main.{fact} LIMIT 0")
    late = [*_late(con, "main", _declared()), *_late(con, "history", [row for row in _declared() if row[0] in FACTS])]
    for schema, table, column, kind, default in late:
        con.execute(f"ALTER TABLE {schema}.{table} ADD COLUMN {name(column)} {kind} DEFAULT {default}")
    if ("main", "upload", "rows_merged") in [row[:3] for row in late]:
        con.execute(_COUNT_MERGED)
    con.execute("INSERT INTO revision SELECT 0 WHERE NOT EXISTS (FROM revision)")
    con.execute(VIEWS.read_text(encoding="utf-8"))
    close_kinds(con)
    con.execute("DELETE FROM shape")
    con.execute("INSERT INTO shape VALUES (?)", [_print()])
    con.execute("COMMIT")


def _shape(con: duckdb.DuckDBPyConnection) -> str | None:
    """Read which version brought the store up to date last; None: one that did not say, or none."""
    with suppress(duckdb.CatalogException):
        return next((str(said) for (said,) in con.execute("SELECT version FROM shape").fetchall()), None)
    return None


@cache
def _print() -> str:
    """Name this version by all that a migration does."""
    return sha256(b"".join(path.read_bytes() for path in _SAYS)).hexdigest()


def _late(
    con: duckdb.DuckDBPyConnection, schema: str, declared: list[tuple[str, str, str, str]]
) -> Iterator[tuple[str, str, str, str, str]]:
    """Find the declared columns that the store does not have: (schema, table, column, type, default)."""
    there = {(table, column) for table, column, *_ in con.execute(_COLUMNS, [schema]).fetchall()}
    for table, column, kind, default in declared:
        if (table, column) not in there:
            yield schema, table, column, kind, default


@cache
def _declared() -> list[tuple[str, str, str, str]]:
    with in_memory() as con:
        con.execute(SCHEMA.read_text(encoding="utf-8"))
        return con.execute(_COLUMNS, ["main"]).fetchall()
