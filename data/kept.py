"""What left the house, kept as it left beside the store: `<store>/issued/<sha256>.pdf`.

A file is named after its bytes, so the same bytes are there once, and a file that was changed since is known by its
name. Nothing here takes a file away: a rebuild leaves the folder alone, and whoever empties it does so by hand.
"""

from __future__ import annotations

import re
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from data.access.acting import permit
from data.access.rights import Right
from data.audit import Done
from data.errors import KeptError
from data.raw import write_whole

if TYPE_CHECKING:
    from pathlib import Path

_NAME, _SUFFIX = re.compile(r"[0-9a-f]{64}"), re.compile(r"[a-z]{2,5}(\.gz)?")
ERASED = ".erased"  # ends the name of what stands for a file that named somebody who was erased (data/privacy)
_KEEPING = Lock()  # two who take the same bytes along at once would write one draft


def folder_of(store: Path) -> Path:
    """Give the folder of what a store has issued."""
    return store.with_suffix("") / "issued"


def keep(store: Path, content: bytes, suffix: str) -> str:
    """Keep bytes, whole or not at all, and give their name; raises KeptError where they cannot be written."""
    permit(Done(Right.VIEW, "issue"), store)
    name = sha256(content).hexdigest()
    path = _path(store, name, suffix)
    try:
        with _KEEPING:
            if not (path.exists() and path.read_bytes() == content):  # one that was damaged is mended
                write_whole(path, content)
    except OSError as cause:
        raise KeptError(file=str(path.parent), why="not_kept") from cause
    return name


def fetch(store: Path, name: str, suffix: str) -> bytes:
    """Read what was kept, byte for byte; raises KeptError when it is gone or no longer what it was."""
    path = _path(store, name, suffix)
    try:
        content = path.read_bytes()
    except OSError as cause:
        why = "kept_erased" if path.with_name(name + ERASED).exists() else "kept_gone"
        raise KeptError(file=path.name, why=why) from cause
    if sha256(content).hexdigest() != name:
        raise KeptError(file=path.name, why="kept_changed")
    return content


def has(store: Path, name: str, suffix: str) -> bool:
    """Whether a kept file is there; what is in it is looked at when it is read."""
    try:
        return _path(store, name, suffix).exists()
    except KeptError:
        return False


def weight(store: Path) -> tuple[int, int]:
    """Count the kept files, and their bytes."""
    folder = folder_of(store)
    sizes = [path.stat().st_size for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
    return len(sizes), sum(sizes)


def _path(store: Path, name: str, suffix: str) -> Path:
    """Find the place of a file; a name from a record that was tampered with leads nowhere else."""
    if not (_NAME.fullmatch(name) and _SUFFIX.fullmatch(suffix)):
        raise KeptError(file=f"{name}.{suffix}", why="kept_gone")
    return folder_of(store) / f"{name}.{suffix}"
