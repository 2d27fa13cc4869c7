"""How many heaps the threads of this process share."""

from __future__ import annotations

from contextlib import suppress
from ctypes import CDLL

_ARENA_MAX, _HEAPS = -8, 2  # M_ARENA_MAX of glibc's mallopt


def share_heaps() -> None:
    """Let all threads share two heaps where the system's library is glibc; else each core brings eight.

    Every run of a page is a thread of its own, and what it gave back stays with the heap it came from. Sixty pages
    for ten readers left 123 MiB unused in sixteen heaps, and 33 in two. It counts before the first connection to
    DuckDB: its threads bring so many that glibc settles on a number.
    """
    with suppress(AttributeError, OSError, TypeError):  # another library: it has no such heaps
        CDLL(None).mallopt(_ARENA_MAX, _HEAPS)
