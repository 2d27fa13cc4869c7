"""Have a store for oneself, to take its files away: nobody in this process, and no other, is in the middle of it.

Whoever has it in hand is told that it is gone (StoreGoneError), also who opens it later: no empty store may come into
being where the files were. Nothing is closed before the files are moved, so what fails leaves everything as it was,
and another process cannot open them in between. The file itself is never opened here: closing it would let go of
DuckDB's own lock.
"""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import duckdb

from data.connect import connect, hide, keep_away, open_below, release
from data.errors import BrandError, StoreDamagedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from data.connect import Connection

PATIENCE = 10.0  # seconds in which whoever is in the middle of something comes to an end
_BEAT = 0.02


@contextmanager
def taken_away(path: Path, patience: float = PATIENCE) -> Iterator[int | None]:
    """Keep everybody from a store while its files are moved in the block; afterwards it is away in this process.

    Gives its revision, None where it does not open any more. Raises StoreBusyError while another process has it, and
    BrandError while somebody here is in the middle of a question, a load or an old state; then it is as it was.
    """
    connection = _opened(path)
    keep_away(path, away=True)
    try:
        with _quiet(path, connection, time.monotonic() + patience) as revision:
            yield revision
            if connection is not None:
                hide(connection)
    except BaseException:
        keep_away(path, away=False)
        raise
    finally:
        if connection is not None:
            release(connection)


def _opened(path: Path) -> Connection | None:
    """Open it, which no other process can then; None: it is damaged, and nobody can."""
    with suppress(StoreDamagedError):
        return connect(path)
    return None


@contextmanager
def _quiet(path: Path, connection: Connection | None, until: float) -> Iterator[int | None]:
    if connection is None:
        _wait(path, lambda: not open_below(path.with_suffix("")), until)
        yield None
        return
    if not connection.writing.acquire(timeout=max(until - time.monotonic(), 0)):
        raise BrandError(why="brand_in_use", name=path.stem)
    try:
        connection.gone = True
        _wait(path, lambda: _is_quiet(connection), until)
        revision = int(connection.con.execute("SELECT number FROM revision").fetchall()[0][0])
        with suppress(duckdb.Error):  # its log moves along all the same
            connection.con.execute("CHECKPOINT")
        yield revision
    except BaseException:
        connection.gone = False
        raise
    finally:
        connection.writing.release()


def _is_quiet(connection: Connection) -> bool:
    """Whether nobody asks anything, nor reads a file for it; previews that only wait for somebody's word are closed."""
    if connection.asked or open_below(connection.path.with_suffix("")):
        return False
    return connection.let_go()


def _wait(path: Path, is_so: Callable[[], bool], until: float) -> None:
    while not is_so():
        if time.monotonic() > until:
            raise BrandError(why="brand_in_use", name=path.stem)
        time.sleep(_BEAT)
