"""What the cells of a column say, whatever its header: how many of them are dates, counts, money, feelings, links."""

from __future__ import annotations

import re
from collections.abc import Mapping  # noqa: TC003 - a field of a dataclass
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from data.format import Cell
from data.locked import in_memory
from data.mapping.dates import Order, orders
from data.sql import literal, name, words
from data.values import cells
from data.values.cleaning import cleaned
from data.values.marks import shows
from data.values.yearless import month_and_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from data.mapping.mapping import Decimal

SAMPLE = 1_000  # rows that show what a column holds; the order of its dates is looked for in all
MOST = 0.9  # of the cells: the others are what people leave behind
_ONE_ODD = 3  # cells of which one may be odd
_FEW, _LONGEST_DATE = 300, 30  # texts that show whether months are named; letters of such a date
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
FEW_WORDS = 40  # a column of more different texts holds no fixed words
_CHANNELS = tuple(word for spellings in cells.CHANNEL_WORDS.values() for word in spellings)
_PLAIN = cells.Setting(zone="UTC", key="", latest="2100-01-01", values={}, decimal=".")
_COMMA = cells.Setting(zone="UTC", key="", latest="2100-01-01", values={}, decimal=",")


@dataclass(frozen=True)
class Content:
    """One column: shares are of the cells that say something, 0 to 1."""

    said: int
    distinct: int
    examples: tuple[str, ...]
    shares: Mapping[str, float]
    words: tuple[str, ...]  # its different texts, the most frequent first; empty when there are many
    orders: tuple[Order, ...]  # ways to read its dates; more than one must be asked
    decimals: tuple[Decimal, ...]  # its decimal marks; more than one must be asked
    highest: float | None  # of its numbers

    def mostly(self, *signs: str) -> bool:
        """Whether nearly all cells that say something are one of these: one odd cell is allowed, and one in ten."""
        odd = self.said * (1 - sum(self.shares[sign] for sign in signs))
        return self.said > 0 and round(odd) <= max((1 - MOST) * self.said, self.said >= _ONE_ODD)

    @property
    def is_dated(self) -> bool:
        """Whether it holds dates, written in figures or with the name of the month."""
        return self.mostly("date") or self.mostly("month_name")

    def any(self, sign: str) -> bool:
        """Whether one cell is such."""
        return self.shares[sign] > 0


def contents(columns: Sequence[Sequence[str]]) -> tuple[Content, ...]:
    """Look at the text cells of each column."""
    names = [f"c{place}" for place in range(len(columns))]
    arrays = [cleaned(pa.chunked_array([pa.array(column, pa.string())])) for column in columns]
    with in_memory() as con:
        con.register("cells", pa.table(arrays, names=names))
        con.execute("CREATE TEMP TABLE kept AS FROM cells")
        con.unregister("cells")
        con.execute("CREATE TEMP VIEW cells AS FROM kept")
        return tuple(_content(con, column) for column in names)


def _content(con: duckdb.DuckDBPyConnection, column: str) -> Content:
    signs = _signs(name(column))
    counts = ", ".join(f"count(*) FILTER ({test})" for test in signs.values())
    high = f"max({cells.typed(_read_as('decimal'), name(column), _PLAIN)})"
    ((said, distinct, highest, *found),) = con.execute(
        f"SELECT count({column}), count(DISTINCT {column}), {high}, {counts} FROM (FROM cells LIMIT {SAMPLE})"
    ).fetchall()
    shares = {sign: count / said if said else 0.0 for sign, count in zip(signs, found, strict=True)}
    dated = shares["digits"] >= 1 - MOST and shares["iso"] < MOST
    read = orders(con, column, timed=shares["timed"] > 0, zoned=shares["zoned"] > 0) if dated else ()
    return Content(
        said=said,
        distinct=distinct,
        examples=_texts(con, column, "min(rowid)", 3),
        shares=shares
        | {"date": shares["iso"] + _date_share(con, column, read, said), "month_name": _month_share(con, column)},
        words=_texts(con, column, "-count(*)", FEW_WORDS) if distinct <= FEW_WORDS else (),
        orders=read or (((),) if shares["iso"] else ()),
        decimals=_decimals(shares),
        highest=highest,
    )


def _signs(text: str) -> dict[str, str]:
    """Give the test of each sign: whether the load would read the cell as such, or what its text looks like."""
    reads = {
        "integer": (_read_as("integer"), _PLAIN),
        "point": (_read_as("decimal"), _PLAIN),
        "comma": (_read_as("decimal"), _COMMA),
        "money_point": (_read_as("money"), _PLAIN),
        "money_comma": (_read_as("money"), _COMMA),
        "percent_point": (_read_as("percent_text"), _PLAIN),
        "percent_comma": (_read_as("percent_text"), _COMMA),
        "iso": (_read_as("timestamp"), _PLAIN),
        "duration": (_read_as("duration", unit="stated"), _PLAIN),
        "boolean": (_read_as("boolean"), _PLAIN),
        "sentiment": (_read_as("sentiment"), _PLAIN),
        "id": (_read_as("id"), _PLAIN),
    }
    looks = {
        "digits": r"\d",
        "timed": r"\d:\d\d",
        "zoned": r"\d:\d\d.*(Z|UTC|GMT|[+-]\d\d:?\d\d)$",
        "url": r"^(https?://|www\.)\S+$",
        "handle": r"^(@[\w.]+|[\w.+-]+@[\w-]+(\.[\w-]+)+)$",
        "currency": r"^(?:[A-Z]{3}|kr\.?|lei|\p{Sc})\s*[\d.,]|\d\s*(?:[A-Z]{3}|kr\.?|lei|\p{Sc})$",
        "letters": r"\p{L}",
    }
    return (
        {sign: f"{cells.typed(cell, text, setting)} IS NOT NULL" for sign, (cell, setting) in reads.items()}
        | {sign: f"regexp_matches({text}, {literal(pattern)})" for sign, pattern in looks.items()}
        | {
            "channel": f"lower(nfc_normalize({text})) IN ({words(_CHANNELS)})",
            "shows_point": shows(text, "[.]", ","),
            "shows_comma": shows(text, ",", "[.]"),
            "unclear": rf"regexp_matches({text}, '\d[.,]\d{{3}}\D*$')",
        }
    )


def _date_share(con: duckdb.DuckDBPyConnection, column: str, read: tuple[Order, ...], said: int) -> float:
    """Give the share of the cells that the best way reads; ISO cells are counted elsewhere."""
    if not read or not said:
        return 0.0
    text = name(column)
    test = f"{cells.typed(_read_as('timestamp', patterns=read[0]), text, _PLAIN)} IS NOT NULL"
    iso = f"{cells.typed(_read_as('timestamp'), text, _PLAIN)} IS NOT NULL"
    ((count,),) = con.execute(f"SELECT count(*) FILTER ({test} AND NOT {iso}) FROM cells").fetchall()
    return float(count / said)


def _month_share(con: duckdb.DuckDBPyConnection, column: str) -> float:
    """Give the share of the different texts that are a day with the name of its month: 16 november 2026, 3 mrt."""
    texts = _texts(con, column, "-count(*)", _FEW)
    named = [text for text in texts if len(text) <= _LONGEST_DATE and month_and_day(_YEAR.sub(" ", text))]
    return len(named) / len(texts) if texts else 0.0


def _texts(con: duckdb.DuckDBPyConnection, column: str, order: str, most: int) -> tuple[str, ...]:
    inner = "SELECT *, rowid FROM kept" if "rowid" in order else "FROM cells"
    rows = con.execute(
        f"SELECT {column} FROM ({inner}) WHERE {column} IS NOT NULL GROUP BY {column} "
        f"ORDER BY {order}, {column} LIMIT {most}"
    )
    return tuple(str(text)[:120] for (text,) in rows.fetchall())


def _read_as(kind: str, **more: object) -> Cell:
    return Cell.model_validate({"as": kind, **more})


def _decimals(shares: Mapping[str, float]) -> tuple[Decimal, ...]:
    """Tell the decimal mark; 1.234 alone may be a thousand or one and a bit."""
    point, comma = shares["shows_point"] > 0, shares["shows_comma"] > 0
    if point != comma:
        return (".",) if point else (",",)
    return (".", ",") if point or shares["unclear"] > 0 else ("auto",)
