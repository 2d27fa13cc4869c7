"""What the smaller cells of a scorecard say: not measured yet, yes or no, organic, 30 days, opening hours."""

from __future__ import annotations

import re
from functools import cache

from data.declared import read
from kpi.literals import LITERALS, fold
from kpi.pasting.labels import DAYS, WORDS
from kpi.target import PERIOD_DAYS


def is_unmeasured(text: str) -> bool:
    """Whether a baseline says that nobody knows it yet."""
    return not text or fold(text) in _words("unmeasured", "words")


def only_counts(unit: str) -> bool:
    """Whether a unit says no more than that things are counted."""
    return fold(unit) in _words("counted", "words")


def yes(text: str) -> bool | None:
    """Read yes or no; None = neither."""
    return True if fold(text) in _words("answers", "yes") else False if fold(text) in _words("answers", "no") else None


def is_paid(text: str) -> bool | None:
    """Read paid or organic; None = neither."""
    folded = fold(text)
    return True if folded in _words("answers", "paid") else False if folded in _words("answers", "organic") else None


def is_open(text: str) -> bool:
    """Whether a cell says that only opening hours count."""
    return fold(text) in _words("answers", "open")


def days_of(text: str) -> int | None:
    """Read a number of days: `30`, `30 days`, `quarter`; None = it is none."""
    plain = fold(text)
    if plain in _periods():
        return _periods()[plain]
    found = re.fullmatch(rf"(\d{{1,3}})\s*-?(?:{'|'.join(DAYS)})?\.?", plain)
    days = int(found[1]) if found else 0
    return days if 1 <= days <= 366 else None


def several(text: str, marks: str = ",;") -> tuple[str, ...]:
    """Split a list: `ai, privacy`."""
    return tuple(part.strip() for part in re.split(f"[{marks}]", text) if part.strip())


@cache
def _words(table: str, name: str) -> frozenset[str]:
    return frozenset(map(fold, read(WORDS)[table][name]))


@cache
def _periods() -> dict[str, int]:
    return {fold(word): PERIOD_DAYS[name] for name, words in read(LITERALS)["period"].items() for word in words}
