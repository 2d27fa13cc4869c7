"""One hardened DuckDB connection per store and process, shared by its threads.

Nothing in a store may read files, reach the network, load extensions or see
Python variables. A second open of the same path in this process shares the
connection; another process is told who holds the lock.
"""

from __future__ import annotations

import re
import time
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import TYPE_CHECKING
from weakref import WeakSet

import duckdb

from data import audit
from data.access.acting import require
from data.errors import StoreBusyError, StoreDamagedError
from data.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.audit import Done

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "2GB",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
}
_LOCKDOWN = (
    "SET GLOBAL TimeZone = 'UTC'",
    "SET enable_external_access = false",
    "SET allow_persistent_secrets = false",
    "SET max_temp_directory_size = '20GB'",
    "SET lock_configuration = true",
)
_PATIENCE = 250  # times of 20 ms that a closing store waits for the calls of other threads
_OPEN: dict[Path, Connection] = {}
_OPENING = Lock()


@dataclass
class Connection:
    """What all users of one store in this process share: reads run side by side, changes one at a time."""

    path: Path
    con: duckdb.DuckDBPyConnection
    writing: RLock = field(default_factory=RLock)
    users: int = 0
    is_followed: bool = False  # whether somebody looked for texts that an earlier version left unread
    label_bytes: int | None = None  # how long the lines of labels were left; None: nobody looked yet
    held: WeakSet[duckdb.DuckDBPyConnection] = field(default_factory=WeakSet)  # cursors that keep temp tables

    def hold(self) -> duckdb.DuckDBPyConnection:
        """Give a cursor with temp tables of its own; closing it frees them, and so does closing the store."""
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
        if done is not None:
            require(done.needs, self.path.stem)
        with self.writing, nullcontext(on) if on else self.con.cursor() as tx:
            tx.execute("BEGIN")
            try:
                yield tx
                if counts:
                    tx.execute("UPDATE revision SET number = number + 1")
                if done is not None:
                    audit.note(self.path, done, revision=_revision(tx))
            except BaseException:
                tx.execute("ROLLBACK")
                raise
            tx.execute("COMMIT")

    def checkpoint(self) -> None:
        """Fold the log into the store file; a reader in the way only delays it."""
        with suppress(duckdb.TransactionException), self.con.cursor() as cursor:
            cursor.execute("CHECKPOINT")


def _revision(tx: duckdb.DuckDBPyConnection) -> int:
    return int(tx.execute("SELECT number FROM revision").fetchall()[0][0])


def connect(path: Path) -> Connection:
    """Open a store file, or share the connection this process has."""
    path = path.resolve()
    with _OPENING:
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


def _close(con: duckdb.DuckDBPyConnection) -> None:
    """Close when nobody is in the middle of a call: another thread may just be taking its cursor."""
    for _ in range(_PATIENCE):
        with suppress(duckdb.ResourceInUseException):
            return con.close()
        time.sleep(0.02)
    return con.close()


def is_open(path: Path) -> bool:
    """Whether this process has the store open."""
    return path.resolve() in _OPEN


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        con = duckdb.connect(path, config=_CONFIG)
    except duckdb.IOException as cause:
        if "set lock" not in str(cause):
            raise StoreDamagedError(path=str(path)) from cause
        holder = re.search(r"PID (\d+)", str(cause))
        raise StoreBusyError(path=str(path), pid=holder and int(holder[1])) from cause
    except duckdb.Error as cause:
        raise StoreDamagedError(path=str(path)) from cause
    try:
        for line in _LOCKDOWN:
            con.execute(line)
        migrate(con)
    except duckdb.Error as cause:
        con.close()
        raise StoreDamagedError(path=str(path)) from cause
    return con
