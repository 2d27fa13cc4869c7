"""Which decisions a report looks back on, and that it knows no more of them than was known then.

November 2026 is weeks 45 to 48 (2 to 29 November), October 40 to 44 (28 September to 1 November).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from data.journal import Entry
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.reporting.effects import effects
from kpi.reporting.span import Span, span
from tests.ledger import upload

if TYPE_CHECKING:
    from kpi.reporting.report import Effect
    from kpi.reporting.span import Kind
    from tests.rows import Rows

TODAY = date(2026, 12, 30)
PLAN = Plan(brand="Noord", start=date(2026, 9, 28), currency="EUR", rows=(PlanRow(id="ctr", kpi="ctr", target="1.9%"),))


class Journal(list[Entry]):
    """What a team wrote down, entry by entry."""

    def decide(self, day: str, **said: Any) -> int:
        """Decide on a day; it is due two weeks later."""
        made = date.fromisoformat(day)
        body = {
            "week": Week.of(made).previous().id,
            "kind": "start",
            "action": "New hooks",
            "owner": "Ann",
            "due": (made + timedelta(days=14)).isoformat(),
            "kpi": "ctr",
            "row": "ctr",
            "made_on": day,
        }
        return self._write("decision.made", day, body | said)

    def close(self, number: int, day: str, how: str | None = "done") -> None:
        """Say that it was carried out, or dropped."""
        self._write("decision.closed", day, {"decision": number, "how": how, "note": ""})

    def change(self, number: int, day: str, **after: Any) -> None:
        """Say it otherwise."""
        self._write("decision.changed", day, {"decision": number, "before": {}, "after": after})

    def _write(self, kind: str, day: str, body: dict[str, Any]) -> int:
        number = len(self) + 1
        self.append(Entry(number, datetime.fromisoformat(f"{day}T12:00"), "Ann", kind, "decision", body, 1))
        return number


def brand(store: Rows) -> Rows:
    """One post a week with 100,000 impressions: 1% click until week 44, 2% from 45 to 48, and 9% after."""
    for week in Week(2026, 52).last(24):
        clicks = 1000 if week.number < 45 else 2000 if week.number < 49 else 9000
        store.add(
            "posts", day=week.monday.isoformat(), impressions=100_000, link_clicks=clicks, snapshot_date="2027-06-30"
        )
        upload(store, "posts", week.monday.isoformat(), week.sunday.isoformat())
    return store


def told(store: Rows, journal: Journal, kind: Kind, number: int, today: date = TODAY) -> tuple[Effect, ...]:
    return effects(store, PLAN, span(kind, Week(2026, number), PLAN), journal, today)


def numbers(store: Rows, journal: Journal, kind: Kind, number: int) -> list[int]:
    return [one.decision.number for one in told(store, journal, kind, number)]


# -- which decisions ---------------------------------------------------------------------------------


def test_a_week_looks_back_on_the_week_before_and_on_what_is_overdue(empty: Rows) -> None:
    journal = Journal()
    old = journal.decide("2026-09-29")
    done = journal.decide("2026-09-29")
    journal.close(done, "2026-10-05")
    last = journal.decide("2026-11-16")
    journal.decide("2026-11-23")
    assert numbers(empty, journal, "week", 47) == [last, old]


@pytest.mark.parametrize(
    ("made", "closed", "months"),
    [
        ("2026-10-13", "2026-10-20", [44]),  # made and done in October
        ("2026-10-13", "2026-11-10", [44, 48]),  # done in November
        ("2026-10-13", "2026-12-15", [44, 48, 53]),
        ("2026-10-13", None, [44, 48, 53]),
        ("2026-10-28", "2026-10-30", [44, 48]),  # its first full week is in November: it is told again with numbers
        ("2026-11-02", "2026-11-03", [48]),  # on the Monday after October
        ("2026-11-01", "2026-11-01", [44, 48]),  # on its last Sunday
        ("2026-12-01", None, [53]),
    ],
)
def test_a_month_tells_of_what_was_alive_in_it(empty: Rows, made: str, closed: str | None, months: list[int]) -> None:
    journal = Journal()
    number = journal.decide(made)
    if closed:
        journal.close(number, closed)
    assert [end for end in (44, 48, 53) if numbers(empty, journal, "month", end) == [number]] == months
    assert all(numbers(empty, journal, "month", end) == [] for end in {44, 48, 53} - set(months))


def test_every_decision_is_told_with_an_outcome_in_some_month(empty: Rows) -> None:
    """Also when it was carried out the day after: in one month at least a full week has passed since."""
    journal = Journal()
    made = [date(2026, 10, 1) + timedelta(days=number) for number in range(0, 62, 2)]
    known = [journal.decide(day.isoformat()) for day in made]
    for number, day in zip(known, made, strict=True):
        journal.close(number, (day + timedelta(days=1)).isoformat())
    found = [one for end in (44, 48, 53) for one in told(empty, journal, "month", end)]
    assert {one.decision.number for one in found if one.outcome.passed >= 1} == set(known)


def test_a_plan_tells_of_what_was_decided_since_it_began(empty: Rows) -> None:
    journal = Journal()
    journal.decide("2026-09-27")  # of the plan before
    first = journal.decide("2026-09-28")
    journal.close(first, "2026-10-01")
    last = journal.decide("2026-11-22")
    journal.decide("2026-11-23")
    assert numbers(empty, journal, "plan", 47) == [last, first]


def test_what_was_dropped_is_no_decision_any_more(empty: Rows) -> None:
    journal = Journal()
    journal.close(journal.decide("2026-10-13"), "2026-10-14", "dropped")
    assert numbers(empty, journal, "month", 44) == []


# -- as it was known then ----------------------------------------------------------------------------


def test_the_outcome_ends_with_the_last_week_of_the_report(empty: Rows) -> None:
    """Decided on the first Monday of November: 2% since, against 1%; the 9% of December are not known yet."""
    journal = Journal()
    journal.close(journal.decide("2026-11-02"), "2026-11-04")
    (found,) = told(brand(empty), journal, "month", 48)
    assert found.outcome.move is not None
    assert (found.outcome.move.before, found.outcome.move.after, found.outcome.weeks) == (0.01, 0.02, 4)
    assert (found.outcome.told, found.state) == ("worked", "done")


def test_what_was_carried_out_later_was_not_carried_out_then(empty: Rows) -> None:
    """Reported as done on 8 December: the report of November says that the KPI moved before."""
    journal = Journal()
    journal.close(journal.decide("2026-11-02"), "2026-12-08")
    store = brand(empty)
    (november,) = told(store, journal, "month", 48)
    assert (november.outcome.told, november.state, november.decision.closed) == ("before", "overdue", None)
    (december,) = told(store, journal, "month", 53)
    assert (december.outcome.told, december.state) == ("worked", "done")


def test_what_the_meeting_about_the_last_week_closed_is_known(empty: Rows) -> None:
    """The last week of November is looked at on Monday 30, and the report is made after that."""
    journal = Journal()
    journal.close(journal.decide("2026-11-09"), "2026-11-30")
    (found,) = told(brand(empty), journal, "month", 48)
    assert (found.state, found.outcome.told) == ("done", "worked")


def test_what_was_said_otherwise_later_is_told_as_it_was_said_then(empty: Rows) -> None:
    journal = Journal()
    number = journal.decide("2026-11-09", by_how_much="+0.5 pp")
    journal.close(number, "2026-11-30")
    journal.change(number, "2026-12-20", by_how_much="+8 pp")
    (found,) = told(brand(empty), journal, "month", 48)
    assert (found.decision.by_how_much, found.outcome.told) == ("+0.5 pp", "worked")


def test_whether_it_is_overdue_is_that_of_the_monday_after(empty: Rows) -> None:
    journal = Journal()
    late = journal.decide("2026-11-09", due="2026-11-29")
    open_still = journal.decide("2026-11-09", due="2026-11-30")
    states = {one.decision.number: one.state for one in told(brand(empty), journal, "month", 48)}
    assert states == {late: "overdue", open_still: "open"}


def test_a_report_taken_later_from_the_same_journal_is_the_same(empty: Rows) -> None:
    journal, store = Journal(), brand(empty)
    for day in ("2026-09-29", "2026-10-13", "2026-11-02", "2026-11-16", "2026-11-25"):
        journal.decide(day)
    journal.close(1, "2026-11-10")
    then = told(store, journal, "month", 48, today=date(2026, 11, 30))
    journal.close(2, "2026-12-20")
    journal.close(3, "2026-12-20", "dropped")
    journal.decide("2026-12-21")
    assert told(store, journal, "month", 48, today=TODAY) == then
    assert [one.decision.number for one in then] == [5, 4, 3, 2, 1]


def test_a_week_that_runs_knows_nothing_of_itself(empty: Rows) -> None:
    journal = Journal()
    journal.decide("2026-11-16")
    over = Span("week", Week(2026, 47), Week(2026, 47), 1)
    (found,) = effects(brand(empty), PLAN, over, journal, date(2026, 11, 18))
    assert (found.outcome.verdict, found.state) == ("too_early", "open")
