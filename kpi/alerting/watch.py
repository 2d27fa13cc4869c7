"""Hold every case against the newest full week, each time the numbers, the rules or the day have changed.

A finding without a case fires one. One that still holds is told again only where it is clearly worse: a verdict or
status that is worse, or a size that grew beyond what chance adds to the difference of two of them. A case that the
week no longer shows is resolved when it is a new week, and kept where the same week reads differently now: then the
entry says which uploads came or went, or what else was changed.

Nothing is concluded from silence: a week whose sources are not complete ends no case.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.journal import Draft, write
from kpi.alerting.case import CLEARED, FIRED, HELD, REFIRED, RETURNED, WOKE, WORSENED, Case, awake, fold, newest
from kpi.alerting.findings import WORST_FIRST, Finding, findings, to_body
from kpi.alerting.reasons import Reason, since
from kpi.catalog import catalog
from kpi.noise import SIGNAL
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from data.journal import Entry
    from data.store import Store
    from kpi.periods import Week
    from kpi.snapshot import Snapshot

AGAIN = 4  # weeks within which a case that ended and fires again is the same: after a month it is news
CLEARLY = SIGNAL * math.sqrt(2)  # sigmas: each of two sizes is off by one sigma
BLIND = 4  # weeks after which a case that no week could judge is no longer said to hold
_JUDGED = {"met", "on_pace", "worse", "at_cost", "behind"}
_TOLD = (FIRED, HELD, WORSENED, REFIRED, RETURNED, CLEARED)


def sync(
    store: Store, snapshot: Snapshot, today: date, now: datetime | None = None, *, revision: int | None = None
) -> tuple[Entry, ...]:
    """Write what the newest full week did to the cases; nothing when it is known already.

    `revision` is the store's that the snapshot was taken of: should it have changed meanwhile, the next review tells.
    """
    if not snapshot.over:
        return ()

    def make(known: Sequence[Entry]) -> list[Draft]:
        if revision is not None and store.revision != revision:
            return []
        return drafts(known, snapshot, today, lambda then: since(store, then))

    return write(store, make, now=now)


def drafts(
    known: Sequence[Entry], snapshot: Snapshot, today: date, changed: Callable[[int], tuple[Reason, ...]]
) -> list[Draft]:
    """Say what the week did to the cases that the journal knows of."""
    latest = newest(fold(known))
    found = {one.subject: one for one in findings(snapshot)}
    look = _Look(snapshot, today, changed)
    said = [draft for one in found.values() for draft in look.at_finding(one, latest.get(one.subject))]
    said += [draft for subject, case in latest.items() if subject not in found for draft in look.at_silence(case)]
    first = (known[-1].number if known else 0) + 1
    return [_numbered(draft, number) for number, draft in enumerate(said, first)]


def _numbered(draft: Draft, number: int) -> Draft:
    """Let a case that fires carry its own number, as its later entries do."""
    return Draft(draft.kind, draft.subject, {"case": number, **draft.body})


@dataclass(frozen=True)
class _Look:
    snapshot: Snapshot
    today: date
    changed: Callable[[int], tuple[Reason, ...]]

    def at_finding(self, finding: Finding, case: Case | None) -> Iterator[Draft]:
        """Tell what a finding does to the newest case of its subject."""
        if case is None or _is_news(case, finding, self.today):
            yield _told(FIRED, finding)
            return
        if awake(case, self.today) is not case:
            yield Draft(WOKE, case.subject, {"case": case.number})
        if not case.holds and _ended_before(case, finding.week):
            yield _told(REFIRED, finding, case, (_week(finding.week),))
            return
        if not case.holds:
            yield _told(RETURNED, finding, case, self._since(case))
        if _is_worse(case, finding):
            yield _told(WORSENED, finding, case)
        elif case.holds and finding.week > case.last:
            yield _told(HELD, finding, case)

    def at_silence(self, case: Case) -> Iterator[Draft]:
        """Tell what it does to a case that the week does not show it."""
        if awake(case, self.today) is not case:
            yield Draft(WOKE, case.subject, {"case": case.number})
        new_week = self.snapshot.week > case.last
        if case.holds and not new_week:
            yield self._ends(case, self._since(case), ended=False)
        elif case.holds or (case.state != "resolved" and new_week and not _cleared_in(case, self.snapshot.week)):
            yield from self._new_week(case)

    def _new_week(self, case: Case) -> Iterator[Draft]:
        if can_tell(self.snapshot, case.finding):
            ruled = [one for one in self._since(case) if one.kind in {"rules", "plan"}]
            yield self._ends(case, (_week(self.snapshot.week), *ruled), ended=True)
        elif case.holds and self.snapshot.week.weeks_since(case.last) > BLIND:
            yield self._ends(case, (Reason("unjudged"),), ended=False)

    def _ends(self, case: Case, why: tuple[Reason, ...], *, ended: bool) -> Draft:
        body = {"case": case.number, "week": self.snapshot.week.id, "ended": ended, "why": [one.body for one in why]}
        return Draft(CLEARED, case.subject, body)

    def _since(self, case: Case) -> tuple[Reason, ...]:
        told = case.last_of(*_TOLD)
        return self.changed(told.revision if told else 0) or (Reason("otherwise"),)


def _told(kind: str, finding: Finding, case: Case | None = None, why: Sequence[Reason] = ()) -> Draft:
    about = {"case": case.number} if case else {}
    reasons = {"why": [one.body for one in why]} if why else {}
    return Draft(kind, finding.subject, {**about, "finding": to_body(finding), **reasons})


def _week(week: Week) -> Reason:
    return Reason("week", names=(week.id,))


def _ended_before(case: Case, week: Week) -> bool:
    """Whether a week before this one ended it; what this week ended itself only reads differently now."""
    cleared = case.last_of(CLEARED)
    if case.state != "resolved" or cleared is None:
        return False
    return bool(cleared.body["ended"]) and str(cleared.body["week"]) < week.id


def _cleared_in(case: Case, week: Week) -> bool:
    """Whether this week has said already that it no longer holds: who opened it again since, means it."""
    cleared = case.last_of(CLEARED)
    return cleared is not None and str(cleared.body["week"]) == week.id


def _is_news(case: Case, finding: Finding, today: date) -> bool:
    """Whether it ended so long ago that this is another case; one that is put off is waited for."""
    put_off = case.before == "snoozed" and case.snoozed_until is not None and today < case.snoozed_until
    long_ago = finding.week.weeks_since(case.last) > AGAIN
    return not case.holds and _ended_before(case, finding.week) and long_ago and not put_off


def _is_worse(case: Case, finding: Finding) -> bool:
    """Whether it is clearly worse than anything that was told: by its level, or by its size at the same level."""
    if WORST_FIRST.index(finding.level) < WORST_FIRST.index(case.worst):
        return True
    return finding.level == case.finding.level and finding.size >= case.peak + CLEARLY


def can_tell(snapshot: Snapshot, finding: Finding) -> bool:
    """Whether the week can say that something no longer holds: its row is judged, its sources are complete."""
    if finding.row is not None:
        row = next((row for row in snapshot.rows if row.plan.id == finding.row), None)
        return row is None or row.status in _JUDGED
    facts = {fact for kpi in finding.kpis if kpi in catalog() for fact in catalog()[kpi].sources}
    asked = [
        state
        for state in snapshot.sources
        if state.fact in facts and (finding.channel == EVERYWHERE or state.channel in {finding.channel, None})
    ]
    return not facts or (bool(asked) and all(state.complete for state in asked))
