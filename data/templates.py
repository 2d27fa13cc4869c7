"""Ninety's own Excel templates: empty logs in one language, which read back through `Store.load`.

One log makes a workbook, and all of them together make one, with a sheet each.
Headers and allowed words come from `formats/ninety_*.toml`, so that what is
written is what is read; the explanations stand in `templates.toml`.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from data.declared import read
from data.facts import WITHDRAWN
from data.reading.exports import load_formats

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.worksheet.worksheet import Worksheet

    from data.format import Cell, Format

WORDS = Path(__file__).parent / "templates.toml"
LANGUAGES = ("en", "nl", "sv", "ro")  # the order of the words in the formats
# in the order of the pages
LOGS = (
    "content_log", "answers", "ad_reviews", "incidents", "escalations", "risks", "datasets", "deletions",
    "vendor_terms", "tests", "funnel", "reach",
)  # fmt: skip
YES_NO = {"en": ("yes", "no"), "nl": ("ja", "nee"), "sv": ("ja", "nej"), "ro": ("da", "nu")}
HEADER_ROW, LAST_ROW = 3, 2_000  # where the header stands; how far down the choices reach


@cache
def _words(language: str) -> dict[str, Any]:
    found: dict[str, Any] = read(WORDS)[language]
    return found


def template(fact: str, language: str = "en") -> bytes:
    """Make the empty log of a fact, with its explanation on a second sheet."""
    return _book({_words(language)["sheet"]: fact}, language)


def all_templates(language: str = "en") -> bytes:
    """Make every empty log, a sheet each; one that stays empty is no evidence of anything."""
    return _book({_words(language)["sheets"][log]: log for log in LOGS}, language)


def _book(sheets: dict[str, str], language: str) -> bytes:
    book, say = Workbook(), _words(language)
    for name, log in sheets.items():
        _fill(book.create_sheet(name), load_formats()[f"ninety_{log}"], language)
    book.remove(book.worksheets[0])  # the sheet that a new workbook has
    about = book.create_sheet(say["about"])
    about.append([say["column"], say["meaning"]])
    for name, log in sheets.items():
        if len(sheets) > 1:
            about.append([])
            about.append([name])
            about.cell(about.max_row, 1).font = Font(bold=True)
        _explain(about, load_formats()[f"ninety_{log}"], language)
    about.append([])
    about.append([say["covers_from"], say["period"]])
    _dress(about)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, form: Format, language: str) -> None:
    say = _words(language)
    sheet["A1"], sheet["C1"] = say["covers_from"], say["covers_until"]
    for place in ("B1", "D1"):
        sheet[place].number_format = "yyyy-mm-dd"
        sheet[place].fill = PatternFill("solid", fgColor="FFF3D6")
    for number, (field, cell) in enumerate(form.cells.items(), 1):
        head = sheet.cell(HEADER_ROW, number, _header(cell, language))
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="E8EDF3")
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = max(14, len(str(head.value)) + 3)
        _prepare(sheet, letter, cell, _choices(form, field, language))
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 1)


def _prepare(sheet: Worksheet, letter: str, cell: Cell, choices: tuple[str, ...]) -> None:
    """Offer the allowed words, and write dates so that no country reads them otherwise."""
    if choices:
        offer = DataValidation("list", formula1='"' + ",".join(choices) + '"', allow_blank=True)
        sheet.add_data_validation(offer)
        offer.add(f"{letter}{HEADER_ROW + 1}:{letter}{LAST_ROW}")
    formats = {"date": "yyyy-mm-dd", "timestamp": "yyyy-mm-dd hh:mm", "id": "@"}
    if cell.kind in formats:
        sheet.column_dimensions[letter].number_format = formats[cell.kind]


def _header(cell: Cell, language: str) -> str:
    return cell.from_[LANGUAGES.index(language)]


def _choices(form: Format, field: str, language: str) -> tuple[str, ...]:
    match form.cells[field].kind:
        case "boolean":
            return YES_NO[language]
        case "word":
            return tuple(words[LANGUAGES.index(language)] for words in form.values[field].values())
    return ()


def _explain(sheet: Worksheet, form: Format, language: str) -> None:
    say = _words(language)
    for field, cell in form.cells.items():
        meaning = say[cell.kind].format(words=", ".join(_choices(form, field, language)))
        sheet.append([_header(cell, language), f"{meaning} {_more(field, cell, say)}".strip()])


def _more(field: str, cell: Cell, say: Mapping[str, str]) -> str:
    if field == WITHDRAWN:
        return say["withdrawn"]
    return say["required"] if cell.required else say["blank"] if cell.kind == "boolean" else ""


def _dress(sheet: Worksheet) -> None:
    """Give the explanation its widths."""
    for place in ("A1", "B1"):
        sheet[place].font = Font(bold=True)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 90
    for row in sheet.iter_rows(min_col=2, max_col=2):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
