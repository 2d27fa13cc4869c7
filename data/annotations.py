"""What somebody notes about a day: a campaign that began, an outage, a number that is counted otherwise from here on.

A note stays in the table when it is taken away, with the moment: a week of the past is read with the notes of then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from data import book
from data.access.rights import Right
from data.audit import Done
from data.known import upcoming
from data.ledger import moment
from data.sql import names

if TYPE_CHECKING:
    from datetime import date, datetime

    import duckdb

    from data.known import Known
    from data.store import Store

COLUMNS = (
    *("id", "day", "kpi", "channel", "kind", "text", "written_at", "written_by", "revision"),
    *("removed_at", "removed_by", "removed_revision", "until"),
)
Kind = Literal["campaign", "crisis", "platform", "note", "break"]


@dataclass(frozen=True)
class Annotation:
    """What somebody noted about a day; a `break` parts the series as a renamed figure does, no other kind does."""

    id: int
    day: date
    kpi: str | None  # None = all
    channel: str | None  # None = all
    kind: Kind
    text: str
    written_at: datetime
    written_by: str | None = None
    until: date | None = None  # the last day of what lasted; None = it is about one day

    @property
    def last(self) -> date:
        """The last day it is about."""
        return self.until or self.day


@dataclass(frozen=True)
class Remark:
    """A note to be."""

    day: date
    text: str
    kind: Kind = "note"
    kpi: str | None = None
    channel: str | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until and (self.until < self.day or self.kind == "break"):
            raise ValueError(self.until)  # a break is a moment; the form asks for nothing else


def annotate(  # noqa: PLR0917 - the columns of one table
    store: Store,
    day: date,
    text: str,
    kind: Kind = "note",
    kpi: str | None = None,
    channel: str | None = None,
    by: str | None = None,
    *,
    until: date | None = None,
    now: datetime | None = None,
) -> int:
    """Note something about a day, or about the days up to another; gives the number of the note."""
    with store.shared.change(Done(Right.DECIDE, "annotate", {"day": day.isoformat()}, by)) as tx:
        number = _insert(tx, Remark(day, text, kind, kpi, channel, until), by, moment(now))
    book.write(store)
    return number


def remove_annotation(store: Store, number: int, by: str | None = None, *, now: datetime | None = None) -> None:
    """Take a note away; weeks that were read with it can still be read so."""
    with store.shared.change(Done(Right.DECIDE, "remove_annotation", {"annotation": number}, by)) as tx:
        _remove(tx, number, by, moment(now))
    book.write(store)


def edit_annotation(
    store: Store, number: int, remark: Remark, by: str | None = None, *, now: datetime | None = None
) -> int | None:
    """Put a note in the place of another, both in one change; None: somebody took that one away meanwhile."""
    with store.shared.change(Done(Right.DECIDE, "edit_annotation", {"annotation": number}, by)) as tx:
        stood = _remove(tx, number, by, moment(now))
        made = _insert(tx, remark, by, moment(now)) if stood else None
    book.write(store)
    return made


def _insert(tx: duckdb.DuckDBPyConnection, remark: Remark, by: str | None, at: datetime) -> int:
    row = tx.execute("SELECT coalesce(max(id), 0) + 1 FROM annotation").fetchone()
    number = int(row[0]) if row else 1
    what = [number, remark.day, remark.kpi, remark.channel, remark.kind, remark.text.strip()]
    values = [*what, at, by, upcoming(tx), None, None, None, remark.until]
    tx.execute(f"INSERT INTO annotation ({names(COLUMNS)}) VALUES ({', '.join('?' * len(values))})", values)
    return number


def _remove(tx: duckdb.DuckDBPyConnection, number: int, by: str | None, at: datetime) -> bool:
    stood = tx.execute("SELECT id FROM annotation WHERE id = ? AND removed_at IS NULL", [number]).fetchone()
    tx.execute(
        "UPDATE annotation SET removed_at = ?, removed_by = ?, removed_revision = ? "
        "WHERE id = ? AND removed_at IS NULL",
        [at, by, upcoming(tx), number],
    )
    return stood is not None


def held(store: Store, known: Known | None) -> list[list[Any]]:
    """Give the rows of the notes that stood at a point of the past, None = now, as though none was taken away since."""
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in store.query(f"SELECT {names(COLUMNS)} FROM annotation")]
    gone = dict.fromkeys(("removed_at", "removed_by", "removed_revision"))
    return [list((row | gone).values()) for row in sorted(rows, key=lambda row: row["id"]) if _stood(row, known)]


def _stood(row: dict[str, Any], known: Known | None) -> bool:
    if known is None:
        return row["removed_at"] is None
    written = known.had(row["written_at"], row["revision"])
    return written and not known.had(row["removed_at"], row["removed_revision"])
