"""Settings, brand names and plan versions beside the store file, so that a rebuild finds them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from data.raw import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb

    from data.store import Store

_TABLES = {
    "setting": ("name", "value"),
    "brand_name": ("name", "role"),
    "plan": ("version", "saved_at", "saved_by", "reason", "body"),
}


@dataclass(frozen=True)
class PlanVersion:
    """One version of the plan, and who changed it why."""

    version: int
    saved_at: datetime
    saved_by: str | None
    reason: str | None
    body: str


def path_of(store: Path) -> Path:
    """Give the file of a store's settings and plan."""
    return store.with_suffix("") / "book.json"


def set_all(tx: duckdb.DuckDBPyConnection, values: Mapping[str, str | None]) -> None:
    """Change settings inside a transaction; None takes one away."""
    for name, value in values.items():
        tx.execute("DELETE FROM setting WHERE name = ?", [name])
        if value is not None:
            tx.execute("INSERT INTO setting VALUES (?, ?)", [name, value])


def write(store: Store) -> None:
    """Write what the store says now."""
    book = {
        table: store.query(f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1") for table, columns in _TABLES.items()
    }
    write_whole(path_of(store.path), json.dumps(book, ensure_ascii=False, indent=1, default=str).encode())


def read(store: Path) -> dict[str, list[list[Any]]]:
    """Read what was written last; nothing when there never was a book."""
    path = path_of(store)
    if not path.exists():
        return {}
    book: dict[str, list[list[Any]]] = json.loads(path.read_text(encoding="utf-8"))
    return book


def restore(store: Store, book: dict[str, list[list[Any]]]) -> None:
    """Put settings, brand names and plan versions into a fresh store."""
    store.set_settings(dict(book.get("setting", [])))
    names = book.get("brand_name", [])
    store.set_brands(*([name for name, role in names if role == wanted] for wanted in ("own", "competitor")))
    for _, saved_at, by, reason, body in book.get("plan", []):
        store.save_plan(body, by, reason, now=datetime.fromisoformat(saved_at))
