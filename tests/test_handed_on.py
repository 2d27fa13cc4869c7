"""A plan that leaves Ninety comes back the same: as Markdown, CSV and Excel, in every language."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import fields
from datetime import date

import openpyxl
import pytest

from data.reading.document import read_document
from kpi.cells import Filter
from kpi.pasting.handed_on import COLUMNS, as_csv, as_excel, markdown, table
from kpi.pasting.pasted import find, read_rows
from kpi.pasting.spoken import language_of
from kpi.pasting.taken_over import taken_over
from kpi.plan import Plan, PlanRow, Template, load_templates
from kpi.words import LANGUAGES

START = date(2026, 9, 28)
FORMS: dict[str, Callable[[Plan], str | bytes]] = {"markdown": markdown, "csv": as_csv, "excel": as_excel}


def back(sent: str | bytes, plan: Plan) -> tuple[PlanRow, ...]:
    """Read it the way the page reads text and files."""
    source = sent if isinstance(sent, str) else read_document("plan", sent)
    sheets = source if isinstance(source, str) else tuple((name, tuple(map(tuple, rows))) for name, rows in source)
    (card,) = find(sheets)
    rows = read_rows(card, plan.language)
    assert [one.wrong(plan.language, plan.currency) for one in rows] == [{}] * len(plan.rows)
    return taken_over([one.row for one in rows], plan.rows)


def odd_plan(language: str) -> Plan:
    """Every field of a row, and words that mean something to Markdown, CSV or a spreadsheet."""
    rows = (
        PlanRow(id="mine", kpi="ctr", target="2%", filter=Filter("x", ("ai", "privacy"), paid=False, proof=True)),
        PlanRow(
            id="ctr_2", kpi="ctr", label="A | *b* [c](d)", target="3%", filter=Filter(paid=True, formats=("reel",))
        ),
        PlanRow(
            id="ctr_3", kpi="ctr", label="<b>x</b> &amp; `y`*", target="3%", filter=Filter(campaigns=("Spring, 1",))
        ),
        PlanRow(id="cpa", kpi="cpa", label="=cmd()", baseline="€ 5", target="-25%", filter=Filter(result_kind="lead")),
        PlanRow(
            id="response_time_median",
            kpi="response_time_median",
            label='Fast; "very", they say',
            baseline="+6 h".lstrip("+"),
            target="< 2 h",
            owner="@team_x_y",
            cadence="twice_a_week",
            deadline_days=60,
            guards=("net_sentiment", "policy_incidents"),
            clock="open",
            window_days=30,
        ),
        PlanRow(id="net_sentiment", kpi="net_sentiment", baseline="+12", target="+22", ask=("channel",)),
    )
    return Plan(brand="B", start=START, currency="EUR", language=language, rows=rows)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("template", load_templates().values(), ids=load_templates())
def test_a_template_comes_back_as_it_left(template: Template, form: Callable[[Plan], str | bytes]) -> None:
    plan = template.plan("B", START)
    assert back(form(plan), plan) == plan.rows


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_comes_back_in_every_language(language: str, form: Callable[[Plan], str | bytes]) -> None:
    plan = odd_plan(language)
    assert back(form(plan), plan) == plan.rows


def test_every_field_of_a_row_has_a_column() -> None:
    carried = {"id": "ids are given anew", "cadence_written": "cadence", "ask": "channel", "filter": "its fields"}
    renamed = {"window_days": "window", "deadline_days": "deadline"}
    own = {renamed.get(name, name) for name in PlanRow.model_fields} - carried.keys()
    narrowing = {one.name for one in fields(Filter)} - {"hours"}  # the plan's, not the row's
    assert own | narrowing == COLUMNS.keys()


def test_only_columns_that_say_something_are_written() -> None:
    plan = load_templates()["ai_governance"].plan("B", START)
    assert table(plan)[0] == [
        "KPI",
        "In jullie woorden",
        "Nulmeting",
        "Doel",
        "Eigenaar",
        "Ritme",
        "Alleen kanaal",
        "Alleen onderwerpen",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_tells_its_language(language: str) -> None:
    (card,) = find(markdown(odd_plan(language)))
    assert language_of(card) in {language, None}


def test_nothing_in_a_spreadsheet_runs() -> None:
    plan = odd_plan("en")
    assert "'=cmd()" in as_csv(plan).decode("utf-8-sig")
    sheet = openpyxl.load_workbook(io.BytesIO(as_excel(plan))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
