"""What leaves Ninety holds no formula of a stranger's, leads nowhere and runs nothing: a check for each kind."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

import pymupdf
from defusedxml.ElementTree import fromstring
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from data.text import BIDI, CONTROLS
from kpi.safe_cells import safe_cell
from tests.hostile.payloads import AFAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NUMBER = re.compile(r"[-+]?[\d., \u00a0\u202f]+")
OURS = re.compile(r"[\w.$:(),;\"'!&<>=*/+\-#\s\u00a0?%·–—≥≤±]*")  # the letters of formulas that Ninety writes itself
READER = MarkdownIt("gfm-like")
PDF_ACTS = re.compile(rb"/(?:JavaScript|JS|Launch|SubmitForm|OpenAction|EmbeddedFile|RichMedia|URI)\b")


def wrong(name: str, content: bytes) -> list[str]:
    """List what a file that was taken along could do; an unknown kind of file is wrong too."""
    kind = name.rsplit(".", 1)[-1].lower()
    check = CHECKS.get(kind)
    return [f"{name}: {found}" for found in check(content)] if check else [f"{name}: nobody checks .{kind}"]


def _text(text: str) -> Iterator[str]:
    if turning := set(text) & set(BIDI):
        yield f"turns the direction of writing: {sorted(map(ord, turning))}"
    if hidden := set(text) & set(CONTROLS):
        yield f"control characters: {sorted(map(ord, hidden))}"


def _csv(content: bytes) -> Iterator[str]:
    text = content.decode("utf-8-sig")
    yield from _text(text)
    first = text.split("\n", 1)[0]
    for row in csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count)):
        yield from (f"runs as a formula: {cell[:60]!r}" for cell in row if _runs(cell))


def _runs(cell: str) -> bool:
    return safe_cell(cell) != cell and not cell.startswith("'") and not NUMBER.fullmatch(cell)


def _xlsx(content: bytes) -> Iterator[str]:
    yield from _package(content)
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and (AFAR in str(cell.value) or "cmd" in str(cell.value)):
                    yield f"{sheet.title}!{cell.coordinate} is a stranger's formula: {cell.value!r}"
                if cell.hyperlink is not None and cell.hyperlink.target:
                    yield f"{sheet.title}!{cell.coordinate} leads to {cell.hyperlink.target}"
                if isinstance(cell.value, str):
                    yield from _text(cell.value)


def _package(content: bytes) -> Iterator[str]:
    """Look for whatever leads out of a file of Office, also out of the workbooks inside it."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for part in package.namelist():
            body = package.read(part)
            if part.endswith(".rels"):
                for relation in fromstring(body):
                    if relation.get("TargetMode") == "External":
                        yield f"{part} leads to {relation.get('Target')}"
            if re.search(r"externalLink|vbaProject|activeX|oleObject|/connections", part):
                yield f"holds {part}"
            if part.endswith((".xml", ".rels")):
                fromstring(body)
            if part.endswith(".xlsx"):
                yield from _xlsx(body)


def _pptx(content: bytes) -> Iterator[str]:
    yield from _package(content)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for part in package.namelist():
            if part.startswith(("ppt/slides/slide", "ppt/notesSlides/notes")):
                yield from _text(package.read(part).decode())


def _pdf(content: bytes) -> Iterator[str]:
    with pymupdf.open(stream=content) as paper:
        for page in paper:
            yield from (
                f"leads to {link.get('uri') or link}" for link in page.get_links() if link["kind"] not in {1, 4}
            )
            yield from _text(page.get_text().replace("\n", " "))
        for number in range(1, paper.xref_length()):
            said = paper.xref_object(number).encode()
            yield from (f"acts: {act.decode()}" for act in PDF_ACTS.findall(said) if act != b"/EmbeddedFile")


def _markdown(content: bytes) -> Iterator[str]:
    text = content.decode("utf-8-sig")
    yield from _text(text)
    for token in READER.parse(text):
        for one in (token, *(token.children or ())):
            if one.type in {"image", "link_open", "html_inline", "html_block"}:
                yield f"{one.type}: {one.attrs or one.content[:60]}"


def _json(content: bytes) -> Iterator[str]:
    json.loads(content)
    yield from _text(content.decode().replace("\n", ""))


def _html_or_plain(content: bytes) -> Iterator[str]:
    yield from _text(content.decode())


CHECKS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "csv": _csv, "xlsx": _xlsx, "pptx": _pptx, "pdf": _pdf, "md": _markdown, "json": _json,
    "txt": _html_or_plain,
}  # fmt: skip
