"""What no upload says, beside the store file, so that a rebuild finds it: settings, names, plans, what was issued."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data import changes
from data.errors import UnreadableFileError
from data.raw import write_whole
from data.sql import names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from data.store import Store

_TABLES = {
    "setting": ("name", "value"),
    "brand_name": ("name", "role"),
    "plan": ("version", "saved_at", "saved_by", "reason", "body", "revision"),
    "setting_change": changes.COLUMNS,
    "annotation": (
        *("id", "day", "kpi", "channel", "kind", "text", "written_at", "written_by", "revision"),
        *("removed_at", "removed_by", "removed_revision", "until"),
    ),
    "issued": (
        *("number", "week", "issued_at", "issued_by", "day", "revision", "plan_version", "definitions"),
        *("fingerprint", "language", "paper", "app", "journal", "kind", "form", "edition", "content", "frozen"),
    ),
    "model": (*("number", "trained_at", "trained_by", "labels", "until", "measured", "helps", "content", "revision"),),
    "journal": ("number", "written_at", "written_by", "kind", "subject", "body", "revision"),
}
Book = dict[str, list[list[Any]]]  # table -> rows
_ALONG: Book = {"revision": [], "labels": []}  # change with every upload and label, which do not write the book


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


def write(store: Store) -> None:
    """Write what the store says now, which it has already: what a full disk does not take is mended on opening."""
    with suppress(OSError):
        rewrite(store)


def rewrite(store: Store) -> None:
    """Write it, or raise OSError: what may not leave the house without standing there."""
    with store.shared.writing:  # else an older state could be written over a newer one
        write_whole(path_of(store.path), written(store))


def mend(store: Store) -> None:
    """Write the book again where it says otherwise than the store, or can be read no more: a crash came between."""
    now = written(store)
    try:
        said = read(store.path)
    except UnreadableFileError:
        put_aside(store.path)
        said = {}
    if {**json.loads(now), **_ALONG} != {**said, **_ALONG}:
        write_whole(path_of(store.path), now)


def written(store: Store) -> bytes:
    """Give what the store says now, as the bytes of the file."""
    tables = {
        table: store.query(f"SELECT {names(columns)} FROM {table} ORDER BY 1") for table, columns in _TABLES.items()
    }
    of_lines = store.query("SELECT count(*) FROM label")  # at least so many stand in their own file
    book = tables | {"revision": [[store.revision]], "labels": of_lines}
    return json.dumps(book, ensure_ascii=False, indent=1, default=str).encode()


def of(store: Store) -> Book:
    """Give what the book of a store would say now."""
    said: Book = json.loads(written(store))
    return said


def labels(book: Mapping[str, Sequence[Sequence[Any]]]) -> int:
    """Tell how many labels there were at least when the book was written."""
    return next((int(row[0]) for row in book.get("labels", [])), 0)


def read(store: Path) -> Book:
    """Read what was written last; nothing when there never was a book. Raises UnreadableFileError for a broken one."""
    path = path_of(store)
    if not path.exists():
        return {}
    try:
        book: Book = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as cause:
        raise UnreadableFileError(file=path.name, why="book_damaged") from cause
    return book


def put_aside(store: Path) -> None:
    """Keep a book that cannot be read under another name; the next change writes a new one."""
    path_of(store).replace(path_of(store).with_suffix(".damaged.json"))


def restore(store: Store, book: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    """Put what a book says into a fresh store: as it stands there, nothing of it is a change."""
    with store.shared.change(None) as tx:
        for table, columns in _TABLES.items():
            if rows := book.get(table):
                tx.execute(f"DELETE FROM {table}")
                width = min(len(columns), len(rows[0]))  # an older book knows fewer columns
                marks = ", ".join("?" * width)
                tx.executemany(f"INSERT INTO {table} ({names(columns[:width])}) VALUES ({marks})", rows)


def go_on_from(store: Store, revision: int) -> None:
    """Let the revision of a store that was made anew grow on from the old one: it tells the order of things."""
    with store.shared.change(None) as tx:
        tx.execute("UPDATE revision SET number = greatest(number, ?)", [revision])


def how_far(book: Mapping[str, Sequence[Sequence[Any]]]) -> tuple[int, int]:
    """Tell up to where a book goes: its revision, and the newest entry of its journal, which has none of its own."""
    return last_revision(book, []), max((int(row[0]) for row in book.get("journal", [])), default=0)


def last_revision(book: Mapping[str, Sequence[Sequence[Any]]], said_of: Sequence[Mapping[str, Any]]) -> int:
    """Find the newest revision that anything speaks of: the book, sidecars of uploads, labels."""
    keys = ("revision", "undone_revision", "removed_revision")
    said = [one[key] for one in said_of for key in keys if one.get(key) is not None]
    return max([*said, *(int(row[0]) for row in book.get("revision", []))], default=0)
