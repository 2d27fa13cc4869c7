"""Put in order what a crash left of an archiving or a deletion: what was begun ends, and nothing half is opened."""

from __future__ import annotations

import glob
import logging
import shutil
from typing import TYPE_CHECKING

from data import audit, backup, book, key
from data.access.acting import who
from data.access.rights import Right
from data.audit import Done
from data.beside import half_made
from data.brand_files.belongings import archive_folder, archived, belongings, deleted_folder, files, move, sync
from data.brand_files.turn import turn
from data.errors import BrandError
from data.reading.places import home

if TYPE_CHECKING:
    from pathlib import Path

LOG = logging.getLogger("ninety")
DELETED = "brand_deleted"


def finish() -> None:
    """End what was begun: at every start of the server or the command line, and before anything is done to a brand.

    What cannot be ended now, such as on a disk that lets nobody write, is logged and tried again the next time.
    """
    if not (archive_folder().is_dir() or deleted_folder(home()).is_dir()):
        return
    try:
        with turn():
            for root in (home(), archive_folder()):
                for noted in sorted(deleted_folder(root).glob("*/")):
                    clear(noted)
            for away in archived():
                store = home() / away.name
                if not store.exists() and (left := belongings(store)):
                    move(left, archive_folder())
    except (OSError, BrandError) as problem:
        LOG.warning("brands: something is still to be finished (%s)", type(problem).__name__)


def clear(noted: Path) -> None:
    """Remove what is left of a brand whose deletion was noted: first what tells whose pseudonyms its people have.

    The note goes last. Raises OSError; then the rest is still to be removed. Where the store is in its place, it was
    noted and nothing happened, and only the note goes.
    """
    store = noted.parent.parent / f"{noted.name}.duckdb"
    moved = noted / store.name
    if not store.exists():
        killed = store.parent.glob(f"{glob.escape(half_made(store))}*")  # rebuilds that a crash ended
        copies = [path for _, path in backup.made(store, backup.usual_folder())]  # they hold the key too
        count = len(files(store)) + len(copies) + moved.exists()
        for path in (key.path_of(store), book.path_of(store), moved, *copies):  # each holds the key
            path.unlink(missing_ok=True)
        for path in (*belongings(store), *killed):
            _remove(path)
        sync(store.parent)
        audit.note(None, Done(Right.ADMINISTER, DELETED, {"brand": noted.name, "files": count}), who().id)
    shutil.rmtree(noted)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
