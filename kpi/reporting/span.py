"""The weeks that a report speaks of: one week, a month, or the plan from its first day on. Full weeks only.

A week belongs to the month that its Thursday lies in, as ISO 8601 says of years. The weeks of a plan are those that
lie wholly in it, with the one that holds its last day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, get_args

from kpi.periods import Week

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kpi.plan import Plan

Kind = Literal["week", "month", "plan"]
KINDS: tuple[Kind, ...] = get_args(Kind)
THURSDAY = timedelta(days=3)
MOST = 5  # weeks of a month


class NothingOverError(ValueError):
    """No week of a month or a plan is over, or the week that its report should end with still runs or is none of it."""


@dataclass(frozen=True)
class Span:
    """The weeks of a report; the last one is the week of its snapshot."""

    kind: Kind
    first: Week
    last: Week
    asked: int  # weeks that the whole month or plan has

    @property
    def weeks(self) -> int:
        """Count them."""
        return self.last.weeks_since(self.first) + 1

    @property
    def whole(self) -> bool:
        """Whether no week of the month or the plan is still to come."""
        return self.weeks >= self.asked

    @property
    def month(self) -> date:
        """Give the first day of the month that the last week belongs to."""
        return month_of(self.last)


def month_of(week: Week) -> date:
    """Give the first day of the month that a week belongs to."""
    return (week.monday + THURSDAY).replace(day=1)


def span(kind: Kind, week: Week, plan: Plan) -> Span:
    """Find the weeks of a report that ends with a week; raises NothingOverError for one that is none of the plan."""
    match kind:
        case "week":
            return Span(kind, week, week, 1)
        case "month":
            around = [week.previous(back) for back in range(MOST, -MOST, -1)]
            its = [one for one in around if month_of(one) == month_of(week)]
            return Span(kind, its[0], week, len(its))
        case "plan":
            first, last = _of_plan(plan)
            if not first <= week <= last:
                raise NothingOverError
            return Span(kind, first, week, last.weeks_since(first) + 1)


def last_week(kind: Kind, week: Week, full: Iterable[Week], plan: Plan) -> Week | None:
    """Find the week that a report about `week`, its month or the plan up to it ends with, among the `full` weeks.

    None: not one week of the month, or of the plan up to then, is over.
    """
    match kind:
        case "week":
            return week
        case "month":
            return max((one for one in full if month_of(one) == month_of(week)), default=None)
        case "plan":
            first, last = _of_plan(plan)
            return max((one for one in full if first <= one <= min(last, week)), default=None)


def first_week(plan: Plan) -> Week:
    """Give the first week of a plan."""
    return _of_plan(plan)[0]


def _of_plan(plan: Plan) -> tuple[Week, Week]:
    """Find the first week that lies wholly in a plan, and the one that holds its last day; they may be one."""
    first = Week.of(plan.start + timedelta(days=-plan.start.weekday() % 7))
    last = Week.of(plan.start + timedelta(days=plan.days - 1))
    return min(first, last), last
