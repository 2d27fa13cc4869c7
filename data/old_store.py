"""What the store that is to be made anew still says, should its file open: the book, and all labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from data import book, labels
from data.connect import alone
from data.errors import StoreDamagedError
from data.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from data.book import Book


@dataclass(frozen=True)
class Old:
    """What can be read of it."""

    book: Book
    labels: list[dict[str, Any]]  # rows of the table

    @property
    def revision(self) -> int:
        """Give the number of its last change."""
        return int(self.book["revision"][0][0])


def old_store(path: Path) -> Old | None:
    """Read a store that is shut; None where there is none, or it is damaged. Raises StoreBusyError."""
    if not path.exists():
        return None
    try:
        with alone(path) as connection:
            store = Store(connection)
            return Old(book.of(store), labels.rows(store))
    except (StoreDamagedError, duckdb.Error):
        return None
