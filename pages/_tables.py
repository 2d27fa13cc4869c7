"""Tables that leave the app: CSV that a spreadsheet shows as text and never runs as a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from kpi.words import Words

RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RUNS_AS_FORMULA) else value


def safe_csv(frame: pd.DataFrame, say: Words) -> bytes:
    """Write a frame as CSV for the reader's spreadsheet: UTF-8 with BOM, and `;` beside a decimal comma."""
    decimal = say.locale.number_symbols["latn"]["decimal"]
    safe = frame.map(safe_cell).rename(columns=safe_cell)
    text: str = safe.to_csv(index=False, sep=";" if decimal == "," else ",", decimal=decimal)
    return text.encode("utf-8-sig")
