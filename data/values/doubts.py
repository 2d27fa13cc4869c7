"""Why the text of a cell is no value: the kinds of doubt that deserve a sentence of their own.

A figure that only says "less than", one that somebody rounded, and a number
that a spreadsheet took for a date are all refused, but not for the same reason.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.values.yearless import MONTH_NUMBER

if TYPE_CHECKING:
    from data.format import Kind

_NUMBERS = frozenset({"integer", "decimal", "percent_points", "percent_fraction", "percent_text", "money"})
_BOUNDED = re.compile(r"[<>\u2264\u2265]\s*[-+]?\d[\d.,\s]*%?")
_ROUNDED = re.compile(r"[-+\u2212]?\d{1,3}([.,]\d{1,2})?\s?[KkM](\s\D*)?")  # also "802M de vues"
_DAY = re.compile(r"(\d{1,2}[-./]\d{1,2}[-./](\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2})(\s+\d{1,2}:\d{2}(:\d{2})?)?")
_DAY_AND_WORD = re.compile(r"(\d{1,4})[-. /]+([^\W\d_]+)\.?|([^\W\d_]+)\.?[-. /]+(\d{1,4})")
# months as Excel writes them in Cyrillic: Bulgarian, Russian
_CYRILLIC = frozenset({
    "яну", "янв", "фев", "мар", "апр", "май", "мая", "юни", "июн", "юли", "июл", "авг", "сеп", "сен", "окт", "ное",
    "ноя", "дек",
})  # fmt: skip


def doubt(kind: Kind, text: str) -> str:
    """Give the code of the text `refusal.<code>` for a cell of a kind that could not be read; mostly the kind itself.

    >>> doubt("integer", "3.апр"), doubt("percent_text", "< 1%"), doubt("integer", "18,9K"), doubt("integer", "1,5")
    ('date_in_number', 'bounded', 'rounded', 'integer')
    """
    if kind not in _NUMBERS:
        return kind
    text = text.strip()
    if _BOUNDED.fullmatch(text):
        return "bounded"
    if _ROUNDED.fullmatch(text):
        return "rounded"
    return "date_in_number" if _is_day(text) else kind


def _is_day(text: str) -> bool:
    if _DAY.fullmatch(text):
        return True
    found = _DAY_AND_WORD.fullmatch(text)
    word = (found[2] or found[3]).casefold() if found else ""
    return word in MONTH_NUMBER or word[:3] in _CYRILLIC
