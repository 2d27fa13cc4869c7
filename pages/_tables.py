"""Tables that leave the app: CSV that a spreadsheet shows as text and never runs as a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.safe_cells import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from kpi.words import Words

LETTER, PADDING = 6.2, 20  # pixels: a wide average letter of a cell, and the space around the text


def safe_csv(frame: pd.DataFrame, say: Words) -> bytes:
    """Write a frame as CSV for the reader's spreadsheet: UTF-8 with BOM, and `;` beside a decimal comma."""
    decimal = say.locale.number_symbols["latn"]["decimal"]
    safe = frame.map(safe_cell).rename(columns=safe_cell)
    text: str = safe.to_csv(index=False, sep=";" if decimal == "," else ",", decimal=decimal)
    return text.encode("utf-8-sig")


def width_of(label: str, texts: Iterable[object]) -> int:
    """Reckon the pixels that a column needs for its longest text: the grid measures the first ten rows only."""
    return round(LETTER * max(map(len, (label, *map(str, texts)))) + PADDING)
