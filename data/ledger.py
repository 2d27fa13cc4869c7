"""The ledger: what was uploaded, what came of it, and what was refused."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from data.sql import names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    import duckdb

    from data.exports import Reading
    from data.notes import Note

SHOWN = 100  # refusals in a receipt
KEPT = 1_000  # refusals in the store; their count is always exact


@dataclass(frozen=True)
class Refusal:
    """A cell, or a whole row, that could not be read without guessing."""

    sheet: str
    source_row: int
    field: str
    header: str | None
    cell: str | None
    reason: str  # key of its text: refusal.<reason>
    whole_row: bool


@dataclass(frozen=True)
class Upload:
    """One row of the ledger."""

    batch_id: int
    sha256: str
    file: str
    format: str
    fact: str
    channel: str | None
    account: str | None
    period_from: date | None
    period_to: date | None
    snapshot_date: date | None
    fields: tuple[str, ...]
    answers: dict[str, str]
    loaded_at: datetime
    loaded_by: str | None
    rows_read: int = 0
    rows_new: int = 0
    rows_changed: int = 0
    rows_unchanged: int = 0
    rows_older: int = 0
    cells_refused: int = 0
    rows_refused: int = 0
    notes: tuple[Note, ...] = ()
    undone_at: datetime | None = None
    undone_by: str | None = None


@dataclass(frozen=True)
class Receipt:
    """What one load or undo did."""

    batch_id: int
    file: str
    format: str
    fact: str
    channel: str | None
    account: str | None
    period_from: date | None
    period_to: date | None
    rows_read: int
    rows_new: int
    rows_changed: int
    rows_unchanged: int
    rows_older: int
    rows_refused: int
    cells_refused: int
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[Note, ...] = ()
    already_known: bool = False
    undone: bool = False


_UPLOAD = tuple(field.name for field in fields(Upload))
_PACKED = ("fields", "answers", "notes")  # kept as JSON


def spelled_before(uploads: Sequence[Upload], reading: Reading) -> Reading:
    """Give an account the capitals it had in earlier uploads: Noord and noord are one, and count once."""
    known = {(one.account or "").casefold(): one.account for one in reversed(uploads) if one.fact == reading.fact}
    return replace(reading, account=known.get((reading.account or "").casefold()) or reading.account)


def receipt(upload: Upload, refusals: tuple[Refusal, ...] = (), *, already_known: bool = False) -> Receipt:
    """Make the receipt of an upload."""
    shared = {field.name: getattr(upload, field.name) for field in fields(Receipt) if field.name in _UPLOAD}
    undone = upload.undone_at is not None
    return Receipt(**shared, refusals=refusals[:SHOWN], already_known=already_known, undone=undone)


def write(tx: duckdb.DuckDBPyConnection, upload: Upload) -> None:
    """Enter an upload, or enter it anew."""
    tx.execute("DELETE FROM upload WHERE batch_id = ?", [upload.batch_id])
    values = [getattr(upload, name) for name in _UPLOAD]
    packed = [json.dumps(v, default=str) if n in _PACKED else v for n, v in zip(_UPLOAD, values, strict=True)]
    marks = ", ".join("?" * len(_UPLOAD))
    tx.execute(f"INSERT INTO upload ({names(_UPLOAD)}) VALUES ({marks})", packed)


def uploads(tx: duckdb.DuckDBPyConnection, where: str = "true", params: tuple[object, ...] = ()) -> list[Upload]:
    """Read the ledger, newest first."""
    rows = tx.execute(f"SELECT {names(_UPLOAD)} FROM upload WHERE {where} ORDER BY batch_id DESC", params).fetchall()
    return [_upload(dict(zip(_UPLOAD, row, strict=True))) for row in rows]


def _upload(row: dict[str, object]) -> Upload:
    unpacked = {name: json.loads(str(row[name])) for name in _PACKED}
    unpacked = {name: tuple(value) if isinstance(value, list) else value for name, value in unpacked.items()}
    return Upload(**(row | unpacked))  # type: ignore[arg-type]


def write_refusals(tx: duckdb.DuckDBPyConnection, batch_id: int, refusals: tuple[Refusal, ...]) -> None:
    """Keep what was refused."""
    columns = ("batch_id", *(field.name for field in fields(Refusal)))
    rows = [(batch_id, *(getattr(refusal, name) for name in columns[1:])) for refusal in refusals[:KEPT]]
    if rows:
        tx.executemany(f"INSERT INTO refusal ({names(columns)}) VALUES ({', '.join('?' * len(columns))})", rows)


def refusals(tx: duckdb.DuckDBPyConnection, batch_id: int) -> tuple[Refusal, ...]:
    """Read what was refused of an upload."""
    columns = [field.name for field in fields(Refusal)]
    order = "ORDER BY source_row, field"
    rows = tx.execute(f"SELECT {names(columns)} FROM refusal WHERE batch_id = ? {order}", [batch_id]).fetchall()
    return tuple(Refusal(*row) for row in rows)
