"""Alerts as cases, from the first time they fire to their end: a fold over the journal, and nothing else is kept.

    open ──── acknowledge ──▶ acknowledged ──── decide ──▶ decided ──── resolve ──▶ resolved
      └──────── snooze ──▶ snoozed ◀── snooze ──┘   (decide works from the first three)

A snoozed case comes back open on its day, or before it when it worsens and that was asked for. `reopen` leads back to
open from everywhere. What the numbers do to a case is told by kpi.alerting.watch: a case that a new week no longer
shows is resolved; one that the same week no longer shows is kept as it stands, with `holds` false, and comes back as
it was; one that no week can judge any more still counts as holding, and says that it is `unjudged`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from kpi.alerting.findings import WORST_FIRST, Finding, Level, from_body

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from data.journal import Entry
    from kpi.periods import Week

State = Literal["open", "acknowledged", "snoozed", "decided", "resolved"]
Action = Literal["acknowledge", "snooze", "decide", "resolve", "reopen"]

FIRED, HELD, WORSENED, CLEARED = "alert.fired", "alert.held", "alert.worsened", "alert.cleared"
REFIRED, RETURNED, WOKE = "alert.refired", "alert.returned", "alert.woke"
UNJUDGED = "alert.unjudged"
ACKNOWLEDGED, SNOOZED, RESOLVED, REOPENED = "alert.acknowledged", "alert.snoozed", "alert.resolved", "alert.reopened"
DECIDED = "decision.made"

_FROM: Mapping[Action, tuple[State, ...]] = {
    "acknowledge": ("open",),
    "snooze": ("open", "acknowledged"),
    "decide": ("open", "acknowledged", "snoozed", "decided"),
    "resolve": ("decided",),
    "reopen": ("acknowledged", "snoozed", "decided", "resolved"),
}


@dataclass(frozen=True)
class Case:
    """One alert or deviation, from its first week on."""

    number: int  # of its first entry
    subject: str
    state: State
    since: Week  # it fired
    last: Week  # the last one that showed it
    holds: bool  # as far as the numbers tell now
    finding: Finding  # as it was told last
    peak: float  # the largest size that anybody was told of
    worst: Level  # and the worst level
    unjudged: bool = False  # the newest week lacks the data to tell whether it still holds
    before: State = "open"  # it ended: what it was then, should its data come back
    snoozed_until: date | None = None
    until_worse: bool = False
    decisions: tuple[int, ...] = ()
    history: tuple[Entry, ...] = ()  # oldest first

    @property
    def fired(self) -> int:
        """How often it fired."""
        return sum(entry.kind in {FIRED, REFIRED} for entry in self.history)

    @property
    def weeks(self) -> int:
        """How many weeks it has been there, the first and the last included."""
        return self.last.weeks_since(self.since) + 1

    @property
    def live(self) -> bool:
        """Whether it still wants something of somebody."""
        return self.holds and self.state != "resolved"

    def may(self, action: Action) -> bool:
        """Whether it can go that way from here."""
        if action == "resolve" and self.state != "resolved" and (self.unjudged or not self.holds):
            return True
        return self.state in _FROM[action]

    def last_of(self, *kinds: str) -> Entry | None:
        """Find its newest entry of these kinds."""
        return next((entry for entry in reversed(self.history) if entry.kind in kinds), None)


def awake(case: Case, today: date) -> Case:
    """Open a snoozed case whose day has come."""
    if case.state != "snoozed" or case.snoozed_until is None or today < case.snoozed_until:
        return case
    return _opened(case)


def fold(entries: Iterable[Entry]) -> dict[int, Case]:
    """Read every case by its number, as it was after the last of the entries."""
    found: dict[int, Case] = {}
    for entry in entries:
        if entry.kind == FIRED:
            found[entry.number] = _fired(entry)
        elif (step := _STEPS.get(entry.kind)) and (case := found.get(entry.body.get("case") or 0)):
            found[case.number] = replace(step(case, entry.body, entry), history=(*case.history, entry))
    return found


def newest(found: Mapping[int, Case]) -> dict[str, Case]:
    """Pick the newest case of each subject: all before it are resolved."""
    return {case.subject: case for _, case in sorted(found.items())}


def _fired(entry: Entry) -> Case:
    finding = from_body(entry.subject, entry.body["finding"])
    return Case(
        number=entry.number,
        subject=entry.subject,
        state="open",
        since=finding.week,
        last=finding.week,
        holds=True,
        finding=finding,
        peak=finding.size,
        worst=finding.level,
        history=(entry,),
    )


def _opened(case: Case, _body: Mapping[str, Any] | None = None, _entry: Entry | None = None) -> Case:
    return replace(case, state="open", snoozed_until=None, until_worse=False)


def _seen(case: Case, body: Mapping[str, Any], _entry: Entry) -> Case:
    finding = from_body(case.subject, body["finding"])
    # what is measured otherwise from now on is no growth
    peak = case.peak if finding.level == case.finding.level else max(case.peak, finding.size)
    return replace(case, finding=finding, last=max(case.last, finding.week), holds=True, unjudged=False, peak=peak)


def _worsened(case: Case, body: Mapping[str, Any], entry: Entry) -> Case:
    seen = _seen(case, body, entry)
    worst = min(case.worst, seen.finding.level, key=WORST_FIRST.index)
    seen = replace(seen, peak=max(case.peak, seen.finding.size), worst=worst)
    wakes = case.state == "resolved" or (case.state == "snoozed" and case.until_worse)
    return _opened(seen) if wakes else seen


def _returned(case: Case, body: Mapping[str, Any], entry: Entry) -> Case:
    state = case.before if case.state == "resolved" and not case.holds else case.state
    return replace(_seen(case, body, entry), state=state)


def _refired(case: Case, body: Mapping[str, Any], entry: Entry) -> Case:
    """Begin anew: whoever put it off until a day that is still to come is left in peace."""
    seen = _seen(case, body, entry)
    again = replace(seen, since=seen.finding.week, peak=seen.finding.size, worst=seen.finding.level)
    return replace(again, state="snoozed") if case.before == "snoozed" else _opened(again)


def _cleared(case: Case, body: Mapping[str, Any], _entry: Entry) -> Case:
    gone = replace(case, holds=False, unjudged=False)
    return replace(gone, state="resolved", before=case.state) if body["ended"] else gone


def _resolved(case: Case, _body: Mapping[str, Any], _entry: Entry) -> Case:
    seen = case.holds and not case.unjudged  # what nobody could judge opens again when its data come back
    gone = replace(_opened(case), holds=seen, unjudged=False)
    return replace(gone, state="resolved", before="resolved" if seen else "open")


def _snoozed(case: Case, body: Mapping[str, Any], _entry: Entry) -> Case:
    until = date.fromisoformat(body["until"])
    return replace(case, state="snoozed", snoozed_until=until, until_worse=bool(body["until_worse"]))


def _decided(case: Case, _body: Mapping[str, Any], entry: Entry) -> Case:
    known = replace(case, decisions=(*case.decisions, entry.number))
    return known if case.state == "resolved" else replace(_opened(known), state="decided")


_STEPS: Mapping[str, Callable[[Case, Mapping[str, Any], Entry], Case]] = {
    HELD: _seen,
    WORSENED: _worsened,
    CLEARED: _cleared,
    UNJUDGED: lambda case, _body, _entry: replace(case, unjudged=True),
    REFIRED: _refired,
    RETURNED: _returned,
    WOKE: _opened,
    ACKNOWLEDGED: lambda case, _body, _entry: replace(case, state="acknowledged"),
    SNOOZED: _snoozed,
    DECIDED: _decided,
    RESOLVED: _resolved,
    REOPENED: _opened,
}
