"""The activities of the plan: what is done, what is late, and that the articles' own lines are there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from data.journal import entries
from data.store import Store
from kpi.catalog import catalog
from kpi.deciding.activities import Activity, done, due_day, last_day, mark, new_id, steps
from kpi.plan import Plan, load_templates, plan_in_force
from kpi.plan_diff import differences, told
from kpi.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START = date(2026, 9, 28)
SAY = Words("en")
FIRST = Activity(id="a", phase=1, title="Baselines", kpis=("ctr",))
PLAN = Plan(
    brand="Noord",
    start=START,
    activities=(
        Activity(id="c", phase=3, title="Scale"),
        Activity(id="b", phase=2, title="Tests", due_day=40),
        FIRST,
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "acme.duckdb", brand="Acme")
    yield store
    store.close()


def standing(day: int, store: Store | None = None, plan: Plan = PLAN) -> list[tuple[str, str]]:
    found = steps(plan, entries(store) if store else (), START + timedelta(days=day - 1))
    return [(one.activity.id, one.standing) for one in found]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (1, ["now", "ahead", "ahead"]),
        (30, ["now", "ahead", "ahead"]),
        (31, ["overdue", "now", "ahead"]),
        (41, ["overdue", "overdue", "ahead"]),
        (61, ["overdue", "overdue", "now"]),
        (91, ["overdue", "overdue", "overdue"]),
    ],
)
def test_an_activity_stands_by_its_phase_and_its_day(day: int, expected: list[str]) -> None:
    assert standing(day) == list(zip("abc", expected, strict=True))


def test_a_phase_is_a_third_of_the_plan() -> None:
    assert [last_day(phase, 90) for phase in (1, 2, 3)] == [30, 60, 90]
    assert [last_day(phase, 100) for phase in (1, 2, 3)] == [34, 67, 100]
    assert (due_day(FIRST, 90), due_day(PLAN.activities[1], 90)) == (30, 40)
    (step, *_) = steps(PLAN, (), START)
    assert step.due == date(2026, 10, 27)


def test_done_and_undone(store: Store) -> None:
    assert mark(store, PLAN, FIRST, True, "ann")
    assert standing(50, store)[0] == ("a", "done")
    assert done(entries(store), PLAN)["a"].by == "ann"
    assert not mark(store, PLAN, FIRST, True, "bob")  # a colleague was first
    assert mark(store, PLAN, FIRST, False, "bob")
    assert standing(50, store)[0] == ("a", "overdue")
    assert [one.kind for one in entries(store)] == ["activity.done", "activity.undone"]


def test_what_is_done_stays_done_when_the_plan_moves_but_not_in_the_next_quarter(store: Store) -> None:
    mark(store, PLAN, FIRST, True, "ann")
    moved = PLAN.model_copy(update={"start": START + timedelta(days=14)})
    next_one = PLAN.model_copy(update={"start": START + timedelta(days=90)})
    assert done(entries(store), moved).keys() == {"a"}
    assert done(entries(store), next_one) == {}


def test_a_stored_plan_without_activities_is_still_read() -> None:
    body = PLAN.model_dump_json(exclude={"activities"})
    read = plan_in_force(body)
    assert read is not None
    assert read.activities == ()
    assert plan_in_force(PLAN.model_dump_json()) == PLAN


def test_two_activities_with_one_id_are_no_plan() -> None:
    twice = PLAN.model_copy(update={"activities": (FIRST, FIRST)})
    assert plan_in_force(twice.model_dump_json()) is None


def test_an_id_is_never_given_twice() -> None:
    assert new_id([]) == "own_1"
    assert new_id(["own_1", "sample_7", "own_12", "own_x"]) == "own_13"


def test_what_a_version_changes_is_told_activity_by_activity() -> None:
    after = PLAN.model_copy(
        update={"activities": (FIRST.model_copy(update={"owner": "Bob"}), Activity(id="d", phase=1, title="Audit"))}
    )
    assert [told(one, SAY) for one in differences(PLAN, after)] == [
        "Activity removed: Scale",
        "Activity removed: Tests",
        "Activity changed: Baselines",
        "New activity: Audit",
    ]


@pytest.mark.parametrize(
    ("template", "lines"),
    [("ai_governance", 10), ("policy_safe_growth", 12), ("proof_growth", 10), ("trust_growth", 12)],
)
def test_every_template_brings_its_roadmap(template: str, lines: int) -> None:
    found = load_templates()[template]
    assert len(found.activities) == lines
    assert {one.phase for one in found.activities} == {1, 2, 3}
    assert {kpi for one in found.activities for kpi in one.kpis} <= catalog().keys()
    assert all(one.id.startswith(template) for one in found.activities)
    assert found.plan("Noord", START).activities == found.activities
