"""What a meeting came to: every decision about the week, what was put off until when, and what was left open."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from data.journal import Draft, entries, write
from data.store import Store
from kpi.alerting.cases import reopen, snooze
from kpi.alerting.findings import Finding, to_body
from kpi.deciding.decisions import Said, close, decide
from kpi.meeting.meeting import Item, end, meeting, start, step
from kpi.meeting.meeting_minutes import minutes
from kpi.periods import Week

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpi.meeting.minutes import Minutes

WEEK, ZONE, TODAY = Week(2026, 47), "Europe/Amsterdam", date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 9)  # noqa: DTZ001 - UTC, as the journal has it
STOP = Finding("rule:pause_scaling@linkedin", WEEK, "linkedin", "stop", 3.0, ("ctr",), rule="pause_scaling")
WORSE = Finding("row:reply", WEEK, "*", "worse", 2.0, ("response_time_median",), row="reply", name="Answers")
BEHIND = Finding("row:ctr", WEEK, "*", "behind", 1.0, ("ctr",), row="ctr")
FOUND = (STOP, WORSE, BEHIND)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "acme.duckdb", brand="Acme")
    for number, one in enumerate(FOUND, 1):
        body = {"case": number, "finding": to_body(one)}
        write(store, lambda _, one=one, body=body: [Draft("alert.fired", one.subject, body)])
    yield store
    store.close()


def told(store: Store, week: Week = WEEK) -> Minutes | None:
    return minutes(entries(store), week, ZONE)


def said(action: str, **more: object) -> Said:
    fixed = {"week": WEEK, "kind": "stop", "owner": "Ann", "due": date(2026, 12, 4), "kpi": "ctr"}
    return Said(**{**fixed, "action": action, **more})  # type: ignore[arg-type]


def begin(store: Store) -> None:
    start(store, WEEK.id, 20, [Item(subject=one.subject) for one in FOUND], "Ann", now=NINE)


def test_without_a_meeting_there_are_no_minutes(store: Store) -> None:
    assert told(store) is None
    begin(store)
    assert told(store, WEEK.previous()) is None


def test_the_minutes_say_what_was_decided_put_off_and_left_open(store: Store) -> None:
    begin(store)
    decide(
        store,
        said("Pause it", case=1, finding=STOP.subject, channel="linkedin", insight="Wrong people"),
        "Ann",
        day=TODAY,
    )
    snooze(store, 2, TODAY, until=date(2026, 11, 30))
    seen = meeting(entries(store))
    assert seen
    end(store, seen, now=NINE + timedelta(minutes=18))
    found = told(store)
    assert found
    assert (found.held_on, found.began, found.ended) == (TODAY, NINE, NINE + timedelta(minutes=18))
    assert [(one.taken, one.rule, one.row, one.channel, one.action, one.due) for one in found.minutes] == [
        ("stop", "pause_scaling", None, "linkedin", "Pause it", date(2026, 12, 4)),
        ("snoozed", None, "reply", None, "", date(2026, 11, 30)),
        ("open", None, "ctr", None, "", None),
    ]
    assert (found.minutes[0].insight, found.minutes[1].name) == ("Wrong people", "Answers")


def test_a_meeting_that_goes_on_is_summed_up_so_far(store: Store) -> None:
    begin(store)
    found = told(store)
    assert found
    assert (found.ended, [one.taken for one in found.minutes]) == (None, ["open"] * 3)


def test_decisions_beside_the_agenda_count_and_those_of_other_weeks_do_not(store: Store) -> None:
    begin(store)
    decide(store, said("On our own"), "Ann", day=TODAY)
    decide(store, said("Last week", week=WEEK.previous()), "Ann", day=TODAY)
    found = told(store)
    assert found
    assert [one.action for one in found.minutes if one.taken == "stop"] == ["On our own"]


def test_whose_kpi_must_move_is_kept_beside_what_it_is_about(store: Store) -> None:
    begin(store)
    decide(store, said("Answer there", case=3, finding=BEHIND.subject, channel="facebook"), "Ann", day=TODAY)
    found = told(store)
    assert found
    one = next(one for one in found.minutes if one.action == "Answer there")
    assert (one.row, one.channel, one.moves_row, one.moves_on) == ("ctr", None, None, "facebook")


def test_what_happens_after_the_meeting_does_not_change_what_was_put_off(store: Store) -> None:
    begin(store)
    snooze(store, 2, TODAY, until=date(2026, 11, 30), until_worse=True)
    seen = meeting(entries(store))
    assert seen
    end(store, seen, now=NINE)
    reopen(store, 2, TODAY)
    found = told(store)
    assert found
    assert {one.row: one.taken for one in found.minutes}["reply"] == "snoozed"


def test_a_second_meeting_about_the_week_adds_to_the_first(store: Store) -> None:
    begin(store)
    seen = meeting(entries(store))
    assert seen
    assert step(store, seen, "next")
    end(store, seen, now=NINE + timedelta(minutes=10))
    start(store, WEEK.id, 20, [Item(subject=BEHIND.subject)], now=NINE + timedelta(hours=2))
    found = told(store)
    assert found
    assert (found.began, found.ended, len(found.minutes)) == (NINE, None, 3)


def test_two_meetings_about_a_week_took_what_both_took(store: Store) -> None:
    for began, minutes_long in ((NINE, 20), (NINE + timedelta(days=3), 10)):
        start(store, WEEK.id, 20, [Item(subject=STOP.subject)], "Ann", now=began)
        running = meeting(entries(store), WEEK.id)
        assert running is not None
        end(store, running, "Ann", now=began + timedelta(minutes=minutes_long))
    found = told(store)
    assert found is not None
    assert found.took == 30


def test_a_decision_that_was_dropped_decided_nothing(store: Store) -> None:
    begin(store)
    made = decide(store, said("Pause the campaign", finding=STOP.subject, case=1), "Ann", now=NINE)
    close(store, made.number, "dropped", "no", "Ann", made.version, now=NINE)
    found = told(store)
    assert found is not None
    assert "Pause the campaign" not in {one.action for one in found.minutes}
