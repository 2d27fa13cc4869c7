"""What the meeting about a week came to: every decision of the week, and what was put off or left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.ledger import day_in
from kpi.alerting.case import awake, fold, newest
from kpi.deciding.decisions import decisions
from kpi.meeting.meeting import NOTHING, meetings, spent
from kpi.meeting.minutes import Minute, Minutes
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from data.journal import Entry
    from kpi.alerting.case import Case
    from kpi.deciding.decisions import Decision
    from kpi.periods import Week


def minutes(entries: Sequence[Entry], week: Week, zone: str) -> Minutes | None:
    """Sum up the meetings about a week: None = there was none. A meeting that goes on is summed up so far.

    A decision about the week counts whether it was made in the meeting or beside it; whether something was put off
    or left open is told as of the end of the meeting.
    """
    held = [one for one in meetings(entries) if one.week == week.id]
    if not held:
        return None
    last = held[-1]
    day = day_in(zone, last.ended or last.active or last.began)
    made = [one for one in decisions(entries) if one.week == week and one.closed != "dropped"]
    until = [entry for entry in entries if last.ended is None or entry.number <= last.last]
    known = newest(fold(entries))
    subjects = dict.fromkeys(item.subject for one in held for item in one.items if item.subject)
    return Minutes(
        held_on=day,
        began=held[0].began,
        ended=last.ended,
        minutes=(
            *(_decided(one, known.get(one.finding or "")) for one in made),
            *_undecided(until, tuple(subjects), {one.finding for one in made}, day),
        ),
        took=round(sum((spent(one) for one in held), NOTHING).total_seconds() / 60),
    )


def _decided(one: Decision, case: Case | None) -> Minute:
    found = case.finding if case else None
    return Minute(
        taken=one.kind,
        rule=found.rule if found else None,
        row=found.row if found else one.row,
        kpi=one.kpi,
        channel=_channel(found.channel) if found else one.channel,
        name=found.name if found else None,
        insight=one.insight,
        action=one.action,
        owner=one.owner,
        due=one.due,
        by_how_much=one.by_how_much,
        moves_row=one.row,
        moves_on=one.channel,
    )


def _undecided(
    entries: Sequence[Entry], subjects: Sequence[str], settled: Collection[str | None], day: date
) -> Iterator[Minute]:
    """List what was on the agenda and got no decision, in its order."""
    known = {subject: awake(case, day) for subject, case in newest(fold(entries)).items()}
    for subject in subjects:
        case = known.get(subject)
        if case and subject not in settled and (case.holds or case.state == "snoozed"):
            yield _left(case)


def _left(case: Case) -> Minute:
    found, later = case.finding, case.state == "snoozed"
    return Minute(
        taken="snoozed" if later else "open",
        rule=found.rule,
        row=found.row,
        kpi=found.kpis[0] if found.kpis else None,
        channel=_channel(found.channel),
        name=found.name,
        due=None if case.until_worse else case.snoozed_until,
    )


def _channel(name: str) -> str | None:
    return None if name == EVERYWHERE else name
