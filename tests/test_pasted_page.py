"""The way in for a scorecard on the targets page: seen as it is read, corrected in place, taken over, never saved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import pytest

from data.written import workbook
from kpi.pasting.columns import column
from kpi.pasting.handed_on import markdown
from kpi.plan import Column, Plan, PlanRow, load_templates
from kpi.words import LANGUAGES, texts
from pages._plan_pasted import NAMES
from pages._plan_table import SHOWN
from tests.test_pages import read, visit

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from data.store import Store

SWEDISH = """KPI\tUtgångsläge\tMål\tÄgare\tFrekvens\tVarför
CTR till webb (organiskt)\t0,9%\t1,5%\tGrowth\tVeckovis\tså
Svarstid\t18 h\t< 6 h\tCommunity\tVeckovis\t
CPA\t500 kr\t425\tAnn\tibland\t
"""


def pasted(text: str) -> AppTest:
    page = visit("targets")
    page.text_area[0].set_value(text).run()
    assert not page.exception
    return page


def preview(page: AppTest) -> Any:
    return next(table for table in page.data_editor if "state" in table.value)


def correct(page: AppTest, **edits: Any) -> AppTest:
    """Edit the preview the way the browser reports it."""
    nothing: dict[str, Any] = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}
    page.session_state[preview(page).key] = nothing | edits
    page.run()
    assert not page.exception
    return page


def drafted(page: AppTest) -> list[tuple[str, str]]:
    table = next(table for table in page.data_editor if "state" not in table.value).value
    return list(zip(table["kpi"], table["target"], strict=True))


def by_label(page: AppTest, label: str) -> Any:
    return next(box for box in page.selectbox if box.label == label)


def test_nothing_is_read_before_something_is_pasted(noordlicht: Store) -> None:  # noqa: ARG001
    assert not any("state" in table.value for table in visit("targets").data_editor)


def test_each_row_is_shown_as_it_is_read_with_what_is_wrong(noordlicht: Store) -> None:  # noqa: ARG001
    page = pasted(SWEDISH)
    table = preview(page).value
    assert "1 of 3 rows read" in read(page)
    assert "Columns that are not used: Varför" in read(page)
    assert table["state"].tolist() == ["✓ Read", "▲ Check: KPI", "▲ Check: Cadence"]
    assert table["as_read"][0].replace("\u00a0", " ") == "0.9% → ≥ 1.5% · 7 days"
    assert table["cadence"].isna().tolist() == [False, False, True]  # never guessed
    told = "\n".join(warning.value for warning in page.warning)
    assert "“Svarstid” can mean more than one KPI" in told
    assert "It may be: Response time (median), Response time (mean)" in told
    assert by_label(page, "Scorecard written in").value == "sv"
    assert by_label(page, "Currency").value == "SEK"


def test_rows_are_corrected_in_place_and_used_without_saving(noordlicht: Store) -> None:
    page = correct(
        pasted(SWEDISH), edited_rows={1: {"kpi": "response_time_median"}, 2: {"cadence": "monthly", "target": "400 kr"}}
    )
    assert preview(page).value["state"].tolist() == ["✓ Read"] * 3
    page.button(key="paste_use").click().run()
    assert drafted(page) == [("ctr", "1,5%"), ("response_time_median", "< 6 h"), ("cpa", "400 kr")]
    assert noordlicht.plan() is None
    assert page.text_area[0].value == ""
    page.form_submit_button[0].click().run()
    plan = Plan.model_validate_json(noordlicht.plan() or "")
    assert (plan.language, plan.currency) == ("sv", "SEK")


def test_rows_that_cannot_be_read_stay_behind(noordlicht: Store) -> None:  # noqa: ARG001
    page = pasted(SWEDISH)
    page.button(key="paste_use").click().run()
    assert drafted(page) == [("ctr", "1,5%")]
    assert preview(page).value["label"].tolist() == ["Svarstid", "CPA"]


def test_a_row_can_be_left_out(noordlicht: Store) -> None:  # noqa: ARG001
    page = correct(pasted(SWEDISH), deleted_rows=[1, 2])
    assert "1 of 1 row read" in read(page)


def test_an_unclear_language_is_asked_for_before_anything_is_used(noordlicht: Store) -> None:  # noqa: ARG001
    page = pasted("KPI\tTarget\nCPA\t1.234\n")
    assert "Choose the language" in read(page)
    assert not [button for button in page.button if button.key == "paste_use"]
    by_label(page, "Scorecard written in").set_value("nl").run()
    assert preview(page).value["as_read"][0].replace("\u00a0", " ").startswith("measured → ≤ €1,234")


@pytest.fixture
def planned(noordlicht: Store) -> Store:
    rows = (PlanRow(id="mine", kpi="ctr", label="CTR", target="2%"),)
    noordlicht.save_plan(Plan(brand="Noordlicht", start=date(2026, 10, 5), currency="EUR", rows=rows).model_dump_json())
    return noordlicht


def test_rows_join_those_of_the_plan_or_replace_them(planned: Store) -> None:  # noqa: ARG001
    text = "KPI\tTarget\tCadence\nCTR\t3%\tweekly\nMQL\t90\tmonthly\n"
    page = pasted(text)
    page.button(key="paste_add").click().run()
    assert drafted(page) == [("ctr", "2%"), ("ctr", "3%"), ("mql", "90")]
    page = pasted(text)
    page.button(key="paste_use").click().run()
    table = next(table for table in page.data_editor if "state" not in table.value).value
    assert list(zip(table["id"], table["target"], strict=True)) == [("mine", "3%"), ("mql", "90")]


def test_a_number_that_the_plan_would_read_otherwise_does_not_join_it(planned: Store) -> None:  # noqa: ARG001
    page = pasted("KPI\tDoel\tRitme\nCPA\t1.234\tWekelijks\n")  # 1234 in Dutch, refused or 1.234 in English
    assert page.button(key="paste_add").disabled
    assert "1 row would mean something else in this plan" in read(page)
    assert not page.button(key="paste_use").disabled


def test_several_tables_are_a_question(noordlicht: Store) -> None:  # noqa: ARG001
    page = pasted("KPI\t30-day target\t90-day target\nCTR\t1%\t2%\n")
    box = by_label(page, "2 tables were found. Which one?")
    assert box.value is None
    box.set_value(1).run()
    assert preview(page).value["target"].tolist() == ["2%"]


def test_a_text_without_a_scorecard_says_what_is_missing(noordlicht: Store) -> None:  # noqa: ARG001
    assert "no table with a KPI and a target" in pasted("More reach, please.").warning[0].value
    assert "headings but no rows" in pasted("KPI\tTarget\nKPI\tTarget\n").warning[0].value


def uploaded(name: str, content: bytes) -> AppTest:
    page = visit("targets")
    page.session_state["paste_kind"] = "file"
    page.run()
    page.file_uploader[0].set_value([(name, content, "")]).run()
    assert not page.exception
    return page


def test_a_workbook_is_read_like_text(noordlicht: Store) -> None:  # noqa: ARG001
    page = uploaded("plan.xlsx", workbook([["KPI", "Doel", "Ritme"], ["CTR", "1,5%", "Wekelijks"]], "Plan"))
    assert preview(page).value["target"].tolist() == ["1,5%"]
    assert "1 of 1 row read" in read(page)


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"%PDF-1.7", "is a PDF. Copy the table"), (b"", "is empty"), (b"\x89PNG\r\n", "is a picture")],
)
def test_a_file_that_holds_no_table_says_so_in_a_sentence(noordlicht: Store, content: bytes, told: str) -> None:  # noqa: ARG001
    assert told in uploaded("plan.pdf", content).error[0].value


def test_a_plan_can_be_taken_along(planned: Store) -> None:
    page = visit("targets")
    assert page.code[0].value == markdown(Plan.model_validate_json(planned.plan() or "")).strip()


@pytest.mark.parametrize("template", load_templates().values(), ids=load_templates())
def test_every_template_can_be_pasted_back(template: Any, noordlicht: Store) -> None:  # noqa: ARG001
    page = pasted(markdown(template.plan("B", date(2026, 9, 28))))
    n = len(template.rows)
    assert f"{n} of {n} rows read" in read(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_that_can_be_wrong_has_a_name(language: str) -> None:
    cells = {*get_args(Column), "baseline", "cadence", "unit", "window", "deadline", "channel", "paid", "proof"}
    named = {
        name
        for name in cells
        if texts(language).keys() & {f"targets.column_{NAMES.get(name, name)}", f"pasted.column_{name}"}
    }
    assert named == cells


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headings_of_the_plan_s_own_table_are_known(language: str) -> None:
    renamed = {"window_days": "window", "deadline_days": "deadline"}
    shown = {name: texts(language)[f"targets.column_{name}"] for name in SHOWN if name != "id"}
    assert {name: column(heading) for name, heading in shown.items()} == {
        name: renamed.get(name, name) for name in shown
    }


def test_hostile_words_stay_text(noordlicht: Store) -> None:  # noqa: ARG001
    page = pasted("KPI\tTarget\t![x](http://evil/x.png)\n:red[x]\t:red[y]\t1\n")
    told = read(page)
    assert "![x]" not in told
    assert ":red[" not in told
