"""The targets page: promises in the team's own words, read back at once, saved as versions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kpi.cells import Filter
from kpi.plan import AUTO, Plan, PlanRow, load_templates
from kpi.target import Trend
from pages._plan_table import to_rows, to_table
from tests.test_pages import read, visit

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from data.store import Store

PROMISE = PlanRow(id="ctr", kpi="ctr", label="CTR to web", baseline="0.9%", target="1.5%", owner="Growth")


@pytest.fixture
def planned(noordlicht: Store) -> Store:
    noordlicht.save_plan(Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=(PROMISE,)).model_dump_json())
    return noordlicht


def in_force(store: Store) -> Plan:
    return Plan.model_validate_json(store.plan() or "")


def change(page: AppTest, **edits: Any) -> AppTest:
    """Edit the table the way the browser reports it."""
    nothing: dict[str, Any] = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}
    page.session_state[page.data_editor[0].key] = nothing | edits
    page.run()
    assert not page.exception
    return page


def save(page: AppTest, reason: str = "") -> AppTest:
    next(field for field in page.text_input if field.label == "Why this change?").set_value(reason)
    page.form_submit_button[0].click().run()
    assert not page.exception
    return page


@pytest.mark.parametrize("template", load_templates().values(), ids=load_templates())
def test_the_table_gives_back_every_row_it_was_given(template: Any) -> None:
    assert to_rows(to_table(template.rows), {row.id: row for row in template.rows}) == list(template.rows)


def test_filters_of_a_row_survive_the_table() -> None:
    filtered = Filter(
        "x", ("ai",), paid=False, proof=True, result_kind="lead", formats=("carousel",), campaigns=("Policy Friday",)
    )
    row = PROMISE.model_copy(update={"filter": filtered})
    assert to_rows(to_table([row]), {row.id: row}) == [row]


def test_conditions_of_a_row_survive_the_table() -> None:
    row = PROMISE.model_copy(update={"deadline_days": 60, "guards": ("net_sentiment",), "clock": "open"})
    assert to_rows(to_table([row]), {row.id: row}) == [row]


def test_a_choice_is_asked_for_until_it_is_made() -> None:
    row = PROMISE.model_copy(update={"ask": ("campaigns",)})
    table = to_table([row])
    assert to_rows(table, {row.id: row})[0].ask == ("campaigns",)
    table.at[0, "campaigns"] = ["Policy Friday"]
    assert to_rows(table, {row.id: row})[0].ask == ()


def test_a_template_fills_the_table_and_saves_nothing(noordlicht: Store) -> None:
    page = visit("targets")
    page.button(key="take_ai_governance").click().run()
    assert len(page.data_editor[0].value) == 8
    assert "Row 6 · Engagement rate \\(kernkanaal\\)" in read(page)  # its channel is yet to be chosen
    assert noordlicht.plan() is None


def test_goals_of_the_article_s_text_come_along_when_asked_for(noordlicht: Store) -> None:
    page = visit("targets")
    page.checkbox(key="further_policy_safe_growth").check().run()
    page.button(key="take_policy_safe_growth").click().run()
    assert not page.exception
    assert page.data_editor[0].value["kpi"].tolist()[7:9] == ["policy_incidents", "policy_update_time"]
    save(page)
    saved = in_force(noordlicht)
    assert len(saved.rows) == 7 + 9
    assert saved.promise(saved.rows[-1]).target == Trend("up", unit="people", per="month")


def test_a_saved_template_keeps_the_team_s_words(noordlicht: Store) -> None:
    page = visit("targets")
    page.button(key="take_ai_governance").click().run()
    save(page, "Agreed on Monday")
    assert in_force(noordlicht).rows == load_templates()["ai_governance"].rows
    assert noordlicht.plan_versions()[0].reason == "Agreed on Monday"
    assert "Saved as version 1" in page.success[0].value


def test_every_promise_is_read_back(planned: Store) -> None:  # noqa: ARG001 - the page opens the store by its path
    page = visit("targets")
    assert page.dataframe[1].value.to_dict("records") == [
        {
            "KPI": "CTR to web",
            "Baseline": "0.9%",
            "Target": "≥\u00a01.5%",
            "Kind": "at least",
            "Measured over": "7 days",
            "Due after": "90 days",
        }
    ]


def test_conditions_are_read_back(planned: Store) -> None:  # noqa: ARG001
    edits = {"target": "-15%, only if incidents do not rise", "kpi": "response_time_median", "baseline": "6 h"}
    page = change(visit("targets"), edited_rows={0: {**edits, "deadline_days": 60, "clock": True}})
    (line,) = page.dataframe[1].value.to_dict("records")
    assert (line["Target"], line["Kind"], line["Due after"]) == (
        "−15% from baseline",
        "share of the baseline",
        "60 days",
    )
    assert line["Must not worsen"] == "Policy incidents"
    assert line["Opening hours"] == "yes"


def test_a_number_scaled_to_its_window_says_so(planned: Store) -> None:  # noqa: ARG001
    edits = {"kpi": "policy_incidents", "baseline": "6 / month", "target": "3 / month", "window_days": 91}
    (line,) = change(visit("targets"), edited_rows={0: edits}).dataframe[1].value.to_dict("records")
    assert (line["Baseline"], line["Target"]) == (
        "6 / month (18 in 91 days)",
        "≤\u00a03 / month (≤\u00a09 in 91 days)",
    )


def test_what_is_not_introduced_is_said_not_to_be(planned: Store) -> None:  # noqa: ARG001
    edits = {"kpi": "template_answers", "baseline": "0% (ej infört)", "target": "95%"}
    page = change(visit("targets"), edited_rows={0: edits})
    assert page.dataframe[1].value["Baseline"].tolist() == ["0%, not introduced yet"]


def test_what_was_probably_meant_is_offered(planned: Store) -> None:  # noqa: ARG001
    page = change(visit("targets"), edited_rows={0: {"target": "85"}})
    assert "Did you mean “85%”?" in page.warning[0].value.replace("\\", "")


def test_a_target_that_cannot_be_read_is_named_and_refused(planned: Store) -> None:
    page = change(visit("targets"), edited_rows={0: {"target": "3 apples", "baseline": "a bit"}})
    told = page.warning[0].value
    assert "Row 1 · CTR to web" in told
    assert "Target: “3 apples”: the word “apples” is not understood." in told
    assert "Baseline: “a bit”" in told
    assert page.form_submit_button[0].disabled
    assert "1 row cannot be read yet" in read(page)
    assert len(planned.plan_versions()) == 1


def test_a_correction_of_the_table_becomes_a_new_version(planned: Store) -> None:
    page = save(change(visit("targets"), edited_rows={0: {"target": "≥ 2%", "channel": "linkedin"}}), "More ambition")
    (row,) = in_force(planned).rows
    assert (row.id, row.target, row.filter.channel) == ("ctr", "≥ 2%", "linkedin")
    assert [version.reason for version in planned.plan_versions()] == ["More ambition", None]
    assert page.data_editor[0].value["target"].tolist() == ["≥ 2%"]


def test_a_new_row_gets_an_id_of_its_own_and_a_measured_baseline(planned: Store) -> None:
    save(change(visit("targets"), added_rows=[{"kpi": "ctr", "target": "2%", "cadence": "weekly"}]))
    new = in_force(planned).rows[1]
    assert (new.id, new.kpi, new.baseline) == ("ctr_2", "ctr", AUTO)


def test_an_empty_baseline_is_said_to_be_measured(planned: Store) -> None:  # noqa: ARG001
    page = change(visit("targets"), edited_rows={0: {"baseline": None}})
    assert page.dataframe[1].value["Baseline"].tolist() == ["measured: four weeks before the plan"]


def test_a_plan_without_rows_is_not_saved(planned: Store) -> None:  # noqa: ARG001
    page = change(visit("targets"), deleted_rows=[0])
    assert page.form_submit_button[0].disabled
    assert "at least one row" in read(page)


def test_what_has_not_changed_cannot_be_saved_again(planned: Store) -> None:  # noqa: ARG001
    assert visit("targets").form_submit_button[0].disabled


def test_settings_reach_the_plan_and_the_store(planned: Store) -> None:
    page = visit("targets")
    by_label = {box.label: box for box in (*page.selectbox, *page.number_input, *page.multiselect)}
    by_label["Time zone"].set_value("Europe/Stockholm")
    by_label["Currency"].set_value("SEK")
    by_label["Days"].set_value(60)
    save(page.run())
    plan = in_force(planned)
    assert (plan.zone, plan.currency, plan.days) == ("Europe/Stockholm", "SEK", 60)
    assert planned.setting("zone") == "Europe/Stockholm"


def test_an_earlier_version_can_be_opened_and_saved_again(planned: Store) -> None:
    save(change(visit("targets"), edited_rows={0: {"target": "2%"}}))
    page = visit("targets")
    page.selectbox(key="old_version").set_value(1)
    page.button(key="open_version").click().run()
    assert page.data_editor[0].value["target"].tolist() == ["1.5%"]
    save(page, "Back to what was agreed")
    assert in_force(planned).rows[0].target == "1.5%"
    assert len(planned.plan_versions()) == 3


def test_edits_stay_while_a_colleague_saves_another_version(planned: Store) -> None:
    page = change(visit("targets"), edited_rows={0: {"target": "2%"}})
    planned.save_plan(in_force(planned).model_copy(update={"days": 60}).model_dump_json())
    page.run()
    assert "A colleague saved version 2" in page.warning[0].value
    assert page.dataframe[1].value["Target"].tolist() == ["≥\u00a02%"]


def test_a_page_nobody_edits_follows_a_colleague(planned: Store) -> None:
    page = visit("targets")
    newer = PROMISE.model_copy(update={"target": "3%"})
    planned.save_plan(in_force(planned).model_copy(update={"rows": (newer,)}).model_dump_json())
    page.run()
    assert page.data_editor[0].value["target"].tolist() == ["3%"]
    assert not page.warning


def test_hostile_words_of_a_target_stay_text(planned: Store) -> None:  # noqa: ARG001
    page = change(visit("targets"), edited_rows={0: {"label": ":red[x]", "target": "![x](http://evil/x.png)"}})
    assert "![x]" not in page.warning[0].value
    assert ":red[" not in page.warning[0].value
