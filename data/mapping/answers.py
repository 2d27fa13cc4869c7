"""Whether a KPI has a value when only some columns of a fact are filled: asked of the database, with a made-up row."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import duckdb

from data.facts import FACTS
from data.locked import in_memory
from data.mapping.fields import METRIC
from data.sql import name

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = re.compile(r"'[^']*'|\b([a-z_][a-z_0-9]*)\b(?!\s*\()")
_FILLED = {"VARCHAR": "'error'", "DATE": "DATE '2026-01-05'", "TIMESTAMP": "TIMESTAMP '2026-01-05 12:00:00'"}
_TELLING = {
    "correction": "'corrected'",
    "risk": "'high'",
    "late": "false",
    "taken": "true",
    "wait_hours": "2.0",
    "known_until": "TIMESTAMP '2026-02-05 12:00:00'",
}
_FOLLOWS = {  # what the load fills in from another field
    "replied_at": ("answer_known", "known_until", "wait_hours"),
    "reply_after": ("replied_at", "answer_known", "known_until", "wait_hours"),
    "avg_watch_s": ("watch_s",),
    "review_passes": ("first_pass",),
}


def answers(fact: str, fields: frozenset[str], parts: Mapping[str, str]) -> dict[str, Any] | None:
    """Evaluate SQL aggregates over one row of a fact in which these fields say something and the others nothing.

    Columns of a view that the fact itself lacks are taken to hold, or to be a number where the SQL calculates with
    them; None when it asks for more than one row.
    """
    row = _row(fact, fields)
    derived = {word for sql in parts.values() for word in _WORD.findall(sql) if word} - row.keys()
    columns = ", ".join(f"{value} AS {name(column)}" for column, value in row.items())
    select = ", ".join(f"{sql} AS {name(part)}" for part, sql in parts.items())
    with in_memory() as con:
        # of an account day they are figures that nobody gives
        for taken in ("CAST(NULL AS DOUBLE)",) if fact == "account_day" else ("true", "1.0"):
            words = sorted(derived - _keywords(con))
            extra = "".join(f", {_TELLING.get(word, taken)} AS {name(word)}" for word in words)
            with suppress(duckdb.Error):
                (found,) = con.execute(f"SELECT {select} FROM (SELECT {columns}{extra})").fetchall()
                return dict(zip(parts, found, strict=True))
    return None


def _row(fact: str, fields: frozenset[str]) -> dict[str, str]:
    """Write the columns of the row: a value of each field that is given, and NULL."""
    given = fields | {found for field in fields for found in _FOLLOWS.get(field, ())}
    columns = dict(FACTS[fact].columns) | {
        field.removeprefix(METRIC): "DOUBLE" for field in fields if field.startswith(METRIC)
    }
    given |= {field.removeprefix(METRIC) for field in fields}
    return {
        column: _TELLING.get(column, _FILLED.get(kind, "true" if kind == "BOOLEAN" else "1"))
        if column in given or column in ("day", "channel")
        else f"CAST(NULL AS {kind})"
        for column, kind in columns.items()
    }


def _keywords(con: duckdb.DuckDBPyConnection) -> set[str]:
    return {word for (word,) in con.execute("SELECT keyword_name FROM duckdb_keywords()").fetchall()}
