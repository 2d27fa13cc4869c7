"""Kinds of incidents that were written freely before the list was closed: what can mean one thing only is read so.

A store keeps what it read. Since the list is closed, `kind` holds one of its values; words of the four languages that
an earlier version kept as they were are brought to them when a store opens. What cannot be told stays as it was.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from data.reading.exports import load_formats
from data.sql import literal, words
from data.values.cells import fold

if TYPE_CHECKING:
    import duckdb


def close_kinds(con: duckdb.DuckDBPyConnection) -> None:
    """Rewrite the kinds that the closed list knows under another word."""
    for table in ("main.incidents", "history.incidents"):
        con.execute(f"UPDATE {table} SET kind = {_cases()} WHERE lower(kind) IN ({words(_known())})")


@cache
def _known() -> dict[str, str]:
    declared = load_formats()["ninety_incidents"].values["kind"]
    return {fold(word): kind for kind, spelled in declared.items() for word in spelled if fold(word) != kind}


def _cases() -> str:
    cases = " ".join(f"WHEN {literal(word)} THEN {literal(kind)}" for word, kind in _known().items())
    return f"CASE lower(kind) {cases} ELSE kind END"
