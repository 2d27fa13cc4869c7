"""Rows that join a plan: their ids, and what they mean there."""

from __future__ import annotations

from datetime import date

from kpi.cells import Filter
from kpi.pasting.taken_over import as_written, same, taken_over
from kpi.plan import Plan, PlanRow
from kpi.words import Words

PLAN = Plan(brand="B", start=date(2026, 9, 28), language="nl", currency="EUR")
ORGANIC = PlanRow(id="ctr_2", kpi="ctr", label="CTR", filter=Filter(paid=False), target="1%")


def test_a_row_that_stands_in_for_another_keeps_its_id() -> None:
    present = (PlanRow(id="old", kpi="ctr", label="CTR", target="1%"), ORGANIC)
    new = [ORGANIC.model_copy(update={"id": "ctr", "target": "2%"}), PlanRow(id="ctr_2", kpi="ctr", target="3%")]
    assert [(row.id, row.target) for row in taken_over(new, present)] == [("ctr_2", "2%"), ("old", "3%")]


def test_a_new_row_gets_an_id_nobody_has() -> None:
    assert [row.id for row in taken_over([ORGANIC, ORGANIC], (), {"ctr"})] == ["ctr_2", "ctr_3"]


def test_a_rhythm_in_own_words_is_kept_as_it_was_written() -> None:
    plain = PlanRow(id="ctr", kpi="ctr", target="1%")
    assert taken_over([plain.model_copy(update={"cadence_written": "Veckovis"})], [plain])[0].cadence_written is None
    assert taken_over([plain.model_copy(update={"cadence_written": "every week"})], [plain])[0].cadence_written


def test_a_promise_is_written_in_the_reader_s_words() -> None:
    row = PlanRow(id="r", kpi="response_time_median", baseline="6 uur", target="< 2 uur")
    assert as_written(row, PLAN, Words("en")).replace("\u00a0", " ") == "6.0 h → < 2 h · 7 days"
    unmeasured = row.model_copy(update={"baseline": "auto"})
    assert as_written(unmeasured, PLAN, Words("en")).startswith("measured → ")


def test_a_number_means_the_same_in_two_plans_or_it_does_not() -> None:
    english = PLAN.model_copy(update={"language": "en"})
    plain, odd = (PlanRow(id="r", kpi="cpa", target=target) for target in ("425", "1.234"))
    assert same(plain, PLAN, english)
    assert not same(odd, PLAN, english)  # 1234 and 1.234
    assert not same(plain.model_copy(update={"target": "€ 425"}), PLAN, PLAN.model_copy(update={"currency": "SEK"}))
