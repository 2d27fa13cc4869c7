"""What the server does for every brand by itself, beside its reports: one line a chore in CHORES.

A chore is given the file of a store and the moment (UTC, without its name), does what is due by then, and says when it
wants to look again; that look should cost no more than the date of a small file, for a store is opened only when
something is due. It runs as HOUSE. One that fails is logged by the type of what went wrong, never by what it says, is
tried again later, and keeps neither the other chores nor the reports from their turn.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from data.errors import DataError
from kpi.scheduling.backups import backups
from kpi.scheduling.retain import retain
from kpi.scheduling.scrubs import scrubs

if TYPE_CHECKING:
    from pathlib import Path

LOG = logging.getLogger("ninety")
LATER = timedelta(minutes=5)  # after something went wrong
Chore = Callable[["Path", datetime], datetime]
CHORES: tuple[Chore, ...] = (backups, retain, scrubs)
OF_ARCHIVED: tuple[Chore, ...] = (retain, scrubs)  # what nobody looks at is kept no longer for that


@dataclass
class Chores:
    """The chores, and what is remembered of each of them between two beats of the server."""

    all: tuple[Chore, ...] = CHORES
    _looks: dict[tuple[Path, Chore], tuple[datetime, datetime]] = field(default_factory=dict)  # when, and when again

    def look(self, path: Path, now: datetime) -> None:
        """Let every chore that is due for a store have its turn."""
        for chore in self.all:
            last, again = self._looks.get((path, chore), (now, now))
            if again <= now or now < last:  # or the clock was put back: what was said then is worth nothing
                self._looks[path, chore] = now, _done(chore, path, now)


def _done(chore: Chore, path: Path, now: datetime) -> datetime:
    try:
        return chore(path, now)
    except DataError as problem:  # another process has the store, or it is damaged: the page says so
        LOG.warning("chore %s: %s", _name(chore), problem.code)
    except Exception as crash:  # noqa: BLE001 - the others have their turn, whatever it was
        from kpi.scheduling.sending import logged  # noqa: PLC0415 - takes a second to load, and is hardly ever needed

        LOG.error("chore %s failed, number %s", _name(chore), logged(crash))  # noqa: TRY400 - not what it says
    return now + LATER


def _name(chore: Chore) -> str:
    return str(getattr(chore, "__name__", type(chore).__name__))
