"""What the people in the data are kept for: each fact with texts of people belongs to a data set of the register.

The register is the log `datasets`, which the KPI counts; the setting `dataset:messages` names the row that speaks of
all messages, whichever tool they come from, and `dataset:mentions` that of all mentions. A purpose, an owner and a
number of days are asked for before the first such file is taken in (page and command line; a rebuild asks nothing).

Who may upload may edit the log, and what retention takes does not come back: `retention:messages` holds the days that
somebody who administers agreed to, and fewer in the log count only once they are agreed to as well.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from data import book, changes
from data.access.acting import may
from data.access.rights import Right
from data.audit import Done
from data.errors import DatasetNeededError
from data.ledger import moment
from data.privacy.blank import PERSONAL
from data.reading.exports import load_formats

if TYPE_CHECKING:
    from datetime import date

    from data.journal import Queries
    from data.store import Store

SETTING, AGREED = "dataset:", "retention:"  # and the fact
DAYS = 365  # that are offered: as long as a quarter is compared with that of the year before, and no longer
LONGEST = 3650
NEEDED = ("purpose", "owner", "retention_days")
_LOG, _FORMAT = "datasets", "ninety_datasets"


@dataclass(frozen=True)
class Dataset:
    """One row of the register."""

    dataset_id: str
    name: str
    purpose: str | None = None
    owner: str | None = None
    retention_days: int | None = None

    @property
    def lacks(self) -> tuple[str, ...]:
        """Name what is still to be said of it."""
        return tuple(one for one in NEEDED if not getattr(self, one))


def register(store: Queries, today: date) -> tuple[Dataset, ...]:
    """List the data sets that are in use, by name."""
    columns = ", ".join(one.name for one in fields(Dataset))
    in_use = f"SELECT {columns} FROM datasets WHERE retired_on IS NULL OR retired_on > ? ORDER BY name, dataset_id"
    return tuple(Dataset(*row) for row in store.query(in_use, [today]))


def dataset_of(store: Store, fact: str, today: date) -> Dataset | None:
    """Find the data set that a fact belongs to; None: nobody said so yet, or it is used no more."""
    said = store.setting(SETTING + fact)
    return next((one for one in register(store, today) if one.dataset_id == said), None)


def days_kept(store: Store, fact: str, today: date) -> int | None:
    """Give the days after which a fact goes: of the register, or more where fewer were not agreed to; None: never."""
    of_it, agreed = dataset_of(store, fact, today), store.setting(AGREED + fact)
    return max(of_it.retention_days, int(agreed)) if of_it and of_it.retention_days and agreed else None


def waiting(store: Store, today: date) -> tuple[tuple[str, int], ...]:
    """List the facts whose days in the register were not agreed to, each with these days."""
    found = ((fact, of_it.retention_days) for fact in PERSONAL if (of_it := dataset_of(store, fact, today)))
    return tuple((fact, days) for fact, days in found if days and days_kept(store, fact, today) != days)


def agree(store: Store, fact: str, days: int, by: str | None = None) -> None:
    """Let a fact go after so many days; raises NotAllowedError."""
    with store.shared.change(Done(Right.ADMINISTER, "retention_days", {"fact": fact, "days": days}, by)) as tx:
        changes.set_all(tx, {AGREED + fact: str(days)}, by, moment(None))
    book.write(store)


def missing(store: Store, fact: str, today: date) -> tuple[str, ...]:
    """Name what must be said before a fact may be loaded; nothing for a fact without people."""
    if fact not in PERSONAL:
        return ()
    of_it = dataset_of(store, fact, today)
    return of_it.lacks if of_it else NEEDED


def need(store: Store, fact: str, today: date, file: str) -> None:
    """Raise DatasetNeededError while nobody said what a fact is kept for, by whom and how long."""
    if lacks := missing(store, fact, today):
        raise DatasetNeededError(file=file, fact=fact, lacks=lacks)


def undeclared(store: Store, today: date) -> tuple[str, ...]:
    """Name the facts of which the store holds rows though nobody said what for: one from before that was asked."""
    held = (fact for fact in PERSONAL if store.query(f"SELECT EXISTS (FROM {fact})")[0][0])
    return tuple(fact for fact in held if missing(store, fact, today))


def declare(store: Store, fact: str, said: Dataset, today: date, by: str | None = None) -> Dataset:
    """Write a data set into the register and let a fact belong to it; gives it as it stands there.

    It is an upload like any other edit of a log, so it has a receipt and a way back. Raises DatasetNeededError while
    something of it is missing, or the days are no number of days.
    """
    lacks = said.lacks or (() if 0 < (said.retention_days or 0) <= LONGEST else ("retention_days",))
    if lacks:
        raise DatasetNeededError(file=said.name, fact=fact, lacks=lacks)
    if said not in register(store, today):
        newest = store.query(f"SELECT max(snapshot_date) FROM (FROM {_LOG} UNION ALL BY NAME FROM history.{_LOG})")
        day = max(filter(None, (newest[0][0], today)))
        since = store.query(f"SELECT min(day) FROM {_LOG} WHERE dataset_id = ?", [said.dataset_id])[0][0] or today
        store.load(f"{said.dataset_id}.csv", _as_file(said, since, day, store.revision), by=by)
    agreed = {AGREED + fact: str(said.retention_days)} if _may_agree(store, fact) else {}
    store.set_settings({SETTING + fact: said.dataset_id} | agreed, by, needs=Right.UPLOAD)
    return said


def _may_agree(store: Store, fact: str) -> bool:
    """Whether who acts may say when a fact goes: the first to upload it may, for nothing is there to go yet."""
    is_first = store.setting(AGREED + fact) is None and not store.query(f"SELECT EXISTS (FROM {fact})")[0][0]
    return is_first or may(Right.ADMINISTER, store.path.stem)


def _as_file(said: Dataset, since: date, day: date, number: int) -> bytes:
    """Write one row the way Ninety's own template is filled in; `number` makes another file of the same words."""
    told: dict[str, object] = {one.name: getattr(said, one.name) for one in fields(Dataset)}
    told |= {"day": since.isoformat(), "contains_personal": "yes"}
    columns = load_formats()[_FORMAT].columns
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow([f"Written in Ninety, revision {number}"])
    lines.writerow([f"Covers {day.isoformat()} until {day.isoformat()}"])
    lines.writerow([cell.from_[0] for cell in columns.values()])
    lines.writerow([told.get(field) or "" for field in columns])
    return out.getvalue().encode("utf-8-sig")
