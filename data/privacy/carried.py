"""Who was erased stays so when a backup from before comes back: what it brings of them goes before it opens."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from data.errors import UnreadableFileError
from data.privacy import gone as people
from data.privacy import receipts
from data.privacy.scrub import Task, write
from data.raw import write_whole
from data.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from data.privacy.gone import Gone


def carry(old: Path, fresh: Path) -> bool:
    """Erase from a store that comes out of a backup whoever was erased from another one; False: it cannot be known who.

    Their names are hashes, and so are the ids of their messages: by these they are found again. What is cut off is done
    when the store opens next.
    """
    both = _both(old, fresh)
    if both is None:
        return False
    people.write(fresh, both)
    _receipts(receipts.path_of(old), receipts.path_of(fresh))
    write(fresh, Task(erases=True))
    with closing(Store.open(fresh)):  # opening does it
        return True


def _both(old: Path, fresh: Path) -> Gone | None:
    try:
        was, now = people.read(old), people.read(fresh)
    except UnreadableFileError:
        return None
    if not was or (now and now.key != was.key):
        return None
    spellings = was.names.spellings | now.names.spellings
    return replace(was, names=replace(was.names, spellings=spellings), ids=was.ids | now.ids)


def _receipts(old: Path, fresh: Path) -> None:
    """Let the receipts go on: those of the backup are the first of them."""
    said = old.read_bytes() if old.exists() else b""
    if said.startswith(fresh.read_bytes() if fresh.exists() else b""):
        write_whole(fresh, said)
