"""Hold every case against the newest full week, each time the numbers, the rules or the day have changed.

A finding without a case fires one. One that still holds is told again only where it is clearly worse: a verdict or
status that is worse, or a size that grew beyond what chance adds to the difference of two of them. A case that the
week no longer shows is resolved when it is a new week, and kept where the same week reads differently now: then the
entry says which uploads came or went, or what else was changed.

Nothing is concluded from silence: a week that lacks the data to tell ends no case and clears none. The case says that
it cannot be judged since then, and what is lacking (kpi.alerting.judging).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from data.journal import Draft, entries, write
from kpi.alerting.case import (
    CLEARED,
    FIRED,
    HELD,
    REFIRED,
    RETURNED,
    UNJUDGED,
    WOKE,
    WORSENED,
    Case,
    awake,
    fold,
    newest,
)
from kpi.alerting.findings import WORST_FIRST, Finding, findings, to_body
from kpi.alerting.judging import Lack, Ruled, lacks, ruled
from kpi.alerting.reasons import Reason, since
from kpi.noise import SIGNAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from data.journal import Entry
    from data.store import Store
    from kpi.periods import Week
    from kpi.snapshot import Snapshot

AGAIN = 4  # weeks within which a case that ended and fires again is the same: after a month it is news
CLEARLY = SIGNAL * math.sqrt(2)  # sigmas: each of two sizes is off by one sigma
_TOLD = (FIRED, HELD, WORSENED, REFIRED, RETURNED, CLEARED, UNJUDGED)


def sync(
    store: Store, snapshot: Snapshot, today: date, now: datetime | None = None, *, revision: int | None = None
) -> tuple[Entry, ...]:
    """Write what the newest full week did to the cases; nothing when it is known already.

    `revision` is the store's that the snapshot was taken of: should it have changed meanwhile, the next review tells.
    """
    if not snapshot.over:
        return ()

    look = cache(lambda: ruled(store, snapshot, today))

    def make(known: Sequence[Entry]) -> list[Draft]:
        if revision is not None and store.revision != revision:
            return []
        return drafts(known, snapshot, today, lambda then, of: since(store, then, of), look)

    # looked at first without the lock: what takes a while is known by then, and most of the time there is no news
    return write(store, make, needs=None, now=now) if make(entries(store)) else ()


def drafts(
    known: Sequence[Entry],
    snapshot: Snapshot,
    today: date,
    changed: Callable[[int, Finding], tuple[Reason, ...]],
    look: Callable[[], Ruled | None] = lambda: None,
) -> list[Draft]:
    """Say what the week did to the cases that the journal knows of."""
    latest = newest(fold(known))
    found = {one.subject: one for one in findings(snapshot)}
    # whenever one case was told, all were held against the week
    then = max((entry.revision for entry in known if entry.kind in _TOLD), default=0)
    eye = _Look(snapshot, today, lambda of: changed(then, of), look)
    said = [draft for one in found.values() for draft in eye.at_finding(one, latest.get(one.subject))]
    said += [draft for subject, case in latest.items() if subject not in found for draft in eye.at_silence(case)]
    first = (known[-1].number if known else 0) + 1
    return [_numbered(draft, number) for number, draft in enumerate(said, first)]


def _numbered(draft: Draft, number: int) -> Draft:
    """Let a case that fires carry its own number, as its later entries do."""
    return Draft(draft.kind, draft.subject, {"case": number, **draft.body})


@dataclass(frozen=True)
class _Look:
    snapshot: Snapshot
    today: date
    changed: Callable[[Finding], tuple[Reason, ...]]
    look: Callable[[], Ruled | None]

    def at_finding(self, finding: Finding, case: Case | None) -> Iterator[Draft]:
        """Tell what a finding does to the newest case of its subject."""
        if case is None or _is_news(case, finding, self.today):
            yield _told(FIRED, finding)
            return
        if awake(case, self.today) is not case:
            yield Draft(WOKE, case.subject, {"case": case.number})
        if not case.holds and _ended_before(case, finding.week):
            yield _told(REFIRED, finding, case, (_week(finding.week),))
            yield from self._overslept(case)
            if case.before == "snoozed" and case.until_worse and _is_worse(case, finding):
                yield _told(WORSENED, finding, case)
            return
        if not case.holds or (case.unjudged and finding.week <= case.last):
            yield _told(RETURNED, finding, case, self._since(case))
            yield from self._overslept(case)
        if _is_worse(case, finding):
            yield _told(WORSENED, finding, case)
        elif case.holds and finding.week > case.last:
            yield _told(HELD, finding, case)

    def _overslept(self, case: Case) -> Iterator[Draft]:
        """Wake a case that comes back as it was, put off, after the day on which it should have woken."""
        if case.state == "resolved" and awake(replace(case, state=case.before), self.today).state != case.before:
            yield Draft(WOKE, case.subject, {"case": case.number})

    def at_silence(self, case: Case) -> Iterator[Draft]:
        """Tell what it does to a case that the week does not show it."""
        if awake(case, self.today) is not case:
            yield Draft(WOKE, case.subject, {"case": case.number})
        new_week = self.snapshot.week > case.last
        if not case.holds and (case.state == "resolved" or not new_week or _cleared_in(case, self.snapshot.week)):
            return
        lacking = lacks(self.snapshot, case.finding, self.look)
        if lacking or self.snapshot.week < case.last:  # an earlier week says nothing of a later one
            if case.holds and case.state != "resolved" and not case.unjudged:
                yield self._unjudged(case, lacking, new_week=new_week)
        elif new_week:
            changed = [one for one in self._since(case) if one.kind in {"rules", "plan"}]
            yield self._ends(case, (_week(self.snapshot.week), *changed), ended=True)
        else:
            yield self._ends(case, self._since(case), ended=False)

    def _unjudged(self, case: Case, lacking: tuple[Lack, ...], *, new_week: bool) -> Draft:
        why = (_week(self.snapshot.week),) if new_week else self._since(case)
        body = {"case": case.number, "week": max(self.snapshot.week, case.last).id}
        said = {"why": [one.body for one in why], "lacks": [one.body for one in lacking]}
        return Draft(UNJUDGED, case.subject, body | said)

    def _ends(self, case: Case, why: tuple[Reason, ...], *, ended: bool) -> Draft:
        body = {"case": case.number, "week": self.snapshot.week.id, "ended": ended, "why": [one.body for one in why]}
        return Draft(CLEARED, case.subject, body)

    def _since(self, case: Case) -> tuple[Reason, ...]:
        return self.changed(case.finding) or (Reason("otherwise"),)


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
