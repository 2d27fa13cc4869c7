"""A small document is read as its readers see it, in a child; what is none is refused in one word."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from data.errors import UnreadableFileError
from data.reading.document import MAX_BYTES, read_document, shown
from data.reading.reader import document
from data.written import workbook


def excel(*cells: tuple[object, str]) -> bytes:
    book = openpyxl.Workbook()
    for place, (value, number_format) in enumerate(cells, 1):
        cell = book.active.cell(1, place, value)  # type: ignore[union-attr]
        cell.number_format = number_format
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.014, "0.0%", "1.4%"),
        (0.1, "0%", "10%"),
        (500, '0" kr"', "500 kr"),
        (500, "#,##0 [$kr-41D]", "500 kr"),
        (4250.5, "[$€-2] #,##0.00", "€4250.5"),
        (12, "+0;-0", "+12"),
        (48, '0" h"', "48 h"),
        (1.125, "General", "1.1250"),  # 1.125 would be 1125 in Dutch
        (35000, "#,##0", "35000"),
        (3.0, "General", "3"),
        (True, "General", "TRUE"),
        (None, "General", ""),
        ("0–1", "@", "0–1"),
        (5, '"100%" 0', "100%5"),  # a percent sign in quotation marks is no percentage
    ],
)
def test_a_cell_says_what_its_reader_sees(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_a_workbook_is_read_in_a_child() -> None:
    assert document("plan.xlsx", excel((0.014, "0.0%"), ("< 12 h", "General"))) == (("Sheet", (("1.4%", "< 12 h"),)),)


def test_text_of_any_encoding_is_read() -> None:
    assert document("a.md", "Mål | Ägare\n".encode("cp1252")) == "Mål | Ägare\n"
    assert document("a.txt", "\ufeffȚintă\r\n".encode()) == "Țintă\r\n"


def test_what_is_written_is_read() -> None:
    rows = [["KPI", "Target"], ["=1+1", "+22"]]
    assert read_document("a.xlsx", workbook(rows, "Plan")) == [("Plan", rows)]


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "pdf"),
        (b"\x89PNG\r\n", "picture"),
        (b"<html><table>", "web_page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
        (archive("word/document.xml"), "document"),
        (archive("xl/workbook.bin"), "old_excel"),
        (archive("a.csv"), "zip_without_table"),
        (archive("xl/workbook.xml"), "damaged"),
        (b"a" * (MAX_BYTES + 1), "too_large_to_be_one"),
    ],
)
def test_what_is_no_small_document_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read_document("x", content)
    assert refused.value.fields["why"] == why
