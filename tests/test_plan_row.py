"""What a row says: its numbers per period are those of its window, and what cannot be told is refused."""

from __future__ import annotations

from datetime import date

import pytest

from kpi.plan import AUTO, Plan, PlanRow, Promise, load_templates
from kpi.plan_row import RowReading, read_row
from kpi.target import AtMost, Trend
from kpi.words import LANGUAGES, Words

START = date(2026, 10, 5)


def row(kpi: str = "policy_incidents", **fields: object) -> PlanRow:
    return PlanRow(**{"id": "one", "kpi": kpi, "baseline": AUTO, **fields})  # type: ignore[arg-type]


def read(**fields: object) -> RowReading:
    found = read_row(row(**fields), "en", None)
    assert not isinstance(found, dict), found
    return found


def promise(**fields: object) -> Promise:
    return Plan(brand="x", start=START, rows=(row(**fields),)).promises[0]


MONTH = 365.25 / 12


@pytest.mark.parametrize(
    ("fields", "days", "baseline", "goal"),
    [
        ({"baseline": "6 / month", "target": "3 / month"}, 30, 6, 3),  # 30 days stand for a month
        ({"baseline": "6 / month", "target": "3 / month", "window_days": 91}, 91, 18, 9),  # three months
        ({"baseline": "6 / month", "target": "3 / month", "window_days": 7}, 7, 6 * 7 / MONTH, 3 * 7 / MONTH),
        ({"baseline": "2/trimestru", "target": "1/lună"}, 30, 2 / 3, 1),  # each in its own period
        ({"baseline": "2 / month", "target": "3 / quarter"}, 91, 6, 3),
        ({"baseline": "1/kvartal", "target": "0"}, 91, 1, 0),  # the period of the one holds for the other
        ({"baseline": "1/kvartal", "target": "0", "window_days": 7}, 7, 7 / (3 * MONTH), 0),
        ({"baseline": "0", "target": "0 / quarter", "window_days": 30}, 30, 0, 0),
        ({"baseline": "6 / month", "target": "-50%", "window_days": 91}, 91, 18, 9),  # a share is the same anywhere
        ({"baseline": "6 / month", "target": "-1 / month", "window_days": 91}, 91, 18, 15),
        ({"baseline": "6", "target": "3", "window_days": 91}, 91, 6, 3),  # said of the window itself
        ({"baseline": "14 / week", "target": "1 / day", "window_days": 14}, 14, 28, 14),
    ],
)
def test_number_per_period_is_scaled_to_the_window(
    fields: dict[str, object], days: int, baseline: float, goal: float
) -> None:
    found = read(**fields)
    assert found.window_days == days
    assert found.baseline == pytest.approx(baseline, rel=1e-12)
    assert found.target.goal(found.baseline) == pytest.approx(goal, rel=1e-12)


@pytest.mark.parametrize("language", LANGUAGES)
def test_scaled_target_says_so(language: str) -> None:
    target = read(baseline="6 / month", target="3 / month", window_days=91).target
    assert "9" in target.describe(Words(language))
    assert "91" in target.describe(Words(language))


def test_scaled_target_keeps_what_was_written() -> None:
    target = read(baseline="6 / month", target="3 / month", window_days=91).target
    assert target == AtMost(3, unit="count", per="month", days=91)
    assert target.describe(Words("en")) == "≤\u00a03 / month (≤\u00a09 in 91 days)"
    assert target.met(9, None)
    assert not target.met(9.1, None)


@pytest.mark.parametrize(
    ("baseline", "target", "cell", "suggestion"),
    [
        ("6", "3 / month", "baseline", "6 / month"),
        ("6 / month", "3", "target", "3 / month"),
        ("6 / month", "2-3", "target", "2-3 / month"),
    ],
)
def test_number_without_a_period_beside_one_with_another_window_is_refused(
    baseline: str, target: str, cell: str, suggestion: str
) -> None:
    found = read_row(row(baseline=baseline, target=target, window_days=7), "en", None)
    assert isinstance(found, dict)
    assert {name: (error.why, error.suggestion) for name, error in found.items()} == {cell: ("no_period", suggestion)}


@pytest.mark.parametrize("kpi", ["engaged_reach", "active_channels", "ctr"])
def test_what_does_not_add_up_over_days_is_not_scaled(kpi: str) -> None:
    unit = "%" if kpi == "ctr" else ""
    found = read_row(row(kpi, baseline=f"2{unit} / week", target=f"3{unit} / month"), "en", None)
    assert isinstance(found, dict)
    assert found["target"].why == "other_period"


def test_trend_is_measured_over_its_own_step() -> None:
    found = read(kpi="ctr", target="better month over month")
    assert (found.window_days, found.target) == (30, Trend("up", unit="percent", per="month"))


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"target": "3 / month"}, 90),
        ({"target": "3 / month", "deadline_days": 60}, 60),
        ({"target": "3 / month, within 30 days"}, 30),
        ({"target": "3 / month, within 60 days", "deadline_days": 60}, 60),
    ],
)
def test_deadline_is_the_row_s_else_the_target_s_else_the_plan_s(fields: dict[str, object], day: int) -> None:
    assert promise(**fields).deadline == day


def test_guards_of_text_and_column_are_one_list() -> None:
    guarded = promise(kpi="ctr", target="2%, only if incidents do not rise", guards=("corrections", "policy_incidents"))
    assert guarded.guards == ("policy_incidents", "corrections")


@pytest.mark.parametrize("fields", [{"target": "< 2 h during working hours"}, {"target": "< 2 h", "clock": "open"}])
def test_working_hours_of_text_or_column_reach_the_filter(fields: dict[str, object]) -> None:
    assert promise(kpi="response_time_median", **fields).filter.hours is not None
    assert promise(kpi="response_time_median", target="< 2 h").filter.hours is None


@pytest.mark.parametrize(
    ("baseline", "introduced"),
    [("0% (ej infört)", False), ("0% (nog niet ingevoerd)", False), ("0% (ny mall)", True), ("0%", True), (AUTO, True)],
)
def test_not_introduced_is_not_nought_of_many(baseline: str, introduced: bool) -> None:
    assert promise(kpi="template_answers", baseline=baseline, target="95%").introduced is introduced


def test_every_further_goal_of_the_articles_can_be_read() -> None:
    goals = {name: template.plan("x", START, further=True).promises for name, template in load_templates().items()}
    named = {(name, each.kpi.name) for name, promises in goals.items() for each in promises}
    assert sum(map(len, goals.values())) == 31 + 22
    assert {("ai_governance", "dataset_governance"), ("policy_safe_growth", "returning_viewers")} <= named
    assert {each.kpi.name: each.deadline for each in goals["ai_governance"]}["dataset_governance"] == 60
    assert {each.kpi.name: each.guards for each in goals["ai_governance"]}["approval_cycle_time"] == (
        "policy_incidents",
    )


def test_plan_that_was_stored_before_there_were_conditions_still_loads() -> None:
    body = (
        '{"brand":"x","start":"2026-10-05","rows":[{"id":"a","kpi":"ctr","baseline":"auto","target":"2%",'
        '"filter":{"channel":"x","topics":[],"paid":null,"proof":null,"result_kind":null}}]}'
    )
    (old,) = Plan.model_validate_json(body).promises
    assert (old.deadline, old.guards, old.channel, old.introduced) == (90, (), "x", True)
