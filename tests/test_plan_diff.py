"""What a new version of a plan changes is told line by line, in the reader's words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpi.cells import Filter
from kpi.plan import Plan, PlanRow
from kpi.plan_diff import OF_FILTER, OF_ROW, differences, told
from kpi.words import LANGUAGES, Words

CTR = PlanRow(id="ctr", kpi="ctr", baseline="0.9%", target="1.4%", owner="Ana")
CPA = PlanRow(id="cpa", kpi="cpa", baseline="50", target="40")
PLAN = Plan(brand="Noord", start=date(2026, 10, 5), currency="EUR", rows=(CTR, CPA))
SAY = Words("en")


def lines(after: Plan, before: Plan | None = PLAN) -> list[str]:
    return [told(one, SAY).replace("\u00a0", " ") for one in differences(before, after)]


def other(**changed: Any) -> Plan:
    return PLAN.model_copy(update=changed)


def row(**changed: Any) -> Plan:
    return other(rows=(CTR.model_copy(update=changed), CPA))


def test_the_same_plan_has_no_differences() -> None:
    assert lines(PLAN) == []
    assert lines(other(template="something")) == []


@pytest.mark.parametrize(
    ("after", "line"),
    [
        (row(target="1.6%"), "CTR to web · Target: 1.4% → 1.6%"),
        (row(baseline="auto"), "CTR to web · Baseline: 0.9% → measured: four weeks before the plan"),
        (row(owner=""), "CTR to web · Owner: Ana → –"),
        (row(cadence="daily"), "CTR to web · Rhythm: Weekly → Daily"),
        (row(window_days=30), "CTR to web · Measured over (days): – → 30"),
        (row(deadline_days=60), "CTR to web · Due on day: – → 60"),
        (row(guards=("net_sentiment",)), "CTR to web · Must not worsen: – → Net sentiment"),
        (row(label="Clicks"), "Clicks · Name: – → Clicks"),
        (row(kpi="engagement_rate"), "Engagement rate · KPI: CTR to web → Engagement rate"),
        (row(filter=Filter(channel="x")), "CTR to web · Only channel: – → X"),
        (row(filter=Filter(topics=("ai", "law"))), "CTR to web · Only topics: – → ai, law"),
        (row(filter=Filter(paid=False)), "CTR to web · Organic or paid: – → Organic"),
        (row(filter=Filter(proof=True)), "CTR to web · Only proof: – → yes"),
        (other(rows=(CTR,)), "Row removed: Cost per result (50 → 40)"),
        (other(rows=(CTR, CPA, CTR.model_copy(update={"id": "ctr_2"}))), "New row: CTR to web (0.9% → 1.4%)"),
        (other(rows=(CPA, CTR)), "The rows stand in another order."),
        (other(days=60), "Days: 90 → 60"),
        (other(start=date(2026, 10, 12)), "First day of the plan: 5 Oct 2026 → 12 Oct 2026"),
        (other(zone="Asia/Tokyo"), "Time zone: Europe/Amsterdam → Asia/Tokyo"),
        (other(competitors=("Zuid", "Oost")), "Competitors: – → Zuid, Oost"),
    ],
)
def test_a_change_is_one_line(after: Plan, line: str) -> None:
    names = {"CTR to web": SAY("kpi.ctr"), "Cost per result": SAY("kpi.cpa"), "Weekly": SAY("cadence.weekly")}
    names |= {"Daily": SAY("cadence.daily"), "Net sentiment": SAY("kpi.net_sentiment"), "X": SAY("channel.x")}
    names |= {"Engagement rate": SAY("kpi.engagement_rate")}
    for plain, said in names.items():
        line = line if plain == "X" and not line.endswith("X") else line.replace(plain, said)
    assert lines(after) == [line]


def test_a_first_plan_is_all_new_rows() -> None:
    assert [one.split(":")[0] for one in lines(PLAN, None)] == ["New row", "New row"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_a_plan_has_a_name(language: str) -> None:
    say = Words(language)
    whole = set(Plan.model_fields) - {"rows", "template"}
    fields = {*OF_ROW, *OF_FILTER, *whole}
    assert [name for name in sorted(fields) if not say.has(f"versions.field.{name}")] == []
