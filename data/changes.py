"""What was changed outside the uploads, when and by whom: settings, zones, and the names of brands.

Before the first entry of a name holds what stood there then (`before`); a name without an entry was never
changed since entries are made, and holds as it is.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from data.known import upcoming

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    import duckdb

    from data.known import Known

NAMES = "brand_name"  # stands for the whole list of names, as JSON
COLUMNS = ("number", "name", "before", "after", "changed_at", "changed_by", "revision")
Change = tuple[str, str | None, str | None, "datetime", int | None]  # name, before, after, changed_at, revision


def set_all(
    tx: duckdb.DuckDBPyConnection, values: dict[str, str | None], by: str | None = None, at: datetime | None = None
) -> None:
    """Change settings inside a transaction, and keep what they were; None takes one away, no moment keeps nothing."""
    for name, value in values.items():
        found = tx.execute("SELECT value FROM setting WHERE name = ?", [name]).fetchone()
        before = str(found[0]) if found else None
        if before == value:
            continue
        tx.execute("DELETE FROM setting WHERE name = ?", [name])
        if value is not None:
            tx.execute("INSERT INTO setting VALUES (?, ?)", [name, value])
        if at is not None:
            _keep(tx, name, before, value, by, at)


@contextmanager
def naming(tx: duckdb.DuckDBPyConnection, by: str | None, at: datetime) -> Iterator[None]:
    """Keep what the names of brands were, should they change meanwhile."""
    before = names_of(tx)
    yield
    if (after := names_of(tx)) != before:
        _keep(tx, NAMES, before, after, by, at)


def names_of(tx: duckdb.DuckDBPyConnection) -> str:
    """Give the names of brands as they are kept."""
    return json.dumps(tx.execute("SELECT name, role FROM brand_name ORDER BY name").fetchall(), ensure_ascii=False)


def _keep(  # noqa: PLR0917 - the columns of one table
    tx: duckdb.DuckDBPyConnection, name: str, before: str | None, after: str | None, by: str | None, at: datetime
) -> None:
    number = "(SELECT coalesce(max(number), 0) + 1 FROM setting_change)"
    row = [name, before, after, at, by, upcoming(tx)]
    tx.execute(f"INSERT INTO setting_change VALUES ({number}, ?, ?, ?, ?, ?, ?)", row)


def held(changes: Sequence[Change], name: str, now: str | None, known: Known) -> str | None:
    """Give what a setting was at a point of the past; `now` is what it is."""
    of_it = [change for change in changes if change[0] == name]
    past = [after for _, _, after, at, revision in of_it if known.had(at, revision)]
    return past[-1] if past else of_it[0][1] if of_it else now
