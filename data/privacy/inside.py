"""What stands in a file, as texts to look for a name in: whatever its form, encoding or packing.

It is for finding, not for reading: a text may come twice, wrongly decoded once. Only files that Ninety keeps are looked
into, which were measured when they came.
"""

from __future__ import annotations

import gzip
import html
import io
import re
import zipfile
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ZIP, _GZIP, _PDF = b"PK\x03\x04", b"\x1f\x8b", b"%PDF"
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_PACKED = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, zlib.error, RuntimeError)
_DEEP = 3  # an archive in an archive in an archive


def inside(content: bytes, depth: int = 0) -> Iterator[str]:
    """Give every text that may stand in bytes."""
    if content.startswith(_ZIP) and depth < _DEEP:
        with suppress(*_PACKED), zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield "\n".join(archive.namelist())
            for member in archive.infolist():
                yield from inside(archive.read(member), depth + 1)
            return
    if content.startswith(_GZIP) and depth < _DEEP:
        with suppress(*_PACKED):
            yield from inside(gzip.decompress(content), depth + 1)
            return
    if content.startswith(_PDF):
        for stream in _STREAM.findall(content):
            with suppress(zlib.error):
                yield zlib.decompress(stream).decode("latin-1")
    yield from _decoded(content)


def _decoded(content: bytes) -> Iterator[str]:
    if content.startswith(_MARKS) or content[:4_000].count(0) > len(content[:4_000]) // 8:
        for encoding in ("utf-16",) if content.startswith(_MARKS) else ("utf-16-le", "utf-16-be"):
            yield content.decode(encoding, "replace")
            yield content[1:].decode(encoding, "replace") if encoding != "utf-16" else ""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        for encoding in ("cp1252", "cp1250"):
            yield content.decode(encoding, "replace")
        text = content.decode("utf-8", "replace")
    yield html.unescape(text) if "&" in text else text
