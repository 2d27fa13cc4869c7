"""Random formulas against data/expression.py: `python -m tests.fuzz.expressions 100000`.

Half come of a grammar of all that DuckDB knows, half are known formulas with words taken out, put in, doubled and cut.
What is accepted is run beside a table with a canary: it may speak of `posts` alone, must give what DuckDB makes of the
very text, and may fail as a question fails, with an error of DuckDB's. A failure names the number that makes it again.
"""

from __future__ import annotations

import re
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

import duckdb

from data.errors import FormulaError
from data.expression import measure
from data.locked import in_memory
from kpi.catalog import catalog
from tests.formulas import COLUMNS, HOSTILE, SENSIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator

CANARY = "c4n4ry"
ROWS, SLOW_S = 200, 2.0
_SPLIT = re.compile(r"\w+|\s+|[^\w\s]")
_READ_FROM = re.compile(r'"table_name":"([^"]*)"|"type":"(?:TABLE_FUNCTION|SUBQUERY)"')
_OWN = tuple(sql for kpi in catalog().values() for sql in kpi.columns().values())
_SEEDS = (*SENSIBLE, *HOSTILE, *_OWN)
_TOKENS = (
    *COLUMNS,
    *("secrets", "secret", "posts", "select", "from", "where", "(", ")", "[", "]", "{", "}", ",", ".", ";", ":", "::"),
    *("*", "+", "-", "/", "||", "->", "?", "$1", "#1", "'", '"', "--", "/*", "*/", "\n", "\\", "=", ":=", "~", "like"),
    *("union", "with", "over", "filter", "distinct", "order by", "group by", "all", "as", "in", "any", "exists", "not"),
    *("null", "true", "case", "when", "then", "else", "end", "cast", "interval", "lambda x:", "unnest", "columns"),
    *(
        "read_text('/etc/passwd')",
        "(select secret from secrets)",
        "query_table('secrets')",
        "main.",
        "0x1f",
        "1e3",
        "é",
    ),
)
_CALLED = (
    *("sum", "avg", "min", "max", "count", "median", "abs", "round", "nullif", "coalesce", "if", "greatest", "lower"),
    *("contains", "date_diff", "epoch", "length", "list", "string_agg", "range", "repeat", "any_value", "getvariable"),
    *("read_csv", "query", "struct_pack", "list_value", "current_setting", "first", "quantile_cont", "isfinite"),
)


@contextmanager
def world() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a database with the posts and, beside them, what no formula may reach."""
    with in_memory() as con:
        con.execute(f"CREATE TABLE posts ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})")
        made = ", ".join(f"({_MADE[kind]})::{kind}" for kind in COLUMNS.values())
        con.execute(f"INSERT INTO posts SELECT {made} FROM range({ROWS}) AS made (i)")
        con.execute("CREATE TABLE secrets (secret VARCHAR)")
        con.execute("INSERT INTO secrets VALUES (?)", [CANARY])
        yield con


_MADE = {
    "VARCHAR": "['video', 'reel', 'photo', NULL][i % 4 + 1]",
    "DATE": "DATE '2026-01-05' + (i % 90)::INTEGER",
    "TIMESTAMP": "TIMESTAMP '2026-01-05 08:00:00' + to_minutes(i * 37)",
    "BIGINT": "CASE WHEN i % 7 > 0 THEN i * 13 % 101 END",
    "DOUBLE": "CASE WHEN i % 5 > 0 THEN i % 19 / 8.0 END",
    "BOOLEAN": "CASE WHEN i % 3 > 0 THEN i % 2 = 0 END",
}


@dataclass
class Tally:
    """What came of the formulas."""

    accepted: int = 0
    refused: int = 0
    answered: int = 0
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list)

    def tried(self, con: duckdb.DuckDBPyConnection, number: int) -> None:
        """Make a formula of a number, and see what becomes of it."""
        said = made(number)
        try:
            written = measure(said, COLUMNS)
        except FormulaError:
            self.refused += 1
        except Exception as crash:  # noqa: BLE001 - it is what is looked for
            self.failures.append(f"{number} {type(crash).__name__}: {said!r}")
        else:
            self.accepted += 1
            self.ran(con, number, said, written)

    def ran(self, con: duckdb.DuckDBPyConnection, number: int, said: str, written: str) -> None:
        """Run what was written of a formula, and what was typed."""
        begin = time.monotonic()
        ours, theirs = _answer(con, f"SELECT {written} FROM posts"), _answer(con, f"SELECT {said}\nFROM posts")
        self.slowest = max(self.slowest, time.monotonic() - begin)
        self.answered += ours is not None
        told = f"{said!r} -> {written}"
        if reached(con, f"SELECT {written} FROM posts") != {"posts"}:
            self.failures.append(f"{number} another table: {told}")
        elif CANARY in str(ours):
            self.failures.append(f"{number} canary: {told}")
        elif ours != theirs:
            self.failures.append(f"{number} another number: {told}")
        elif self.slowest > SLOW_S:
            self.failures.append(f"{number} slow: {told}")


def reached(con: duckdb.DuckDBPyConnection, sql: str) -> set[str]:
    """Name the tables and the functions that a statement reads from, wherever in it."""
    ((tree,),) = con.execute("SELECT json_serialize_sql(?)", [sql]).fetchall()
    return set(_READ_FROM.findall(str(tree)))


def _answer(con: duckdb.DuckDBPyConnection, sql: str) -> str | None:
    """Give the answer as it reads, so that no number is equal to no number; None: DuckDB has none."""
    try:
        return repr(con.execute(sql).fetchall())
    except duckdb.Error:
        return None


def made(number: int) -> str:
    """Make the formula of a number."""
    chance = Random(number)  # noqa: S311 - the same formula again
    return _grown(chance, 4) if number % 2 else _mutated(chance)


def _mutated(chance: Random) -> str:
    words = _SPLIT.findall(chance.choice(_SEEDS)[:600])
    for _ in range(chance.choice((0, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(words) + 1)
        other = _SPLIT.findall(chance.choice(_SEEDS)[:200])
        begin = chance.randrange(len(other) + 1)
        piece = chance.choice(
            ([], [chance.choice(_TOKENS)], other[begin : begin + chance.randrange(9)], words[at:][:3])
        )
        words[at : at + chance.randrange(4)] = piece
    return "".join(words)


def _grown(chance: Random, depth: int) -> str:
    if depth == 0 or chance.random() < 0.15:
        return chance.choice(
            (*COLUMNS, "1", "0.5", "-3", "'video'", "null", "true", "*", "secret", "secrets.secret", "x.y")
        )
    one, two, three = (_grown(chance, depth - 1) for _ in range(3))
    called = chance.choice(_CALLED)
    return chance.choice(
        (
            *(f"sum({one})", f"count(*) filter (where {one})", f"{called}({one})", f"{called}({one}, {two})"),
            *(f"{one} + {two}", f"{one} / {two}", f"{one} = {two}", f"({one} and {two})", f"{one} is null"),
            *(f"case when {one} then {two} else {three} end", f"{one} between {two} and {three}", f"not {one}"),
            *(f"{one} in ({two}, {three})", f"{one}::integer", f"try_cast({one} as double)", f"-{one}", f"({one})"),
            *(f"(select {one} from secrets)", f"{one} over ({two})", f"{one} as {two}", f"[{one}]", f"{one}.{two}"),
            *(f"sum(distinct {one})", f"max({one}) - min({two})", f"count({one}) / nullif(count({two}), 0)"),
            *(f"{one} || {two}", f"{one} order by {two}", f"{one}, {two}", f"sum({one} order by {two})", f"avg({one})"),
        )
    )


def fuzzed(count: int, first: int = 0) -> Tally:
    """Try so many formulas."""
    tally = Tally()
    with world() as con:
        for number in range(first, first + count):
            tally.tried(con, number)
    return tally


def main() -> int:
    """Say what came of them; 1 when one did what none may."""
    begin = time.monotonic()
    tally = fuzzed(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
    sys.stdout.write("\n".join([*tally.failures[:40], ""]))
    sys.stdout.write(
        f"{tally.accepted + tally.refused} formulas in {time.monotonic() - begin:.0f} s: {tally.accepted} accepted "
        f"({tally.answered} have an answer, the slowest {tally.slowest:.2f} s), {tally.refused} refused, "
        f"{len(tally.failures)} failures\n"
    )
    return bool(tally.failures)


if __name__ == "__main__":
    sys.exit(main())
