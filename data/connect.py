"""One locked DuckDB connection (data/locked.py) per store and process, shared by its threads.

A second open of the same path in this process shares the connection; another
process is told who holds the lock. Cursors are taken here only: one a thread
and question, closed when its block ends, so that no result that was not
fetched whole leaves the connection in use.
"""

from __future__ import annotations

import os
import re
import time
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import TYPE_CHECKING
from weakref import WeakSet

import duckdb

from data import audit
from data.access.acting import permit, who
from data.disk import has_room, problem_of, told
from data.errors import DataError, StoreBusyError, StoreDamagedError, StoreFullError, StoreGoneError
from data.locked import in_file
from data.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.audit import Done

_PATIENCE = 250  # times of 20 ms that a closing store waits for the calls of other threads
_OPEN: dict[Path, Connection] = {}
_SHUT: set[Path] = set()  # stores that are being made anew or put elsewhere
_OPENING = Lock()
_AWAY: set[Path] = set()  # stores whose files this process took away: nobody makes an empty one in their place unseen


@dataclass
class Connection:
    """What all users of one store in this process share: reads run side by side, changes one at a time."""

    path: Path
    con: duckdb.DuckDBPyConnection
    writing: RLock = field(default_factory=RLock)
    swapping: RLock = field(default_factory=RLock)  # held while a fresh file takes the place of the store's
    users: int = 0
    is_followed: bool = False  # whether somebody looked for texts that an earlier version left unread
    label_bytes: int | None = None  # how long the lines of labels were left; None: nobody looked yet
    held: WeakSet[duckdb.DuckDBPyConnection] = field(default_factory=WeakSet)  # cursors that keep temp tables
    asked: set[object] = field(default_factory=set)  # one for every question that somebody is in the middle of
    ended: bool = False  # whether DuckDB gave up on the file, as it does when a full disk stops a checkpoint
    gone: bool = False  # whether its files are taken away while somebody has it in hand (data/taken_away.py)

    def need(self) -> None:
        """Raise StoreGoneError where its files are taken away."""
        if self.gone:
            raise StoreGoneError(brand=self.path.stem)

    @contextmanager
    def asking(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor of one's own and close it, whatever was left unfetched; a fault of the disk is told as such."""
        question = object()
        with self.swapping:  # before it looks: who takes the store away says so first, and then waits for these
            self._renew()
            self.asked.add(question)
        try:
            self.need()
            with self._heard(), self.con.cursor() as cursor:
                yield cursor
        finally:
            self.asked.discard(question)

    @contextmanager
    def _heard(self) -> Iterator[None]:
        """Tell a fault of the disk as such, and keep in mind one after which DuckDB answers nothing any more."""
        try:
            with told(self.path):
                yield
        except DataError as problem:
            self.ended = self.ended or isinstance(problem.__cause__, duckdb.FatalException)
            raise

    def _renew(self) -> None:
        """Open the file again that DuckDB gave up on, once nobody is in the middle of a question; all told is in it."""
        if self.ended and not self.asked and self.let_go():
            _close(self.con)
            self.con = _open(self.path)
            self.ended = False

    def let_go(self) -> bool:
        """Close the cursors that only wait for somebody's word; False: one is in the middle of a call."""
        for cursor in list(self.held):
            try:
                cursor.close()
            except duckdb.ResourceInUseException:
                return False
            self.held.discard(cursor)
        return True

    def hold(self) -> duckdb.DuckDBPyConnection:
        """Give a cursor with temp tables of its own; closing it frees them, and so does closing the store."""
        with self.swapping:
            self._renew()
            self.need()
            cursor = self.con.cursor()
            self.held.add(cursor)
        return cursor

    @contextmanager
    def change(
        self,
        done: Done | None,
        *,
        on: duckdb.DuckDBPyConnection | None = None,
        counts: bool = True,
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """Make one change whole or not at all, by who may, and let the caches know (`counts`: a number may change).

        `done` says what it is, for the rights and the log of who changed what; None is Ninety's own housekeeping.
        `on` a held cursor, else on a fresh one. Raises NotAllowedError, and then nothing was done.
        """
        with self.writing, self._heard(), nullcontext(on) if on else self.asking() as tx:
            if done is not None:
                permit(done, self.path)  # not before: a right may go while one waits
            self.need()
            tx.execute("BEGIN")
            try:
                yield tx
                if counts:
                    tx.execute("UPDATE revision SET number = number + 1")
                if done is not None:
                    audit.note(self.path, done, who().id, revision=_revision(tx) if counts else None)
            except BaseException:
                with suppress(duckdb.Error):  # DuckDB may have rolled back already: what went wrong is to be told
                    tx.execute("ROLLBACK")
                raise
            tx.execute("COMMIT")

    def swap(self, fresh: Path) -> bool:
        """Let a fresh file take the place of the store's between two questions; False: somebody was always asking."""
        with self.writing, self.swapping:
            for _ in range(_PATIENCE):
                if not self.asked and self.let_go():
                    break
                time.sleep(0.02)
            else:
                return False
            try:
                _close(self.con)
            except duckdb.ResourceInUseException:
                return False
            self.ended = True  # where it does not open now, the next question tries again
            fresh.replace(self.path)
            self.con = _open(self.path)
            self.ended = False
        return True

    def checkpoint(self) -> None:
        """Fold the log into the store file; a reader in the way, or a disk that is nearly full, only delays it."""
        if not has_room(self.path):
            return
        # under the lock of all changes: who copies the file and its log must find both of one moment (data/backup.py)
        with self.writing, suppress(duckdb.TransactionException, StoreFullError), self.asking() as cursor:
            cursor.execute("CHECKPOINT")


def _revision(tx: duckdb.DuckDBPyConnection) -> int:
    return int(tx.execute("SELECT number FROM revision").fetchall()[0][0])


def connect(path: Path) -> Connection:
    """Open a store file, or share the connection this process has."""
    path = path.resolve()
    with _OPENING:
        if path in _AWAY:
            raise StoreGoneError(brand=path.stem)
        if path in _SHUT:
            raise StoreBusyError(path=str(path), pid=os.getpid())
        if path not in _OPEN:
            _OPEN[path] = Connection(path, _open(path))
        _OPEN[path].users += 1
        return _OPEN[path]


def release(connection: Connection) -> None:
    """Give a connection back; the last user closes it."""
    with _OPENING:
        connection.users -= 1
        if connection.users <= 0 and _OPEN.get(connection.path) is connection:
            del _OPEN[connection.path]
            for cursor in list(connection.held):
                cursor.close()
            connection.held.clear()
            _close(connection.con)


def hide(connection: Connection) -> None:
    """Let nobody open a store again, and close it: its files are elsewhere now."""
    with _OPENING:
        _OPEN.pop(connection.path, None)
        _close(connection.con)


def keep_away(path: Path, *, away: bool) -> None:
    """Say whether a store is away, so that opening it raises StoreGoneError in this process."""
    (_AWAY.add if away else _AWAY.discard)(path.resolve())


def open_below(folder: Path) -> bool:
    """Whether this process has a store open anywhere in a folder, such as an old state of one."""
    return any(folder.resolve() in path.parents for path in _OPEN.copy())


def _close(con: duckdb.DuckDBPyConnection) -> None:
    """Close when nobody is in the middle of a call: another thread may just be taking its cursor."""
    for _ in range(_PATIENCE):
        with suppress(duckdb.ResourceInUseException):
            return con.close()
        time.sleep(0.02)
    return con.close()


@contextmanager
def shut(path: Path) -> Iterator[None]:
    """Let nobody in this process open a store meanwhile; raises StoreBusyError where somebody has it open."""
    path = path.resolve()
    with _OPENING:
        if path in _OPEN or path in _SHUT:
            raise StoreBusyError(path=str(path), pid=os.getpid())
        _SHUT.add(path)
    try:
        yield
    finally:
        _SHUT.discard(path)


@contextmanager
def alone(path: Path) -> Iterator[Connection]:
    """Open a store that is shut, for who shut it; raises StoreBusyError where another process holds it."""
    connection = Connection(path.resolve(), _open(path))
    try:
        yield connection
    finally:
        _close(connection.con)


def is_open(path: Path) -> bool:
    """Whether this process has the store open."""
    return path.resolve() in _OPEN


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        con = in_file(path)
    except (duckdb.Error, OSError) as cause:
        if "set lock" not in str(cause):
            raise problem_of(cause, path) or StoreDamagedError(path=str(path)) from cause
        holder = re.search(r"PID (\d+)", str(cause))
        raise StoreBusyError(path=str(path), pid=holder and int(holder[1])) from cause
    try:
        migrate(con, path)
    except (duckdb.Error, OSError) as cause:
        con.close()
        raise problem_of(cause, path) or StoreDamagedError(path=str(path)) from cause
    except BaseException:
        con.close()
        raise
    return con
