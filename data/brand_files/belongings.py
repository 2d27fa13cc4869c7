"""What belongs to a brand on the disk: its store, all that is named after it, and the folder beside it.

    <home>/<key>.duckdb, <key>.duckdb.wal, <key>.duckdb.old1 …, <key>/     a brand that is there
    <home>/_archive/<key>.duckdb …                                         the same, put by: no page opens it
    <home>/_deleted/<key>/, <home>/_archive/_deleted/<key>/                a deletion that is still to be finished

A brand is there when its store file is, so that file leaves first and comes back last: a crash in between leaves what
`finish` (data/brand_files/finish.py) puts in order, and never a brand that opens without what belongs to it. No key
made of a name (data.reading.places.slug) begins with an underscore.
"""

from __future__ import annotations

import glob
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from data import book
from data.errors import BrandError, DataError
from data.reading.places import home, stores
from data.text import clean

if TYPE_CHECKING:
    from pathlib import Path


def archive_folder() -> Path:
    """Give the folder of the archived brands."""
    return home() / "_archive"


def deleted_folder(root: Path) -> Path:
    """Give the folder in which deletions of brands that lie in a folder are noted until nothing is left of them."""
    return root / "_deleted"


def archived() -> list[Path]:
    """List the store files of the archived brands."""
    return sorted(archive_folder().glob("*.duckdb"))


def every() -> list[Path]:
    """List the store files of all brands, those in the archive last."""
    return [*stores(), *archived()]


def belongings(store: Path) -> list[Path]:
    """List all that is there of a brand, its store file first."""
    beside = sorted(store.parent.glob(f"{glob.escape(store.name)}*"))
    return [path for path in (*beside, store.with_suffix("")) if os.path.lexists(path)]


def shown_name(store: Path) -> str:
    """Name a brand as the team wrote it, without opening its store; by its file where that is not known."""
    with suppress(DataError, OSError):
        for name, value in book.read(store).get("setting", []):
            if name == "brand" and value:
                return " ".join(clean(str(value)).split()) or store.stem
    return store.stem


def files(store: Path) -> list[Path]:
    """List the files of a brand, wherever they lie."""
    found = [one for path in belongings(store) for one in (path.rglob("*") if path.is_dir() else [path])]
    return [path for path in found if not path.is_dir()]


def weight(store: Path) -> int:
    """Add up the bytes of a brand; what goes away meanwhile counts nothing."""
    return sum(map(_bytes, files(store)))


def last_revision(store: Path) -> int:
    """Find the newest revision that the book beside a store speaks of; 0 where there is none."""
    with suppress(DataError, OSError):
        return book.last_revision(book.read(store), [])
    return 0


def move(paths: list[Path], into: Path) -> None:
    """Move all of it, in this order, or none of it; raises BrandError where that cannot be."""
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    moved: list[tuple[Path, Path]] = []
    try:
        for path in paths:
            to = into / path.name
            if os.path.lexists(to):
                raise FileExistsError(to)
            path.rename(to)
            moved.append((path, to))
    except OSError as cause:
        for path, to in reversed(moved):
            with suppress(OSError):  # then it is put in order at the next start
                to.rename(path)
        raise BrandError(why="brand_not_moved", name=paths[0].stem) from cause
    finally:
        for folder in {into, *(path.parent for path in paths)}:
            sync(folder)


def sync(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if os.name == "posix" and folder.is_dir():
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _bytes(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size if path.is_file() else 0
    return 0
