"""A saved plan holds a target that a later version refuses: nothing crashes, nothing is lost, it is said where."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kpi.plan import Plan, PlanRow, plan_in_force, plan_to_mend
from tests.test_pages import read, visit

if TYPE_CHECKING:
    from data.store import Store

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
ROW = PlanRow(id="ctr", kpi="ctr", baseline="0.9%", target="1.5%")
BODY = Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=(ROW,)).model_dump_json().replace("1.5%", "1.5 ducks")


def test_it_is_not_in_force_and_can_be_mended() -> None:
    assert plan_in_force(BODY) is None
    assert plan_to_mend(BODY).rows[0].target == "1.5 ducks"


def test_the_pages_say_where_to_mend_it(noordlicht: Store) -> None:
    file = SAMPLES / "incidents_en.csv"
    noordlicht.commit(noordlicht.prepare(file.name, file.read_bytes())[0])
    noordlicht.save_plan(BODY)
    assert "Open Targets" in read(visit("monday"))
    targets = visit("targets")
    assert not targets.exception
    assert "ducks” is not understood" in read(targets)
