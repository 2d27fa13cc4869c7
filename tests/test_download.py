"""A list that leaves the app says what it is of, and nothing in it runs in a spreadsheet."""

from __future__ import annotations

import io
from datetime import date

import pandas as pd
import pytest
from openpyxl import load_workbook

from kpi.words import LANGUAGES, Words
from pages._download import csv_file, xlsx_file

LINES = [("KPI", "=HYPERLINK(1)"), ("Week", "47; 2026"), ("Said", 'a "word"')]
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


def table() -> pd.DataFrame:
    rows = [(date(2026, 11, 22), text, -1.5, 3) for text in HOSTILE]
    return pd.DataFrame(rows, columns=["Day", "=Text", "Contribution", "Row"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_csv_begins_with_what_it_is_of(language: str) -> None:
    lines = csv_file(LINES, table(), Words(language)).decode("utf-8-sig").splitlines()
    mark = "," if language == "en" else ";"
    week = "47; 2026" if mark == "," else '"47; 2026"'
    assert lines[:3] == [f"KPI{mark}'=HYPERLINK(1)", f"Week{mark}{week}", f'Said{mark}"a ""word"""']
    assert lines[3] == ""
    assert lines[4] == f"Day{mark}'=Text{mark}Contribution{mark}Row"


@pytest.mark.parametrize("language", LANGUAGES)
def test_csv_runs_nothing_and_keeps_numbers(language: str) -> None:
    text = csv_file(LINES, table(), Words(language)).decode("utf-8-sig")
    mark, comma = (",", ".") if language == "en" else (";", ",")
    for line in HOSTILE[:4]:
        assert f"2026-11-22{mark}'{line}{mark}-1{comma}5{mark}3\n" in text
    assert text.count("\ufeff") == 0


def test_excel_runs_nothing_and_keeps_numbers() -> None:
    sheet = load_workbook(io.BytesIO(xlsx_file(LINES, table()))).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:2] == ["KPI", "'=HYPERLINK(1)"]
    assert rows[3] == [None] * 4
    assert rows[4] == ["Day", "'=Text", "Contribution", "Row"]
    assert [row[1] for row in rows[5:9]] == [f"'{text}" for text in HOSTILE[:4]]
    assert {(row[2], row[3]) for row in rows[5:]} == {(-1.5, 3)}
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}  # no formula


@pytest.mark.parametrize("value", [None, float("nan")])
def test_what_is_not_known_is_an_empty_cell(value: float | None) -> None:
    sheet = load_workbook(io.BytesIO(xlsx_file([], pd.DataFrame({"a": [value], "b": ["x\x00y"]})))).active
    assert sheet is not None
    assert [cell.value for cell in list(sheet.iter_rows())[-1]] == [None, "xy"]
