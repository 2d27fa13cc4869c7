"""What a rebuild will bring back of a store, told before it is begun; reads only, and never the store itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import book, key, label_lines, raw
from data.errors import UnreadableFileError

if TYPE_CHECKING:
    from pathlib import Path

    from data.raw import Kept


@dataclass(frozen=True)
class Coming:
    """The uploads and what else stands beside a store."""

    uploads: tuple[Kept, ...]  # whose bytes are there, in the order in which they came
    lost: tuple[UnreadableFileError, ...]  # of which something is missing: their rows stay away
    labels: int
    has_book: bool  # settings, names and plans can be read
    has_key: bool  # people keep their pseudonyms

    @property
    def taken_back(self) -> int:
        """How many of the uploads were undone; they stay so."""
        return sum(bool(one.said.get("undone_at")) for one in self.uploads)


def coming_back(path: Path) -> Coming:
    """Look at what stands beside a store."""
    kept, unread = raw.read_sound(raw.folder_of(path))
    gone = [UnreadableFileError(file=one.said["file"], why="raw_gone") for one in kept if not one.content.exists()]
    try:
        said = book.read(path)
    except UnreadableFileError:
        said = {}
    in_book = any(name == key.SETTING for name, *_ in said.get("setting", []))
    return Coming(
        uploads=tuple(one for one in kept if one.content.exists()),
        lost=(*unread, *gone),
        labels=sum(row.get("removed_at") is None for row in label_lines.read(path)[0]),
        has_book=bool(said),
        has_key=in_book or key.read(path) is not None,
    )
