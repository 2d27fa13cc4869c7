"""A rule is tried on past weeks as it would have been judged in each of them; and how rules stand in one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.store import Store
from kpi.periods import Week
from kpi.plan import Plan
from kpi.remembered import Remembered
from kpi.review import rule_states, take
from kpi.rule.backtest import Firing, fired
from kpi.rule.rulebook import Rulebook, every, in_force, save
from kpi.rule.rules import Leg, Rule
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpi.queries import Queries

WEEK, MONDAY = Week(2026, 47), date(2026, 11, 23)
OWN = Rule(
    id="own_1",
    verdict="review",
    owner_of="net_sentiment",
    when=(Leg(kpi="net_sentiment", movement="below", limit=15),),
    name="Ours",
)


@pytest.fixture(scope="module")
def store(sample_home: Path) -> Iterator[Store]:
    opened = Store.open(sample_home / "noordlicht-energie.duckdb")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def plan(store: Store) -> Plan:
    return Plan.model_validate_json(store.plan() or "")


@pytest.fixture(scope="module")
def remembered(store: Store) -> Queries:
    return Remembered(store)


def test_week_of_the_past_is_judged_as_its_review_judges_it(remembered: Queries, plan: Plan) -> None:
    rules = in_force(remembered)
    found = fired(remembered, plan, rules, WEEK, MONDAY, weeks=2)
    assert found
    for week in WEEK.last(2):
        reviewed = [Firing(alert.rule, alert.channel, week) for alert in take(remembered, plan, week, MONDAY).alerts]
        tried = [one for one in found if one.week == week]
        assert sorted(tried, key=str) == sorted(reviewed, key=str)


def test_week_is_judged_on_nothing_later(store: Store, plan: Plan) -> None:
    rules = in_force(store)
    early, late = (fired(store, plan, rules, week, MONDAY, weeks=9) for week in (WEEK.previous(1), WEEK))
    first = WEEK.previous(8)  # that both look at
    assert [one for one in early if one.week >= first] == [one for one in late if one.week != WEEK] != []


def test_week_that_is_not_over_says_nothing(store: Store, plan: Plan) -> None:
    told: list[tuple[int, int]] = []
    found = fired(store, plan, [OWN], WEEK, date(2026, 11, 22), 3, lambda number, whole: told.append((number, whole)))
    assert WEEK not in {one.week for one in found}
    assert told == [(0, 2), (1, 2)]
    assert rule_states(store, plan, WEEK, date(2026, 11, 22)) == ()


def test_all_weeks_cost_the_scans_of_one(store: Store, plan: Plan) -> None:
    class Counting:
        asked = 0

        def query(self, sql: str, params: object = ()) -> list[tuple[object, ...]]:
            self.asked += 1
            return store.query(sql, params)  # type: ignore[arg-type]

    one, many = Counting(), Counting()
    fired(one, plan, in_force(store), WEEK, MONDAY, weeks=1)
    fired(many, plan, in_force(store), WEEK, MONDAY, weeks=4)
    leads = 3 * 6  # what brings the results of a brand and its channels is of each week's own
    assert many.asked <= one.asked + leads


def test_states_are_of_every_rule_also_of_those_switched_off(store: Store, plan: Plan) -> None:
    save(store, Rulebook(off=("pause_scaling",), rules=(OWN,), made=1))
    states = rule_states(store, plan, WEEK, MONDAY)
    assert {state.rule for state in states} == {rule.id for rule in every(store)}
    own = {state.channel: state for state in states if state.rule == "own_1"}
    assert EVERYWHERE in own
    snapshot = take(store, plan, WEEK, MONDAY)
    used = {rule.id for rule in in_force(store)}
    assert "pause_scaling" not in used
    assert {(one.rule, one.channel) for one in states if one.holds and one.rule in used} == {
        (alert.rule, alert.channel) for alert in snapshot.alerts
    }
    assert {alert.name for alert in snapshot.alerts if alert.rule == "own_1"} <= {"Ours"}
    save(store, Rulebook())
