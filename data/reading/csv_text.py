"""CSV bytes -> text cells: strict csv, the delimiter that makes a table, no sniffing of types."""

from __future__ import annotations

import csv
from collections import Counter
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from data.errors import UnreadableFileError
from data.notes import note
from data.reading import decoding, plain_csv
from data.reading.workbook import Sheet, Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from data.reading.workbook import Content, Row

DELIMITERS = ",;\t|"
MAX_COLUMNS = 500
MAX_CELL = 200_000  # characters
MAX_LINE = 4_000_000  # bytes
_LOOK = 60  # physical lines that settle the delimiter


def read_csv(name: str, content: Content) -> Workbook:
    """Read a CSV file; broken quotes and lines beyond all measure are refused with their place."""
    _refuse_endless_lines(name, content)
    decoded = decoding.decode(name, content)
    notes = list(decoded.notes)
    delimiter = _stated_delimiter(decoded.lines)
    skipped = 1 if delimiter else 0
    lines = _without_first(decoded.lines) if delimiter else decoded.lines
    wrapped = _is_double_quoted(lines)
    if wrapped:
        notes.append(note("repaired_double_quotes"))
        lines, delimiter = _unwrapped(lines), None
    delimiter = delimiter or _best_delimiter(lines)
    large = decoded.plain is not None and len(content) > plain_csv.SMALL and not wrapped
    plain = plain_csv.PlainCsv(decoded.plain, delimiter) if large and decoded.plain is not None else None
    ended = content[-_LOOK:].rstrip(b"\0").endswith((b"\n", b"\r"))
    sheet = Sheet("", _reader(name, lines, delimiter, skipped), plain, delimiter, ended)
    return Workbook((sheet,), decoded.encoding, tuple(notes))


def _refuse_endless_lines(name: str, content: Content) -> None:
    """Jump from line end to line end in steps of the longest line allowed."""
    place = 0
    while len(content) - place > MAX_LINE:
        end = content.rfind(b"\n", place, place + MAX_LINE)
        if end <= place:
            end = content.rfind(b"\r", place, place + MAX_LINE)
        if end <= place:
            raise UnreadableFileError(file=name, why="line_too_long", row=content[:place].count(b"\n") + 1)
        place = end + 1


def _stated_delimiter(lines: Callable[[], Iterator[str]]) -> str | None:
    first = next(lines(), "").strip("\r\n\"'")
    return first[4:5] if first.lower().startswith("sep=") and len(first) == 5 else None


def _without_first(lines: Callable[[], Iterator[str]]) -> Callable[[], Iterator[str]]:
    return lambda: islice(lines(), 1, None)


def _is_double_quoted(lines: Callable[[], Iterator[str]]) -> bool:
    """Whether Excel wrapped each line of a CSV in one more pair of quotes: every row is then a single cell."""
    some = [line.rstrip("\r\n;,\t ") for line in islice(lines(), _LOOK) if line.strip()]
    wrapped = [line for line in some if len(line) > 2 and line[0] == line[-1] == '"' and '""' in line]
    if not wrapped or wrapped[0] != next((line for line in some if '"' in line), None):
        return False
    return len(_cells(wrapped[0])) == 1 and max(len(_cells(_unwrap(wrapped[0]), mark)) for mark in DELIMITERS) > 2


def _cells(line: str, delimiter: str = ",") -> list[str]:
    """Split one line; one that no CSV holds, such as a cell of 200,000 letters, has no cells."""
    with suppress(csv.Error):
        return next(csv.reader([line], delimiter=delimiter), [])
    return []


def _unwrapped(lines: Callable[[], Iterator[str]]) -> Callable[[], Iterator[str]]:
    return lambda: (_unwrap(line) for line in lines())


def _unwrap(line: str) -> str:
    body = line.rstrip("\r\n;,\t ")
    if len(body) > 1 and body[0] == body[-1] == '"':
        return body[1:-1].replace('""', '"') + "\n"
    return line


def _best_delimiter(lines: Callable[[], Iterator[str]]) -> str:
    """Choose the mark under which most rows have the same number of cells, and more than one."""
    sample = list(islice(lines(), _LOOK))
    return max(DELIMITERS, key=lambda mark: _regularity(sample, mark))


def _regularity(sample: list[str], delimiter: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(sample, delimiter=delimiter):
            widths[len(row)] += 1
    except csv.Error:  # a cell beyond the limit: the rows before it count
        pass
    width, rows = max(
        ((w, n) for w, n in widths.items() if w > 1), key=lambda pair: pair[1] * (pair[0] - 1), default=(0, 0)
    )
    return rows * (width - 1), width


def _reader(name: str, lines: Callable[[], Iterator[str]], delimiter: str, skipped: int) -> Callable[[], Iterator[Row]]:
    def records() -> Iterator[Row]:
        csv.field_size_limit(MAX_CELL)
        reader = csv.reader(lines(), delimiter=delimiter, strict=True)
        line = skipped + 1
        try:
            for cells in reader:
                yield line, cells
                if len(cells) > MAX_COLUMNS and any(cells[MAX_COLUMNS:]):
                    raise UnreadableFileError(file=name, why="too_many_columns", row=line)
                line = reader.line_num + skipped + 1
        except csv.Error as cause:
            raise UnreadableFileError(file=name, why="broken_quotes", row=line) from cause

    return records
