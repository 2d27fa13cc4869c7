"""Decisions are a fold over the journal: nothing that was said gets lost, and two people at once are told apart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from data.errors import DecisionError
from data.journal import Draft, entries, newest, write
from data.store import Store
from kpi.deciding.decision_words import lines
from kpi.deciding.decisions import (
    FIXED,
    KINDS,
    SAID,
    Decision,
    Said,
    change,
    close,
    decide,
    decision,
    decisions,
    default_due,
    history,
    on_case,
)
from kpi.periods import Week
from kpi.words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MONDAY = date(2026, 11, 23)
STOP = Said(
    week=Week(2026, 47),
    kind="stop",
    insight="CTR rises, sentiment falls.",
    action="Pause the campaign",
    owner="Ann",
    due=date(2026, 12, 4),
    kpi="net_sentiment",
    by_how_much="+10 points",
    channel="facebook",
    topics=("ai", "privacy"),
    paid=False,
    case=7,
    finding="rule:pause_scaling@facebook",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "acme.duckdb", brand="Acme")
    yield store
    store.close()


def made(store: Store, **said: Any) -> Decision:
    return decide(store, replace(STOP, **said), "ann", day=MONDAY, seen=range(1000))


def decided_on(day: date) -> Decision:
    said = {name: getattr(STOP, name) for name in SAID}
    return Decision(
        **said, number=1, made_on=day, made_at=datetime.fromisoformat("2026-11-23T08:00"), made_by=None, version=1
    )


def test_a_decision_comes_back_as_it_was_said(store: Store) -> None:
    kept = made(store)
    (found,) = decisions(entries(store))
    assert found == kept
    assert {name: getattr(found, name) for name in SAID} == {name: getattr(STOP, name) for name in SAID}
    assert (found.made_by, found.made_on, found.closed, found.version) == ("ann", MONDAY, None, found.number)


def test_what_nobody_sees_is_taken_out(store: Store) -> None:
    kept = made(store, action="  Pause\u202e the\n campaign ", insight=" two\nlines ")
    assert (kept.action, kept.insight) == ("Pause the campaign", "two\nlines")


def test_the_journal_may_hold_other_things(store: Store) -> None:
    write(store, lambda _: [Draft("alert.fired", "rule:x", {"case": 7}), Draft("meeting.started", "meeting", {})])
    kept = made(store)
    assert decisions(entries(store)) == (kept,)


def test_a_change_keeps_what_was_said_before(store: Store) -> None:
    kept = made(store)
    changed = change(store, kept.number, replace(STOP, owner="Bob", due=date(2026, 12, 11)), "bob", kept.version)
    assert (changed.owner, changed.due, changed.made_by, changed.number) == (
        "Bob",
        date(2026, 12, 11),
        "ann",
        kept.number,
    )
    *_, entry = entries(store)
    assert entry.kind == "decision.changed"
    assert entry.body["before"] == {"owner": "Ann", "due": "2026-12-04"}
    assert entry.body["after"] == {"owner": "Bob", "due": "2026-12-11"}
    assert [one.kind for one in history(entries(store), kept.number)] == ["decision.made", "decision.changed"]


def test_a_change_of_nothing_writes_nothing(store: Store) -> None:
    kept = made(store)
    assert change(store, kept.number, STOP, "bob", kept.version) == kept
    assert newest(store) == kept.number


def test_what_was_looked_at_does_not_change(store: Store) -> None:
    kept = made(store)
    other = replace(STOP, week=Week(2026, 1), case=99, finding="row:x")
    assert change(store, kept.number, other, None, kept.version) == kept
    assert set(FIXED) == {"week", "case", "finding"}


def test_closing_and_opening_again(store: Store) -> None:
    kept = made(store)
    done = close(store, kept.number, "done", " A week late. ", "bob", kept.version, now=datetime(2026, 12, 1, 9))  # noqa: DTZ001 - UTC, as it is kept
    assert (done.closed, done.closed_by, done.note, done.state(MONDAY)) == ("done", "bob", "A week late.", "done")
    again = close(store, kept.number, None, "", "ann", done.version)
    assert (again.closed, again.closed_by, again.note) == (None, None, "")
    *_, first, second = entries(store)
    assert (first.body["before"]["closed"], second.body["before"]["note"]) == (None, "A week late.")


@pytest.mark.parametrize(("day", "state"), [(date(2026, 12, 4), "open"), (date(2026, 12, 5), "overdue")])
def test_an_action_is_overdue_from_the_day_after(day: date, state: str) -> None:
    assert decided_on(MONDAY).state(day) == state


def test_the_second_on_a_case_is_told_what_the_first_decided(store: Store) -> None:
    decide(store, STOP, "ann", day=MONDAY)
    with pytest.raises(DecisionError) as told:
        decide(store, replace(STOP, action="Carry on"), "bob", day=MONDAY)
    assert told.value.fields == {"why": "decided_meanwhile", "by": "ann", "action": "Pause the campaign"}
    (first,) = decisions(entries(store))
    second = decide(store, replace(STOP, action="Carry on"), "bob", [first.number], MONDAY)
    assert [one.number for one in on_case(entries(store), 7)] == [first.number, second.number]


def test_of_two_at_once_one_is_kept_and_one_is_told(store: Store) -> None:
    def try_it(name: str) -> str:
        try:
            return f"kept {decide(store, STOP, name, day=MONDAY).made_by}"
        except DecisionError:
            return "told"

    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(try_it, "abcdefgh"))
    assert came.count("told") == 7
    assert len(decisions(entries(store))) == 1


def test_free_decisions_do_not_stand_in_each_others_way(store: Store) -> None:
    for _ in range(2):
        decide(store, replace(STOP, case=None, finding=None), "ann", day=MONDAY)
    assert len(decisions(entries(store))) == 2


def test_who_looked_at_an_older_version_is_told(store: Store) -> None:
    kept = made(store)
    change(store, kept.number, replace(STOP, owner="Bob"), "bob", kept.version)
    for act in (
        lambda: change(store, kept.number, replace(STOP, owner="Cas"), "cas", kept.version),
        lambda: close(store, kept.number, "done", "", "cas", kept.version),
    ):
        with pytest.raises(DecisionError) as told:
            act()
        assert told.value.fields == {"why": "changed_meanwhile", "by": "bob"}
    assert newest(store) == 2


def test_an_unknown_decision_is_refused(store: Store) -> None:
    with pytest.raises(DecisionError):
        close(store, 3, "done", "", None, 3)
    assert decision(entries(store), 3) is None


@pytest.mark.parametrize(
    ("day", "first", "before"),
    [
        (date(2026, 11, 23), Week(2026, 48), Week(2026, 47)),  # a Monday: from that day on
        (date(2026, 11, 24), Week(2026, 49), Week(2026, 47)),
        (date(2026, 11, 29), Week(2026, 49), Week(2026, 47)),
        (date(2026, 12, 31), Week(2027, 1), Week(2026, 52)),
    ],
)
def test_the_week_of_a_decision_is_on_neither_side(day: date, first: Week, before: Week) -> None:
    kept = decided_on(day)
    assert (kept.first_week, kept.week_before) == (first, before)


def test_the_day_is_that_of_the_brand(store: Store) -> None:
    store.set_setting("zone", "Europe/Amsterdam")
    late = datetime(2026, 11, 22, 23, 30)  # noqa: DTZ001 - half past midnight in Amsterdam
    assert decide(store, STOP, None, now=late).made_on == MONDAY


@pytest.mark.parametrize("day", range(23, 30))
def test_an_action_is_due_on_friday_of_next_week(day: int) -> None:
    assert default_due(date(2026, 11, day)) == date(2026, 12, 4)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_history_is_told_in_words(store: Store, language: str) -> None:
    kept = made(store)
    changed = change(store, kept.number, replace(STOP, kind="test", by_how_much=""), None, kept.version)
    close(store, kept.number, "dropped", "No budget", "ann", changed.version)
    say = Words(language)
    told = lines(history(entries(store), kept.number), "Europe/Amsterdam", say)
    assert len(told) == 5  # made, two fields, closed, note
    assert say("decision.kind.test") in told[1]
    assert "+10 points → –" in told[2]
    assert told[4] == "No budget"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_state_has_its_word(language: str) -> None:
    words = {Words(language)(f"decision.kind.{kind}") for kind in KINDS}
    assert len(words) == len(KINDS)
