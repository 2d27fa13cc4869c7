"""What leaves Ninety as CSV is text in a spreadsheet, and its numbers are numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from kpi.words import LANGUAGES, Words
from pages._tables import safe_cell, safe_csv, width_of


@pytest.mark.parametrize("text", ['=HYPERLINK("http://evil")', "+1-2", "-cmd", "@SUM(A1)", "\t=1+1", "\r=1+1"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["plain", "", "1 = 1", -1.5, 0, None])
def test_everything_else_stays_as_it_is(value: object) -> None:
    assert safe_cell(value) == value


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_stay_numbers_in_the_reader_s_spreadsheet(language: str) -> None:
    written = safe_csv(pd.DataFrame({"KPI": ["=1+1"], "now": [-1.5]}), Words(language))
    mark, comma = (".", ",") if language == "en" else (",", ";")
    assert written.decode("utf-8-sig") == f"KPI{comma}now\n'=1+1{comma}-1{mark}5\n"


def test_a_header_is_no_formula_either() -> None:
    assert safe_csv(pd.DataFrame({"=1+1": [1]}), Words("en")).startswith("\ufeff'=1+1".encode())


def test_a_column_has_room_for_its_longest_text_wherever_it_stands() -> None:
    numbers = ["6.0 h"] * 14 + ["46,00 EUR"]
    assert width_of("Now", numbers) == width_of("Now", ["46,00 EUR"]) > width_of("Now", numbers[:14])
    assert width_of("Against last week", ["+2"]) == width_of("", ["Against last week"])
