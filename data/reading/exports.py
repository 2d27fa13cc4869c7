"""Recognise the tables of a file by their headers and read the cells their formats declare; typed later, in SQL."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from os import scandir
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from data.declared import build, read
from data.errors import DataError, DoubtfulExportError, SetAsideError, UnknownExportError
from data.format import Format
from data.notes import Note, note
from data.reading.headers import ANY, bracketed, header_key, shown
from data.reading.pattern import both_groups
from data.reading.questions import CHANNELS, Question, channel_of, questions
from data.reading.sections import Found, Recogniser
from data.reading.sheet import read_workbook
from data.reading.table import Layout, Table, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from data.format import Title
    from data.reading.workbook import Content, Sheet, Workbook

__all__ = ["CHANNELS", "FORMATS", "NOTHING_SAID", "Question", "Reading", "load_formats", "read_export", "read_exports"]

FORMATS = Path(__file__).parent.parent / "formats"
_EXPLAINING = {words["about"] for words in read(Path(__file__).parent.parent / "templates.toml").values()}  # own sheets
NOTHING_SAID: Mapping[str, str] = MappingProxyType({})
MAX_TABLES = 100  # of one file
_PROSE = 300  # characters of a cell above the header: in a word of 200,000 a regular expression looks for minutes


@dataclass(frozen=True)
class Reading:
    """A table of an export as text: one column per field, ready to be typed."""

    file: str
    format: Format
    channel: str | None  # of all rows; None: each row says its own
    account: str | None
    own_brand: str | None  # whom mentions speak of, when the export names no brand
    sheet: str
    delimiter: str | None  # of a CSV
    header_line: int
    repeated: tuple[int, ...]  # lines on which the header stands again
    headers: dict[str, str]  # field -> the header it stands under
    columns: pa.Table  # text, plus source_row
    currency: str | None  # as a header says: "Amount spent (UAH)"
    stated: tuple[date, date] | None  # the period the export says it covers
    totals: dict[str, list[str]]  # what total rows say, by field
    questions: tuple[Question, ...]
    notes: tuple[Note, ...]
    table: str = ""  # which table of the file: its sheet, and "#<header line>" when a sheet holds several
    meanings: dict[str, str] = field(default_factory=dict)  # field -> what the header that fed it means
    set_aside: tuple[int, ...] = ()  # lines of totals, repeated headers, footers, title rows
    period_stated: bool = False  # the file or its name says up to which day it counts

    @property
    def fact(self) -> str:
        """The fact this export feeds."""
        return self.format.fact


@dataclass(frozen=True)
class _Part:
    """A table of the file: what was read, or why it is of no use."""

    found: Found
    table: Table | None
    aside: tuple[int, ...]  # lines that are no data, up to the next table
    why_not: DataError | None = None


# -- formats -----------------------------------------------------------------------------------


def load_formats(*folders: Path) -> dict[str, Format]:
    """Read every declared format, by name; the folders are the registry, and a later one may replace a format."""
    states = tuple(_state(folder) for folder in folders or (FORMATS,))
    return {form.name: form for folder in states for form in _load_folder(folder)}


_State = tuple[tuple[str, int, int], ...]


def _state(folder: Path) -> _State:
    """Look at the files of a folder: every load asks, so it is the folder that is read, and no path that is made."""
    if not folder.is_dir():
        return ()
    with scandir(folder) as entries:
        files = sorted((entry.path, entry.stat()) for entry in entries if entry.name.endswith(".toml"))
    return tuple((path, found.st_mtime_ns, found.st_size) for path, found in files)


@lru_cache(maxsize=16)
def _load_folder(files: _State) -> tuple[Format, ...]:
    paths = [Path(path) for path, _, _ in files]
    return tuple(build(Format, {"name": path.stem} | read(path), path.name) for path in paths)


# -- reading -----------------------------------------------------------------------------------


def read_export(
    name: str, content: bytes, formats: Mapping[str, Format], answers: Mapping[str, str] = NOTHING_SAID
) -> Reading:
    """Read the table of a file that feeds most fields; see `read_exports`."""
    return read_exports(name, content, formats, answers)[0]


def read_exports(
    name: str, content: Content, formats: Mapping[str, Format], answers: Mapping[str, str] = NOTHING_SAID
) -> tuple[Reading, ...]:
    """Read all usable tables of a file, the one feeding most fields first; unanswered questions stand in the reading.

    Raises UnreadableFileError, UnknownExportError, SetAsideError or DoubtfulExportError when there is none, and
    DoubtfulExportError when one of them cannot be trusted: half a file would look like a whole one.
    """
    book, knows = read_workbook(name, content), Recogniser(formats)
    every = (part for sheet in book.sheets for part in _parts(_called(name, book, sheet), sheet, knows))
    parts = list(islice(every, MAX_TABLES + 1))
    if len(parts) > MAX_TABLES:
        raise DoubtfulExportError(file=name, why="too_many_tables", row=parts[-1].found.line)
    useful = sorted((one for one in parts if one.table is not None), key=lambda one: -len(one.found.places))
    if not useful:
        raise next((one.why_not for one in parts if one.why_not is not None), _unknown(name, book))
    readings = [_reading(name, part, part.table, answers) for part in useful if part.table is not None]
    labels = _labels(useful)
    beside = [*_other_tables(parts), *_unknown_tables(book, parts)]
    return tuple(
        replace(one, table=label, notes=(*book.notes, *one.notes, *(() if number else beside)))
        for number, (one, label) in enumerate(zip(readings, labels, strict=True))
    )


def _called(name: str, book: Workbook, sheet: Sheet) -> str:
    """Name the file in an error; of a workbook also the sheet."""
    return name if len(book.sheets) == 1 else f"{name} › {sheet.name}"


def _parts(file: str, sheet: Sheet, knows: Recogniser) -> Iterator[_Part]:
    """Read the tables of a sheet one after the other."""
    found = knows.first(sheet)
    for _ in range(MAX_TABLES):
        if found is None:
            return
        try:
            table, why_not = _table(file, found, knows), None
        except (SetAsideError, UnknownExportError) as cause:
            table, why_not = None, cause
        upcoming, aside = None, table.aside if table else ()
        if table is None or table.end is not None:
            upcoming, rest = knows.next(sheet, table.end if table and table.end is not None else found.position + 1)
            aside = (*aside, *rest)
        yield _Part(found, table, tuple(sorted({*aside})), why_not)
        found = upcoming
    raise DoubtfulExportError(file=file, why="too_many_tables", row=found.line if found else None)


def _table(file: str, found: Found, knows: Recogniser) -> Table:
    form = found.format
    if form.set_aside is not None:
        raise SetAsideError(file=file, format=form.name, why=form.set_aside)
    title = _title(file, found)
    return read_table(
        Layout(file, found.sheet, form, found.position, found.line, found.header, found.places, title, knows)
    )


def _title(name: str, found: Found) -> Title | None:
    """Find the line above the header that says what the table is about."""
    if not found.format.titles:
        return None
    lines = [header_key(cell) for row in found.above for cell in row if cell.strip()]
    for line in reversed(lines):
        for title in found.format.titles:
            if line in map(header_key, title.words):
                if title.set_aside:
                    raise SetAsideError(file=name, format=found.format.name, why=title.set_aside)
                return title
    raise UnknownExportError(file=name, headers=(*lines[-3:], *found.header))


def _reading(name: str, part: _Part, table: Table, answers: Mapping[str, str]) -> Reading:
    found, form, places = part.found, part.found.format, part.found.places
    stated = _stated_period(name, found)
    return Reading(
        file=name,
        format=form,
        channel=channel_of(form, table.titles, answers),
        account=None if "account" in places else " ".join(answers.get("account", "").split()) or None,
        own_brand=answers.get("own_brand"),
        sheet=found.sheet.name,
        delimiter=found.sheet.delimiter,
        header_line=found.line,
        repeated=table.headers,
        headers={one: shown(found.header[place]) for one, place in places.items()},
        columns=table.columns,
        currency=_currency(found),
        stated=stated,
        totals=table.totals,
        questions=questions(name, form, set(places), table.titles, answers),
        notes=(*table.notes, *(note("unexplained", header=shown(one)) for one in found.unexplained.values())),
        meanings=found.meanings,
        set_aside=part.aside,
        period_stated=stated is not None,
    )


# -- several tables ----------------------------------------------------------------------------


def _labels(useful: list[_Part]) -> list[str]:
    """Name the tables apart; one table needs no name."""
    if len(useful) == 1:
        return [""]
    sheets = [part.found.sheet.name for part in useful]
    return [
        sheet if sheets.count(sheet) == 1 else f"{sheet}#{part.found.line}"
        for sheet, part in zip(sheets, useful, strict=True)
    ]


def _other_tables(parts: list[_Part]) -> list[Note]:
    """Name the tables of known exports that are not used."""
    named = dict.fromkeys(_shown_name(part.found) for part in parts if part.table is None)
    return [note("other_table", sheet=name) for name in named]


def _shown_name(found: Found) -> str:
    return found.sheet.name or ", ".join(shown(cell)[:40] for cell in found.header[:2])


def _unknown_tables(book: Workbook, parts: list[_Part]) -> list[Note]:
    """Name the sheets that look like a table and that no format recognises."""
    known = {id(part.found.sheet) for part in parts}
    return [
        note("unknown_table", sheet=sheet.name)
        for sheet in book.sheets
        if id(sheet) not in known
        and sheet.name not in _EXPLAINING
        and sum(_filled(row) > 1 for _, row in sheet.head()) > 1
    ]


def _filled(row: list[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _unknown(name: str, book: Workbook) -> UnknownExportError:
    """Show the widest of the first rows: what a person would call the header."""
    rows = [row for sheet in book.sheets for _, row in sheet.head()[:20]]
    widest = max(rows, key=_filled, default=[])
    return UnknownExportError(file=name, headers=tuple(shown(cell)[:60] for cell in widest if cell.strip())[:20])


# -- what stands in headers and above them -----------------------------------------------------


def _currency(found: Found) -> str | None:
    for name, cell in found.format.columns.items():
        place = found.places.get(name)
        if cell.kind == "money" and place is not None:
            key = header_key(found.header[place])
            codes = [bracketed(header_key(alias), key) for alias in cell.from_ if alias.endswith(ANY)]
            return next((code.upper() for code in codes if code), None)
    return None


def _stated_period(name: str, found: Found) -> tuple[date, date] | None:
    prose = (" ".join(cell[:_PROSE] for cell in row)[: 5 * _PROSE] for row in found.above)
    texts = {"name": name[-_PROSE:], "above": "\n".join(prose)}
    for period in found.format.period:
        found_there = both_groups(period.regex, texts[period.where])
        if found_there is None:
            continue
        try:
            first, last = (datetime.strptime(part, period.pattern).date() for part in found_there)  # noqa: DTZ007
        except ValueError:
            continue
        last -= timedelta(days=period.until == "before")
        if first <= last:
            return first, last
    return None
