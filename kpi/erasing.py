"""A request to be erased, through every brand of who answers it: looked for, erased, logged and receipted.

The request stands in the log of deletions of each brand that holds something of the person, from the day it was made
until the day it was done, so `time_to_delete` measures it. It has a number and no name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeVar

from data.access.acting import may
from data.access.rights import Right
from data.brand_files.acts import opened
from data.brand_files.belongings import every
from data.disk import told
from data.errors import DataError
from data.privacy.person import Found, erase, find, usable
from data.privacy.receipts import Receipt, receipts
from data.reading.places import stores
from kpi.logbook import EVERY_CHANNEL, as_file, new_key, speaks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from data.store import Store

LOG = "deletions"
DATASET = "Ninety"  # of the rows that it writes itself
_OPEN = "select request_id, requested_on, coalesce(dataset, '') from deletions where deleted_on is null order by 2, 1"
_ROW = "select requested_on, channel, dataset from deletions where request_id = ?"


@dataclass(frozen=True)
class Request:
    """What somebody asked for; the names are in memory only."""

    names: tuple[str, ...]
    asked: date
    number: str

    @classmethod
    def of(cls, names: Sequence[str], asked: date, number: str | None = None) -> Request:
        """Make a request of names as people write them; one that is in no log yet gets a number."""
        return cls(usable(names), asked, number or new_key(LOG))


@dataclass(frozen=True)
class Open:
    """A request that is not done yet."""

    brand: str
    number: str
    asked: date
    dataset: str

    def days(self, today: date) -> int:
        """How long it has waited, in calendar days."""
        return (today - self.asked).days


Answer = TypeVar("Answer")
Problems = dict[str, DataError]  # brand -> why nothing was done there


def silent(number: int, whole: int, brand: str) -> None:
    """Tell nobody how far it is."""


def administered() -> list[Path]:
    """Give the stores in which who acts may erase, those in the archive too."""
    return [path for path in every() if may(Right.ADMINISTER, path.stem)]


def look(request: Request, progress: Callable[[int, int, str], None] = silent) -> tuple[list[Found], Problems]:
    """Look for a person in every brand; nothing is changed."""
    return _of_each(lambda store: find(store, request.names), progress, administered())


def carry_out(
    request: Request, by: str | None = None, progress: Callable[[int, int, str], None] = silent
) -> tuple[list[Receipt], Problems]:
    """Erase a person from every brand, whatever becomes of the others, and give a receipt for each.

    A brand without them keeps hashes of the names too: a later export may hold them.
    """
    return _of_each(lambda store: _erased(store, request, by), progress, administered())


def _of_each(
    do: Callable[[Store], Answer], progress: Callable[[int, int, str], None], paths: Sequence[Path]
) -> tuple[list[Answer], Problems]:
    """Do something with every brand, whatever becomes of the others."""
    done: list[Answer] = []
    problems: Problems = {}
    for number, path in enumerate(paths, 1):
        progress(number, len(paths), path.stem)
        try:
            with told(path), opened(path) as store:
                done.append(do(store))
        except DataError as problem:
            problems[path.stem] = problem
    return done, problems


def _erased(store: Store, request: Request, by: str | None) -> Receipt:
    is_logged = bool(store.query(_ROW, [request.number]))
    if not is_logged and find(store, request.names).is_there:
        _log(store, request, None, by)
        is_logged = True
    erased = erase(store, request.names, request.number, by, request.asked)
    if is_logged and erased.done.is_fresh and not erased.left:
        _log(store, request, datetime.now(UTC).date(), by)
    return erased.receipt


def close_done(store: Store) -> None:
    """Close the requests that were done but for the store's file, once a receipt says that nothing is left."""
    done = {one.request for one in receipts(store.path) if one.counts.get("fresh") and not one.left}
    for number, asked, _ in store.query(_OPEN):
        if number in done:
            _log(store, Request((), asked, number), datetime.now(UTC).date(), None)


def _log(store: Store, request: Request, deleted: date | None, by: str | None) -> None:
    """Write the row of a request, new or changed, as an upload of its own."""
    known = store.query(_ROW, [request.number])
    asked, channel, dataset = known[0] if known else (request.asked, EVERY_CHANNEL, DATASET)
    row = {"request_id": request.number, "channel": channel, "day": asked, "dataset": dataset, "deleted_on": deleted}
    now = datetime.now(UTC)
    days = speaks_of(store, LOG, [row], now.date())
    store.load(f"{LOG}_{now:%Y-%m-%d_%H%M%S}.csv", as_file(LOG, [row], *days, now), by=by)


def open_requests() -> tuple[list[Open], Problems]:
    """List the requests that wait, the oldest first, of every brand with pages in which who acts may erase."""
    here = [path for path in administered() if path in stores()]
    found, problems = _of_each(lambda store: [Open(store.path.stem, *row) for row in store.query(_OPEN)], silent, here)
    every = [one for of_brand in found for one in of_brand]
    return sorted(every, key=lambda one: (one.asked, one.number, one.brand)), problems


def done_before() -> list[Receipt]:
    """List the receipts, the newest first, of every brand in which who acts may erase."""
    return sorted((one for path in administered() for one in receipts(path)), key=lambda one: one.done_at, reverse=True)
