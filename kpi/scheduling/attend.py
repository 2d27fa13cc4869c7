"""One look at a brand: what its schedule wants sent by now leaves, and the next look is told.

Always the newest full week at that moment. Its report is due from the first slot after the week on, and as long as it
is the newest: a computer that slept through the slot catches up once, and never with an older week. Data that are not
there yet are waited for, an hour at a time; a report with some late exports leaves after a day, and says what is
missing; without any data of its week none leaves. What leaves is written down, so it leaves once per outlet, whoever
looks: all looks at a store in this process go one after the other, and a store belongs to one process.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from data.access.acting import done_now
from data.access.rights import Right
from data.audit import Done
from data.journal import Draft, entries, write
from kpi.issued import taken
from kpi.plan import plan_in_force
from kpi.reporting.ending import due_week, full_weeks
from kpi.scheduling.past import FAILED, OUTLETS, SKIPPED, SUBJECT, WAITS, told_of
from kpi.scheduling.ready import late
from kpi.scheduling.schedule import edition_of, schedule_of, zone_of
from kpi.scheduling.sending import Parcel, crashed, send
from kpi.scheduling.slots import day_of, first_day, slot_after, slot_on
from kpi.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from data.journal import Entry
    from data.store import Store
    from kpi.issued import Taken
    from kpi.periods import Week
    from kpi.plan import Plan
    from kpi.reporting.span import Kind
    from kpi.scheduling.past import Outlet, Told
    from kpi.scheduling.schedule import Schedule

AGAIN = timedelta(hours=1)  # between two looks for data that are not there yet
PATIENCE = timedelta(days=1)  # after which a report leaves though some exports are late
LONGEST = timedelta(weeks=4)  # after which nobody waits for a report any more
_ONE_BY_ONE: defaultdict[str, Lock] = defaultdict(Lock)  # by the store


@dataclass(frozen=True)
class Look:
    """What a look at a brand knows."""

    store: Store
    schedule: Schedule
    plan: Plan
    zone: ZoneInfo
    now: datetime  # UTC, without its name

    def first_slot(self, week: Week) -> datetime:
        """Find the slot with which a report that ends with a week is due."""
        return slot_on(first_day(week, self.schedule), self.schedule, self.zone)

    @property
    def outlets(self) -> tuple[Outlet, ...]:
        """Name the outlets that are wanted."""
        wanted = {"folder": bool(self.schedule.folder), "mail": self.schedule.mail}
        return tuple(one for one in OUTLETS if wanted[one])

    def told(self, kind: Kind, week: Week) -> Told:
        """Read what became of a report so far."""
        return told_of(entries(self.store), kind, week)


def attend(store: Store, now: datetime) -> datetime | None:
    """Send what is due; gives when to look again (UTC, without its name), None: not before the schedule changes."""
    with _ONE_BY_ONE[str(store.path)]:
        look = _look(store, now)
        if look is None or not look.schedule.on or not look.schedule.leads_somewhere:
            return None
        soonest = slot_after(look.schedule, look.zone, now)
        return min([soonest, *(_attended(look, kind) or soonest for kind in look.schedule.kinds)])


def run_now(store: Store, now: datetime, by: str | None = None) -> tuple[Entry, ...]:
    """Send the newest reports that there are data for, whether they left before or not; `by` who wants it."""
    done_now(Done(Right.ADMINISTER, "send_now", by=by), store.path)
    with _ONE_BY_ONE[str(store.path)]:
        look = _look(store, now)
        found = list(_ready(look)) if look else []
        return tuple(
            entry
            for kind, week in found
            if look
            for entry in send(store, _parcel(look, kind, _taken(look, kind, week)), look.outlets, by=by, now=now)
        )


def newest_reports(store: Store, schedule: Schedule, now: datetime) -> tuple[tuple[Kind, Week], ...]:
    """Name the reports that leave when somebody wants it now."""
    look = _look(store, now, schedule)
    return tuple(_ready(look)) if look else ()


def _look(store: Store, now: datetime, schedule: Schedule | None = None) -> Look | None:
    body = store.plan()
    plan = plan_in_force(body) if body else None
    return Look(store, schedule or schedule_of(store), plan, zone_of(store), now) if plan else None


def _ready(look: Look) -> Iterator[tuple[Kind, Week]]:
    day = day_of(look.now, look.zone)
    full = full_weeks(look.store, look.plan, day)
    for kind in look.schedule.kinds:
        week = (full or [None])[-1] if kind == "week" else due_week(kind, day, look.plan)
        if week is not None and week in full:
            yield kind, week


def _attended(look: Look, kind: Kind) -> datetime | None:
    """Do what one kind of report wants; gives when to look again, None = at the next slot."""
    day = day_of(look.now, look.zone)
    week = due_week(kind, day, look.plan)
    if week is None:
        return None
    _skipped(look, kind, week)
    first = look.first_slot(week)
    told = look.told(kind, week)
    if not _in_time(look, first) or told.has(SKIPPED):
        return None
    tries = {one: at for one in look.outlets if (at := told.next_try(one, look.now))}
    now = tuple(one for one, at in tries.items() if at <= look.now)
    if not now:
        return min(tries.values(), default=None)
    if week not in full_weeks(look.store, look.plan, day):
        return _waits(look, kind, week, "no_data")
    try:
        of = _taken(look, kind, week)
        if late(of.snapshot, look.plan) and look.now < first + PATIENCE:
            return min(_waits(look, kind, week, "late"), first + PATIENCE)
    except Exception as crash:  # noqa: BLE001 - the page tells it; the other reports still leave
        crashed(look.store, {"kind": kind, "week": week.id}, now, crash, now=look.now)
    else:
        send(look.store, _parcel(look, kind, of), now, now=look.now)
    after = look.told(kind, week)
    return min((at for one in look.outlets if (at := after.next_try(one, look.now))), default=None)


def _in_time(look: Look, first: datetime) -> bool:
    since = look.schedule.since
    return first <= look.now <= first + LONGEST and (since is None or first >= since)


def _taken(look: Look, kind: Kind, week: Week) -> Taken:
    return taken(look.store, week, day_of(look.now, look.zone), kind)


def _parcel(look: Look, kind: Kind, of: Taken) -> Parcel:
    wanted = look.schedule
    by = Words(wanted.language)("schedule.by")
    return Parcel(of, kind, edition_of(look.store, wanted), wanted.forms, wanted.folder, by)


def _waits(look: Look, kind: Kind, week: Week, why: str) -> datetime:
    """Write down once that a report waits; gives when to look again."""
    if not look.told(kind, week).has(WAITS, why):
        _write(look, WAITS, kind, week, why)
    return look.now + AGAIN


def _skipped(look: Look, kind: Kind, week: Week) -> None:
    """Write down that the report before never left, once the next one is due."""
    before = due_week(kind, week.monday, look.plan)
    if kind == "plan" or before is None or look.first_slot(week) > look.now:
        return
    since, told = look.schedule.since, look.told(kind, before)
    was_due = since is not None and look.first_slot(before) >= since
    if not was_due or told.has(SKIPPED) or any(told.sent(one) for one in look.outlets):
        return
    why = "failed" if told.has(FAILED) else "no_data" if told.has(WAITS) else "asleep"
    _write(look, SKIPPED, kind, before, why)


def _write(look: Look, entry: str, kind: Kind, week: Week, why: str) -> None:
    draft = Draft(entry, SUBJECT, {"kind": kind, "week": week.id, "why": why})
    write(look.store, lambda _: [draft], needs=None, now=look.now.replace(tzinfo=UTC))
