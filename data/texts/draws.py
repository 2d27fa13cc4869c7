"""The places of texts in the draw, kept when the key they were drawn with is destroyed (data/privacy/new_key.py).

A random sample is one for good: were the texts drawn anew, those that are labelled would be one no more. Beside the
store stands the same, `<store>/draws.arrow`, from which a rebuild and an old state have it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from data.raw import write_whole
from data.sql import same
from data.texts.there import KEY

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from data.store import Store

NAME = "draws.arrow"
_COLUMNS = f"{KEY}, draw"


def path_of(store: Path) -> Path:
    """Give the file of a store."""
    return store.with_suffix("") / NAME


def freeze(tx: duckdb.DuckDBPyConnection, store: Path) -> None:
    """Keep the place of every text that was read, inside a transaction; the file is on the disk when this is done."""
    tx.execute(f"INSERT INTO kept_draw SELECT {_COLUMNS} FROM reading ANTI JOIN kept_draw USING ({KEY})")
    table = tx.sql(f"SELECT {_COLUMNS} FROM kept_draw ORDER BY ALL").to_arrow_table()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    write_whole(path_of(store), bytes(sink.getvalue()))


def hold(tx: duckdb.DuckDBPyConnection) -> None:
    """Let texts that were just read have the place they had."""
    if tx.execute("SELECT EXISTS (FROM kept_draw)").fetchall()[0][0]:
        moved = f"{same('reading', 'kept', KEY.split(', '))} AND reading.draw <> kept.draw"
        tx.execute(f"UPDATE reading SET draw = kept.draw FROM kept_draw AS kept WHERE {moved}")


def carry(old: Path, store: Store) -> None:
    """Give a store that is made anew the places that were kept, before its files are loaded."""
    if not path_of(old).exists():
        return
    with store.shared.change(None) as tx:
        tx.register("draws_told", pa.ipc.open_file(pa.BufferReader(path_of(old).read_bytes())).read_all())
        tx.execute(f"INSERT INTO kept_draw SELECT {_COLUMNS} FROM draws_told")
        tx.unregister("draws_told")
