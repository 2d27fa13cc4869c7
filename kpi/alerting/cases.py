"""Every case of a brand, and what people do with them: acknowledge, put off, close, open again.

Who acts says nothing of what she saw: the state at the moment of writing decides, and who comes second is told who
came first. What the numbers do to a case is told by kpi.alerting.watch, what a decision does by kpi.alerting.case.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from data.errors import CaseError
from data.journal import Draft, write
from data.text import clean
from kpi.alerting.case import (
    ACKNOWLEDGED,
    CLEARED,
    DECIDED,
    FIRED,
    REFIRED,
    REOPENED,
    RESOLVED,
    RETURNED,
    SNOOZED,
    WOKE,
    WORSENED,
    Action,
    Case,
    State,
    awake,
    fold,
    newest,
)
from kpi.periods import DAYS_A_WEEK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from data.journal import Entry
    from data.store import Store

__all__ = ["Case", "State", "acknowledge", "case_of", "cases", "check", "next_monday", "reopen", "resolve", "snooze"]

LONGEST = timedelta(weeks=13)  # nobody puts an alert off for longer than a quarter


# -- reading -----------------------------------------------------------------------------------------


def cases(entries: Iterable[Entry], today: date) -> tuple[Case, ...]:
    """Read every case as it stands on a day: those that want something first, and of them the worst."""
    return tuple(sorted((awake(case, today) for case in fold(entries).values()), key=_order))


def case_of(entries: Iterable[Entry], subject: str, today: date) -> Case | None:
    """Find the newest case of a subject."""
    found = [case for case in cases(entries, today) if case.subject == subject]
    return max(found, key=lambda case: case.number, default=None)


def _order(case: Case) -> tuple[bool, bool, tuple[int, float, str], int]:
    return not case.live, case.state == "resolved", case.finding.rank, -case.number


# -- what people do ----------------------------------------------------------------------------------


def acknowledge(
    store: Store, number: int, today: date, note: str = "", *, by: str | None = None, now: datetime | None = None
) -> Case:
    """Say that somebody has seen it and looks into it."""
    return _act(store, number, today, "acknowledge", {"note": note}, by, now)


def snooze(
    store: Store,
    number: int,
    today: date,
    note: str = "",
    *,
    until: date | None = None,
    until_worse: bool = False,
    by: str | None = None,
    now: datetime | None = None,
) -> Case:
    """Put it off until a day, the next Monday unless it is named; or until it worsens, and until that day at most."""
    until = until or next_monday(today)
    if not today < until <= today + LONGEST:
        raise CaseError(why="case_day", by=by)
    said = {"until": until.isoformat(), "until_worse": until_worse, "note": note}
    return _act(store, number, today, "snooze", said, by, now)


def next_monday(day: date) -> date:
    """Find the day on which the team looks at it again, unless somebody names another."""
    return day + timedelta(days=DAYS_A_WEEK - day.weekday())


def resolve(
    store: Store, number: int, today: date, note: str = "", *, by: str | None = None, now: datetime | None = None
) -> Case:
    """Close it by hand: what was decided is done, or it no longer holds."""
    return _act(store, number, today, "resolve", {"note": note}, by, now)


def reopen(
    store: Store, number: int, today: date, note: str = "", *, by: str | None = None, now: datetime | None = None
) -> Case:
    """Take back what was done with it."""
    return _act(store, number, today, "reopen", {"note": note}, by, now)


_KINDS: Mapping[Action, str] = {
    "acknowledge": ACKNOWLEDGED,
    "snooze": SNOOZED,
    "resolve": RESOLVED,
    "reopen": REOPENED,
}


def _act(  # noqa: PLR0917 - one line of the journal
    store: Store,
    number: int,
    today: date,
    action: Action,
    said: Mapping[str, Any],
    by: str | None,
    now: datetime | None,
) -> Case:
    known: list[Entry] = []

    def make(entries: Sequence[Entry]) -> list[Draft]:
        known.extend(entries)
        case = check(entries, number, action, today)
        body = {**said, "note": clean(said["note"]).strip(), "case": number}
        return [Draft(_KINDS[action], case.subject, body, by)]

    added = write(store, make, now=now)
    return fold([*known, *added])[number]


def check(entries: Iterable[Entry], number: int, action: Action, today: date) -> Case:
    """Find the case that somebody wants to act on; raises a CaseError that says who came first, or what is needed."""
    found = fold(entries)
    if (case := found.get(number)) is None:
        raise CaseError(why="case_unknown", by=None)
    case = awake(case, today)
    if not case.may(action):
        why, entry = _refusal(case, action)
        raise CaseError(why=why, by=entry.written_by if entry else None)
    if newest(found)[case.subject].number != number:
        raise CaseError(why="case_newer", by=None)
    return case


def _refusal(case: Case, action: Action) -> tuple[str, Entry | None]:
    """Say why not, and which entry made the case what it is."""
    if action == "resolve" and case.state != "resolved":
        return "case_undecided", None
    made = case.last_of(*_MADE[case.state])
    if made is None or made.kind not in _SAID:
        return f"case_is_{case.state}", None
    return _SAID[made.kind], made


_MADE: Mapping[State, tuple[str, ...]] = {  # kinds of the entries that lead to a state
    "open": (FIRED, REFIRED, RETURNED, WOKE, WORSENED, REOPENED),
    "acknowledged": (ACKNOWLEDGED,),
    "snoozed": (SNOOZED,),
    "decided": (DECIDED,),
    "resolved": (RESOLVED, CLEARED),
}
_SAID = {  # kind of the entry that came first -> key of the sentence
    ACKNOWLEDGED: "case_acknowledged",
    SNOOZED: "case_snoozed",
    DECIDED: "case_decided",
    RESOLVED: "case_resolved",
    REOPENED: "case_reopened",
}
