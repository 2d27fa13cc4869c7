"""A deck read back: its slides, their words in reading order, its tables, its charts and the parts of the file."""

from __future__ import annotations

import posixpath
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation

if TYPE_CHECKING:
    from collections.abc import Iterator

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PT = 12700


def opened(content: bytes) -> Any:
    """Open a deck."""
    return Presentation(BytesIO(content))


def titles(content: bytes) -> list[str]:
    """List the titles of all slides."""
    return [slide.shapes.title.text_frame.text for slide in opened(content).slides]


def shapes(slide: Any) -> Iterator[Any]:
    """List what lies on a slide, and what lies in its groups."""
    for shape in slide.shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from shape.shapes


def words(content: bytes) -> str:
    """Join all that a reader reads, slide by slide, with plain blanks."""
    found = []
    for slide in opened(content).slides:
        parts = [slide._element, *(shape.chart._chartSpace for shape in slide.shapes if shape.has_chart)]
        found += ["".join(run.text or "" for run in p.iter(f"{A}t")) for part in parts for p in part.iter(f"{A}p")]
    return " ".join(" ".join(found).split())


def tables(content: bytes) -> dict[str, list[list[str]]]:
    """Read every table, by the title of its slide: the head first."""
    found = {}
    for slide in opened(content).slides:
        for shape in slide.shapes:
            if shape.has_table:
                rows = [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
                found[slide.shapes.title.text_frame.text] = rows
    return found


def charts(content: bytes) -> list[Any]:
    """List every chart."""
    return [shape.chart for slide in opened(content).slides for shape in slide.shapes if shape.has_chart]


def workbook(chart: Any) -> list[tuple[Any, ...]]:
    """Read the workbook inside a chart: the head first."""
    book = load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    return [tuple(cell.value for cell in row) for row in book.active.iter_rows()]


def parts(content: bytes) -> dict[str, bytes]:
    """Take a file apart, with the parts of the files in it."""
    with ZipFile(BytesIO(content)) as package:
        found = {name: package.read(name) for name in package.namelist()}
    for name in [name for name in found if name.endswith(".xlsx")]:
        found |= {f"{name}/{inner}": part for inner, part in parts(found[name]).items()}
    return found


def relations(found: dict[str, bytes]) -> Iterator[tuple[str, Any]]:
    """List what points from one part to another: where to, and how."""
    for name, part in found.items():
        if name.endswith(".rels") and ".xlsx/" not in name:
            folder = posixpath.dirname(posixpath.dirname(name))
            for relation in etree.fromstring(part):
                yield posixpath.normpath(posixpath.join("/", folder, relation.get("Target"))).lstrip("/"), relation
