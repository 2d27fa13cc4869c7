"""Kinds of number: the SQL that reads a count, a decimal, a percentage or a sum of money, or gives NULL.

Nothing is rounded and nothing is guessed: 1,5 is no count, and 499K is a number only where a column says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.sql import literal

if TYPE_CHECKING:
    from data.format import Cell
    from data.values.cells import Setting


def _plain(text: str) -> str:
    """Write a minus as a keyboard does."""
    return f"replace({text}, '\u2212', '-')"


def integer(cell: Cell, text: str, _setting: Setting) -> str:
    """Read 1938, 1938.0, 1,234, 1 234 and 1.234 (no count has decimals); refuse 1,5 and 0.123."""
    text = _plain(text)
    exact = _integer(text)
    return f"coalesce({exact}, CAST({_rounded(text)} AS BIGINT))" if cell.rounded else exact


def _integer(text: str) -> str:
    grouped = "|".join(rf"[-+]?[1-9]\d{{0,2}}(?:{mark}\d{{3}})+" for mark in (",", "[.]", "[ \u00a0\u202f]", "'"))
    return (
        # most cells are plain digits: a number that is written as it is read needs no pattern
        f"CASE WHEN CAST(try_cast({text} AS BIGINT) AS VARCHAR) = {text} THEN try_cast({text} AS BIGINT) "
        f"WHEN regexp_full_match({text}, '[-+]?[0-9]{{1,18}}') THEN try_cast({text} AS BIGINT) "
        f"WHEN regexp_full_match({text}, '[-+]?[0-9]{{1,15}}[.,]0{{1,2}}') "
        f"THEN try_cast(regexp_replace({text}, '[.,]0+$', '') AS BIGINT) "
        f"WHEN regexp_full_match({text}, {literal(grouped)}) "
        f"THEN try_cast(regexp_replace({text}, '[^0-9-]', '', 'g') AS BIGINT) END"
    )


def number(text: str, decimal: str | None) -> str:
    """Read a number whose decimal mark is known; the other mark, spaces and apostrophes may group thousands."""
    text = _plain(text)
    if decimal is None:
        return f"CASE WHEN regexp_full_match({text}, '[-+]?[0-9]+') THEN try_cast({text} AS DOUBLE) END"
    point, group = ("[.]", ",") if decimal == "." else (",", "[.]")
    grouped = "|".join(rf"[1-9]\d{{0,2}}(?:{mark}\d{{3}})+" for mark in (group, "[ \u00a0\u202f]", "'"))
    shape = rf"[-+]?(?:\d+|{grouped})?(?:{point}\d+)?(?:[eE][-+]?\d{{1,2}})?"
    digits = f"regexp_replace({text}, '[^-+0-9eE{decimal}]', '', 'g')"
    digits = digits if decimal == "." else f"replace({digits}, ',', '.')"
    return f"CASE WHEN regexp_full_match({text}, {literal(shape)}) THEN try_cast({digits} AS DOUBLE) END"


def decimal(cell: Cell, text: str, setting: Setting) -> str:
    """Read a number with the decimal mark of its column."""
    exact = number(text, setting.decimal)
    return f"coalesce({exact}, {_rounded(_plain(text))})" if cell.rounded else exact


def _rounded(text: str) -> str:
    """Read 499K, 18,9K and 1.2 M: at most two decimals, so either mark is the decimal one."""
    figure = f"try_cast(replace(regexp_extract({text}, '^[-+0-9.,]+'), ',', '.') AS DOUBLE)"
    size = f"CASE WHEN {text} LIKE '%M' THEN 1000000 ELSE 1000 END"
    shape = "[-+]?[0-9]{1,3}(?:[.,][0-9]{1,2})?[ \u00a0\u202f]?[KkM]"
    return f"CASE WHEN regexp_full_match({text}, '{shape}') THEN round({figure} * {size}) END"


def percent_points(_cell: Cell, text: str, setting: Setting) -> str:
    """Read 6.31, with or without its sign, as 0.0631."""
    return f"({number(_without_percent(text), setting.decimal)}) / 100"


def percent_text(cell: Cell, text: str, setting: Setting) -> str:
    """Read 6.31%; a number without the sign could be a fraction."""
    return f"CASE WHEN {text} LIKE '%\\%' ESCAPE '\\' THEN {percent_points(cell, text, setting)} END"


def _without_percent(text: str) -> str:
    return f"regexp_replace({text}, '[ \u00a0\u202f]*%$', '')"


def money(_cell: Cell, text: str, setting: Setting) -> str:
    """Read an amount, whatever currency stands before or after it."""
    sign = r"(?:[A-Z]{3}|kr\.?|lei|\p{Sc})"
    return number(f"regexp_replace({text}, '^{sign}\\s*|\\s*{sign}$', '', 'g')", setting.decimal)
