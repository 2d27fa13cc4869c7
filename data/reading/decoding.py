"""Bytes -> lines of text: by byte order mark, by the pattern of zero bytes, as strict UTF-8, else by plausibility."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from data.errors import UnreadableFileError
from data.notes import Note, note
from data.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from data.reading.workbook import Content

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_EIGHT_BIT = ("cp1252", "cp1250", "cp1251", "mac_roman")
_LIKELY = frozenset("äöåéèêëïüßçñáíóúàâîôãõœășşțţÄÖÅÉÜÎÂÇ€–—“”„‘’…")
_CYRILLIC = re.compile("[а-яё]{3,}", re.IGNORECASE)
_BIDI_BYTES = re.compile(b"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")  # the marks of data.text.BIDI in UTF-8
_PORTION = 1 << 20
_SAMPLE = 2_000  # lines that settle an 8-bit encoding


@dataclass(frozen=True)
class Decoded:
    """A text that can be read line by line, as often as needed."""

    encoding: str
    lines: Callable[[], Iterator[str]]
    notes: tuple[Note, ...] = ()
    plain: Content | None = None  # the bytes themselves, when they are UTF-8 and hold nothing unseen


def decode(name: str, content: Content) -> Decoded:
    """Find the encoding; an 8-bit one is a judgement, and a note says so."""
    encoding = _stated(content) or _by_zero_bytes(content) or "utf-8"
    if not _is_valid(content, encoding):
        if not encoding.startswith("utf-8"):
            raise UnreadableFileError(file=name, why="encoding")
        return _judged(name, content, is_marked=encoding != "utf-8")
    if encoding.startswith("utf-8") and not _has_unseen(content):
        return Decoded(encoding, _lines(content, encoding, clean=None), plain=content)
    return Decoded(encoding, _lines(content, encoding))


def _judged(name: str, content: Content, *, is_marked: bool) -> Decoded:
    """Read lines that are no UTF-8 in the 8-bit encoding that suits them best; all lines, when most are none."""
    right, wrong = _foreign_lines(content)
    encoding = max(_EIGHT_BIT, key=lambda one: _plausibility(wrong, one))
    if 2 * right >= len(wrong) + right:
        return Decoded("utf-8", lambda: _mixed(content, encoding), (note("encoding_mixed", encoding=encoding),))
    if is_marked:
        raise UnreadableFileError(file=name, why="encoding")
    return Decoded(encoding, _lines(content, encoding), (note("encoding_guessed", encoding=encoding),))


def _stated(content: Content) -> str | None:
    return next((encoding for mark, encoding in _MARKS.items() if content[:3].startswith(mark)), None)


def _by_zero_bytes(content: Content) -> str | None:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    start = content[:2000]
    if start.count(0) < len(start) // 4:
        return None
    return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"


def _is_valid(content: Content, encoding: str) -> bool:
    if encoding.startswith("utf-8"):
        return _is_utf8(content)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _PORTION):
            decoder.decode(content[start : start + _PORTION])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _is_utf8(content: Content) -> bool:
    """Let Arrow look: it checks a gigabyte in the time Python decodes a tenth."""
    ends = pa.array([0, len(content)], pa.int32()).buffers()[1]
    try:
        pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(content)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _has_unseen(content: Content) -> bool:
    if _BIDI_BYTES.search(content):
        return True
    everything = np.frombuffer(content, np.uint8)
    return any(_has_controls(everything[at : at + _PORTION]) for at in range(0, len(everything), _PORTION))


def _has_controls(part: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> bool:
    harmless = sum(np.count_nonzero(part == mark) for mark in b"\t\n\r")
    return np.count_nonzero(part < 32) != harmless or bool((part == 127).any())


def _lines(content: Content, encoding: str, clean: Callable[[str], str] | None = clean) -> Callable[[], Iterator[str]]:
    def lines() -> Iterator[str]:
        text = io.TextIOWrapper(_stream(content), encoding, errors="replace", newline="")
        return map(clean, text) if clean else text

    return lines


def _stream(content: Content) -> io.BytesIO | io.BufferedReader:
    """Read from the bytes where they are."""
    return io.BytesIO(content) if isinstance(content, bytes) else io.BufferedReader(_Mapped(content), _PORTION)


class _Mapped(io.RawIOBase):
    """A mapped file as a stream; io.BytesIO would copy it."""

    def __init__(self, content: Content) -> None:
        self._content, self._at = content, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._content[self._at : self._at + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)


def _foreign_lines(content: Content) -> tuple[int, list[bytes]]:
    """Count the lines with other letters than ASCII that are UTF-8, and give those that are not."""
    right, wrong = 0, []
    for line in _stream(content):
        if not line.isascii():
            try:
                line.decode()
                right += 1
            except UnicodeDecodeError:
                wrong.append(line)
    return right, wrong


def _mixed(content: Content, encoding: str) -> Iterator[str]:
    for number, line in enumerate(_stream(content)):
        try:
            yield clean(line.decode("utf-8" if number else "utf-8-sig"))
        except UnicodeDecodeError:
            yield clean(line.decode(encoding, errors="replace"))


def _plausibility(lines: list[bytes], encoding: str) -> float:
    """Likely letters count for an encoding, symbols inside words and unassigned bytes against it."""
    text = b"".join(lines[:_SAMPLE]).decode(encoding, errors="replace")
    foreign = [c for c in text[:200_000] if c > "\x7f"]
    likely = sum(c in _LIKELY for c in foreign)
    odd = sum(c == "\ufffd" or not (c.isalpha() or c in _LIKELY or c.isspace()) for c in foreign)
    cyrillic = sum(len(word) for word in _CYRILLIC.findall(text))
    return (2 * likely + 2 * cyrillic - 3 * odd) / max(1, len(foreign))
