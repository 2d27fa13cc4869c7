"""The line under a title that says which week this is, and how complete its data are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages._session import words

if TYPE_CHECKING:
    from kpi.snapshot import Snapshot


def weekline(snapshot: Snapshot) -> str:
    """Write it: Week 47 · 16-22 Nov 2026 · day 54 of 90 · data complete for 4 of 5 sources."""
    say, week = words(), snapshot.week
    parts = [say.week(week), say.days(week.monday, week.sunday), _plan_day(snapshot), _sources(snapshot)]
    return " · ".join(filter(None, parts))


def _plan_day(snapshot: Snapshot) -> str:
    say, day, days = words(), snapshot.plan_day, snapshot.plan_days
    if day < 1:
        return say("monday.before_plan", day=say.day(snapshot.plan_start))
    return say("monday.day", day=day, days=days) if day <= days else say("monday.after_plan", days=days)


def _sources(snapshot: Snapshot) -> str:
    say, total = words(), len(snapshot.sources)
    complete = sum(source.complete for source in snapshot.sources)
    running = [] if snapshot.over else [say("monday.running")]
    return " · ".join([*running, say("monday.complete", complete=complete, total=total)])
