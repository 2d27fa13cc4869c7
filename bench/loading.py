"""Loading a million posts from CSV: preview and commit, against DuckDB's own reader with an explicit schema."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import duckdb

from bench.measure import Figure, in_turns
from data.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Receipt

ROWS = 1_000_000
NAME = "Jan-01-2026_Jun-30-2026_1580000000000090.csv"
TYPES = {
    "Post ID": "VARCHAR", "Account ID": "VARCHAR", "Account username": "VARCHAR", "Account name": "VARCHAR",
    "Description": "VARCHAR", "Duration (sec)": "INTEGER", "Publish time": "TIMESTAMP", "Permalink": "VARCHAR",
    "Post type": "VARCHAR", "Data comment": "VARCHAR", "Date": "VARCHAR", "Views": "BIGINT", "Reach": "BIGINT",
    "Likes": "BIGINT", "Shares": "BIGINT", "Comments": "BIGINT", "Saves": "BIGINT", "Follows": "BIGINT",
}  # fmt: skip

# captions of two or three lines, with quotes and commas in them, as real ones have
CAPTION = """
    'Caption ' || i || ', about \"\"' || (i * 37) % 9973 || '\"\" and more'
    || repeat(' ' || substr(md5(i::varchar), 1, (4 + i % 9)::integer), (1 + i % 17)::integer)
    || chr(10) || chr(10) || '#tag' || i % 50 || ' #brand'
"""
_WRITE = f"""
copy (
    select '18' || lpad((i * 7919)::varchar, 15, '0') as "Post ID", '17841400000000090' as "Account ID",
        'noordlichtenergie' as "Account username", 'Noordlicht Energie' as "Account name",
        replace({CAPTION}, '""', '"') as "Description",
        if(i % 3 = 0, (i % 90)::varchar, '0') as "Duration (sec)",
        strftime(timestamp '2026-01-01' + to_seconds(i % 1_000_000 * 15), '%m/%d/%Y %H:%M') as "Publish time",
        'https://www.instagram.com/p/' || substr(md5((i * 3)::varchar), 1, 9) || '/' as "Permalink",
        ['IG image', 'IG reel', 'IG carousel'][(i % 3 + 1)::integer] as "Post type", null as "Data comment",
        'Lifetime' as "Date", 500 + (i * 7919) % 90000 as "Views", 300 + (i * 7907) % 60000 as "Reach",
        (i * 31) % 4000 as "Likes", i % 97 as "Shares", i % 211 as "Comments", i % 61 as "Saves",
        if(i % 11 = 0, null, i % 13) as "Follows"
    from range({{begin}}, {{end}}) as made(i)
) to '{{path}}' (header, delimiter ',', quote '"', escape '"')
"""


def write(path: Path, rows: int = ROWS, begin: int = 0) -> None:
    """Write an export of so many posts; those of another beginning are others."""
    duckdb.sql(_WRITE.format(path=path, begin=begin, end=begin + rows))


def loading(folder: Path) -> Figure:
    """Load the same file both ways, into a fresh store file each time."""
    path = folder / NAME
    write(path)
    fresh = (folder / f"{number}.duckdb" for number in count())
    ours, theirs = in_turns(lambda: _ninety(path, next(fresh)), lambda: _duckdb(path, next(fresh)))
    return Figure(
        f"preview and load {ROWS:,} posts from CSV ({path.stat().st_size / 1e6:.0f} MB)",
        f"{ours:.1f} s",
        f"DuckDB read_csv {theirs:.1f} s",
        ours / theirs,
        3,
        "×",
    )


def _ninety(path: Path, store: Path) -> None:
    opened = Store.open(store)
    receipt = load(opened, path)
    opened.close()
    assert (receipt.rows_new, receipt.rows_refused, receipt.cells_refused) == (ROWS, 0, 0), receipt


def load(store: Store, path: Path) -> Receipt:
    """Do what the upload page does: show what a file would change, then take it in."""
    (prepared,) = store.prepare(path.name, path.read_bytes())
    assert prepared.preview.sample
    return store.commit(prepared)


def _duckdb(path: Path, store: Path) -> None:
    types = ", ".join(f"'{column}': '{kind}'" for column, kind in TYPES.items())
    with duckdb.connect(store) as con:
        con.execute(
            f"create table posts as from read_csv('{path}', header = true, auto_detect = false, delim = ',', "
            f"quote = '\"', escape = '\"', timestampformat = '%m/%d/%Y %H:%M', columns = {{{types}}})"
        )
        con.execute("checkpoint")
        assert con.execute("select count(*) from posts").fetchall() == [(ROWS,)]
