"""The way of an alert through the hands of people; who comes second is told who came first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from data.errors import CaseError
from data.journal import Draft, entries, newest, write
from data.store import Store
from kpi.alerting.case import DECIDED
from kpi.alerting.cases import LONGEST, acknowledge, case_of, cases, check, next_monday, reopen, resolve, snooze
from kpi.alerting.watch import sync
from kpi.problems import tell
from kpi.words import LANGUAGES, Words
from tests.cases import CTR_ROW, FIRST, STOP, taken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kpi.alerting.cases import Case

TODAY = date(2026, 11, 23)
NEXT = TODAY + timedelta(weeks=1)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(tmp_path_factory.mktemp("cases") / "acme.duckdb", brand="Acme")
    yield store
    store.close()


@pytest.fixture
def store(shared: Store) -> Store:
    with shared.shared.con.cursor() as cursor:
        cursor.execute("DELETE FROM journal")
    sync(shared, taken(stop=3.0), TODAY)
    return shared


def case(store: Store, day: date = TODAY, subject: str = STOP) -> Case:
    found = case_of(entries(store), subject, day)
    assert found is not None
    return found


def decide(store: Store, number: int, by: str | None = None) -> None:
    write(store, lambda _: [Draft(DECIDED, "decision", {"case": number}, by)])


def refused(act: Callable[[], object]) -> CaseError:
    with pytest.raises(CaseError) as caught:
        act()
    return caught.value


def test_alert_begins_open_and_says_since_when(store: Store) -> None:
    one = case(store)
    assert (one.state, one.since, one.weeks, one.fired, one.holds) == ("open", FIRST, 1, 1, True)
    assert one.number == one.history[0].number == one.history[0].body["case"]


def test_whoever_acknowledges_is_named(store: Store) -> None:
    one = acknowledge(store, case(store).number, TODAY, " looking into it ", by="ann")
    assert (one.state, one.history[-1].written_by, one.history[-1].body["note"]) == (
        "acknowledged",
        "ann",
        "looking into it",
    )
    assert one == case(store)


def test_who_comes_second_is_told_who_came_first(store: Store) -> None:
    number = case(store).number
    acknowledge(store, number, TODAY, by="Ann")
    problem = refused(lambda: acknowledge(store, number, TODAY, by="Bob"))
    assert tell(Words("en"), problem) == "Ann has already acknowledged this alert."
    assert len(case(store).history) == 2


def test_of_two_at_once_one_acts_and_one_is_told(store: Store) -> None:
    number = case(store).number

    def act(who: str) -> str:
        try:
            acknowledge(store, number, TODAY, by=who)
        except CaseError as problem:
            return str(problem.fields["by"])
        return ""

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(act, [f"person {n}" for n in range(8)]))
    assert len(case(store).history) == 2
    assert sorted(told)[1:] == [case(store).history[-1].written_by] * 7


def test_decision_takes_the_case_along(store: Store) -> None:
    decide(store, case(store).number, "ann")
    one = case(store)
    assert (one.state, one.decisions, one.history[-1].kind) == ("decided", (one.history[-1].number,), DECIDED)
    assert resolve(store, one.number, TODAY).state == "resolved"


def test_what_still_holds_is_not_closed_without_a_decision(store: Store) -> None:
    problem = refused(lambda: resolve(store, case(store).number, TODAY))
    assert problem.fields["why"] == "case_undecided"


def test_snoozed_sleeps_until_its_day(store: Store) -> None:
    until = date(2026, 12, 2)
    one = snooze(store, case(store).number, TODAY, until=until)
    assert (one.state, one.snoozed_until, one.until_worse) == ("snoozed", until, False)
    assert case(store, until - timedelta(days=1)).state == "snoozed"
    awake = case(store, until)
    assert (awake.state, awake.snoozed_until) == ("open", None)


def test_who_acts_on_the_day_it_comes_back_finds_it_open(store: Store) -> None:
    until = TODAY + timedelta(days=2)
    snooze(store, case(store).number, TODAY, until=until)
    assert acknowledge(store, case(store).number, until).state == "acknowledged"


def test_a_snooze_has_an_end_even_when_nobody_names_one(store: Store) -> None:
    assert snooze(store, case(store).number, TODAY, until_worse=True).snoozed_until == NEXT
    assert {next_monday(TODAY + timedelta(days=day)) for day in range(7)} == {NEXT}


@pytest.mark.parametrize("until", [TODAY, TODAY - timedelta(days=1), TODAY + LONGEST + timedelta(days=1)])
def test_a_snooze_ends_after_today_and_within_a_quarter(store: Store, until: date) -> None:
    assert refused(lambda: snooze(store, case(store).number, TODAY, until=until)).fields["why"] == "case_day"


def test_everything_can_be_taken_back(store: Store) -> None:
    number = case(store).number
    for act in (
        lambda: acknowledge(store, number, TODAY),
        lambda: snooze(store, number, TODAY),
        lambda: decide(store, number),
    ):
        act()
        assert reopen(store, number, TODAY, by="Ann").state == "open"
    assert refused(lambda: reopen(store, number, TODAY)).fields["why"] == "case_reopened"


def test_nothing_is_done_to_a_case_that_is_not_there(store: Store) -> None:
    before = newest(store)
    assert refused(lambda: acknowledge(store, 4711, TODAY)).fields["why"] == "case_unknown"
    assert newest(store) == before


def test_an_old_case_stays_closed_once_there_is_a_newer_one(store: Store) -> None:
    old = case(store).number
    sync(store, taken(FIRST.previous(-1)), TODAY + timedelta(weeks=1))
    later = FIRST.previous(-7)
    sync(store, taken(later, stop=3.0), later.previous(-1).monday)
    assert case(store).number != old
    assert refused(lambda: reopen(store, old, TODAY)).fields["why"] == "case_newer"


def test_cases_that_want_something_come_first(store: Store) -> None:
    sync(store, taken(stop=3.0, rows={"ctr": "behind", "cpa": "worse"}), TODAY)
    number = case(store, subject=CTR_ROW).number
    decide(store, number)
    resolve(store, number, TODAY)
    assert [one.subject for one in cases(entries(store), TODAY)] == [STOP, "row:cpa", CTR_ROW]


def test_decision_on_another_case_or_on_none_changes_nothing(store: Store) -> None:
    before = case(store)
    write(store, lambda _: [Draft(DECIDED, "decision", {"case": None}), Draft(DECIDED, "decision", {"case": 4711})])
    assert case(store) == before


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (acknowledge, acknowledge),
        (snooze, acknowledge),
        (lambda store, number, _day: decide(store, number), snooze),
        (lambda store, number, day: reopen(store, acknowledge(store, number, day).number, day), reopen),
        (lambda *_: None, resolve),
        (lambda *_: None, reopen),
    ],
)
def test_every_refusal_is_a_sentence(
    store: Store, language: str, first: Callable[..., object], second: Callable[..., object]
) -> None:
    number = case(store).number
    first(store, number, TODAY)
    said = tell(Words(language), refused(lambda: second(store, number, TODAY)))
    assert "None" not in said
    assert said.endswith(".")


def test_whether_somebody_may_decide_can_be_asked(store: Store) -> None:
    number = case(store).number
    assert check(entries(store), number, "decide", TODAY).number == number
    decide(store, number)
    resolve(store, number, TODAY)
    assert refused(lambda: check(entries(store), number, "decide", TODAY)).fields["why"] == "case_resolved"
