"""Send the notices that are due, on a thread: no page waits for another machine."""

from __future__ import annotations

from contextlib import closing
from threading import Thread
from typing import TYPE_CHECKING

from data.access.acting import acting, permit, who
from data.access.rights import Right
from data.audit import Done
from data.ledger import moment
from data.store import Store
from kpi.alerting.notices import chosen, due, send
from pages._session import journal, newest_review, store

if TYPE_CHECKING:
    from pathlib import Path

    from data.access.rights import Person

_SENDING: set[Path] = set()  # stores that a thread sends for: what comes meanwhile is found at the next page


def notify(*, again: bool = False) -> Thread | None:
    """Begin to send what is due; None = nothing is, or it is being sent. `again`: also what failed too often."""
    opened = store()
    wanted = chosen(opened)
    if not any(one.on for one in wanted.values()) or opened.path in _SENDING:
        return None
    if not due(journal(), wanted, moment(None), again=again):
        return None
    if again:
        permit(Done(Right.ADMINISTER, "send_again"), opened.path)  # here, where somebody reads that they may not
    _SENDING.add(opened.path)
    thread = Thread(target=_send, args=(opened.path, again, who()), name="ninety-notify", daemon=True)
    thread.start()
    return thread


def _send(path: Path, again: bool, person: Person) -> None:
    try:
        with acting(person), closing(Store.open(path)) as opened:  # its own: the session's may be closed meanwhile
            if (review := newest_review(opened)) is not None:
                send(opened, review, again=again)
    finally:
        _SENDING.discard(path)
