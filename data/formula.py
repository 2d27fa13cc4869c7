"""What a formula that somebody typed comes to: a number a week and channel, of one fact.

It is of the rows that count and of columns that say nothing of a person; it is written anew (data/expression.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb

from data.errors import FormulaError
from data.expression import measure
from data.facts import FACTS, ORIGIN
from data.privacy.blank import PERSONAL
from data.sql import name

if TYPE_CHECKING:
    from datetime import date

    from data.store import Store

ASKED = tuple(fact for fact, of in FACTS.items() if {"day", "channel"} <= of.columns.keys())
_WEEKLY = """SELECT "of week", channel, {measure}
FROM (SELECT *, date_trunc('week', day)::DATE AS "of week" FROM {fact} WHERE day BETWEEN ? AND ?)
GROUP BY GROUPING SETS (("of week"), ("of week", channel))"""


@dataclass(frozen=True)
class Result:
    """What a formula comes to in one week."""

    monday: date
    channel: str | None  # None: all together
    value: float | None  # None: there is no such number, as when nothing is divided by nothing


def columns(fact: str) -> tuple[str, ...]:
    """List the columns of a fact that a formula may speak of."""
    private = {*ORIGIN, *PERSONAL.get(fact, ())}
    return tuple(column for column in FACTS[fact].columns if column not in private)


def weekly(store: Store, fact: str, said: str, first: date, last: date) -> list[Result]:
    """Find what a formula comes to in each week between two days that has rows; raises FormulaError."""
    written = measure(said, columns(fact))
    try:
        rows = store.query(_WEEKLY.format(measure=written, fact=name(fact)), [first, last])
    except duckdb.Error as cause:  # such as a text that is added up
        raise FormulaError(why="formula_fails", value=said[:60]) from cause
    return [Result(monday, channel, _number(value, said)) for monday, channel, value in rows]


def _number(value: object, said: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise FormulaError(why="formula_no_number", value=said[:60])
    return float(value) if math.isfinite(value) else None
