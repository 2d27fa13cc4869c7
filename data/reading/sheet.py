"""Bytes of an upload -> sheets of text cells. Nothing is typed here, and nothing is guessed from cells.

A crafted workbook can end the process that opens it: `data/reading/reader.py` does this
in a child process; only tests of small samples do it in their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import UnreadableFileError
from data.reading import archive, csv_text, excel
from data.reading.workbook import Sheet, Workbook

if TYPE_CHECKING:
    from data.reading.workbook import Content

__all__ = ["Sheet", "Workbook", "read_workbook"]

MAX_BYTES = 1_000_000_000
_BLANK = b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16: half of a letter may be any byte
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = {b"%PDF": "pdf", b"\x89PNG": "picture", b"\xff\xd8\xff": "picture", b"GIF8": "picture"}
_DOCUMENT = ("word/", "ppt/")  # folders inside a file of Word or PowerPoint
_UNSEEN = bytes({*range(1, 9), *range(14, 32)} - {26, 27})  # no text has more than a few of these
_MOST = 0.05  # of the bytes; of bytes by chance they are a tenth
_WEB_PAGE = (b"<html>", b"<!doct", b"<?xml ", b"<table", b"<html ")


def read_workbook(name: str, content: Content) -> Workbook:
    """Open one document by what its bytes are, whatever its name says; raises UnreadableFileError."""
    if is_text(name, content):
        return csv_text.read_csv(name, content)
    return _read_binary(name, bytes(content))


def is_text(name: str, content: Content) -> bool:
    """Tell lines of text from a workbook or archive; what is neither is refused."""
    start = content[:4096]
    if not start.strip(_BLANK) and not bytes(content).strip(_BLANK):
        raise UnreadableFileError(file=name, why="empty")
    if len(content) > MAX_BYTES:
        raise UnreadableFileError(file=name, why="too_large")
    if start.startswith((_OLE, archive.ZIP)):
        return False
    for mark, kind in _OTHER_KINDS.items():
        if start.startswith(mark):
            raise UnreadableFileError(file=name, why=kind)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:6].lower() in _WEB_PAGE:
        raise UnreadableFileError(file=name, why="web_page")
    if not start.startswith(_WIDE) and len(start) - len(start.translate(None, _UNSEEN)) > _MOST * len(start):
        raise UnreadableFileError(file=name, why="damaged")
    return True


def _read_binary(name: str, content: bytes) -> Workbook:
    if archive.is_archive(name, content):  # its tables are documents of their own
        raise UnreadableFileError(file=name, why="zip_without_table")
    if content.startswith(archive.ZIP) and any(
        part.filename.startswith(_DOCUMENT) for part in archive.members(name, content)
    ):
        raise UnreadableFileError(file=name, why="document")
    return excel.read_excel(name, content)
