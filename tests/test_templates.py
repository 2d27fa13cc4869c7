"""Ninety's own Excel logs read back in every language, and an empty one is evidence for the days it covers."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from data.reading.exports import load_formats
from data.store import Store
from data.templates import LANGUAGES, LOGS, YES_NO, all_templates, template
from kpi.words import LANGUAGES as SPOKEN

if TYPE_CHECKING:
    from pathlib import Path

FILLED: dict[str, object] = {
    "id": "A1",
    "text": "hello",
    "channel": "LinkedIn",
    "date": date(2026, 11, 9),
    "timestamp": datetime(2026, 11, 9, 14, 30),  # noqa: DTZ001 - Excel knows no zones
    "integer": 3,
    "decimal": 2.5,
}


def filled(log: str, language: str, *, rows: int) -> bytes:
    """Fill a template in as a person would: the days above, and a row with something in each column."""
    book = openpyxl.load_workbook(io.BytesIO(template(log, language)))
    sheet = book.worksheets[0]
    sheet["B1"], sheet["D1"] = date(2026, 11, 1), date(2026, 11, 20)
    form = load_formats()[f"ninety_{log}"]
    for row in range(rows):
        for number, (field, cell) in enumerate(form.cells.items(), 1):
            word: Any = FILLED.get(cell.kind)
            if cell.kind == "boolean":
                word = YES_NO[language][field == "withdrawn"]
            elif cell.kind == "word":
                word = list(form.values[field].values())[1][LANGUAGES.index(language)]
            sheet.cell(4 + row, number, word)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("log", LOGS)
def test_a_filled_in_template_gives_the_same_row_in_every_language(tmp_path: Path, log: str) -> None:
    rows = {}
    for language in LANGUAGES:
        store = Store.open(tmp_path / f"{language}.duckdb")
        receipt = store.load("log.xlsx", filled(log, language, rows=1))
        figures = len(load_formats()[f"ninety_{log}"].metrics) or 1  # a row of reach holds several
        assert (receipt.rows_new, receipt.refusals, receipt.notes) == (figures, (), ())
        rows[language] = store.query(f"select * from {load_formats()[f'ninety_{log}'].fact}")
        store.close()
    assert len({str(row) for row in rows.values()}) == 1
    assert None not in rows["en"][0]


def test_an_empty_log_is_evidence_that_nothing_happened(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "brand.duckdb")
    receipt = store.load("incidents.xlsx", filled("incidents", "nl", rows=0))
    assert (receipt.rows_read, receipt.period_from, receipt.period_to) == (0, date(2026, 11, 1), date(2026, 11, 20))
    covered = store.query("select fact, channel, day_from, day_to from covered")
    assert covered == [("incidents", None, date(2026, 11, 1), date(2026, 11, 20))]
    store.close()


@pytest.mark.parametrize("log", LOGS)
def test_every_header_and_word_exists_in_each_language(log: str) -> None:
    form = load_formats()[f"ninety_{log}"]
    heads = [cell.from_ for cell in form.cells.values()]
    lists = [*heads, *(words for known in form.values.values() for words in known.values())]
    assert {len(words) for words in heads} == {len(LANGUAGES)}
    assert {len(words) >= len(LANGUAGES) for words in lists} == {True}  # kinds of incidents have more words
    assert set(LANGUAGES) == set(SPOKEN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_logs_in_one_workbook_read_back_and_an_empty_sheet_says_nothing(tmp_path: Path, language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(all_templates(language)))
    assert len(book.sheetnames) == len(LOGS) + 1  # and the explanation
    sheet = book.worksheets[LOGS.index("incidents")]
    sheet["B1"], sheet["D1"] = date(2026, 11, 1), date(2026, 11, 20)
    tests = book.worksheets[LOGS.index("tests")]
    for head in tests[3]:
        said = {"day": date(2026, 11, 9), "hypothesis": "Shorter is better"}
        field = next(f for f, cell in load_formats()["ninety_tests"].cells.items() if head.value in cell.from_)
        tests.cell(4, head.column, said.get(field))
    out = io.BytesIO()
    book.save(out)
    store = Store.open(tmp_path / "brand.duckdb")
    first = store.load("logs.xlsx", out.getvalue())
    loaded = {one.fact: (one.rows_new, one.notes) for one in (first, *first.beside)}
    assert loaded == {"tests": (1, ()), "incidents": (0, ())}
    assert store.query("select hypothesis from tests") == [("Shorter is better",)]
    store.close()
