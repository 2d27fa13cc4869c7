"""A small document that people wrote: its text, or the cells of its workbook the way Excel shows them.

A scorecard says 1.4% where the file holds 0.014 and a format; read without the format it would be
a hundred times too small. Only the child of `data/reading/reader.py` does this.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from openpyxl import load_workbook

from data.errors import UnreadableFileError
from data.reading import archive, decoding
from data.reading.sheet import is_text
from data.text import clean

if TYPE_CHECKING:
    from typing import Any

MAX_BYTES, MAX_ROWS, MAX_COLUMNS, MAX_SHEETS = 5_000_000, 2_000, 100, 20
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|([€$£+])')
_FIGURE = re.compile(r"[0#?](?:[0#?,. ]*[0#?])?(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")  # outside quotation marks


def read_document(name: str, content: bytes) -> str | list[tuple[str, list[list[str]]]]:
    """Read the text, or each sheet with its name; raises UnreadableFileError."""
    if len(content) > MAX_BYTES:
        raise UnreadableFileError(file=name, why="too_large_to_be_one")
    if is_text(name, content):
        return "".join(decoding.decode(name, content).lines())
    if not content.startswith(archive.ZIP):
        raise UnreadableFileError(file=name, why="old_excel")
    return _sheets(name, content)


def _sheets(name: str, content: bytes) -> list[tuple[str, list[list[str]]]]:
    parts = {part.filename for part in archive.members(name, content)}
    if "word/document.xml" in parts or "ppt/presentation.xml" in parts:
        raise UnreadableFileError(file=name, why="document")
    if "xl/workbook.xml" not in parts:
        raise UnreadableFileError(file=name, why="old_excel" if "xl/workbook.bin" in parts else "zip_without_table")
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [(sheet.title, _rows(sheet)) for sheet in islice(book.worksheets, MAX_SHEETS)]
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError) as cause:  # of a broken file
        raise UnreadableFileError(file=name, why="damaged") from cause


def _rows(sheet: Any) -> list[list[str]]:
    rows = islice(sheet.iter_rows(max_col=min(sheet.max_column or MAX_COLUMNS, MAX_COLUMNS)), MAX_ROWS)
    return [[clean(shown(cell.value, getattr(cell, "number_format", "General"))) for cell in row] for row in rows]


def shown(value: object, number_format: str) -> str:
    """Write a cell as its reader sees it: 0.014 under `0.0%` is 1.4%, 500 under `0" kr"` is 500 kr."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)), number_format.split(";", maxsplit=1)[0])
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _number(number: Decimal, pattern: str) -> str:
    plain = _CURRENCY.sub(r'"\1"', pattern)
    if "%" in re.sub(r'"[^"]*"', "", plain):
        return f"{_digits(number * 100)}%"
    before, _, after = _FIGURE.sub("\0", plain, count=1).partition("\0")
    return f"{_literals(before)}{_digits(number)} {_literals(after)}".strip()


def _literals(part: str) -> str:
    return "".join(next(filter(None, found), "") for found in _LITERAL.findall(part)).strip()


def _digits(number: Decimal) -> str:
    """Write digits that no language takes for thousands: 1.125 becomes 1.1250."""
    text = f"{number.normalize():f}"
    return f"{text}0" if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", text) else text
