"""The meeting as the journal tells it: what it goes through, where it stands, and how much of its time is left.

Whoever drives it adds an entry, and everybody folds the same entries into the same state. What makes no sense where
it stands (a step of a meeting that is over, a second start) is passed over, so every journal gives a valid meeting.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import reduce
from typing import TYPE_CHECKING, Literal, get_args

from data.journal import Draft, entries, write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from data.journal import Entry
    from data.store import Store

Step = Literal["next", "back", "skip"]
Pace = Literal["calm", "watch", "over"]
Length = Literal[20, 30]  # minutes: one seed takes 20, two take 30
LENGTHS: tuple[Length, ...] = get_args(Length)
SUBJECT = "meeting"
NOTHING = timedelta()
LATE = timedelta(minutes=3)  # the last minutes: time to close
FORGOTTEN = timedelta(hours=3)  # nobody drove it for so long: it was left running


@dataclass(frozen=True)
class Item:
    """One thing to talk about: a decision to look back at, or a deviation."""

    decision: int | None = None
    subject: str | None = None  # of a finding (kpi.alerting.findings)


@dataclass(frozen=True)
class Meeting:
    """A meeting about one week, as it stands."""

    number: int  # of the entry that began it
    week: str
    minutes: int  # that it may take
    items: tuple[Item, ...]  # as they were when it began: an upload in between moves nobody's place
    began: datetime  # UTC
    order: tuple[int, ...]  # of the items: what is put off comes last
    at: int = 0  # place in the order; behind the last one there is nothing left but to end it
    put_off: frozenset[int] = frozenset()
    paused: datetime | None = None
    rested: timedelta = NOTHING  # in pauses that are over
    ended: datetime | None = None
    last: int = 0  # number of its last entry: who moves it on must have seen that
    active: datetime | None = None  # when that was written
    by: str | None = None  # who wrote that

    @property
    def index(self) -> int | None:
        """The item it stands at; None = it is through."""
        return self.order[self.at] if self.at < len(self.order) else None

    @property
    def item(self) -> Item | None:
        """What is talked about now; None = it is through."""
        return None if self.index is None else self.items[self.index]

    @property
    def items_left(self) -> int:
        """How many items are still to come, this one included."""
        return len(self.order) - self.at


# -- what the journal says ---------------------------------------------------------------------------


def meetings(journal: Sequence[Entry]) -> tuple[Meeting, ...]:
    """Fold the journal into its meetings, oldest first; only the last one can be running."""
    start: tuple[Meeting, ...] = ()
    return reduce(_told, (entry for entry in journal if entry.subject == SUBJECT), start)


def meeting(journal: Sequence[Entry], week: str | None = None) -> Meeting | None:
    """Find the meeting that runs, else the last one, of a week or of all."""
    return next((one for one in reversed(meetings(journal)) if week in {None, one.week}), None)


def running(journal: Sequence[Entry]) -> Meeting | None:
    """Find the meeting that runs: there is at most one, and whoever opens the page joins it."""
    found = meeting(journal)
    return found if found and found.ended is None else None


def _told(before: tuple[Meeting, ...], entry: Entry) -> tuple[Meeting, ...]:
    last = before[-1] if before else None
    if entry.kind == "meeting.started":
        return before if last and last.ended is None else (*before, _begun(entry))
    if last is None or last.ended or entry.body.get("meeting") != last.number or entry.kind not in _CHANGES:
        return before
    changed = _CHANGES[entry.kind](last, entry)
    return (*before[:-1], replace(changed, last=entry.number, active=entry.written_at, by=entry.written_by))


def _begun(entry: Entry) -> Meeting:
    items = tuple(Item(one.get("decision"), one.get("subject")) for one in entry.body.get("items", ()))
    return Meeting(
        number=entry.number,
        week=str(entry.body.get("week", "")),
        minutes=int(entry.body.get("minutes", LENGTHS[0])),
        items=items,
        began=entry.written_at,
        order=tuple(range(len(items))),
        last=entry.number,
        active=entry.written_at,
        by=entry.written_by,
    )


def _moved(now: Meeting, entry: Entry) -> Meeting:
    match entry.body.get("step"):
        case "next":
            return replace(now, at=min(now.at + 1, len(now.order)))
        case "back":
            return replace(now, at=max(now.at - 1, 0))
        case "skip":
            return _put_off(now)
        case _:
            return now


def _put_off(now: Meeting) -> Meeting:
    """Put an item behind the others, once: who puts it off again leaves it open."""
    if now.index is None or now.index in now.put_off:
        return replace(now, at=min(now.at + 1, len(now.order)))
    order = (*now.order[: now.at], *now.order[now.at + 1 :], now.index)
    return replace(now, order=order, put_off=now.put_off | {now.index})


def _paused(now: Meeting, entry: Entry) -> Meeting:
    return now if now.paused else replace(now, paused=entry.written_at)


def _resumed(now: Meeting, entry: Entry) -> Meeting:
    """Let the clock go on; the time in which the meeting was forgotten is a pause as well."""
    since = now.active if entry.body.get("forgotten") and not now.paused else now.paused
    if since is None:
        return now
    return replace(now, paused=None, rested=now.rested + max(entry.written_at - since, NOTHING))


def _ended(now: Meeting, entry: Entry) -> Meeting:
    """End it; one that was forgotten ended when somebody last drove it."""
    return replace(now, ended=now.active if entry.body.get("forgotten") else entry.written_at)


_CHANGES = {
    "meeting.moved": _moved,
    "meeting.paused": _paused,
    "meeting.resumed": _resumed,
    "meeting.ended": _ended,
}


# -- its time ----------------------------------------------------------------------------------------


def left(of: Meeting, now: datetime) -> timedelta:
    """Tell how much time is left; below nothing when it takes longer. Pauses take none."""
    until = of.paused or of.ended or now
    return timedelta(minutes=of.minutes) - (max(until - of.began, NOTHING) - of.rested)


def spent(of: Meeting) -> timedelta:
    """Tell how long a meeting took that is over, without its pauses."""
    if of.ended is None:
        return NOTHING
    return max((of.paused or of.ended) - of.began - of.rested, NOTHING)


def pace(remaining: timedelta) -> Pace:
    """Say how the time stands; nobody is hurried before the last minutes."""
    return "calm" if remaining > LATE else "watch" if remaining > NOTHING else "over"


def each(of: Meeting, now: datetime) -> timedelta | None:
    """Tell how much of the time is left for each item that is left; None = no item or no time is."""
    remaining = left(of, now)
    return remaining / of.items_left if of.items_left and remaining > NOTHING else None


def forgotten(of: Meeting, now: datetime) -> bool:
    """Whether it was left running: nobody has driven it for hours."""
    return of.ended is None and now - (of.active or of.began) > FORGOTTEN


# -- driving it --------------------------------------------------------------------------------------


def start(
    store: Store,
    week: str,
    minutes: int,
    items: Sequence[Item],
    by: str | None = None,
    *,
    now: datetime | None = None,
) -> Meeting:
    """Begin a meeting, or join the one that runs."""
    told = [{name: value for name, value in vars(item).items() if value is not None} for item in items]
    body = {"week": week, "minutes": minutes, "items": told}

    def begin(known: Sequence[Entry]) -> list[Draft]:
        return [] if running(known) else [Draft("meeting.started", SUBJECT, body, by)]

    write(store, begin, now=now)
    found = meeting(entries(store))
    assert found is not None  # noqa: S101 - it was begun just now, or runs
    return found


def step(store: Store, seen: Meeting, to: Step, by: str | None = None, *, now: datetime | None = None) -> bool:
    """Go on, back, or put the item off; False = somebody was first, and nothing was done."""
    return _drive(store, seen, Draft("meeting.moved", SUBJECT, {"meeting": seen.number, "step": to}, by), now)


def pause(store: Store, seen: Meeting, by: str | None = None, *, now: datetime | None = None) -> bool:
    """Stop the clock, or let it go on."""
    kind = "meeting.resumed" if seen.paused else "meeting.paused"
    return _drive(store, seen, Draft(kind, SUBJECT, {"meeting": seen.number}, by), now)


def end(store: Store, seen: Meeting, by: str | None = None, *, now: datetime | None = None) -> bool:
    """End the meeting, also if somebody moved it on meanwhile."""

    def finish(known: Sequence[Entry]) -> list[Draft]:
        found = running(known)
        return [Draft("meeting.ended", SUBJECT, {"meeting": seen.number}, by)] if _same(found, seen) else []

    return bool(write(store, finish, now=now))


def end_forgotten(store: Store, seen: Meeting, by: str | None = None, *, now: datetime | None = None) -> bool:
    """End a meeting that was left running, as of when somebody last drove it; not if somebody does again."""
    body = {"meeting": seen.number, "forgotten": True}
    return _drive(store, seen, Draft("meeting.ended", SUBJECT, body, by), now)


def go_on(store: Store, seen: Meeting, by: str | None = None, *, now: datetime | None = None) -> bool:
    """Go on with a meeting that was left running; the time until now is a pause."""
    body = {"meeting": seen.number, "forgotten": True}
    return _drive(store, seen, Draft("meeting.resumed", SUBJECT, body, by), now)


def _drive(store: Store, seen: Meeting, said: Draft, now: datetime | None) -> bool:
    """Write what somebody does who saw the meeting so: two who press a key at once have seen the same, one counts."""

    def drive(known: Sequence[Entry]) -> list[Draft]:
        found = running(known)
        is_fresh = found is not None and (found.number, found.last) == (seen.number, seen.last)
        return [said] if is_fresh else []

    return bool(write(store, drive, now=now))


def _same(found: Meeting | None, seen: Meeting) -> bool:
    return found is not None and found.number == seen.number
