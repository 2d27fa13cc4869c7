"""Look for a pattern that a format file declares: one from elsewhere may be meant to take for ever.

DuckDB's patterns (RE2) take as long as the text is, whatever they say; Python's own can take years over thirty letters.
"""

from __future__ import annotations

import duckdb

from data.locked import shared_memory

_TWO = "SELECT regexp_matches(?, ?, 's'), regexp_extract(?, ?, 1, 's'), regexp_extract(?, ?, 2, 's')"


def both_groups(pattern: str, text: str) -> tuple[str, str] | None:
    """Give what the two groups of a pattern found, where it is first found; a dot is any letter, a line break too.

    None where it is not found. Raises ValueError for what is no pattern with two groups.
    """
    try:
        with shared_memory() as con:
            ((found, first, last),) = con.execute(_TWO, [text, pattern] * 3).fetchall()
    except duckdb.Error as cause:
        raise ValueError(str(cause).splitlines()[0]) from None
    return (str(first), str(last)) if found else None
