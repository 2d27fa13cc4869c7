"""Rows -> the bytes of a file, the same bytes every time."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONG_AGO = datetime(2000, 1, 1)  # noqa: DTZ001 - what a file says of its own age is not part of the story


def text(rows: Iterable[Sequence[object]], *, tabs: bool = False, end: str = "\n") -> str:
    """Write rows as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t" if tabs else ",", lineterminator=end).writerows(rows)
    return out.getvalue()


def with_bom(rows: Iterable[Sequence[object]]) -> bytes:
    """Write CSV the way Meta and TikTok do."""
    return codecs.BOM_UTF8 + text(rows).encode()


def tabbed_utf16(rows: Iterable[Sequence[object]]) -> bytes:
    """Write tab-separated UTF-16, the way Meltwater does."""
    return codecs.BOM_UTF16_LE + text(rows, tabs=True, end="\r\n").encode("utf-16-le")


def xlsx(book: Workbook) -> bytes:
    """Write an Excel file; its clock times are taken out, so that the same rows give the same bytes."""
    book.properties.created = book.properties.modified = LONG_AGO
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        members = {member.filename: archive.read(member) for member in archive.infolist()}
    members["docProps/core.xml"] = _undated(members["docProps/core.xml"])
    return zipped(members)


def _undated(core: bytes) -> bytes:
    """Saving dates the file by the wall clock; put the old day back."""
    start, _, rest = core.partition(b"<dcterms:modified")
    tag, _, rest = rest.partition(b">")
    _, _, rest = rest.partition(b"</dcterms:modified>")
    return start + b"<dcterms:modified" + tag + b">" + LONG_AGO.isoformat().encode() + b"Z</dcterms:modified>" + rest


def zipped(members: dict[str, bytes]) -> bytes:
    """Pack files into a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def sheet(name: str, rows: Iterable[Sequence[Any]]) -> bytes:
    """Write one sheet."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = name
    for row in rows:
        page.append([cell if cell != "" else None for cell in row])
    return xlsx(book)
