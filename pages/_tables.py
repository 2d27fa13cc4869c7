"""Tables that leave the app: CSV that a spreadsheet shows as text and never runs as a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.text import clean
from kpi.safe_cells import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from kpi.words import Words

KILO = 1000  # bytes
LETTER, PADDING = 6.2, 20  # pixels: a wide average letter of a cell, and the space around the text


def safe_csv(frame: pd.DataFrame, say: Words) -> bytes:
    """Write a frame as CSV for the reader's spreadsheet: UTF-8 with BOM, and `;` beside a decimal comma."""
    decimal = say.locale.number_symbols["latn"]["decimal"]
    safe = frame.map(_cell).rename(columns=_cell)
    text: str = safe.to_csv(index=False, sep=";" if decimal == "," else ",", decimal=decimal)
    return text.encode("utf-8-sig")


def _cell(value: Any) -> Any:
    return safe_cell(clean(value) if isinstance(value, str) else value)  # in this order: what is left may be a formula


def size_text(size: int, say: Words) -> str:
    """Write a number of bytes."""
    if size < KILO * KILO:
        return f"{say.whole(max(size / KILO, 1))}\u00a0kB"
    return f"{say.number(size / KILO / KILO, 'ratio')}\u00a0MB"


def width_of(label: str, texts: Iterable[object]) -> int:
    """Reckon the pixels that a column needs for its longest text: the grid measures the first ten rows only."""
    return round(LETTER * max(map(len, (label, *map(str, texts)))) + PADDING)
