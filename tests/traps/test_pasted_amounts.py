"""Amounts of a pasted scorecard that were a hundred or a thousand times off, or in the wrong cell."""

from __future__ import annotations

import io

import openpyxl

from data.reading.document import read_document
from kpi.pasting.pasted import Pasted, find, read_rows
from kpi.pasting.taken_over import as_written, same
from kpi.plan import Plan
from kpi.words import Words
from tests.test_taken_over import PLAN


def rows_of(source: str | bytes, language: str = "nl") -> tuple[Pasted, ...]:
    found = source if isinstance(source, str) else read_document("a.xlsx", source)
    sheets = found if isinstance(found, str) else tuple((name, tuple(map(tuple, rows))) for name, rows in found)
    (card,) = find(sheets)
    return read_rows(card, language)


def promised(row: Pasted, plan: Plan = PLAN) -> str:
    assert row.wrong(plan.language, plan.currency) == {}
    return as_written(row.row, plan, Words("en")).replace("\u00a0", " ")


def test_a_percentage_of_excel_is_not_a_hundred_times_too_small() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["KPI", "Baseline", "Target"])
    sheet.append(["CTR", 0.009, 0.014])
    for cell in sheet[2][1:]:
        cell.number_format = "0.0%"
    out = io.BytesIO()
    book.save(out)
    (row,) = rows_of(out.getvalue())
    assert promised(row) == "0.9% → ≥ 1.4% · 7 days"


def test_a_number_of_excel_is_not_taken_for_thousands() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["KPI", "Target"])
    sheet.append(["Follow/unfollow ratio", 1.125])
    out = io.BytesIO()
    book.save(out)
    (row,) = rows_of(out.getvalue(), "nl")  # where 1.125 is more than a thousand
    assert promised(row).startswith("measured → ≥ 1.1")


def test_a_decimal_comma_does_not_move_cells() -> None:
    (row,) = rows_of("KPI,Baseline,Target,Owner,Cadence\nCTR,0,9%,1,4%,Ann,weekly\n")
    assert {name: error.why for name, error in row.wrong("nl", None).items()} == {"target": "more_cells"}
    (row,) = rows_of("KPI,Baseline,Target,Owner,Cadence\nCTR,0,9%,1,4%\n")
    assert row.wrong("nl", None).keys() == {"cadence"}


def test_thousands_apart_from_each_other_are_no_two_amounts() -> None:
    (row,) = rows_of("KPI Baseline Target Owner\nEngaged reach 35 000 70 000 Ann\n")
    assert promised(row) == "35,000 → ≥ 70,000 · 7 days"
    (row,) = rows_of("KPI Baseline Target Owner\nEngaged reach 10 100 200 Ann\n")
    assert row.wrong("nl", None)["target"].why == "two_cuts"


def test_a_number_does_not_change_with_the_language_of_the_plan_it_joins() -> None:
    (row,) = rows_of("KPI\tTarget\nCPA\t1.234\n")
    assert not same(row.row, PLAN, PLAN.model_copy(update={"language": "en"}))
