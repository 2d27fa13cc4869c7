"""What a disk does to a store, told as what it is: it is full, nobody may write there, the file is damaged."""

from __future__ import annotations

import errno
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from data.errors import StoreDamagedError, StoreForbiddenError, StoreFullError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.errors import DataError

_ROOM = 16 * 1024 * 1024
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_FULL_TEXTS = ("no space left", "disk quota", "file too large", "max_temp_directory_size", "out of disk")
_FORBIDDEN_TEXTS = ("permission denied", "read-only file system", "operation not permitted")
_DAMAGE = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
_DAMAGE_TEXTS = ("checksum", "corrupt")


@contextmanager
def told(store: Path) -> Iterator[None]:
    """Raise what the disk does meanwhile as StoreFullError, StoreForbiddenError or StoreDamagedError of a store."""
    try:
        yield
    except (OSError, duckdb.Error) as cause:
        if (problem := problem_of(cause, store)) is None:
            raise
        raise problem from cause


def problem_of(cause: OSError | duckdb.Error, store: Path) -> DataError | None:
    """Find what an error says of the disk; None: it is one of another kind, such as a bug of ours."""
    text = str(cause).casefold()
    if _code(cause) in _FULL or any(said in text for said in _FULL_TEXTS):
        return StoreFullError(path=str(store))
    if _code(cause) in _FORBIDDEN or any(said in text for said in _FORBIDDEN_TEXTS):
        return StoreForbiddenError(path=str(store))
    if isinstance(cause, _DAMAGE) or (isinstance(cause, duckdb.Error) and any(said in text for said in _DAMAGE_TEXTS)):
        return StoreDamagedError(path=str(store))
    return None


def has_room(store: Path) -> bool:
    """Whether the disk has room to fold a store's log into its file: DuckDB gives up on a file where it runs out."""
    log = store.with_name(store.name + ".wal")
    waiting = log.stat().st_size if log.exists() else 0
    return shutil.disk_usage(store.parent).free > _ROOM + 4 * waiting


def _code(cause: OSError | duckdb.Error) -> int | None:
    return cause.errno if isinstance(cause, OSError) else None
