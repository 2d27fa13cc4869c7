"""What became of the decisions that a report looks back on, as it was known when its last week was looked at.

A week looks back on the decisions of the week before, as the meeting does. A month tells of every decision that was
alive in it: made in it, still open when it began, or so young then that its first full week lies in it. So each is
told once with numbers at least, and none that is open falls out of sight. A plan tells of those made since it began.

A report of October that is made in December knows nothing of November: outcomes end with its last week, and what was
changed or closed after the week of the meeting about that week is as if it had not happened. What is written down
late counts from the day on which it was decided.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data import defaults
from data.ledger import day_in
from kpi.deciding.decisions import CHANGED, CLOSED, decisions
from kpi.deciding.outcome import outcomes
from kpi.meeting.agenda import looked_back
from kpi.meeting.minuted import ZONE
from kpi.reporting.report import Effect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.journal import Entry
    from kpi.deciding.decisions import Decision
    from kpi.plan import Plan
    from kpi.queries import Queries
    from kpi.reporting.span import Span


def effects(store: Queries, plan: Plan, over: Span, journal: Sequence[Entry], today: date) -> tuple[Effect, ...]:
    """Tell what became of each decision; newest first, without those that were dropped."""
    zone = next((str(value) for (value,) in store.query(ZONE)), defaults.ZONE)
    meeting = over.last.previous(-1)  # the week in which the last one is looked at
    known = decisions(_until(journal, meeting.sunday, zone))
    day = min(today, meeting.monday)
    asked = [one for one in _asked(known, plan, over, day, zone) if one.closed != "dropped"]
    asked.sort(key=lambda one: one.number, reverse=True)
    became = outcomes(store, plan, asked, over.last, today, among=known)
    return tuple(Effect(one, one.state(day), found) for one, found in zip(asked, became, strict=True))


def _until(journal: Sequence[Entry], day: date, zone: str) -> Iterator[Entry]:
    """Leave out what was changed or closed later."""
    for entry in journal:
        if entry.kind not in {CHANGED, CLOSED} or day_in(zone, entry.written_at) <= day:
            yield entry


def _asked(known: Sequence[Decision], plan: Plan, over: Span, day: date, zone: str) -> Sequence[Decision]:
    if over.kind == "week":
        return looked_back(over.last, known, day)
    made = [one for one in known if one.made_on <= over.last.sunday]
    if over.kind == "plan":
        return [one for one in made if one.made_on >= plan.start]
    return [one for one in made if one.first_week >= over.first or _closed(one, zone) >= over.first.monday]


def _closed(one: Decision, zone: str) -> date:
    """Give the day on which a decision was closed; one that is open will be later than any report."""
    return day_in(zone, one.closed_at) if one.closed_at else date.max
