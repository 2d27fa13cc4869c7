"""A table as an Excel workbook in which every cell is text: nothing runs, nothing is rounded."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from data.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDEST = 60  # letters


def workbook(rows: Sequence[Sequence[str]], title: str) -> bytes:
    """Write rows, the first of which holds the headings."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = title
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = sheet.cell(number, place, clean(text))
            cell.data_type, cell.number_format = "s", "@"  # openpyxl takes `=…` for a formula
            cell.font = Font(bold=number == 1)
    for place, column in enumerate(zip(*rows, strict=True), 1):
        sheet.column_dimensions[get_column_letter(place)].width = min(WIDEST, max(map(len, column)) + 3)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
