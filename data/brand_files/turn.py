"""One at a time: who makes, moves or deletes a brand waits for whoever does so here or from the command line."""

from __future__ import annotations

from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING

from data.reading.places import home

try:
    import fcntl
except ImportError:  # Windows: there one process looks after brands
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOVING = RLock()
_INSIDE: list[None] = []  # one for every block that this process is in; the lock of the file knows no second time


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one's turn, and keep it for the block; who has it may ask again."""
    home().mkdir(parents=True, exist_ok=True)
    with _MOVING, (home() / ".brands.lock").open("ab") as stream:
        if fcntl is not None and not _INSIDE:
            fcntl.flock(stream, fcntl.LOCK_EX)  # closing the file lets go of it
        _INSIDE.append(None)
        try:
            yield
        finally:
            _INSIDE.pop()
