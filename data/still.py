"""One state of a store to ask several questions of, while others go on changing it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from data.brands import name_brands

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from data.store import Store


class Still:
    """The store as it was when this was opened: every answer is of one revision."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self.revision = int(self.query("SELECT number FROM revision")[0][0])

    def query(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Ask; the answer is fetched whole."""
        return self._cursor.execute(sql, list(params)).fetchall()

    def suppose_brands(self, own: Sequence[str], competitors: Sequence[str]) -> None:
        """Ask as though these were the names of brands; nobody else sees it, and it goes when this is closed."""
        # a table of its own in front of the real one: deleted rows would stand in the way of whoever saves meanwhile
        self._cursor.execute("CREATE OR REPLACE TEMP TABLE brand_name (name varchar, role varchar)")
        name_brands(self._cursor, "competitor", competitors)
        name_brands(self._cursor, "own", own)


@contextmanager
def still(store: Store) -> Iterator[Still]:
    """Hold one state of a store; loads go on beside it."""
    with store.shared.asking() as cursor:
        cursor.execute("BEGIN")
        try:
            yield Still(cursor)
        finally:
            cursor.execute("ROLLBACK")
