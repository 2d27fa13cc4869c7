"""Lengths of time as tools and people write them: 292, 0:05:16, "1 day, 2:03:04", "2h 14m", 2h14, "6 uur", "1d 2h"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.sql import literal
from data.values.numbers import number

if TYPE_CHECKING:
    from data.format import Cell
    from data.values.cells import Setting

# English, Dutch, Swedish, Romanian, German, French; a month is no fixed length, so it is refused
_UNITS = {
    604800: "w|weeks?|weken|veckor|vecka|săptămâni|săptămână|wochen?|semaines?",
    86400: "d|days?|dagen|dag|dagar|dygn|zile|zi|tagen?|tage?|jours?|j",
    3600: "h|hrs?|hours?|uren|uur|u|timmar|timme|tim|ore|oră|stunden?|std|heures?",
    60: "m|mins?|minutes?|minuten|minuut|minuter|minut|minute",
    1: "s|secs?|seconds?|seconden|seconde|sekunder|sekunden?|sekund|sek|secunde|secundă|secondes?",
}
_BETWEEN = r"[\s,]*(?:(?:and|en|och|und|et|și|şi)\s+)?"
_SPOKEN = "".join(rf"(?:(\d+(?:[.,]\d+)?)\s*(?:{words})[.]?{_BETWEEN})?" for words in _UNITS.values())
_CLOCK = r"(?:(\d+)\s*(?:d|days?)[,\s]+)?(\d+):([0-5]?\d):([0-5]\d(?:[.]\d+)?)"
_HOURS_MINUTES = r"(\d+)\s?h\s?([0-5]\d)"
_MINUTES_SECONDS = r"(\d+):([0-5]\d)"
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600}


def duration(cell: Cell, text: str, setting: Setting) -> str:
    """Read seconds.

    A plain number is in the unit of its column. 2:14 is minutes in a column of seconds; anywhere else it could be
    hours as well, and is refused like a plain number in a column whose unit nobody states.
    """
    low = f"lower(nfc_normalize({text}))"
    cases = [
        *_leaning_on_the_column(cell, text, setting),
        _when(low, _CLOCK, (86400, 3600, 60, 1)),
        _when(low, _HOURS_MINUTES, (3600, 60)),
        _when(low, _SPOKEN, tuple(_UNITS)),
    ]
    return f"CASE {' '.join(cases)} END"


def _leaning_on_the_column(cell: Cell, text: str, setting: Setting) -> list[str]:
    plain = rf"WHEN regexp_full_match({text}, '[\d.,]+') THEN "
    if cell.unit == "stated":
        return [plain + "NULL"]
    found = [f"{plain}{_SECONDS[cell.unit]} * {number(text, setting.decimal)}"]
    return [*found, _when(text, _MINUTES_SECONDS, (60, 1))] if cell.unit == "seconds" else found


def _when(text: str, pattern: str, sizes: tuple[int, ...]) -> str:
    """Add up the groups of a pattern, each of its size in seconds."""
    whole = literal(f"^{pattern}$")
    parts = (f"regexp_extract({text}, {whole}, {place})" for place in range(1, len(sizes) + 1))
    values = (f"coalesce(try_cast(replace({part}, ',', '.') AS DOUBLE), 0)" for part in parts)
    total = " + ".join(f"{size} * {value}" for size, value in zip(sizes, values, strict=True))
    return f"WHEN regexp_full_match({text}, {literal(pattern)}) THEN {total}"
