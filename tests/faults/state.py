"""What a store and the files beside it say, and whether they say the same."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit, book, label_lines, raw
from data.labels import COLUMNS, rows
from data.sql import names
from data.store import Store
from data.values.cells import ERASED
from kpi.periods import Week
from kpi.plan import plan_in_force
from kpi.review import take
from tests.faults.life import BRAND

if TYPE_CHECKING:
    from pathlib import Path

# when something was done is another moment each time; where a revision is noted it is the store's own
_MOMENTS = ("loaded_at", "undone_at", "changed_at", "saved_at", "written_at", "labelled_at", "removed_at", "trained_at")
_COLUMNS = (
    "SELECT schema_name, table_name, column_name FROM duckdb_columns() SEMI JOIN duckdb_tables() USING (table_oid) "
    "WHERE NOT internal AND schema_name IN ('main', 'history') ORDER BY schema_name, table_name, column_index"
)
_SKIPPED = {"shape", "revision"}
_DRAWN = re.compile(rf"(?<={ERASED})[0-9a-f]{{16}}")  # what stands for somebody who is gone is another one each time


@dataclass(frozen=True)
class State:
    """A store at rest, without the moments at which things were done."""

    tables: dict[str, str]  # of what it says, table by table
    revision: int
    changes: int  # lines of the log of who changed what
    beside: str  # of all from which it could be made anew
    wrong: tuple[str, ...]  # where what stands beside it says otherwise


def look(path: Path) -> State:
    """Open a store, as anybody does who comes after a crash, and tell what it says."""
    store = Store.open(path, brand=BRAND)
    try:
        return State(tables(store), store.revision, _changes(path), _beside(path), tuple(_wrong(store)))
    finally:
        store.close()


def on_disk(home: Path) -> str:
    """Name a brand by every byte that is kept of it, but for the moments at which its log was written."""
    log = re.compile(rb'"at": "[^"]*"|"prev": "[^"]*"')
    files = sorted(path for path in home.rglob("*") if path.is_file())
    said = [(str(path.relative_to(home)), path.read_bytes()) for path in files]
    return _digest(
        repr([(name, log.sub(b"", content) if name.endswith(audit.NAME) else content) for name, content in said])
    )


def scorecard(path: Path) -> str:
    """Measure the last week by the plan, and name all of it by its values; "" without a plan."""
    store = Store.open(path)
    try:
        plan = plan_in_force(body) if (body := store.plan()) else None
        return "" if plan is None else take(store, plan, Week(2026, 47), date(2026, 11, 23)).fingerprint
    finally:
        store.close()


def tables(store: Store) -> dict[str, str]:
    """Name each table by what it says."""
    said: dict[str, list[str]] = {}
    for schema, table, column in store.query(_COLUMNS):
        if table not in _SKIPPED:
            said.setdefault(f'{schema}."{table}"', []).extend([column] if column not in _MOMENTS else [])
    return {
        table: _digest(_DRAWN.sub("", repr(store.query(f"SELECT {names(columns)} FROM {table} ORDER BY ALL"))))
        for table, columns in said.items()
    }


def _changes(path: Path) -> int:
    log = audit.path_of(path)
    return len([json.loads(line) for line in log.read_bytes().splitlines()]) if log.exists() else 0


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _beside(path: Path) -> str:
    said: list[Any] = [_timeless(kept.said) for kept in raw.read_all(raw.folder_of(path))]
    said += [_timeless({name: rows for name, rows in book.read(path).items() if name != "revision"})]
    said += [_timeless(row) for row in label_lines.read(path)[0]]
    return _digest(json.dumps(said, sort_keys=True, default=str))


def _timeless(said: Any) -> Any:
    """Take out what is a moment, wherever it stands."""
    if isinstance(said, dict):
        return {name: _timeless(value) for name, value in said.items() if name not in {*_MOMENTS, "until"}}
    if isinstance(said, list):
        return [_timeless(value) for value in said]
    return None if isinstance(said, str) and said[:4].isdecimal() and said[4:5] == "-" and ":" in said else said


def _wrong(store: Store) -> list[str]:
    """Tell what does not agree; nothing may."""
    folder, beside = store.folder, store.folder.parent
    kept = {one.batch_id: one for one in raw.read_all(folder)}
    ledger = {one.batch_id: one for one in store.uploads()}
    wrong = [f"upload {number} in one place only" for number in kept.keys() ^ ledger.keys()]
    for number in kept.keys() & ledger.keys():
        said, entry = kept[number].said, ledger[number]
        same = said["answers"] == entry.answers and str(said["undone_at"]) == str(entry.undone_at)
        wrong += [] if same else [f"sidecar {number} says otherwise"]
        wrong += [] if kept[number].is_sound else [f"the bytes of upload {number} are others"]
    named = {one.content for one in kept.values()} | {raw.sidecar(folder, number) for number in kept}
    wrong += [f"left over: {path.name}" for path in (folder.iterdir() if folder.is_dir() else []) if path not in named]
    wrong += [f"left over: {path.name}" for path in (*beside.rglob("*.part"), *store.path.parent.glob(".*"))]
    if {**book.of(store), "revision": [], "labels": []} != {**book.read(store.path), "revision": [], "labels": []}:
        wrong.append("the book says otherwise")
    lines, broken = label_lines.read(store.path)
    if broken or [_line(row) for row in lines] != [_line(row) for row in rows(store)]:
        wrong.append("the lines of the labels say otherwise")
    return wrong


def _line(row: dict[str, Any]) -> list[str]:
    return [str(row.get(column)) for column in COLUMNS]
