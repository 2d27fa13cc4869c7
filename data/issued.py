"""The list of snapshots that left the house; it only grows."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from data import book
from data.access.rights import Right
from data.audit import Done
from data.errors import KeptError
from data.known import Known
from data.sql import names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from data.store import Store


@dataclass(frozen=True)
class Issued:
    """One snapshot that was taken along, and all that is needed to open it or to take it again."""

    number: int
    week: str
    issued_at: datetime
    issued_by: str | None
    day: date  # that it was: whether its week was over
    revision: int  # of the store it was taken from
    plan_version: int
    definitions: Mapping[str, str]  # KPI -> version of its definition
    fingerprint: str
    language: str
    paper: str
    app: str  # version of Ninety
    journal: int | None = None  # number of its newest entry then: the minutes are told up to it
    # None in what was issued before files were kept: a week as PDF, without what a report adds
    kind: str | None = None
    form: str | None = None
    edition: Mapping[str, Any] | None = None  # how it was set, the logo by its name (kpi/keeping.py)
    content: str | None = None  # sha256 of the very bytes (data/kept.py)
    frozen: str | None = None  # and of its values

    @property
    def known(self) -> Known:
        """What it rests on."""
        return Known(self.issued_at, self.revision)


def record(store: Store, issued: Issued) -> Issued:
    """Enter a snapshot in the list, and give it its number; no number on any page changes by it.

    Raises KeptError where the list cannot be written beside the store; then it is not in the list at all.
    """
    with store.shared.writing:
        about = {"week": issued.week, "kind": issued.kind, "form": issued.form}
        with store.shared.change(Done(Right.VIEW, "issue", about, issued.issued_by), counts=False) as tx:
            row = tx.execute("SELECT coalesce(max(number), 0) + 1 FROM issued").fetchone()
            numbered = replace(issued, number=int(row[0]) if row else 1)
            values = [_packed(getattr(numbered, name)) for name in _COLUMNS]
            tx.execute(f"INSERT INTO issued ({names(_COLUMNS)}) VALUES ({', '.join('?' * len(values))})", values)
        try:
            book.rewrite(store)
        except OSError as cause:
            with store.shared.change(None, counts=False) as tx:
                tx.execute("DELETE FROM issued WHERE number = ?", [numbered.number])
            raise KeptError(file=str(book.path_of(store.path).parent), why="not_kept") from cause
    return numbered


def issued(store: Store) -> list[Issued]:
    """List what was issued, newest first."""
    rows = store.query(f"SELECT {names(_COLUMNS)} FROM issued ORDER BY number DESC")
    return [Issued(*map(_unpacked, _COLUMNS, row)) for row in rows]


def _packed(value: Any) -> Any:
    return json.dumps(value, sort_keys=True) if isinstance(value, dict) else value


def _unpacked(name: str, value: Any) -> Any:
    return json.loads(value) if name in _JSON and value is not None else value


_COLUMNS = tuple(one.name for one in fields(Issued))
_JSON = ("definitions", "edition")
