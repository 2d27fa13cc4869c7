"""What the store that is to be made anew still says, should its file open: the book, and all labels."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from data import book, labels
from data.connect import connect, is_open, release
from data.errors import StoreBusyError, StoreDamagedError
from data.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from data.book import Book


@dataclass(frozen=True)
class Old:
    """What can be read of it."""

    book: Book
    labels: list[dict[str, Any]]  # rows of the table


def old_store(path: Path) -> Old | None:
    """Read it; None where there is none, or it is damaged. Raises StoreBusyError when somebody holds the file."""
    if is_open(path):  # a rebuild would take it away under their feet
        raise StoreBusyError(path=str(path), pid=os.getpid())
    if not path.exists():
        return None
    try:
        connection = connect(path)  # another process that holds it is told apart from damage
    except StoreDamagedError:
        return None
    try:
        store = Store(connection)
        return Old(book.of(store), labels.rows(store))
    except duckdb.Error:
        return None
    finally:
        release(connection)
