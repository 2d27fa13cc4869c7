"""The points at which a process may be killed: before and after each of its writes to the disk.

A write is a statement that changes the store, a sync, a rename, a removal or a link.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from collections.abc import Callable

_READS = (
    "SELECT",
    "FROM",
    "WITH",
    "SHOW",
    "CREATE OR REPLACE TEMP",
    "CREATE TEMP",
    "EXISTS",
    "SET",
    "DROP TABLE IF EXISTS TEMP",
)
_CALLS = ("fsync", "replace", "unlink", "link")


def counted(work: Callable[[], None]) -> int:
    """Count the writes of some work."""
    count = count_to(None)
    work()
    return count[0]


def count_to(last: int | None) -> list[int]:
    """Count every write of this process, and end it at point `last`: even ones are before a write, odd ones after."""
    count = [0]

    def watched(call: Callable[..., Any]) -> Callable[..., Any]:
        def at_a_point(*given: Any, **named: Any) -> Any:
            _end_at(count[0], last)
            found = call(*given, **named)
            _end_at(count[0] + 1, last)
            count[0] += 2
            return found

        return at_a_point

    for name in _CALLS:
        setattr(os, name, watched(getattr(os, name)))
    execute = duckdb.DuckDBPyConnection.execute
    writing = watched(execute)

    def executed(con: Any, sql: str, *given: Any, **named: Any) -> Any:
        reads = str(sql).lstrip().upper().startswith(_READS)
        return (execute if reads else writing)(con, sql, *given, **named)

    duckdb.DuckDBPyConnection.execute = executed  # type: ignore[method-assign,assignment]
    return count


def _end_at(now: int, last: int | None) -> None:
    if now == last:
        os.kill(os.getpid(), signal.SIGKILL)
