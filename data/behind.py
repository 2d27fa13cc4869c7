"""Whether a store lost something: what stands beside it is written after it, so it never tells of more.

A log of the store that was cut off, or a store file put back from an old copy, opens as though nothing were wrong; the
sidecars of the uploads, the book and the lines of the labels know better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import book, label_lines, raw
from data.errors import StoreBehindError, UnreadableFileError

if TYPE_CHECKING:
    from typing import Any

    from data.book import Book
    from data.store import Store


def refuse_behind(store: Store) -> None:
    """Raise StoreBehindError where anything beside a store tells of a change that the store does not have."""
    said, lines = _book(store), _lines(store)
    uploads = [kept.said for kept in raw.read_sound(store.folder)[0]]
    if book.last_revision(said, [*uploads, *lines]) > store.revision or book.how_far(said)[1] > _written(store):
        raise StoreBehindError(path=str(store.path))


def _book(store: Store) -> Book:
    try:
        return book.read(store.path)
    except UnreadableFileError:  # it is written again from the store
        return {}


def _lines(store: Store) -> list[dict[str, Any]]:
    """Read the labels, where there are more lines than the store has of them: else each is one of the store's."""
    has = store.query("SELECT count(*) + count(removed_at) FROM label")[0][0]
    return label_lines.read(store.path)[0] if label_lines.count(store.path) > has else []


def _written(store: Store) -> int:
    return int(store.query("SELECT coalesce(max(number), 0) FROM journal")[0][0])
