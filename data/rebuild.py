"""A fresh store from the raw uploads beside it: for a damaged file, or after a format learnt something."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from data import book, raw
from data.connect import connect, is_open, release
from data.errors import DataError, StoreBusyError, StoreDamagedError
from data.store import Store

if TYPE_CHECKING:
    from data.ledger import Receipt
    from data.raw import Kept


@dataclass(frozen=True)
class Rebuilt:
    """What came back, what did not, and where the old file went."""

    receipts: tuple[Receipt, ...]
    failed: tuple[tuple[str, DataError], ...]
    aside: Path | None


def rebuild(path: Path) -> Rebuilt:
    """Load every kept upload into a new file in the old order, then put it in place of the old one."""
    _need_free(path)
    kept, said = raw.read_all(raw.folder_of(path)), book.read(path)
    receipts: list[Receipt] = []
    failed: list[tuple[str, DataError]] = []
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        store = Store.open(Path(folder) / path.name)
        book.restore(store, said)
        for one in kept:
            try:
                receipts.append(_replay(store, one))
            except DataError as error:
                failed.append((one.said["file"], error))
        store.close()
        aside = _put_aside(path)
        (Path(folder) / path.name).replace(path)
    return Rebuilt(tuple(receipts), tuple(failed), aside)


def _need_free(path: Path) -> None:
    """Raise when somebody holds the file: a rebuild would take it away under their feet."""
    if is_open(path):
        raise StoreBusyError(path=str(path), pid=os.getpid())
    if path.exists():
        with suppress(StoreDamagedError):
            release(connect(path))  # another process that holds it is told apart from damage


def _replay(store: Store, kept: Kept) -> Receipt:
    loaded_at = datetime.fromisoformat(kept.said["loaded_at"])
    content = kept.content.read_bytes()
    said, number = kept.said, kept.batch_id
    done = store.load(said["file"], content, said["answers"], said["loaded_by"], now=loaded_at, batch_id=number)
    if kept.said.get("undone_at"):
        undone_at = datetime.fromisoformat(kept.said["undone_at"])
        return store.undo(done.batch_id, kept.said.get("undone_by"), now=undone_at)
    return done


def _put_aside(path: Path) -> Path | None:
    """Move the old file and its log away; a rebuild deletes nothing."""
    if not path.exists():
        return None
    number = 1
    while (aside := path.with_name(f"{path.name}.old{number}")).exists():
        number += 1
    path.replace(aside)
    log = path.with_name(path.name + ".wal")
    if log.exists():
        log.replace(aside.with_name(aside.name + ".wal"))
    return aside
