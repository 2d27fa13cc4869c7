"""When a schedule is due: a weekday and a time on the clock of a zone, as moments in UTC.

Once a week whatever the clock does: a time that the clock jumps over is an hour later on that day, of one that it
shows twice the first counts.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kpi.periods import DAYS_A_WEEK, Week
from kpi.reporting.ending import due_week

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from kpi.plan import Plan
    from kpi.reporting.span import Kind
    from kpi.scheduling.schedule import Schedule


def slot_on(day: date, schedule: Schedule, zone: ZoneInfo) -> datetime:
    """Give the moment (UTC, without its name, as the store keeps moments) of a day's slot."""
    return datetime.combine(day, schedule.at, zone).astimezone(UTC).replace(tzinfo=None)


def slot_before(schedule: Schedule, zone: ZoneInfo, now: datetime) -> datetime:
    """Find the last slot up to a moment, that moment included."""
    day = day_of(now, zone)
    day -= timedelta(days=(day.weekday() - schedule.weekday) % DAYS_A_WEEK)
    found = slot_on(day, schedule, zone)
    return found if found <= now else slot_on(day - timedelta(days=DAYS_A_WEEK), schedule, zone)


def slot_after(schedule: Schedule, zone: ZoneInfo, now: datetime) -> datetime:
    """Find the next slot after a moment."""
    before = slot_before(schedule, zone, now)
    return slot_on(day_of(before, zone) + timedelta(days=DAYS_A_WEEK), schedule, zone)


def first_day(week: Week, schedule: Schedule) -> date:
    """Give the day of the slot with which a report that ends with a week is due: the first after its Sunday."""
    return week.previous(-1).monday + timedelta(days=schedule.weekday)


def day_of(now: datetime, zone: ZoneInfo) -> date:
    """Give the day that a moment (UTC) is in a zone."""
    return now.replace(tzinfo=UTC).astimezone(zone).date()


def upcoming(schedule: Schedule, zone: ZoneInfo, plan: Plan, now: datetime) -> tuple[tuple[Kind, Week], ...]:
    """Name the reports that the next slot is the first for."""
    day = day_of(slot_after(schedule, zone, now), zone)
    due = ((kind, due_week(kind, day, plan)) for kind in schedule.kinds)
    return tuple((kind, week) for kind, week in due if week is not None and first_day(week, schedule) == day)
