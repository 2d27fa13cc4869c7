"""A point in the life of a store: what was known then, and what came later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import date

    import duckdb


@dataclass(frozen=True)
class Known:
    """Everything up to a moment; `revision` tells it exactly where it was recorded, as with what was issued.

    A moment alone cannot: an upload has the moment somebody agreed to it, and enters the store seconds later.
    """

    moment: datetime  # UTC, as the store keeps it
    revision: int | None = None

    @classmethod
    def on(cls, day: date, zone: str) -> Known:
        """Take everything up to the end of a day in a zone."""
        end = datetime.combine(day, time(23, 59, 59), ZoneInfo(zone))
        return cls(end.astimezone(UTC).replace(tzinfo=None))

    def had(self, at: datetime | str | None, revision: int | None = None) -> bool:
        """Whether something of this moment was known; None: it never happened."""
        if at is None:
            return False
        if self.revision is not None and revision is not None:
            return revision <= self.revision
        return (at if isinstance(at, datetime) else datetime.fromisoformat(at)) <= self.moment


def upcoming(tx: duckdb.DuckDBPyConnection) -> int:
    """Give the revision that the change in hand will have; only under the lock of all changes."""
    row = tx.execute("SELECT number + 1 FROM revision").fetchone()
    return int(row[0]) if row else 1
