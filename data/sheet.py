"""Bytes of an upload -> sheets of text cells. Nothing is typed here, and nothing is guessed from cells."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from data import csv_text, excel
from data.errors import UnreadableFileError
from data.workbook import Sheet, Workbook

__all__ = ["Sheet", "Workbook", "read_workbook"]

MAX_MEMBERS = 50
_BLANK = b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"
MAX_BYTES = 1_000_000_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = {b"%PDF": "pdf", b"\x89PNG": "picture", b"\xff\xd8\xff": "picture", b"GIF8": "picture"}


def read_workbook(name: str, content: bytes) -> Workbook:
    """Open an upload by what its bytes are, whatever its name says."""
    if not content[:4096].strip(_BLANK) and not content.strip(_BLANK):
        raise UnreadableFileError(file=name, why="empty")
    if len(content) > MAX_BYTES:
        raise UnreadableFileError(file=name, why="too_large")
    if content.startswith(_OLE):
        return excel.read_excel(name, content, ".xls")
    if content.startswith(_ZIP):
        return excel.read_excel(name, content, ".xlsx") if _is_excel(name, content) else _read_zip(name, content)
    for start, kind in _OTHER_KINDS.items():
        if content.startswith(start):
            raise UnreadableFileError(file=name, why=kind)
    if content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")[:6].lower() in (
        b"<html>",
        b"<!doct",
        b"<?xml ",
        b"<table",
        b"<html ",
    ):
        raise UnreadableFileError(file=name, why="web_page")
    return csv_text.read_csv(name, content)


def _members(name: str, content: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as cause:
        raise UnreadableFileError(file=name, why="damaged") from cause


def _is_excel(name: str, content: bytes) -> bool:
    return any(member.filename == "[Content_Types].xml" for member in _members(name, content))


def _read_zip(name: str, content: bytes) -> Workbook:
    """Read the CSV files in a zip, as YouTube Studio delivers them; each is a sheet."""
    members = [
        member for member in _members(name, content) if member.filename.lower().endswith((".csv", ".tsv", ".txt"))
    ]
    if not any(member.file_size for member in members):
        raise UnreadableFileError(file=name, why="zip_without_table")
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_BYTES:
        raise UnreadableFileError(file=name, why="too_large")
    full = [member for member in members if member.file_size]
    books = [csv_text.read_csv(member.filename, _unpack(name, content, member)) for member in full]
    return Workbook(
        sheets=tuple(replace(book.sheets[0], name=one.filename) for one, book in zip(full, books, strict=True)),
        encoding=books[0].encoding if books else None,
        notes=tuple(note for book in books for note in book.notes),
    )


def _unpack(name: str, content: bytes, member: zipfile.ZipInfo) -> bytes:
    if member.flag_bits & 1:
        raise UnreadableFileError(file=name, why="password")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.read(member)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as cause:
        raise UnreadableFileError(file=name, why="damaged") from cause
