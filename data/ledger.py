"""The ledger: what was uploaded, what came of it, and what was refused."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data.sql import names

if TYPE_CHECKING:
    import duckdb

    from data.notes import Note
    from data.reading.exports import Reading

SHOWN = 100  # refusals in a receipt
KEPT = 10_000  # refusals in the store; their count is always exact


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
    """One row of the ledger: one table of one file.

    Rows are accounted for exactly. `rows_read` = `rows_kept` + `rows_refused`; with `rows_set_aside` and the
    blank ones they are all lines under the header. Kept rows that share a key become one: `rows_kept` -
    `rows_merged` = new + changed + unchanged + older, except where a row holds several figures (account_day).
    """

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
    table: str = ""  # which table of the file; "" when it has one
    rows_set_aside: int = 0  # totals, repeated headers, footers, rows without anything Ninety reads
    rows_merged: int = 0
    format_version: str = ""  # of the declaration it was read with; "" before there were versions
    meanings: dict[str, str] = field(default_factory=dict)  # field -> what the platform called it then
    period_stated: bool = False  # the file or its name says up to which day it counts

    @property
    def rows_kept(self) -> int:
        """The rows that went into the store, each new, changed, unchanged, older or merged with another."""
        return self.rows_read - self.rows_refused

    @property
    def rows_known(self) -> int:
        """The rows whose key the store had already."""
        return self.rows_changed + self.rows_unchanged + self.rows_older


@dataclass(frozen=True)
class Receipt(Upload):
    """What one load or undo did: the entry of the ledger, and what could not be read."""

    refusals: tuple[Refusal, ...] = ()  # the first of them; the store keeps more
    already_known: bool = False
    beside: tuple[Receipt, ...] = ()  # of the other tables of the same file

    @property
    def undone(self) -> bool:
        """Whether the upload was taken back."""
        return self.undone_at is not None


_UPLOAD = tuple(one.name for one in fields(Upload))
_PACKED = ("fields", "answers", "notes", "meanings")  # kept as JSON


def spelled_before(tx: duckdb.DuckDBPyConnection, reading: Reading, before: int | None = None) -> Reading:
    """Give an account the capitals it had in earlier uploads: Noord and noord are one, and count once.

    `before` is the number of an upload that is read again: those that came after it do not matter.
    """
    if reading.account is None:
        return reading
    names = tx.execute(
        "SELECT account FROM upload WHERE fact = ? AND account IS NOT NULL AND batch_id < coalesce(?, batch_id + 1) "
        "GROUP BY account ORDER BY max(batch_id)",
        [reading.fact, before],
    ).fetchall()
    known = {name.casefold(): name for (name,) in names}
    return replace(reading, account=known.get(reading.account.casefold(), reading.account))


def receipt(upload: Upload, refusals: tuple[Refusal, ...] = (), *, already_known: bool = False) -> Receipt:
    """Make the receipt of an upload."""
    entry = {name: getattr(upload, name) for name in _UPLOAD}
    return Receipt(**entry, refusals=refusals[:SHOWN], already_known=already_known)


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
    import pyarrow as pa  # noqa: PLC0415 - takes 0.3 s to load, and who prints a report reads the ledger too

    kept = [{"batch_id": batch_id} | asdict(refusal) for refusal in refusals[:KEPT]]
    if kept:  # at once: row by row, ten thousand take ten seconds
        texts = dict.fromkeys(("sheet", "field", "header", "cell", "reason"), pa.string())
        numbers = {"batch_id": pa.int32(), "source_row": pa.int32(), "whole_row": pa.bool_()}
        tx.register("kept_refusals", pa.Table.from_pylist(kept, pa.schema(numbers | texts)))
        tx.execute("INSERT INTO refusal BY NAME FROM kept_refusals")
        tx.unregister("kept_refusals")


def refusals(tx: duckdb.DuckDBPyConnection, batch_id: int) -> tuple[Refusal, ...]:
    """Read what was refused of an upload."""
    columns = [one.name for one in fields(Refusal)]
    order = "ORDER BY source_row, field"
    rows = tx.execute(f"SELECT {names(columns)} FROM refusal WHERE batch_id = ? {order}", [batch_id]).fetchall()
    return tuple(Refusal(*row) for row in rows)


def moment(now: datetime | None) -> datetime:
    """Give a moment as the store keeps it: UTC, to the second."""
    return (now or datetime.now(UTC)).replace(tzinfo=None, microsecond=0)


def day_in(zone: str, at: datetime) -> date:
    """Give the day that a kept moment falls on in a zone."""
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()
