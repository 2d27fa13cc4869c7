"""Copy a store file that this process has open, without letting go of it.

Whoever closes a file lets go of all locks that his process has on it (POSIX), DuckDB's too, and then a second process
could open the store and write into it. So a child does the copying, and the copy is what is read afterwards.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_COPY = """
import os, sys, shutil
try:
    with open(sys.argv[1], "rb") as source, open(sys.argv[2], "wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
        target.flush()
        os.fsync(target.fileno())
except OSError as problem:
    sys.exit(problem.errno or 1)
"""


def copied(store: Path, to: Path) -> None:
    """Copy a store file, and its log where there is one, which belongs to it; raises OSError.

    One state only while nobody changes the store: under the lock of all changes, or before it is given to anybody.
    """
    log = store.with_name(store.name + ".wal")
    _copied(store, to)
    if log.exists():
        _copied(log, to.with_name(to.name + ".wal"))


def _copied(path: Path, to: Path) -> None:
    done = subprocess.run([sys.executable, "-I", "-S", "-c", _COPY, str(path), str(to)], check=False)  # noqa: S603 - ours
    if done.returncode:
        raise OSError(done.returncode, os.strerror(done.returncode))
    to.chmod(0o600)
