"""Snapshots that leave the house: each is recorded, and can be taken again as it was known then."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from data.asof import as_of, plan_at, silent
from data.issued import Issued, issued, record
from data.journal import entries
from data.ledger import moment
from data.still import still
from kpi.definition_version import definitions, redefined
from kpi.meeting.minuted import minuted
from kpi.paper import pdf
from kpi.periods import Week
from kpi.plan import Plan, plan_in_force
from kpi.review import latest_full_week, take
from kpi.rule.rulebook import in_force

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from data.known import Known
    from data.store import Store
    from kpi.paper.pdf import Paper
    from kpi.queries import Queries
    from kpi.snapshot import Snapshot

__all__ = ["Issued", "Retaken", "as_known", "issue", "issued", "known_on", "original", "retake"]

ROOT = Path(__file__).parent.parent


class NoPlanError(Exception):
    """There was no plan at that point of the past, so there is nothing to judge by."""


@dataclass(frozen=True)
class Retaken:
    """A snapshot of an old state."""

    snapshot: Snapshot
    plan_version: int
    known: Known
    day: date  # as on which it was taken
    issued: Issued | None = None  # that it is taken again from
    redefined: tuple[str, ...] = ()  # KPIs that are defined otherwise since

    @property
    def is_original(self) -> bool:
        """Whether it is what was issued, value by value."""
        return self.issued is not None and self.issued.fingerprint == self.snapshot.fingerprint


def issue(
    store: Store,
    week: Week,
    day: date,
    language: str,
    *,
    paper: Paper = "a4",
    by: str | None = None,
    now: datetime | None = None,
) -> tuple[bytes, Issued]:
    """Print a week, and record that it was: what is printed and what is recorded are of one state of the store."""
    with still(store) as seen:
        version, body = seen.query("SELECT version, body FROM plan ORDER BY version DESC LIMIT 1")[0]
        plan = _read(body)
        journal, used, revision = entries(seen), _used(seen, plan), seen.revision
        snapshot = minuted(take(seen, plan, week, day), journal, seen)
    content = pdf.render(snapshot, language, paper=paper)
    entry = Issued(
        number=0,
        week=week.id,
        issued_at=moment(now),
        issued_by=by,
        day=day,
        revision=revision,
        plan_version=version,
        definitions=definitions(used),
        fingerprint=snapshot.fingerprint,
        language=language,
        paper=paper,
        app=app_version(),
        journal=journal[-1].number if journal else 0,
    )
    return content, record(store, entry)


def issue_pdf(
    store: Store, week: Week, day: date, language: str, *, paper: Paper = "a4", by: str | None = None
) -> bytes:
    """Print and record a week; give only the paper."""
    return issue(store, week, day, language, paper=paper, by=by)[0]


def retake(store: Store, entry: Issued, progress: Callable[[int, int, str], None] = silent) -> Retaken:
    """Take an issued snapshot again, from what was known when it was issued."""
    body = store.query("SELECT body FROM plan WHERE version = ?", [entry.plan_version])[0][0]
    with as_of(store, entry.known, progress) as past:
        taken = take(past, _read(body), Week.parse(entry.week), entry.day)
        snapshot = minuted(taken, entries(store, until=entry.journal or 0), past)
    return Retaken(snapshot, entry.plan_version, entry.known, entry.day, entry, redefined(entry.definitions))


def as_known(
    store: Store, known: Known, week: Week | None, day: date, progress: Callable[[int, int, str], None] = silent
) -> Retaken:
    """Take a week from what was known at a point of the past, on that day; None: the latest that was over then."""
    if (found := plan_at(store, known)) is None:
        raise NoPlanError
    version, plan = found[0], _read(found[1])
    with as_of(store, known, progress) as past:
        taken = take(past, plan, week or latest_full_week(past, plan, day), day)
        told = [one for one in entries(store) if one.written_at <= known.moment]
        snapshot = minuted(taken, told, past)
    return Retaken(snapshot, version, known, day)


def _read(body: str) -> Plan:
    if (plan := plan_in_force(body)) is None:
        raise NoPlanError
    return plan


def original(retaken: Retaken, language: str, *, paper: Paper = "a4") -> bytes:
    """Print an old state: what was issued comes out byte by byte, all else says that it is an old state."""
    return pdf.render(retaken.snapshot, language, paper=paper, known=known_on(retaken, language, paper))


def known_on(retaken: Retaken, language: str, paper: str) -> date | None:
    """Give the day that its print names; None: it is the very page that was issued, language and paper included."""
    entry = retaken.issued
    alike = retaken.is_original and entry is not None and (entry.language, entry.paper) == (language, paper)
    return None if alike else retaken.day


def _used(store: Queries, plan: Plan) -> set[str]:
    """Name every KPI that a snapshot of a plan reads."""
    legs = {kpi for rule in in_force(store) for kpi in rule.kpis}
    return legs | {row.kpi for row in plan.rows} | {guard for row in plan.promises for guard in row.guards}


@cache
def app_version() -> str:
    """Give the version of Ninety."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(declared["project"]["version"])
