"""How the dates of a column can be read: every way that reads all of them, so that a doubtful one is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.sql import literal, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

DAYS = (
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d-%m-%y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d.%m.%y",
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%b %d, %Y",
    "%B %d, %Y",
)
_TIMES = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p")
_CLOCKS = tuple(f"{gap}{time}" for gap in (" ", ", ", "T") for time in _TIMES)
_ENDS = ("", " %z", "%z", "Z", " UTC")
_FEW = 300  # cells that show which patterns are worth a look at the whole column
_FIRST, _LAST = "2005-01-01", "2100-01-01"  # a year such as 0026 is a misread one

Order = tuple[str, ...]  # the patterns of one way to read a column; none of its own: ISO, always understood


def orders(con: duckdb.DuckDBPyConnection, column: str, *, timed: bool, zoned: bool) -> tuple[Order, ...]:
    """Give the ways to read a column of the table `cells` that read most of it; several: only a person can tell.

    `timed` and `zoned` say whether any of its cells shows a time of day, and a zone or offset behind it.
    """
    few = f"(SELECT {column} FROM cells WHERE {column} IS NOT NULL LIMIT {_FEW})"
    ways = {day: _variants(day, timed=timed, zoned=zoned) for day in DAYS}
    likely = [day for day, count in _counted(con, column, ways, few).items() if count]
    used = {day: _used(con, column, ways[day], few) for day in likely}
    found = _counted(con, column, used, "cells")
    best = max(found.values(), default=0)
    winners = [day for day, count in found.items() if best and count == best]
    by_meaning = {_meaning(day): day for day in reversed(winners)}  # the first of those that mean the same
    return tuple(used[day] for day in winners if day in by_meaning.values())


def _variants(day: str, *, timed: bool, zoned: bool) -> Order:
    ends = _ENDS if zoned else ("",)
    return (day, *(f"{day}{clock}{end}" for clock in _CLOCKS for end in ends)) if timed else (day,)


def _meaning(day: str) -> str:
    """Tell day-month from month-day; one separator or the name of a month changes nothing."""
    return "".join(letter for letter in day.replace("%b", "%m").replace("%B", "%m") if letter in "dmYy").lower()


def _used(con: duckdb.DuckDBPyConnection, column: str, variants: Order, where: str) -> Order:
    """Keep the variants that read any cell."""
    counts = _counted(con, column, {pattern: (pattern,) for pattern in variants}, where)
    return tuple(pattern for pattern, count in counts.items() if count)


def _counted(con: duckdb.DuckDBPyConnection, column: str, ways: dict[str, Order], where: str) -> dict[str, int]:
    """Count the cells that each way reads."""
    if not ways:
        return {}
    counts = ", ".join(f"count(*) FILTER ({_reads(column, patterns)})" for patterns in ways.values())
    (row,) = con.execute(f"SELECT {counts} FROM {where}").fetchall()
    return dict(zip(ways, row, strict=True))


def _reads(column: str, patterns: Iterable[str]) -> str:
    zoned = [pattern for pattern in patterns if "%z" in pattern]
    plain = [pattern for pattern in patterns if "%z" not in pattern]
    tests = [
        f"try_strptime({column}, [{words(some)}]) BETWEEN {literal(_FIRST)} AND {literal(_LAST)}"
        for some in (plain, zoned)
        if some
    ]
    return " OR ".join(tests)
