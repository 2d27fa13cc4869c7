"""The names of our own brand and of its competitors, as listening exports spell them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb


def name_brands(tx: duckdb.DuckDBPyConnection, role: Literal["own", "competitor"], names: Sequence[str]) -> None:
    """Give names a role; a name has one."""
    for name in filter(None, (name.strip() for name in names)):
        tx.execute("DELETE FROM brand_name WHERE lower(name) = lower(?)", [name])
        tx.execute("INSERT INTO brand_name VALUES (?, ?)", [name, role])
