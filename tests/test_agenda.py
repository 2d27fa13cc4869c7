"""The agenda: what was decided the week before, then what nobody settled yet, worst first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from kpi.alerting.case import Case
from kpi.alerting.findings import Finding, findings
from kpi.deciding.decisions import Decision
from kpi.meeting.agenda import agenda, discussed, looked_back
from kpi.meeting.meeting import Item
from kpi.periods import Week
from tests.snapshots import WEEK, example

if TYPE_CHECKING:
    from kpi.alerting.case import State

TODAY = date(2026, 11, 23)
STOP = Finding("rule:pause_scaling@linkedin", WEEK, "linkedin", "stop", 3.0, ("ctr",), rule="pause_scaling")
WORSE = Finding("row:ctr", WEEK, "*", "worse", 2.0, ("ctr",), row="ctr")


def case(finding: Finding, state: State, number: int = 1) -> Case:
    return Case(number, finding.subject, state, WEEK, WEEK, holds=True, finding=finding, peak=1.0, worst=finding.level)


def decided(number: int, week: Week, due: date = date(2026, 12, 4)) -> Decision:
    return Decision(
        week=week,
        kind="test",
        action="Two headlines",
        owner="Ann",
        due=due,
        kpi="ctr",
        number=number,
        made_on=TODAY,
        made_at=datetime(2026, 11, 16, 9),  # noqa: DTZ001 - UTC, as the journal has it
        made_by="Ann",
        version=number,
    )


def test_decisions_of_the_week_before_come_first_then_deviations_worst_first() -> None:
    found = agenda(WEEK, (STOP, WORSE), (), (decided(4, WEEK.previous()),), TODAY)
    assert found == (Item(decision=4), Item(subject=STOP.subject), Item(subject=WORSE.subject))


def test_every_deviation_of_a_week_is_on_the_agenda_in_its_order() -> None:
    found = findings(example())
    assert [item.subject for item in agenda(WEEK, found, (), (), TODAY)] == [one.subject for one in found]
    assert found[0].level == "stop"


@pytest.mark.parametrize(
    ("state", "talked_about"),
    [("open", True), ("acknowledged", True), ("snoozed", False), ("decided", False), ("resolved", False)],
)
def test_what_is_settled_is_not_discussed_again(state: State, *, talked_about: bool) -> None:
    assert (discussed((STOP,), (case(STOP, state),)) == (STOP,)) is talked_about


def test_the_newest_case_of_a_subject_counts() -> None:
    old, new = case(STOP, "resolved", 1), case(STOP, "open", 9)
    assert discussed((STOP,), (new, old)) == (STOP,)
    assert discussed((STOP,), (replace(new, state="decided"), replace(old, state="open"))) == ()


def test_older_decisions_are_looked_at_while_they_are_overdue() -> None:
    late, future = date(2026, 11, 20), date(2026, 12, 4)
    older = Week(2026, 44)
    known = (decided(1, older, late), decided(2, older, future), decided(3, WEEK, late), decided(4, WEEK.previous()))
    assert [one.number for one in looked_back(WEEK, known, TODAY)] == [1, 4]
    assert looked_back(WEEK, [replace(known[0], closed="done")], TODAY) == ()
