"""A time mistyped too early: an answer before its question is no quick answer, not even while nobody is there."""

from __future__ import annotations

from kpi.cells import Filter
from kpi.hours import Hours
from tests.rows import Rows
from tests.traps.scored import MONDAY, cell

OFFICE = Filter(hours=Hours(monday="09:00-17:00", tuesday="09:00-17:00"))


def thread(store: Rows, escalated: str, triaged: str, answered: str) -> None:
    moments = {"escalated_at": escalated, "triaged_at": triaged, "answered_at": answered}
    times = {name: f"2026-11-{text}" for name, text in moments.items()}
    store.add("escalations", day=times["escalated_at"][:10], risk="high", **times)


def test_a_thread_seen_before_it_was_passed_on_was_not_handled_in_time(empty: Rows) -> None:
    thread(empty, "17T10:00", "17T09:00", "17T11:00")  # instead of 10:09
    thread(empty, "17T10:00", "17T10:20", "17T11:00")
    thread(empty, "17T10:00", "17T12:00", "17T13:00")
    found = cell(empty, "high_risk_in_time", days=30)
    assert (found.numerator, found.denominator) == (1, 2)


def test_an_answer_at_night_before_the_thread_of_that_night_took_not_zero_hours(empty: Rows) -> None:
    thread(empty, "16T23:00", "16T23:10", "16T22:00")
    assert (cell(empty, "escalation_time", days=30).value, cell(empty, "escalation_time", days=30).sample) == (None, 0)


def test_an_approval_at_night_before_its_post_was_sent_in_took_not_zero_hours(empty: Rows) -> None:
    for approved in ("2026-11-16T20:00", "2026-11-17T10:00"):  # in Amsterdam an hour later
        empty.add("content_log", day=MONDAY, submitted_at="2026-11-16T22:00", approved_at=approved)
    found = cell(empty, "approval_cycle_time", rows=OFFICE)
    assert (found.value, found.sample, found.coverage) == (2, 1, 0.5)


def test_a_policy_updated_on_the_saturday_before_the_change_of_sunday_waited_not_zero_days(empty: Rows) -> None:
    empty.add("vendor_terms", day="2026-11-22", policy_updated_on="2026-11-21")
    empty.add("vendor_terms", day="2026-11-15", policy_updated_on="2026-11-17")
    found = cell(empty, "policy_update_time", days=91)
    assert (found.value, found.sample) == (2, 1)
