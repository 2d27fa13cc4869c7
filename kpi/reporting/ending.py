"""Which week a report ends with, on a day: by the calendar, and among the weeks that there are data of.

A month and a plan end with a week that is over, and a plan with one of its own weeks. What anybody wants to see, write
or send begins here, so that no form of a report speaks of days that were still to come.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data.facts import FACTS
from kpi.periods import Week
from kpi.reporting.span import last_week, month_of
from kpi.review import weeks_with_data

if TYPE_CHECKING:
    from datetime import date

    from kpi.plan import Plan
    from kpi.queries import Queries
    from kpi.reporting.span import Kind


def full_weeks(store: Queries, plan: Plan, day: date) -> tuple[Week, ...]:
    """List the weeks that a report may end with on a day: over, and with data that the plan asks for; oldest first."""
    asked = asked_for(plan)
    return tuple(week for week in weeks_with_data(store, sorted(asked) or FACTS) if week.sunday < day)


def asked_for(plan: Plan) -> set[str]:
    """Name the kinds of data that a plan asks for."""
    return {fact for promise in plan.promises for fact in promise.kpi.sources}


def due_week(kind: Kind, day: date, plan: Plan) -> Week | None:
    """Find the week that a report taken on a day ends with: the newest week, month or plan that is over.

    None: the plan is not over yet.
    """
    newest = Week.of(day).previous()
    match kind:
        case "week":
            return newest
        case "month":
            return next(week for week in reversed(newest.last(6)) if month_of(week.previous(-1)) != month_of(week))
        case "plan":
            end = Week.of(plan.start + timedelta(days=plan.days - 1))
            return end if end <= newest else None


def ending(store: Queries, plan: Plan, day: date, kind: Kind, asked: Week | None = None) -> Week | None:
    """Find the week that a report ends with on a day: of a week, of the month that it lies in, or of the plan.

    Without a week it is the newest full one, the newest month that is over, or the plan as far as it is.
    None: not one week of the month or the plan is over.
    """
    full = full_weeks(store, plan, day)
    newest = full[-1] if full else Week.of(day).previous()
    about = asked or (due_week("month", day, plan) if kind == "month" else None) or newest
    return last_week(kind, about, full, plan)
