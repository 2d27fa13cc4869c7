"""The activities of the 90-day plan: three phases, each activity tied to the KPIs it serves, and what is done.

What an activity is stands in the plan, and has its versions; that it is done stands in the journal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from data.declared import Declared
from data.journal import Draft, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from data.journal import Entry
    from data.store import Store
    from kpi.plan import Plan

Phase = Literal[1, 2, 3]
Standing = Literal["done", "overdue", "now", "ahead"]
PHASES: tuple[Phase, ...] = (1, 2, 3)
DONE, UNDONE, SUBJECT = "activity.done", "activity.undone", "activity"


class Activity(Declared):
    """One thing the team does in a phase of the plan, in its own words."""

    id: str = Field(min_length=1)
    phase: Phase
    title: str = Field(min_length=1)
    owner: str = ""
    due_day: int | None = Field(default=None, ge=1, le=366)  # day of the plan; None = the last of its phase
    kpis: tuple[str, ...] = ()  # that it serves; a name that is no KPI any more breaks nothing


@dataclass(frozen=True)
class Done:
    """When an activity was done, and by whom."""

    at: datetime  # UTC
    by: str | None


@dataclass(frozen=True)
class Step:
    """An activity as it stands on a day."""

    activity: Activity
    due: date
    standing: Standing
    done: Done | None = None


def last_day(phase: Phase, days: int) -> int:
    """Give the last day of a phase: each is a third of the plan."""
    return -(-days * phase // len(PHASES))


def due_day(activity: Activity, days: int) -> int:
    """Give the day of the plan by which an activity is due."""
    return activity.due_day or last_day(activity.phase, days)


def steps(plan: Plan, journal: Iterable[Entry], today: date) -> tuple[Step, ...]:
    """Read every activity as it stands: by phase, then by the day it is due."""
    did, day = done(journal, plan), (today - plan.start).days + 1
    found = [_step(activity, plan, did.get(activity.id), day) for activity in plan.activities]
    return tuple(sorted(found, key=lambda one: (one.activity.phase, one.due)))


def _step(activity: Activity, plan: Plan, did: Done | None, day: int) -> Step:
    due = due_day(activity, plan.days)
    begins = 1 if activity.phase == 1 else last_day(PHASES[activity.phase - 2], plan.days) + 1
    standing: Standing = "done" if did else "overdue" if day > due else "now" if day >= min(begins, due) else "ahead"
    return Step(activity, plan.start + timedelta(days=due - 1), standing, did)


def done(journal: Iterable[Entry], plan: Plan) -> Mapping[str, Done]:
    """Read what is done, by the id of the activity; what was done in the quarter before counts for that one."""
    found: dict[str, Done] = {}
    for entry in journal:
        if entry.kind not in {DONE, UNDONE} or not _same_plan(date.fromisoformat(entry.body["start"]), plan):
            continue
        if entry.kind == DONE:
            found[entry.body["activity"]] = Done(entry.written_at, entry.written_by)
        else:
            found.pop(entry.body["activity"], None)
    return found


def _same_plan(start: date, plan: Plan) -> bool:
    """Whether a plan of that start is this one: its start may be moved, but a new quarter begins its list anew."""
    return abs((start - plan.start).days) * 2 < plan.days


def mark(  # noqa: PLR0917 - what, whether, who and when
    store: Store, plan: Plan, activity: Activity, did: bool, by: str | None, now: datetime | None = None
) -> bool:
    """Say that an activity is done, or is not; False = somebody said so already."""
    body = {"activity": activity.id, "title": activity.title, "start": plan.start.isoformat()}

    def make(known: Sequence[Entry]) -> list[Draft]:
        same = (activity.id in done(known, plan)) == did
        return [] if same else [Draft(DONE if did else UNDONE, SUBJECT, body, by)]

    return bool(write(store, make, now=now))


def new_id(taken: Iterable[str]) -> str:
    """Name a new activity; an id is never used twice, or the new one would be done already."""
    numbers = [int(name.removeprefix("own_")) for name in taken if name.removeprefix("own_").isdecimal()]
    return f"own_{max(numbers, default=0) + 1}"
