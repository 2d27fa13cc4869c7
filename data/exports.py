"""Recognise an export by its headers and read the cells its format declares; their text is typed later, in SQL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from data.declared import build, read
from data.errors import SetAsideError, UnknownExportError
from data.format import Format
from data.headers import ANY, bracketed, find, header_key, shown
from data.notes import Note, note
from data.sheet import read_workbook
from data.table import Layout, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from data.format import Title
    from data.workbook import Sheet, Workbook

FORMATS = Path(__file__).parent / "formats"
CHANNELS = ("facebook", "instagram", "linkedin", "x", "tiktok", "youtube")
NOTHING_SAID: Mapping[str, str] = MappingProxyType({})
_NAMES = {"instagram": r"\big\b|instagram", "facebook": r"\bfb\b|facebook"}


@dataclass(frozen=True)
class Question:
    """What the file does not say and only the uploader knows."""

    name: Literal["channel", "account", "year", "own_brand"]
    options: tuple[str, ...] = ()
    suggestion: str | None = None


@dataclass(frozen=True)
class Reading:
    """An export as text: one column per field, ready to be typed."""

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

    @property
    def fact(self) -> str:
        """The fact this export feeds."""
        return self.format.fact


@dataclass(frozen=True)
class _Found:
    """A header that a format recognises."""

    sheet: Sheet
    format: Format
    position: int
    line: int
    header: list[str]
    above: list[list[str]]

    @property
    def places(self) -> dict[str, int]:
        keys = [header_key(cell) for cell in self.header]
        found = {name: find(cell.from_, keys) for name, cell in self.format.cells.items()}
        return {name: place for name, place in found.items() if place is not None}


def load_formats(folder: Path = FORMATS) -> dict[str, Format]:
    """Read every declared format, by name; the folder is the registry."""
    return dict(_load_formats(folder))


@cache
def _load_formats(folder: Path) -> dict[str, Format]:
    return {
        path.stem: build(Format, {"name": path.stem} | read(path), path.name) for path in sorted(folder.glob("*.toml"))
    }


def read_export(
    name: str, content: bytes, formats: Mapping[str, Format], answers: Mapping[str, str] = NOTHING_SAID
) -> Reading:
    """Read an upload with the format that recognises it; unanswered questions stand in the reading."""
    book = read_workbook(name, content)
    found, others = _recognise(name, book, formats)
    title = _title(name, found)
    places = found.places
    table = read_table(Layout(name, found.sheet, found.format, found.position, found.line, found.header, places, title))
    channel = _channel(found.format, table.titles, answers)
    account = None if "account" in places else " ".join(answers.get("account", "").split()) or None
    notes = [*book.notes, *table.notes, *(note("other_table", sheet=one.sheet.name) for one in others)]
    return Reading(
        file=name,
        format=found.format,
        channel=channel,
        account=account,
        own_brand=answers.get("own_brand"),
        sheet=found.sheet.name,
        delimiter=found.sheet.delimiter,
        header_line=found.line,
        repeated=table.headers,
        headers={field: shown(found.header[place]) for field, place in places.items()},
        columns=table.columns,
        currency=_currency(found),
        stated=_stated_period(name, found),
        totals=table.totals,
        questions=tuple(_questions(name, found.format, set(places), table.titles, answers)),
        notes=tuple(notes),
    )


def _recognise(name: str, book: Workbook, formats: Mapping[str, Format]) -> tuple[_Found, list[_Found]]:
    """Find the table Ninety can use best: the one that feeds most fields."""
    found = [one for sheet in book.sheets if (one := _find_header(sheet, formats)) is not None]
    if not found:
        raise UnknownExportError(file=name, headers=_headers(book))
    useful = sorted((one for one in found if one.format.set_aside is None), key=lambda one: -len(one.places))
    if not useful:
        raise SetAsideError(file=name, format=found[0].format.name, why=found[0].format.set_aside)
    return useful[0], useful[1:]


def _find_header(sheet: Sheet, formats: Mapping[str, Format]) -> _Found | None:
    """Find the first row that a format recognises; the format that asks for most headers wins."""
    head = sheet.head()
    for position, (line, cells) in enumerate(head):
        keys = frozenset(filter(None, map(header_key, cells)))
        fitting = [one for one in formats.values() if len(keys) > 1 and one.recognises(keys)]
        if fitting:
            above = [row for _, row in head[:position]]
            found = [_Found(sheet, one, position, line, cells, above) for one in fitting]
            return max(found, key=lambda one: (len(one.format.recognise.all), len(one.places)))
    return None


def _headers(book: Workbook) -> tuple[str, ...]:
    """Show the widest of the first rows: what a person would call the header."""
    rows = [row for sheet in book.sheets for _, row in sheet.head()[:20]]
    widest = max(rows, key=lambda row: sum(bool(cell.strip()) for cell in row), default=[])
    return tuple(shown(cell)[:60] for cell in widest if cell.strip())[:20]


def _title(name: str, found: _Found) -> Title | None:
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


def _currency(found: _Found) -> str | None:
    for name, cell in found.format.columns.items():
        place = found.places.get(name)
        if cell.kind == "money" and place is not None:
            key = header_key(found.header[place])
            codes = [bracketed(header_key(alias), key) for alias in cell.from_ if alias.endswith(ANY)]
            return next((code.upper() for code in codes if code), None)
    return None


def _stated_period(name: str, found: _Found) -> tuple[date, date] | None:
    texts = {"name": name, "above": "\n".join(" ".join(row) for row in found.above)}
    for period in found.format.period:
        match = re.search(period.regex, texts[period.where], re.DOTALL)
        if match is None:
            continue
        try:
            first, last = (datetime.strptime(part, period.pattern).date() for part in match.groups())  # noqa: DTZ007
        except ValueError:
            continue
        if first <= last:
            return first, last
    return None


def _channel(form: Format, titles: tuple[Title, ...], answers: Mapping[str, str]) -> str | None:
    """Give the channel of all rows; None when rows say it, titles differ, or nobody said it yet."""
    said = {title.channel for title in titles}
    if len(said) == 1 and None not in said:
        return said.pop()
    return form.channel or answers.get("channel")


def _questions(
    name: str, form: Format, fields: set[str], titles: tuple[Title, ...], answers: Mapping[str, str]
) -> list[Question]:
    """List what is still to be asked; an answer that is not possible is asked again."""
    questions = []
    options = form.channels or CHANNELS
    named = bool(titles) and all(title.channel for title in titles)
    told = named or bool(form.channel) or "channel" in fields or "channel" in form.constants
    asked = "channel" in form.ask or form.fact in ("posts", "account_day", "messages", "ads", "mentions")
    if asked and not told and answers.get("channel") not in options:
        questions.append(Question("channel", options, _guess_channel(name, options)))
    if "account" in form.ask and "account" not in fields and not answers.get("account", "").strip():
        questions.append(Question("account"))
    yearless = any(cell.kind == "yearless_date" for field, cell in form.cells.items() if field in fields)
    if yearless and not re.fullmatch(r"20\d\d", answers.get("year", "")):
        year = datetime.now(UTC).year
        questions.append(Question("year", tuple(str(year - back) for back in range(4)), str(year)))
    brand_told = form.fact != "mentions" or "brand" in fields or "brand" in form.constants
    if not brand_told and not answers.get("own_brand", "").strip():
        questions.append(Question("own_brand"))
    return questions


def _guess_channel(name: str, options: tuple[str, ...]) -> str | None:
    words = re.sub(r"[_\-.]", " ", name.casefold())
    return next((one for one in options if re.search(_NAMES.get(one, rf"\b{one}\b"), words)), None)
