"""The store's file written anew: what was deleted or blanked still stands in the blocks that DuckDB gave free."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from data.locked import in_file
from data.migrate import migrate
from data.sql import literal, name, names

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from data.store import Store

_TABLES = (
    "SELECT schema_name, table_name FROM duckdb_tables() "
    "WHERE database_name = current_database() AND NOT temporary ORDER BY ALL"
)
_COLUMNS = "SELECT column_name FROM duckdb_columns() WHERE schema_name = ? AND table_name = ? AND NOT internal"


def freshen(store: Store) -> bool:
    """Write all rows to a new file and let it take the place of the old one; whole or not at all.

    Others go on asking meanwhile; changes wait. False: somebody was always in the middle of a question.
    """
    shared = store.shared
    with shared.writing:
        shared.checkpoint()
        fresh = part_of(store.path)
        _remove(fresh)
        try:
            with closing(in_file(fresh)) as new:
                migrate(new)
                with shared.asking() as old:
                    _copy(old, new)
                new.execute("CHECKPOINT")
            return shared.swap(fresh)
        finally:
            _remove(fresh)


def part_of(path: Path) -> Path:
    """Give the name of the file while it is written."""
    return path.with_name(path.name + ".part")


def _remove(fresh: Path) -> None:
    for path in (fresh, fresh.with_name(fresh.name + ".wal")):
        path.unlink(missing_ok=True)


def filled(tx: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Name the tables that have rows: (schema, table), in one order; most of a store have none."""
    asked = (
        f"SELECT {literal(schema)}, {literal(table)} WHERE EXISTS (FROM {name(schema)}.{name(table)})"
        for schema, table in tx.execute(_TABLES).fetchall()
    )
    return sorted(tx.execute(" UNION ALL ".join(asked)).fetchall())


def _copy(old: duckdb.DuckDBPyConnection, new: duckdb.DuckDBPyConnection) -> None:
    """Copy every row, a million at a time."""
    for schema, table in filled(new):
        new.execute(f"DELETE FROM {name(schema)}.{name(table)}")
    for schema, table in filled(old):
        place = f"{name(schema)}.{name(table)}"
        columns = names(column for (column,) in old.execute(_COLUMNS, [schema, table]).fetchall())
        rows = old.sql(f"SELECT {columns} FROM {place}").to_arrow_reader(1_000_000)
        new.register("rows_to_copy", rows)
        new.execute(f"INSERT INTO {place} ({columns}) SELECT {columns} FROM rows_to_copy")
        new.unregister("rows_to_copy")
