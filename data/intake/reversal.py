"""What taking an upload back will do, before it is done; reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.facts import FACTS
from data.intake.settle import differs, plan_undo
from data.sql import names

if TYPE_CHECKING:
    import duckdb

    from data.ledger import Upload


@dataclass(frozen=True)
class Reversal:
    """The rows an upload speaks of, and what each becomes without it."""

    rows_removed: int  # nobody else speaks of them
    rows_restored: int  # an earlier version counts again
    restored_from: tuple[tuple[str, int], ...]  # file, rows; most rows first
    overwritten_since: tuple[tuple[int, str, int], ...]  # upload, file, rows that it replaced; they stay
    rows_losing: int = 0  # rows of later uploads that kept a figure of this one, which goes


def reversal(tx: duckdb.DuckDBPyConnection, upload: Upload) -> Reversal:
    """Plan an undo on a cursor of its own and tell what it does."""
    fact, batch = FACTS[upload.fact], upload.batch_id
    plan_undo(tx, fact, batch)
    key = names(fact.key)
    removed = _number(tx, f"SELECT count(*) FROM before ANTI JOIN folded USING ({key}) WHERE batch_id = {batch}")
    restored = tx.execute(
        # a row that the upload took out is in `folded` alone
        f"SELECT file, count(*) FROM folded AS back LEFT JOIN before USING ({key}) "
        "JOIN upload ON upload.batch_id = back.batch_id "
        f"WHERE coalesce(before.batch_id, {batch}) = {batch} GROUP BY back.batch_id, file "
        "ORDER BY 2 DESC, back.batch_id"
    ).fetchall()
    since = tx.execute(
        "SELECT batch_id, file, count(*) FROM before JOIN upload USING (batch_id) "
        f"WHERE batch_id <> {batch} GROUP BY ALL ORDER BY batch_id"
    ).fetchall()
    losing = _number(
        tx,
        f"SELECT count(*) FROM before JOIN folded USING ({key}) "
        f"WHERE before.batch_id <> {batch} AND ({differs('before', 'folded', fact.own)})",
    )
    return Reversal(removed, sum(rows for _, rows in restored), tuple(restored), tuple(since), losing)


def _number(tx: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(tx.execute(query).fetchall()[0][0])
