"""Who was erased stays so when a backup from before comes back: what it brings of them goes before it opens.

Neither a clock nor a log decides whether anything is to be carried over: a list of people does that holds somebody whom
the backup's lacks, and a note of a destroyed key that the backup has. The logs count the requests.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data import audit, key
from data.errors import UnreadableFileError
from data.privacy import gone as people
from data.privacy import receipts
from data.privacy.scrub import Task, destroy_key, write
from data.raw import write_whole
from data.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from data.privacy.gone import Gone


@dataclass(frozen=True)
class Carried:
    """What a backup knew nothing of."""

    requests: int  # to be erased, carried out after it was made
    are_back: bool  # whether it brings people of these back: it cannot be known who; else they left it again
    new_key: bool  # whether the key of its pseudonyms had been destroyed, and was destroyed again


def carry(known: Iterable[Path], fresh: Path, by: str | None = None) -> Carried:
    """Erase from a store that comes out of a backup whoever was erased from others, and destroy its key where that was.

    `known` are the stores of the brand, wherever they lie. People's names are hashes, and so are the ids of their
    messages: by these they are found again. What is cut off is done when the store opens next.
    """
    told, olds = _requests(fresh), list(known)
    again: set[str] = set()
    back: set[str] = set()
    is_done = new_key = False
    for old in olds:
        new, both = _requests(old) - told - again, _both(old, fresh)
        if both is None:
            back |= new
        elif both != people.read(fresh):
            people.write(fresh, both)
            _receipts(receipts.path_of(old), receipts.path_of(fresh))
            again |= new
            is_done = True
    if is_done:
        write(fresh, Task(erases=True))
    gone = frozenset[str]().union(*map(key.destroyed, olds))
    if is_done or gone:
        with closing(Store.open(fresh)) as store:  # opening erases
            key.note_destroyed(fresh, gone)
            if new_key := key.hashed(store.setting(key.SETTING) or "") in gone:
                destroy_key(store, by)
    return Carried(max(len(again | back), int(is_done)), bool(back - again), new_key)


def _both(old: Path, fresh: Path) -> Gone | None:
    """Give the two lists as one; None: who is in them cannot be compared."""
    try:
        was, now = people.read(old), people.read(fresh)
    except UnreadableFileError:
        return None
    if not was or (now and now.key != was.key):
        return None
    spellings = was.names.spellings | now.names.spellings
    return replace(was, names=replace(was.names, spellings=spellings), ids=was.ids | now.ids)


def _requests(store: Path) -> set[str]:
    """Name the requests that were carried out in a store, as its log or its receipts tell."""
    logged = {str(line.about.get("request")) for line in audit.lines(store) if line.what == "erase"}
    return logged | {one.request for one in receipts.receipts(store)}


def _receipts(old: Path, fresh: Path) -> None:
    """Let the receipts go on: those of the backup are the first of them."""
    said = old.read_bytes() if old.exists() else b""
    if said.startswith(fresh.read_bytes() if fresh.exists() else b""):
        write_whole(fresh, said)
