"""The list of snapshots that left the house; it only grows."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING

from data import book
from data.known import Known
from data.sql import names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from data.store import Store


@dataclass(frozen=True)
class Issued:
    """One snapshot that was taken along as PDF, and all that is needed to take it again."""

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

    @property
    def known(self) -> Known:
        """What it rests on."""
        return Known(self.issued_at, self.revision)


def record(store: Store, issued: Issued) -> Issued:
    """Enter a snapshot in the list, and give it its number; no number on any page changes by it."""
    with store.shared.writing:
        with store.shared.con.cursor() as tx:
            tx.execute("BEGIN")
            row = tx.execute("SELECT coalesce(max(number), 0) + 1 FROM issued").fetchone()
            numbered = replace(issued, number=int(row[0]) if row else 1)
            values = [json.dumps(one, sort_keys=True) if isinstance(one, dict) else one for one in astuple(numbered)]
            tx.execute(f"INSERT INTO issued ({names(_COLUMNS)}) VALUES ({', '.join('?' * len(values))})", values)
            tx.execute("COMMIT")
        book.write(store)
    return numbered


def issued(store: Store) -> list[Issued]:
    """List what was issued, newest first."""
    rows = store.query(f"SELECT {names(_COLUMNS)} FROM issued ORDER BY number DESC")
    place = _COLUMNS.index("definitions")
    return [Issued(*(*row[:place], json.loads(row[place]), *row[place + 1 :])) for row in rows]


_COLUMNS = tuple(Issued.__dataclass_fields__)
