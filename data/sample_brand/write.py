"""Rows -> the bytes of a file, the same bytes every time."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LONG_AGO = datetime(2000, 1, 1)  # noqa: DTZ001 - what a file says of its own age is not part of the story


def table(header: str, rows: Iterable[Mapping[str, object]]) -> list[list[object]]:
    """Lay rows out under a header; what a row does not say is blank. An unknown column is a mistake."""
    columns = header.split("|")
    laid: list[list[object]] = [list(columns)]
    for row in rows:
        if unknown := row.keys() - set(columns):
            raise KeyError(*sorted(unknown))
        laid.append([row.get(column, "") for column in columns])
    return laid


def text(rows: Iterable[Sequence[object]], *, tabs: bool = False, end: str = "\n") -> str:
    """Write rows as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t" if tabs else ",", lineterminator=end).writerows(rows)
    return out.getvalue()


def bom(content: str) -> bytes:
    """Encode the way Meta and TikTok do: UTF-8 with a mark."""
    return codecs.BOM_UTF8 + content.encode()


def utf16(content: str) -> bytes:
    """Encode the way Meltwater does."""
    return codecs.BOM_UTF16_LE + content.encode("utf-16-le")


def sheet(name: str, rows: Iterable[Sequence[object]]) -> bytes:
    """Write one sheet as .xlsx."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = name
    for row in rows:
        page.append([None if cell == "" else cell for cell in row])
    return xlsx(book)


def xlsx(book: Workbook) -> bytes:
    """Write an Excel file; its clock times are taken out, so that the same rows give the same bytes."""
    book.properties.created = LONG_AGO
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        members = {member.filename: archive.read(member) for member in archive.infolist()}
    members["docProps/core.xml"] = _undated(members["docProps/core.xml"])
    return zipped(members)


def _undated(core: bytes) -> bytes:
    """Put an old day where saving wrote the wall clock's."""
    start, tag, rest = core.partition(b"<dcterms:modified")
    attributes, _, rest = rest.partition(b">")
    _, close, rest = rest.partition(b"</dcterms:modified>")
    return start + tag + attributes + b">" + LONG_AGO.isoformat().encode() + b"Z" + close + rest


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Pack files into a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
