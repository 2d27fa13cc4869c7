"""Cells of tables that leave the app: a spreadsheet shows them as text and never runs them as a formula."""

from __future__ import annotations

import unicodedata
from typing import Any

RUNS_AS_FORMULA = ("=", "+", "-", "@")
UNSEEN = {"Cc", "Cf", "Zs"}  # what a spreadsheet may drop before it reads a cell: spaces, tabs, ends of lines


def safe_cell(value: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run; numbers stay numbers.

    Text that would look as though it had been given one has one more, so that `plain_cell` knows them apart.
    """
    return f"'{value}" if isinstance(value, str) and _runs(value.lstrip("'")) else value


def plain_cell(text: str) -> str:
    """Take off the apostrophe that `safe_cell` put before a text, and no other."""
    return text[1:] if text.startswith("'") and _runs(text.lstrip("'")) else text


def _runs(text: str) -> bool:
    """Tell whether a cell begins as a formula, also in full width (\uff1d) or behind what nobody sees."""
    first = next((letter for letter in text if unicodedata.category(letter) not in UNSEEN), "")
    return unicodedata.normalize("NFKC", first).startswith(RUNS_AS_FORMULA) or text.startswith(("\t", "\r"))
