"""What a team does with a high-risk thread, written into its own log of escalations.

A message stands there under its channel and its own id, so it is one thread however often somebody takes it. What is
not high-risk after all is written as a row that was taken out: it counts nowhere, and the logbook can put it back.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from data import defaults
from data.access.acting import lent
from data.access.rights import Right
from data.audit import Done
from data.errors import ThreadError
from data.facts import FACTS, WITHDRAWN
from kpi.logs import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.store import Store
    from kpi.logbook import Row
    from kpi.queries import Queries
    from kpi.thread.threads import Thread

LOG = "escalations"
OWN = FACTS[LOG].own
WRITTEN = f"select {', '.join(OWN)} from {LOG} where escalation_id = ?"
VERSION = f"""
select batch_id, loaded_by from upload
where batch_id in (
    select batch_id from {LOG} where escalation_id = ? union all
    select batch_id from history.{LOG} where escalation_id = ?
)
order by batch_id desc limit 1
"""
NEWEST = f"""
select escalation_id, max(batch_id) from (
    select escalation_id, batch_id from {LOG} union all select escalation_id, batch_id from history.{LOG}
)
group by escalation_id
"""
Wrong = Literal["before", "future", "after_answer"]


def versions(store: Queries) -> dict[str, int]:
    """Give the last upload that spoke of each thread of the log: what somebody saw when they looked at the queue."""
    return {str(thread): int(batch) for thread, batch in store.query(NEWEST)}


@contextmanager
def alone(store: Store, thread: Thread, seen: int | None) -> Iterator[None]:
    """Write of a thread while nobody else does; raises ThreadError when somebody did since it was looked at.

    It needs the right to decide, not the one to bring exports in: that the log is kept as uploads is its own affair.
    """
    with store.shared.writing, lent(Right.UPLOAD, store.path, Done(Right.DECIDE, "thread", {"thread": thread.id})):
        found = store.query(VERSION, [thread.id, thread.id])
        if (found[0][0] if found else None) != seen:
            raise ThreadError(by=found[0][1] if found else None)
        yield


def taken(store: Store, thread: Thread, at: datetime) -> Row:
    """Write that somebody looked at a thread."""
    return row(store, thread) | {"triaged_at": _clock(store, max(at, thread.received))}


def answered(store: Store, thread: Thread, at: datetime, outcome: str) -> Row:
    """Write that an answer or a holding statement went out; who answered first stays."""
    written = row(store, thread)
    first = written["answered_at"]
    moment = _clock(store, max(at, thread.received))
    return written | {
        "answered_at": min(first, moment) if first else moment,
        "outcome": outcome.strip() or written["outcome"],
    }


def dismissed(store: Store, thread: Thread, reason: str) -> Row:
    """Write that a thread is not high-risk, and why: the row is taken out of the log."""
    return row(store, thread) | {"outcome": reason.strip(), WITHDRAWN: YES}


def row(store: Store, thread: Thread) -> Row:
    """Give the row of a thread as it stands in the log, or as it would begin: passed on when it came in."""
    found = store.query(WRITTEN, [thread.id])
    if not found:
        began = {"channel": thread.channel, "day": thread.day, "risk": "high", "topic": thread.topic}
        blank = dict.fromkeys(OWN) | began | {"escalation_id": thread.id, WITHDRAWN: NO}
        return blank | {"escalated_at": _clock(store, thread.received)}
    values: dict[str, Any] = dict(zip(OWN, found[0], strict=True))
    moments = {name: _clock(store, value) for name, value in values.items() if isinstance(value, datetime)}
    return values | moments | {WITHDRAWN: NO}


def wrong(thread: Thread, at: datetime, now: datetime) -> Wrong | None:
    """Say what cannot be meant by a time (UTC)."""
    if at < thread.received.replace(second=0, microsecond=0):  # people type minutes
        return "before"
    return "future" if at > now else None


def _clock(store: Store, moment: datetime) -> datetime:
    """Put a moment (UTC) on the brand's clock, with its offset: an hour that comes twice stays the one it was."""
    zone = ZoneInfo(store.setting("zone") or defaults.ZONE)
    return moment.replace(tzinfo=UTC).astimezone(zone)
