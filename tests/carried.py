"""What stands in each form that a snapshot is taken along as: read back from the file, not from what made it."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pymupdf
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from kpi.paper.printable import BREAK
from tests.spreadsheet import shown

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from pptx.chart.chart import Chart

UNSEEN = "\u2060"
FORMULA = re.compile(r'=IFERROR\((.+),"–"\)')
REFERENCE = re.compile(r"\b[A-Z]{1,2}\d+\b")


@dataclass(frozen=True)
class Held:
    """A cell of a workbook: what it holds, and what a reader of a language sees."""

    value: Any  # a number, a text, a day or None
    text: str


def sheets(book: bytes, language: str) -> dict[str, list[dict[str, Held]]]:
    """Read every table of a workbook: rows by the heads of their columns; of two columns of one head the first."""
    found = {}
    for sheet in opened(book).worksheets[1:]:
        head, *rows = sheet.iter_rows()
        names = [str(cell.value) for cell in head]
        found[sheet.title] = [
            {name: _held(cell, language) for name, cell in reversed(list(zip(names, row, strict=True)))} for row in rows
        ]
    return found


def opened(book: bytes, *, formulas: bool = False) -> Workbook:
    """Open a workbook with what its formulas came to, or with the formulas."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Sparkline Group extension")  # openpyxl draws no lines
        return load_workbook(io.BytesIO(book), data_only=not formulas)


def _held(cell: Cell, language: str) -> Held:
    if isinstance(cell.value, int | float):
        return Held(float(cell.value), shown(cell.value, cell.number_format, language))
    day = cell.value.date() if isinstance(cell.value, datetime) else cell.value
    return Held(day, str(cell.value or ""))


def recalculated(book: bytes, sheet: str) -> dict[str, tuple[float, float]]:
    """Work out the formulas of a sheet again: by cell what was kept in the file, and what comes out."""
    kept, found = opened(book)[sheet], {}
    for row in opened(book, formulas=True)[sheet].iter_rows():
        for cell in row:
            if cell.data_type == "f":
                inner = FORMULA.fullmatch(cell.value)
                assert inner, cell.value
                told = REFERENCE.sub(lambda name: repr(kept[name[0]].value), inner[1])
                assert re.fullmatch(r"[-+*/().\de]+", told), told
                found[cell.coordinate] = (kept[cell.coordinate].value, eval(told))  # noqa: S307 - digits and signs only
    return found


def printed(pdf: bytes) -> str:
    """Read all words of a PDF in their order, with plain blanks."""
    with pymupdf.open(stream=pdf) as paper:
        return blanks(" ".join(page.get_text() for page in paper).replace(BREAK, ""))


@dataclass(frozen=True)
class Deck:
    """What slides hold."""

    tables: list[list[list[str]]]  # rows of cells, the head first
    charts: dict[str, tuple[list[float | None], list[float | None]]]  # by series: what is drawn, what can be edited
    tiles: dict[str, list[str]]  # by the name of the key figure


def deck(slides: bytes) -> Deck:
    """Read the tables, charts and groups of slides; of a chart its first series."""
    shapes = [shape for slide in Presentation(io.BytesIO(slides)).slides for shape in slide.shapes]
    charts = [shape.chart for shape in shapes if shape.has_chart]
    groups = [list(shape.shapes) for shape in shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    texts = [[blanks(one.text_frame.text) for one in group if one.has_text_frame] for group in groups]
    return Deck(
        [[[blanks(c.text) for c in row.cells] for row in shape.table.rows] for shape in shapes if shape.has_table],
        {chart.plots[0].series[0].name: (list(chart.plots[0].series[0].values), _kept(chart)) for chart in charts},
        {next(filter(None, told)): told for told in texts if any(told)},
    )


def _kept(chart: Chart) -> list[float | None]:
    """Read the values that somebody finds who edits the chart."""
    sheet = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    return [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)]


def tables(markdown: bytes) -> list[list[list[str]]]:
    """Read the tables of a Markdown text: cells as they are read, the head first."""
    found: list[list[list[str]]] = []
    before = ""
    for line in markdown.decode().split("\n"):
        if line.startswith("|"):
            if not before.startswith("|"):
                found.append([])
            found[-1].append([as_read(cell) for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
        before = line
    return [[head, *rows] for head, _, *rows in found]


def as_read(markdown: str) -> str:
    """Take the marks out of Markdown without markup."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown).replace(UNSEEN, "").strip()


def blanks(text: str) -> str:
    """Make all blanks plain ones."""
    return " ".join(text.split())
