"""Snapshots that leave the house: each is recorded, and can be taken again as it was known then."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from data.asof import as_of, plan_at, silent
from data.errors import KeptError
from data.issued import Issued, issued, record
from data.journal import entries
from data.ledger import moment
from data.still import still
from kpi.definition_version import definitions, redefined
from kpi.keeping import edition_of, file_of, form_of, frozen_of, keep_all
from kpi.meeting.minuted import minuted
from kpi.paper.forms import make
from kpi.paper.look import PLAIN, Look
from kpi.paper.look_of import look_of
from kpi.periods import Week
from kpi.plan import Plan, plan_in_force
from kpi.reporting.ending import ending
from kpi.reporting.reported import reported
from kpi.reporting.span import NothingOverError
from kpi.review import take
from kpi.rule.rulebook import in_force

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from data.known import Known
    from data.still import Still
    from data.store import Store
    from kpi.paper.edition import Edition
    from kpi.paper.forms import Form
    from kpi.queries import Queries
    from kpi.reporting.span import Kind
    from kpi.snapshot import Snapshot

__all__ = [
    "Issued",
    "Retaken",
    "Taken",
    "as_known",
    "hand_out",
    "issue",
    "issued",
    "known_on",
    "original",
    "plan_of",
    "proved",
    "reopen",
    "retake",
    "taken",
    "told",
]

ROOT = Path(__file__).parent.parent
Same = Literal["bytes", "values", "otherwise"]


PLAN = "SELECT version, body FROM plan ORDER BY version DESC LIMIT 1"


class NoPlanError(Exception):
    """There was no plan at that point of the past, so there is nothing to judge by."""


@dataclass(frozen=True)
class Taken:
    """A report, and all that is needed to take it again."""

    snapshot: Snapshot
    day: date  # that it was
    revision: int  # of the store
    plan_version: int
    definitions: Mapping[str, str]  # KPI -> version of its definition
    journal: int  # number of its newest entry; 0 = it has none


@dataclass(frozen=True)
class Retaken:
    """A snapshot of an old state."""

    snapshot: Snapshot
    plan_version: int
    known: Known
    day: date  # as on which it was taken
    issued: Issued | None = None  # that it was
    redefined: tuple[str, ...] = ()  # KPIs that are defined otherwise since
    edition: Edition | None = None  # that was issued; None = nothing was, or nobody can tell
    look: Look = PLAIN  # of then
    file: bytes | None = None  # that left, as it was kept; None of what is taken again
    same: Same | None = None  # how like what left it comes out again; None of what was kept
    lost: KeptError | None = None  # something that was kept cannot be read any more

    @property
    def is_original(self) -> bool:
        """Whether it is what was issued, value by value."""
        return self.issued is not None and self.issued.fingerprint == self.snapshot.fingerprint


def taken(store: Store, week: Week, day: date, kind: Kind = "week") -> Taken:
    """Take a report as seen on a day: all that it rests on is of one state of the store.

    Raises NothingOverError where a month or a plan cannot end with the week (kpi.reporting.ending).
    """
    with still(store) as seen:
        return told(seen, take(seen, _plan(seen), week, day), kind, day)


def told(store: Still, snapshot: Snapshot, kind: Kind, day: date) -> Taken:
    """Add to a snapshot of the same state what a report says, and what it all rests on."""
    version, body = store.query(PLAN)[0]
    plan, journal = _read(body), entries(store)
    whole = reported(minuted(snapshot, journal, store), kind, store, plan, journal=journal, today=day)
    number = journal[-1].number if journal else 0
    return Taken(whole, day, store.revision, version, definitions(_used(store, plan)), number)


def hand_out(
    store: Store,
    of: Taken,
    edition: Edition,
    form: Form,
    content: bytes,
    *,
    by: str | None = None,
    now: datetime | None = None,
) -> Issued:
    """Keep a report that leaves the house, and record it; raises KeptError: who sends for others then sends nothing."""
    entry = Issued(
        number=0,
        week=of.snapshot.week.id,
        issued_at=moment(now),
        issued_by=by,
        day=of.day,
        revision=of.revision,
        plan_version=of.plan_version,
        definitions=of.definitions,
        fingerprint=of.snapshot.fingerprint,
        language=edition.language,
        paper=edition.paper,
        app=app_version(),
        journal=of.journal,
        **keep_all(store, of.snapshot, edition, form, content),
    )
    return record(store, entry)


def issue(  # noqa: PLR0917 - a report and who takes it
    store: Store,
    week: Week,
    day: date,
    edition: Edition,
    form: Form = "pdf",
    kind: Kind = "week",
    *,
    by: str | None = None,
    now: datetime | None = None,
) -> tuple[bytes, Issued]:
    """Make a report and record it: what is made and what is recorded are of one state of the store."""
    of = taken(store, week, day, kind)
    content = make(form, of.snapshot, edition)
    return content, hand_out(store, of, edition, form, content, by=by, now=now)


def reopen(store: Store, entry: Issued) -> Retaken | None:
    """Open an issued snapshot with the values that were kept; None: it left before values were kept.

    Raises KeptError when its values are gone. Its file may be: then it is without, and says so.
    """
    snapshot = frozen_of(store, entry)
    if snapshot is None:
        return None
    old = _set_as_then(store, Retaken(snapshot, entry.plan_version, entry.known, entry.day, entry))
    try:
        return replace(old, file=file_of(store, entry))
    except KeptError as lost:
        return replace(old, lost=lost)


def retake(store: Store, entry: Issued, progress: Callable[[int, int, str], None] = silent) -> Retaken:
    """Take an issued snapshot again, from what was known when it was issued."""
    plan = _read(store.query("SELECT body FROM plan WHERE version = ?", [entry.plan_version])[0][0])
    journal = entries(store, until=entry.journal or 0)
    with as_of(store, entry.known, progress) as past:
        snapshot = minuted(take(past, plan, Week.parse(entry.week), entry.day), journal, past)
        if entry.kind is not None:  # before kinds were recorded nothing was added to a snapshot
            kind = cast("Kind", entry.kind)
            snapshot = reported(snapshot, kind, past, plan, journal=journal, today=entry.day)
    return _set_as_then(store, Retaken(snapshot, entry.plan_version, entry.known, entry.day, entry))


def _set_as_then(store: Store, old: Retaken) -> Retaken:
    """Add how it was set, and what is defined otherwise since."""
    assert old.issued is not None  # noqa: S101 - only of what was issued
    told = replace(old, redefined=redefined(old.issued.definitions))
    try:
        edition = edition_of(store, old.issued)
    except KeptError as lost:
        return replace(told, lost=lost)
    return replace(told, edition=edition, look=edition.look)


def proved(again: Retaken) -> Retaken:
    """Hold what was taken again against what left: byte by byte, where the bytes were recorded."""
    same: Same = "values" if again.is_original else "otherwise"
    if again.is_original and again.issued and again.issued.content and again.edition:
        made = make(form_of(again.issued), again.snapshot, again.edition)
        same = "bytes" if sha256(made).hexdigest() == again.issued.content else "values"
    return replace(again, same=same)


def as_known(
    store: Store,
    known: Known,
    week: Week | None,
    day: date,
    progress: Callable[[int, int, str], None] = silent,
    *,
    kind: Kind = "week",
) -> Retaken:
    """Take a report from what was known at a point of the past, on that day; no week: the latest that was over.

    Raises NoPlanError, and NothingOverError where not one week of the month or the plan was over.
    """
    if (found := plan_at(store, known)) is None:
        raise NoPlanError
    version, plan = found[0], _read(found[1])
    journal = [one for one in entries(store) if one.written_at <= known.moment]
    with as_of(store, known, progress) as past:
        if (end := ending(past, plan, day, kind, week)) is None:
            raise NothingOverError
        taken = take(past, plan, end, day)
        snapshot = reported(minuted(taken, journal, past), kind, past, plan, journal=journal, today=day)
        return Retaken(snapshot, version, known, day, look=look_of(past))


def plan_of(store: Store, old: Retaken) -> Plan | None:
    """Read the plan that an old state was judged by; None where this version of Ninety cannot."""
    rows = store.query("SELECT body FROM plan WHERE version = ?", [old.plan_version])
    return plan_in_force(rows[0][0]) if rows else None


def _plan(store: Queries) -> Plan:
    return _read(store.query(PLAN)[0][1])


def _read(body: str) -> Plan:
    if (plan := plan_in_force(body)) is None:
        raise NoPlanError
    return plan


def original(retaken: Retaken, edition: Edition, form: Form = "pdf") -> bytes:
    """Give a form of an old state: what was issued byte by byte, all else says that it is an old state."""
    known = known_on(retaken, edition, form)
    if known is None and retaken.file is not None:
        return retaken.file
    return make(form, retaken.snapshot, replace(edition, known=known))


def known_on(retaken: Retaken, edition: Edition, form: Form = "pdf") -> date | None:
    """Give the day that its print names; None: it is the very file that was issued, kept or proved byte by byte."""
    entry = retaken.issued
    asked = entry is not None and form_of(entry) == form and replace(edition, known=None) == retaken.edition
    return None if asked and _is_it(retaken) else retaken.day


def _is_it(retaken: Retaken) -> bool:
    """Whether what was issued can be given: its file, or one that is the same to the byte."""
    if not retaken.is_original:
        return False
    return retaken.file is not None or (retaken if retaken.same else proved(retaken)).same == "bytes"


def _used(store: Queries, plan: Plan) -> set[str]:
    """Name every KPI that a snapshot of a plan reads."""
    legs = {kpi for rule in in_force(store) for kpi in rule.kpis}
    return legs | {row.kpi for row in plan.rows} | {guard for row in plan.promises for guard in row.guards}


@cache
def app_version() -> str:
    """Give the version of Ninety."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(declared["project"]["version"])
