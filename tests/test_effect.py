"""What another plan makes of past weeks: the weeks that change and no others, with numbers checked in the head."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kpi.effect import effect, touched
from kpi.plan import Plan, PlanRow
from tests.exports import x_posts

if TYPE_CHECKING:
    from data.store import Store

CTR = PlanRow(id="ctr", kpi="ctr", baseline="0.5%", target="1.4%")
RATE = PlanRow(id="engagement_rate", kpi="engagement_rate", baseline="0.5%", target="2%")
PLAN = Plan(brand="Noordlicht", start=date(2026, 9, 7), rows=(CTR, RATE))
TODAY = date(2026, 11, 23)
# two full weeks: 1.0% and 1.5% of 100,000 impressions
POSTS = [
    {"Post id": "1", "Date": "Mon, Nov 9, 2026", "Impressions": 100_000, "Url clicks": 1_000, "Likes": 1_000},
    {"Post id": "2", "Date": "Sun, Nov 15, 2026", "Impressions": 0, "Url clicks": 0, "Likes": 0},
    {"Post id": "3", "Date": "Mon, Nov 16, 2026", "Impressions": 100_000, "Url clicks": 1_500, "Likes": 1_000},
    {"Post id": "4", "Date": "Sun, Nov 22, 2026", "Impressions": 0, "Url clicks": 0, "Likes": 0},
]


@pytest.fixture
def store(noordlicht: Store) -> Store:
    noordlicht.load("posts.csv", x_posts(*POSTS))
    noordlicht.save_plan(PLAN.model_dump_json())
    return noordlicht


def plan(**changed: Any) -> Plan:
    return PLAN.model_copy(update={"rows": (CTR.model_copy(update=changed), RATE)})


def test_only_what_is_read_otherwise_is_touched() -> None:
    assert touched(PLAN, PLAN) == ()
    assert touched(PLAN, PLAN.model_copy(update={"zone": "Asia/Tokyo"})) == ()
    assert [row.id for row in touched(PLAN, plan(target="1.6%"))] == ["ctr"]
    assert [row.id for row in touched(PLAN, PLAN.model_copy(update={"days": 60}))] == ["ctr", "engagement_rate"]
    assert [row.id for row in touched(PLAN, PLAN.model_copy(update={"competitors": ("Z",)}))] == [
        "ctr",
        "engagement_rate",
    ]
    assert [row.id for row in touched(None, PLAN)] == ["ctr", "engagement_rate"]


def test_a_higher_target_changes_the_weeks_that_met_the_lower_one(store: Store) -> None:
    found = effect(store, PLAN, plan(target="1.6%"), TODAY)
    assert [week.id for week in found.weeks] == ["2026-W46", "2026-W47"]
    (one,) = found.rows
    now = {shift.week.id: (shift.before and shift.before.status, shift.after.status) for shift in one.shifts}
    assert now["2026-W47"][0] == "met"
    assert now["2026-W47"][1] != "met"
    assert not any(shift.value_moves for shift in one.shifts)
    assert found.shifts == len(one.shifts)


def test_a_filter_changes_the_numbers_themselves(store: Store) -> None:
    changed = plan(filter=CTR.filter.__class__(channel="instagram"))
    (one,) = effect(store, PLAN, changed, TODAY).rows
    values = [(shift.week.id, shift.before and shift.before.value, shift.after.value) for shift in one.shifts]
    assert values == [("2026-W46", 0.01, None), ("2026-W47", 0.015, None)]
    assert all(shift.value_moves for shift in one.shifts)


def test_another_owner_or_name_changes_no_past_week() -> None:
    assert touched(PLAN, plan(owner="Ana", label="Clicks", cadence="daily")) == ()
    assert touched(PLAN, plan(target="≥ 1.40%")) == ()  # the same target in other words


def test_another_baseline_that_judges_alike_has_no_shifts(store: Store) -> None:
    found = effect(store, PLAN, plan(baseline="0.5000001%"), TODAY)
    assert [one.shifts for one in found.rows] == [()]


def test_a_new_row_says_what_past_weeks_would_have_been(store: Store) -> None:
    (one,) = effect(store, PLAN.model_copy(update={"rows": (RATE,)}), PLAN, TODAY).rows
    assert [(shift.before, shift.after.value) for shift in one.shifts] == [(None, 0.01), (None, 0.015)]


def test_other_competitors_are_supposed_and_not_saved(store: Store) -> None:
    store.set_brands(["Noordlicht"], ["Zuid"])
    changed = PLAN.model_copy(update={"competitors": ("Oost",), "own": ("Noordlicht",)})
    effect(store, PLAN, changed, TODAY)
    assert store.brands() == (("Noordlicht",), ("Zuid",))


def test_another_zone_is_told_and_not_computed(store: Store) -> None:
    found = effect(store, PLAN, PLAN.model_copy(update={"zone": "Asia/Tokyo"}), TODAY)
    assert (found.zone, found.rows, found.weeks) == (True, (), ())


def test_progress_tells_every_week_under_both_plans(store: Store) -> None:
    told: list[tuple[int, int, str]] = []
    effect(store, PLAN, plan(target="2%"), TODAY, lambda *said: told.append(said))
    assert told == [(1, 4, "2026-W46"), (2, 4, "2026-W47"), (3, 4, "2026-W46"), (4, 4, "2026-W47")]


def test_without_data_there_is_no_past_to_change(noordlicht: Store) -> None:
    assert effect(noordlicht, PLAN, plan(target="2%"), TODAY).weeks == ()
