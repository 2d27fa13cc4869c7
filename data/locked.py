"""Every connection to DuckDB is made here, and locked at once.

Nothing that is asked of one may read or write files, reach the network, load extensions, keep secrets, see Python
variables, or change any of this again. What it may use is a setting of the server: NINETY_MEMORY, NINETY_SPILL and
NINETY_THREADS.

There is no limit of time (`max_execution_time`): it holds for a whole process, so it would end a load of ten million
rows and a reader that takes a pause, and it does not end the functions that take long (`range`, `repeat`). Nobody
outside Ninety writes SQL; what people type is a formula, and data/expression.py keeps those functions out of it.
"""

from __future__ import annotations

import atexit
import os
import re
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

import duckdb

from data.errors import SettingError
from data.heaps import share_heaps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEMORY, SPILL, THREADS = "NINETY_MEMORY", "NINETY_SPILL", "NINETY_THREADS"
_SIZE = re.compile(r"[1-9]\d{0,5}(\.\d{1,3})?\s?[MGT]i?B", re.IGNORECASE)
_NUMBER = re.compile(r"[1-9]\d{0,2}")
_LIMITS = {MEMORY: ("memory_limit", _SIZE, "2GB"), SPILL: ("max_temp_directory_size", _SIZE, "20GB")}
_LIMITS |= {THREADS: ("threads", _NUMBER, "")}  # "": as many as there are cores
_LENT: list[duckdb.DuckDBPyConnection] = []
_LENDING = Lock()
Config = dict[str, "str | bool | int | float | list[str]"]
_ALONE: Config = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
}
_LOCKS = (
    "SET GLOBAL TimeZone = 'UTC'",
    "SET enable_external_access = false",
    "SET allow_persistent_secrets = false",
    "SET lock_configuration = true",
)

share_heaps()


def in_file(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a store file, locked; raises what duckdb raises, and SettingError."""
    return _locked(duckdb.connect(path, config=_ALONE | limits()))


def in_memory() -> duckdb.DuckDBPyConnection:
    """Give an empty database of its own, which never touches the disk, locked; close it."""
    return _locked(duckdb.connect(config=_ALONE | {"memory_limit": "2GB", "temp_directory": ""}))


@contextmanager
def shared_memory() -> Iterator[duckdb.DuckDBPyConnection]:
    """Lend the one empty database of this process, for a question about a text; it is asked by one at a time."""
    with _LENDING:
        if not _LENT:
            _LENT.append(in_memory())
            atexit.register(_LENT.clear)
        yield _LENT[0]


def limits() -> Config:
    """Read how much a database may use; raises SettingError for what is no size or number."""
    found: Config = {}
    for variable, (option, shape, usual) in _LIMITS.items():
        said = os.environ.get(variable, "").strip() or usual
        if said and not shape.fullmatch(said):
            raise SettingError(name=variable, value=said)
        if said:
            found[option] = said
    return found


def _locked(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    try:
        for line in _LOCKS:
            con.execute(line)
    except BaseException:
        con.close()
        raise
    return con
