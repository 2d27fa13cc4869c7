"""What people decided and what they were told, in the order it happened; entries are added, never changed.

No number on any page hangs on an entry, so an entry leaves the revision of the store alone: whatever was computed
stays. What an entry means is told by who reads it (kpi.alerting.case, kpi.deciding.decisions, kpi.meeting.meeting);
here it is a line.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data import book
from data.access.rights import Right
from data.audit import Done
from data.ledger import moment
from data.sql import names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from typing import Protocol

    from data.store import Store

    class Queries(Protocol):
        """The store, or one state of it."""

        def query(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
            """Run a statement and fetch its rows."""
            ...


@dataclass(frozen=True)
class Draft:
    """An entry to be."""

    kind: str  # "alert.fired", "decision.made", "meeting.moved"
    subject: str  # what it is about
    body: Mapping[str, Any]  # whatever JSON can hold
    by: str | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the journal."""

    number: int  # 1, 2, 3 …
    written_at: datetime  # UTC
    written_by: str | None
    kind: str
    subject: str
    body: Mapping[str, Any]
    revision: int  # of the store, when it was written


COLUMNS = tuple(Entry.__dataclass_fields__)
_ALL = f"SELECT {names(COLUMNS)} FROM journal WHERE number > ? AND number <= ? ORDER BY number"
_LAST = 2**62


def newest(store: Queries) -> int:
    """Give the number of the last entry: who shows the journal asks it whether there is more; 0 = it is empty."""
    return int(store.query("SELECT coalesce(max(number), 0) FROM journal")[0][0])


def entries(store: Queries, *, after: int = 0, until: int | None = None) -> tuple[Entry, ...]:
    """Read the journal, oldest first; `until` a number, as it was when that was the newest."""
    return tuple(_entry(row) for row in store.query(_ALL, [after, _LAST if until is None else until]))


def write(
    store: Store,
    make: Callable[[Sequence[Entry]], Iterable[Draft]],
    *,
    needs: Right | None = Right.DECIDE,
    now: datetime | None = None,
) -> tuple[Entry, ...]:
    """Add what `make` says on reading the journal; nobody writes between its reading and its writing.

    So two people who do the same at once are told apart here: the second sees what the first did, and `make` may add
    nothing or raise. Nothing is written then. `needs` None: what Ninety notes by itself.
    """
    with store.shared.writing:
        known = entries(store)
        drafts = list(make(known))
        if not drafts:
            return ()
        first, at, revision = (known[-1].number if known else 0) + 1, moment(now), store.revision
        added = tuple(
            Entry(number, at, draft.by, draft.kind, draft.subject, draft.body, revision)
            for number, draft in enumerate(drafts, first)
        )
        _insert(store, added, needs)
        book.write(store)
    return added


def _insert(store: Store, added: Sequence[Entry], needs: Right | None) -> None:
    marks = ", ".join("?" * len(COLUMNS))
    about = {"entries": [one.number for one in added], "kinds": sorted({one.kind for one in added})}
    done = Done(needs, "journal", about, added[0].written_by) if needs else None
    with store.shared.change(done, counts=False) as tx:
        for one in added:
            values = [
                one.number,
                one.written_at,
                one.written_by,
                one.kind,
                one.subject,
                json.dumps(one.body),
                one.revision,
            ]
            tx.execute(f"INSERT INTO journal ({names(COLUMNS)}) VALUES ({marks})", values)


def _entry(row: tuple[Any, ...]) -> Entry:
    place = COLUMNS.index("body")
    return Entry(*(*row[:place], json.loads(row[place]), *row[place + 1 :]))
