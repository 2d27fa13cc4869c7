"""What a team is told outside the app when an alert changes: once per change, through the outlets it switched on.

An outlet is off until somebody switches it on, and nothing older than that is told. What was sent and what failed
are entries of the journal, so a change is told once however many sessions are open: they send one after the other,
and the next one finds it sent. (Should the app be killed between the sending and the writing, it is told twice.)
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, get_args

from data import mail, webhook
from data.access.acting import done_now
from data.access.rights import Right
from data.audit import Done
from data.journal import Draft, entries, newest, write
from data.ledger import moment
from data.outlets import OutletError, mailbox, said
from data.outlets import webhook as hook
from kpi.alerting.case import CLEARED, FIRED, REFIRED, RETURNED, WOKE, WORSENED, fold
from kpi.alerting.notice_words import Change, payload, subject, text, tried
from kpi.words import Words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from data.journal import Entry
    from data.store import Store
    from kpi.queries import Queries
    from kpi.snapshot import Snapshot

Outlet = Literal["webhook", "mail"]
Level = Literal["stop", "fix", "review", "scale", "deviations"]
OUTLETS: tuple[Outlet, ...] = get_args(Outlet)
LEVELS: tuple[Level, ...] = get_args(Level)
SETTING = "outlets"
SENT, FAILED, SUBJECT = "notice.sent", "notice.failed", "notice"
TOLD = (FIRED, WORSENED, REFIRED, RETURNED, WOKE, CLEARED)  # what the numbers do; what people do, they know
PAUSES = (timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=1))  # before it is tried again
TRIES = len(PAUSES) + 1
_ONE_BY_ONE: defaultdict[str, Lock] = defaultdict(Lock)  # by the store: one process holds it


@dataclass(frozen=True)
class Chosen:
    """What a team wants to hear through one outlet."""

    on: bool = False
    levels: tuple[Level, ...] = LEVELS
    since: int = 0  # newest entry of the journal when it was switched on, or a level was added


@dataclass(frozen=True)
class Notice:
    """One message to be: the changes that an outlet has not told yet."""

    outlet: Outlet
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Past:
    """What became of the messages of an outlet."""

    sent: frozenset[int] = frozenset()  # entries
    failed: Mapping[int, int] | None = None  # entry -> how often
    last: Entry | None = None  # of its notices


# -- what is wanted ----------------------------------------------------------------------------------


def chosen(store: Queries) -> dict[Outlet, Chosen]:
    """Read which outlets are on, and for what; one that was never touched is off."""
    rows = store.query("SELECT value FROM setting WHERE name = ?", [SETTING])
    body = json.loads(rows[0][0]) if rows else {}
    return {name: _chosen(body.get(name, {})) for name in OUTLETS}


def choose(store: Store, outlet: Outlet, *, on: bool, levels: Collection[Level], by: str | None = None) -> None:
    """Switch an outlet on or off, and choose for what; what happened before is not told afterwards."""
    before = chosen(store)
    old, kept = before[outlet], tuple(level for level in LEVELS if level in levels)
    grows = on and (not old.on or not set(kept) <= set(old.levels))
    made = Chosen(on, kept, newest(store) if grows else old.since)
    body = {name: asdict(one) for name, one in (before | {outlet: made}).items()}
    store.set_settings({SETTING: json.dumps(body)}, by, needs=Right.ADMINISTER)


def _chosen(body: Mapping[str, Any]) -> Chosen:
    levels = tuple(level for level in LEVELS if level in body.get("levels", LEVELS))
    return Chosen(bool(body.get("on", False)), levels, int(body.get("since", 0)))


# -- what is due -------------------------------------------------------------------------------------


def due(
    journal: Sequence[Entry], wanted: Mapping[Outlet, Chosen], now: datetime, *, again: bool = False
) -> tuple[Notice, ...]:
    """List the messages that are to be sent now; `again`: also those that failed too often, without a pause."""
    found = (Notice(name, _untold(journal, name, one, now, again=again)) for name, one in wanted.items() if one.on)
    return tuple(notice for notice in found if notice.entries)


def given_up(journal: Sequence[Entry], outlet: Outlet, wanted: Chosen) -> tuple[Entry, ...]:
    """List the changes that failed as often as they are tried."""
    past, open_ = history(journal, outlet), _wanted(journal, wanted)
    return tuple(one for one in open_ if one.number not in past.sent and _failed(past, one) >= TRIES)


def history(journal: Iterable[Entry], outlet: Outlet) -> Past:
    """Read what became of the messages of an outlet."""
    sent: set[int] = set()
    failed: defaultdict[int, int] = defaultdict(int)
    last = None
    for entry in journal:
        if entry.kind in {SENT, FAILED} and entry.body["outlet"] == outlet:
            last = entry
            if entry.kind == SENT:
                sent.update(entry.body["entries"])
            else:
                for number in entry.body["entries"]:
                    failed[number] += 1
    return Past(frozenset(sent), failed, last)


def next_try(past: Past) -> datetime | None:
    """Tell when a message that failed is tried again; None = it did not fail, or is tried no more."""
    if past.last is None or past.last.kind != FAILED:
        return None
    tries = max(_times(past, past.last.body["entries"]))
    return past.last.written_at + PAUSES[tries - 1] if tries < TRIES else None


def _untold(
    journal: Sequence[Entry], outlet: Outlet, wanted: Chosen, now: datetime, *, again: bool
) -> tuple[Entry, ...]:
    past = history(journal, outlet)
    if not again and (waits := next_try(past)) and now < waits:
        return ()
    untold = [one for one in _wanted(journal, wanted) if one.number not in past.sent]
    return tuple(one for one in untold if again or _failed(past, one) < TRIES)


def _wanted(journal: Sequence[Entry], wanted: Chosen) -> list[Entry]:
    """List the changes that an outlet is to tell: since it is on, of its levels; who put a case off is left alone."""
    later = [one for one in journal if one.number > wanted.since and one.kind in TOLD]
    if not later:
        return []
    known = fold(journal)
    cases = {one.number: known.get(int(one.body.get("case") or one.number)) for one in later}
    return [
        one
        for one in later
        if (case := cases[one.number]) and case.state != "snoozed" and level_of(case.finding.level) in wanted.levels
    ]


def level_of(level: str) -> Level:
    """Give the level under which a verdict or a status is chosen."""
    return next((name for name in LEVELS if name == level), "deviations")


def _failed(past: Past, entry: Entry) -> int:
    return (past.failed or {}).get(entry.number, 0)


def _times(past: Past, numbers: Iterable[int]) -> list[int]:
    return [(past.failed or {}).get(number, 0) for number in numbers] or [0]


# -- sending -----------------------------------------------------------------------------------------


def send(store: Store, snapshot: Snapshot, *, now: datetime | None = None, again: bool = False) -> tuple[Entry, ...]:
    """Send what is due, and write down what became of it; `snapshot` = the newest review, for the numbers."""
    if again:
        done_now(Done(Right.ADMINISTER, "send_again"), store.path)
    with _ONE_BY_ONE[str(store.path)]:
        at = moment(now)
        notices = due(entries(store), chosen(store), at, again=again)
        return tuple(entry for notice in notices for entry in _send(store, snapshot, notice, at))


def _send(store: Store, snapshot: Snapshot, notice: Notice, at: datetime) -> tuple[Entry, ...]:
    say = Words(store.setting("language") or "en")
    changes = _changes(entries(store), notice, snapshot)
    about: dict[str, Any] = {"outlet": notice.outlet, "entries": [one.number for one in notice.entries]}
    try:
        about["refused"] = deliver(notice.outlet, snapshot.brand, changes, say, at)
        kind = SENT
    except OutletError as problem:
        about |= {"why": problem.why, "status": problem.status}
        kind = FAILED
    return write(store, lambda _: [Draft(kind, SUBJECT, about)], needs=None, now=at.replace(tzinfo=UTC))


def deliver(outlet: Outlet, brand: str, changes: Sequence[Change], say: Words, at: datetime) -> int:
    """Hand a message to an outlet; gives how many recipients were refused. Raises OutletError."""
    known = said()
    if outlet == "webhook":
        webhook.post(hook(known), payload(brand, changes, say))
        return 0
    box = mailbox(known)
    return mail.send(box, subject(brand, changes, say), text(brand, changes, say), at.replace(tzinfo=UTC))


def try_out(store: Store, outlet: Outlet) -> int:
    """Send a message that says that it is a test; the journal has nothing of it. Raises OutletError."""
    done_now(Done(Right.ADMINISTER, "try_outlet", {"outlet": outlet}), store.path)
    say, known, brand = Words(store.setting("language") or "en"), said(), store.setting("brand") or ""
    if outlet == "webhook":
        webhook.post(hook(known), tried(brand, say))
        return 0
    told = tried(brand, say)["text"]
    return mail.send(mailbox(known), told, told, datetime.now(UTC))


def _changes(journal: Sequence[Entry], notice: Notice, snapshot: Snapshot) -> list[Change]:
    """Tell each case once, by the last that happened to it."""
    known = fold(journal)
    last = {int(one.body.get("case") or one.number): one for one in notice.entries}
    made = [Change.of(entry.kind.removeprefix("alert."), known[case].finding, snapshot) for case, entry in last.items()]
    return sorted(made, key=lambda one: one.finding.rank)
