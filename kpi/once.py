"""Work out once per row what several columns of a statement ask of it.

DuckDB sees that a sum stands twice, but not that a condition does: those of an `and` it evaluates anew for each
aggregate that is filtered by them. Where one looks for words in a topic, that is most of what a scan costs. So a
condition of two filters becomes a column of a subselect, with its own words as its name; one that is a column is left.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from data.sql import name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FILTER = re.compile(r"\bfilter \(where ")
_TOKEN = re.compile(r"'[^']*'|[()]|\b(?:and|or|between|case)\b")
_BINDS = {"or", "between", "case"}  # an `and` beside one of these may not part two conditions


def once(columns: Sequence[str], source: str) -> tuple[list[str], str]:
    """Give the columns as they read the shared conditions, and the source that has these as columns."""
    counted = Counter(sql[begin:end] for sql in columns for begin, end in _conditions(sql))
    shared = [condition for condition, times in counted.items() if times > 1 and not condition.isidentifier()]
    if not shared:
        return list(columns), source
    told = ", ".join(f"{condition} as {name(condition)}" for condition in shared)
    return [_reading(sql, set(shared)) for sql in columns], f"(select *, {told} from {source})"


def _reading(sql: str, shared: set[str]) -> str:
    for begin, end in reversed(list(_conditions(sql))):
        if sql[begin:end] in shared:
            sql = sql[:begin] + name(sql[begin:end]) + sql[end:]
    return sql


def _conditions(sql: str) -> Iterator[tuple[int, int]]:
    """Find where each condition of each filter stands."""
    for found in _FILTER.finditer(sql):
        yield from _parted(sql, found.end())


def _parted(sql: str, begin: int) -> list[tuple[int, int]]:
    """Part the condition that begins here at each `and` that is not in parentheses."""
    parts, depth = list[tuple[int, int]](), 0
    for token in _TOKEN.finditer(sql, begin):
        if depth == 0 and token[0] in _BINDS:
            return []
        if depth == 0 and token[0] in {"and", ")"}:
            parts.append((begin, begin + len(sql[begin : token.start()].rstrip())))
            begin = token.end() + 1
            if token[0] == ")":
                break
        depth += {"(": 1, ")": -1}.get(token[0], 0)
    return parts
