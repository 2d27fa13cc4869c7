"""Look after the schedules and the chores of all brands, on one thread of the server, whether a browser is open or not.

A beat costs a look at the date of one small file per brand: settings stand beside the store (data.book), so a store is
opened only when something is due, and given back afterwards. Whatever goes wrong with one brand is logged without
what it says, and the next beat comes. What else there is to do for a brand is in kpi/scheduling/chores.py.
"""

from __future__ import annotations

import json
import logging
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from os import environ
from threading import Event, Thread
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data import defaults
from data.access.acting import acting
from data.access.rights import HOUSE
from data.book import path_of
from data.errors import DataError
from data.reading.places import stores
from kpi.scheduling.chores import OF_ARCHIVED, Chores

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LOG = logging.getLogger("ninety")
BEAT = 30.0  # seconds
LATER = timedelta(minutes=5)  # after something went wrong with a brand
Said = tuple[str, str]  # the schedule, as it is kept, and the zone
NOTHING: Said = ("", "")


@dataclass
class _Brand:
    """What is remembered of a brand between two beats."""

    stamp: tuple[int, int] = (0, 0)  # of its book
    said: Said = NOTHING
    look_at: datetime | None = None  # None = not before the schedule changes


@dataclass
class Runner:
    """The thread, and what it remembers."""

    clock: Callable[[], datetime]  # UTC, without its name
    beat: float = BEAT
    chores: Chores = field(default_factory=Chores)
    of_archived: Chores = field(default_factory=lambda: Chores(OF_ARCHIVED))
    _brands: dict[Path, _Brand] = field(default_factory=dict)
    _stop: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def start(self) -> None:
        """Begin; the first look is at once, so that what was slept through is caught up with."""
        self._thread = Thread(target=self._run, name="ninety-schedule", daemon=True)
        self._thread.start()

    def stop(self, patience: float = 10.0) -> None:
        """End after the look at hand, or after so many seconds."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(patience)

    def look(self) -> None:
        """Look at every brand once; no report leaves of those in the archive."""
        for path in stores():
            if self._stop.is_set():
                return
            self.chores.look(path, self.clock())
            brand = self._brands.setdefault(path, _Brand())
            try:
                self._look(path, brand)
            except DataError as problem:  # another process has it, or it is damaged: the page says so
                LOG.warning("schedule: %s", problem.code)
                brand.look_at = self.clock() + LATER
            except Exception as crash:  # noqa: BLE001 - the next beat comes, whatever it was
                from kpi.scheduling.sending import logged  # noqa: PLC0415 - as below

                logged(crash)
                brand.look_at = self.clock() + LATER
        for path in _archived():
            if not self._stop.is_set():
                self.of_archived.look(path, self.clock())

    def _run(self) -> None:
        with acting(HOUSE):
            _finish()
            while not self._stop.is_set():
                self.look()
                self._stop.wait(self.beat)

    def _look(self, path: Path, brand: _Brand) -> None:
        now = self.clock()
        if (stamp := _stamp(path)) != brand.stamp:
            said = _said(path)
            if said != brand.said:
                brand.look_at = now if json.loads(said[0] or "{}").get("on") else None
            brand.stamp, brand.said = stamp, said
        if brand.look_at is not None and brand.look_at <= now:
            brand.look_at = _attended(path, now)


def _finish() -> None:
    """End what a crash left half of an archiving or a deletion of a brand."""
    from data.brand_files.finish import finish  # noqa: PLC0415 - as below

    finish()


def _archived() -> list[Path]:
    from data.brand_files.belongings import archived  # noqa: PLC0415 - as below

    return archived()


def _attended(path: Path, now: datetime) -> datetime | None:
    from data.store import Store  # noqa: PLC0415 - what reports need takes a second to load: not before one is due
    from kpi.scheduling.attend import attend  # noqa: PLC0415

    with closing(Store.open(path)) as store:
        return attend(store, now)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path_of(path).stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _said(path: Path) -> Said:
    """Read the schedule of a brand without opening its store."""
    try:
        rows = json.loads(path_of(path).read_text(encoding="utf-8"))["setting"]
    except (OSError, ValueError, KeyError):
        return NOTHING
    settings = {name: value for name, value in rows}  # noqa: C416 - rows are lists
    return settings.get("schedule", ""), settings.get("zone", "")


def system_clock() -> datetime:
    """Tell the moment; where NINETY_TODAY sets the day, as it does in the app, it is nine o'clock on it."""
    if fixed := environ.get("NINETY_TODAY"):
        nine = datetime.combine(date.fromisoformat(fixed), time(9), ZoneInfo(defaults.ZONE))
        return nine.astimezone(UTC).replace(tzinfo=None)
    return datetime.now(UTC).replace(tzinfo=None)
