"""A dropped zip -> the tables inside it, each an upload of its own; anything else is one document.

The zip directory is looked at before anything is unpacked: readers enforce the
sizes it states, so their sum is a true bound on what comes out.
"""

from __future__ import annotations

import io
import lzma
import re
import unicodedata
import zipfile
import zlib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.errors import UnreadableFileError
from data.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ZIP = b"PK\x03\x04"
MAX_DOCUMENTS, MAX_ENTRIES = 200, 5_000
MAX_UNPACKED, MAX_PART, MAX_RATIO = 400 << 20, 50 << 20, 300
_TABLES = (".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".xlsb")
_UTF8_NAME, _LOCKED = 0x800, 0x1  # flags of a member
_BROKEN = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, zlib.error, lzma.LZMAError)


@dataclass(frozen=True)
class Document:
    """One file to read; the name of a member is its whole path, for the period may stand only there."""

    name: str
    content: bytes = field(repr=False)


def documents(name: str, content: bytes) -> tuple[Document, ...]:
    """Give the tables of a zip (and of a zip inside it), or the file itself; raises UnreadableFileError."""
    if not is_archive(name, content):
        return (Document(name, content),)
    found = list(_tables(name, content, depth=0))
    _refuse_too_much(name, len(found), sum(len(one.content) for one in found))
    if not found:
        raise UnreadableFileError(file=name, why="zip_without_table")
    return tuple(found)


def is_archive(name: str, content: bytes) -> bool:
    """Whether the bytes are a zip and no workbook, which is a zip too."""
    if not content.startswith(ZIP):
        return False
    return all(part.filename != "[Content_Types].xml" for part in members(name, content))


def members(name: str, content: bytes) -> list[zipfile.ZipInfo]:
    """Read the directory of a zip; one that is damaged, locked or made to explode is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except _BROKEN as cause:
        raise UnreadableFileError(file=name, why="damaged") from cause
    if any(part.flag_bits & _LOCKED for part in parts):
        raise UnreadableFileError(file=name, why="password")
    swollen = (part.file_size > MAX_PART and part.file_size > MAX_RATIO * max(1, part.compress_size) for part in parts)
    if any(swollen) or len(parts) > MAX_ENTRIES or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnreadableFileError(file=name, why="too_large")
    if max(Counter(part.filename for part in parts).values(), default=0) > 1:
        raise UnreadableFileError(file=name, why="damaged")
    return parts


def _tables(name: str, content: bytes, depth: int) -> Iterator[Document]:
    """Unpack the members that can hold a table; a zip in a zip in a zip is refused, not passed over."""
    unpacked = 0
    for path, body in _unpacked(name, content):
        unpacked += len(body)
        inside = f"{name}/{path}"
        if is_archive(inside, body):
            if depth:
                raise UnreadableFileError(file=inside, why="zip_too_deep")
            inner = list(_tables(inside, body, depth + 1))
            unpacked += sum(len(one.content) for one in inner)
            yield from inner
        elif _may_hold_table(path, body):
            yield Document(inside, body)
        _refuse_too_much(name, 0, unpacked)


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    parts = members(name, content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in sorted(parts, key=lambda one: one.filename):
            path = _path(part)
            if path is None or not part.file_size or part.is_dir() or not path.lower().endswith(_WANTED):
                continue
            try:
                yield path, archive.read(part)
            except _BROKEN as cause:
                raise UnreadableFileError(file=f"{name}/{path}", why="damaged") from cause


_WANTED = (*_TABLES, ".txt", ".zip")


def _path(part: zipfile.ZipInfo) -> str | None:
    """Give the path as it was typed; None for what a computer put there by itself."""
    name = part.filename
    if not part.flag_bits & _UTF8_NAME:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")  # macOS writes UTF-8 and does not say so
    steps = [step for step in re.split(r"[/\\]", clean(unicodedata.normalize("NFC", name))) if step not in ("", "..")]
    hidden = not steps or any(step.startswith((".", "~$", "__MACOSX")) for step in steps)
    return None if hidden else "/".join(steps)


def _may_hold_table(path: str, body: bytes) -> bool:
    """Whether a member is worth reading; a text file is when its first lines have cells."""
    if path.lower().endswith(_TABLES):
        return True
    return path.lower().endswith(".txt") and _has_cells(body[:20_000].splitlines()[:20])


def _has_cells(lines: Iterable[bytes]) -> bool:
    some = [line for line in lines if line.strip(b"\0 \xff\xfe\xef\xbb\xbf")]
    widths = (Counter(line.count(mark) for line in some) for mark in (b",", b";", b"\t", b"|"))
    return any(any(cells and lines > 1 for cells, lines in width.items()) for width in widths)


def _refuse_too_much(name: str, tables: int, size: int) -> None:
    if tables > MAX_DOCUMENTS or size > MAX_UNPACKED:
        raise UnreadableFileError(file=name, why="too_large")
