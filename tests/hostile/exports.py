"""Exports whose cells of text are hostile: those of the sample brand, with every text of people replaced."""

from __future__ import annotations

import csv
import io
from itertools import cycle
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from data.reading.exports import load_formats, read_exports
from data.reading.headers import header_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

KINDS = ("text", "private_text", "person", "channel")
STRUCTURE = ("channel", "account", "about", "brand", "campaign_kind", "name")  # a few of them: else there is no data
SOME = 7  # every so many of these
FORMATS = load_formats()


def hostile_export(name: str, content: bytes, texts: Sequence[str]) -> bytes:
    """Replace the texts of an export, row by row another one, whatever columns it has of them."""
    fields = _fields(name, content)
    return (_workbook if name.endswith(".xlsx") else _csv)(content, fields, cycle(texts))


def _fields(name: str, content: bytes) -> dict[str, str]:
    """Name the headers that hold text, each with its field."""
    found: dict[str, str] = {}
    for reading in read_exports(name, content, FORMATS, {"account": "x"}):
        for field, cell in reading.format.columns.items():
            if cell.kind in KINDS:
                found |= {header_key(header): field for header in cell.from_}
    return found


def _replaced(cells: list[str], fields: list[str | None], row: int, texts: Iterator[str]) -> list[str]:
    """Write one row anew."""
    return [
        next(texts) if field and cell and (field not in STRUCTURE or row % SOME == 0) else cell
        for cell, field in zip(cells, fields, strict=True)
    ]


def _csv(content: bytes, fields: dict[str, str], texts: Iterator[str]) -> bytes:
    said = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    mark = max(",;\t", key=said[:4000].count)
    rows = list(csv.reader(io.StringIO(said), delimiter=mark))
    at, columns = _header(rows, fields)
    for number, cells in enumerate(rows):
        if number > at and len(cells) == len(columns):
            rows[number] = _replaced(cells, columns, number, texts)
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _header(rows: list[list[str]], fields: dict[str, str]) -> tuple[int, list[str | None]]:
    """Find the line of the header, and the field of each of its columns."""
    known = [[fields.get(header_key(cell)) for cell in cells] for cells in rows[:40]]
    at = max(range(len(known)), key=lambda number: sum(field is not None for field in known[number]))
    return at, known[at]


def _workbook(content: bytes, fields: dict[str, str], texts: Iterator[str]) -> bytes:
    book = load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        _sheet(sheet, fields, texts)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: Worksheet, fields: dict[str, str], texts: Iterator[str]) -> None:
    rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()]
    if not rows:
        return
    at, columns = _header(rows, fields)
    for number in range(at + 1, len(rows)):
        for place, text in enumerate(_replaced(rows[number], columns, number, texts)):
            if text != rows[number][place]:
                cell = sheet.cell(number + 1, place + 1, ILLEGAL_CHARACTERS_RE.sub("", text))
                cell.data_type = "s"  # a formula would be one
