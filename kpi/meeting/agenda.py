"""What a meeting goes through: the decisions of the week before, then what deviates, worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.alerting.case import newest
from kpi.meeting.meeting import Item

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kpi.alerting.case import Case
    from kpi.alerting.findings import Finding
    from kpi.deciding.decisions import Decision
    from kpi.periods import Week

SETTLED = ("snoozed", "decided", "resolved")  # nothing to discuss until such a case is opened again


def agenda(
    week: Week, findings: Iterable[Finding], cases: Iterable[Case], decisions: Iterable[Decision], today: date
) -> tuple[Item, ...]:
    """List what the meeting about a week goes through; `findings` are the week's, worst first."""
    back = (Item(decision=one.number) for one in looked_back(week, decisions, today))
    return (*back, *(Item(subject=one.subject) for one in discussed(findings, cases)))


def looked_back(week: Week, decisions: Iterable[Decision], today: date) -> tuple[Decision, ...]:
    """List the decisions of the week before, and older ones that are overdue: nobody else would ask after them."""
    return tuple(
        one for one in decisions if one.week == week.previous() or (one.week < week and one.state(today) == "overdue")
    )


def discussed(findings: Iterable[Finding], cases: Iterable[Case]) -> tuple[Finding, ...]:
    """List the findings that nobody settled yet."""
    known = newest({case.number: case for case in cases})
    return tuple(one for one in findings if one.subject not in known or known[one.subject].state not in SETTLED)
