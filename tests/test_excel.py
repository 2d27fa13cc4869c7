"""Cells of Excel become the text a person would write; what would hurt is refused before (see also test_reader)."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from data.errors import UnreadableFileError
from data.reading import excel
from data.reading.excel import Grid
from data.reading.sheet import read_workbook


def workbook(*rows: list[object], **sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    for title, more in sheets.items():
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Change a part of an xlsx."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, body.replace(old, new) if name == part else body)
    return out.getvalue()


def why(content: bytes) -> object:
    with pytest.raises(UnreadableFileError) as refused:
        read_workbook("file.xlsx", content)
    return refused.value.fields["why"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Ștefan & co", "Ștefan & co"),
        (3.0, "3"),
        (2.5, "2.5"),
        (-7, "-7"),
        (17974697564884257, "1.79746975648843E+16"),  # Excel has lost its last digits; ids refuse this
        (True, "TRUE"),
        (date(2026, 11, 22), "2026-11-22"),
        (datetime(2026, 11, 22, 14, 30), "2026-11-22 14:30:00"),  # noqa: DTZ001 - Excel knows no zones
        (time(0, 5, 16), "00:05:16"),
        (timedelta(hours=26, minutes=3), "26:03:00"),
        (None, ""),
        ("ev\u202eil", "evil"),
    ],
)
def test_a_cell_becomes_the_text_a_person_would_write(cell: object, text: str) -> None:
    sheet = read_workbook("file.xlsx", workbook(["Head", "End"], [cell, "end"])).sheets[0]
    assert sheet.rows == [["Head", "End"], [text, "end"]]


def test_rows_keep_their_number_when_the_sheet_starts_lower() -> None:
    sheet = read_workbook("file.xlsx", workbook([], [], ["Head"], [1])).sheets[0]
    assert list(zip(sheet.lines, sheet.rows, strict=True)) == [(3, ["Head"]), (4, ["1"])]


def test_each_sheet_with_cells_is_read() -> None:
    book = read_workbook("file.xlsx", workbook(["a"], more=[["b"]], empty=[]))
    assert [(sheet.name, sheet.rows) for sheet in book.sheets] == [("Sheet", [["a"]]), ("more", [["b"]])]


def test_a_workbook_of_more_sheets_than_anybody_makes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MAX_SHEETS", 2)
    assert len(read_workbook("file.xlsx", workbook(["a"], more=[["b"]])).sheets) == 2
    assert why(workbook(["a"], more=[["b"]], third=[["c"]])) == "too_large"


def test_rows_of_nothing_are_passed_over_and_the_others_keep_their_line() -> None:
    cells: list[list[object]] = [["Head", "End"], ["a", "b"], ["", ""], [" ", "\t"], ["", 0.0], ["", False]]
    block = Grid(1, cells).columns(1, 2, [0])
    assert block is not None
    assert block.lines.to_pylist() == [2, 4, 5, 6]
    assert [block.is_blank(row) for row in range(4)] == [False, True, False, False]


def test_a_wrong_dimension_hides_no_rows() -> None:
    content = workbook(*([n] for n in range(1, 101)))
    short = repacked(content, "xl/worksheets/sheet1.xml", b'<dimension ref="A1:A100"', b'<dimension ref="A1:A1"')
    assert len(read_workbook("file.xlsx", short).sheets[0].rows) == 100


@pytest.mark.parametrize(
    "column",
    [
        ["a", "b"],
        [1, 2.5, None, -3],
        [0.1 + 0.2, 1e-7, 5],
        [1e10 + 0.5, 1],
        [17974697564884257, 3],
        [-0.0, 0.25],
        [float(10**14), 12],
        [True, 1, "x"],
        [datetime(2026, 11, 22, 14, 30), date(2026, 1, 1), None, "later"],  # noqa: DTZ001
        ["ev\u202eil", "\u2066x", ""],
        [None, None],
    ],
    ids=str,
)
def test_a_column_at_once_gives_the_text_of_its_cells(column: list[object]) -> None:
    sheet = read_workbook("file.xlsx", workbook(["Head", "End"], *([cell, "end"] for cell in column))).sheets[0]
    assert sheet.plain is not None
    block = sheet.plain.columns(1, 2, [0, 1])
    assert block is not None
    assert block.table["0"].to_pylist() == [cells[0] for cells in sheet.rows[1:]]
    assert block.lines.to_pylist() == sheet.lines[1:]


def test_any_number_reads_the_same_either_way() -> None:
    made = random.Random(90)  # noqa: S311 - a test
    numbers = [[round(made.uniform(-1, 1) * 10 ** made.randrange(-6, 17), made.randrange(12))] for _ in range(2_000)]
    grid = Grid(1, [["Head"], *numbers])
    block = grid.columns(1, 1, [0])
    assert block is not None
    assert block.table["0"].to_pylist() == [cells[0] for _, cells in grid.records()][1:]
    for one in numbers:  # a column of a single number decides for itself how it is written
        alone = Grid(1, [["Head"], one])
        block = alone.columns(1, 1, [0])
        assert block is not None
        assert block.table["0"].to_pylist() == [cells[0] for _, cells in alone.records()][1:]


def test_a_file_that_unpacks_to_a_gigabyte_is_refused_unopened() -> None:
    content = workbook(["a"])
    swollen = repacked(content, "xl/worksheets/sheet1.xml", b"</sheetData>", b" " * (60 << 20) + b"</sheetData>")
    assert why(swollen) == "too_large"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (workbook(["a"])[:-300], "damaged"),
        (workbook(), "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
        (repacked(workbook(["a"]), "xl/workbook.xml", b"<sheets>", b"<sheets"), "damaged"),
    ],
)
def test_a_broken_file_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    assert why(content) == reason
