"""Peak memory while a large CSV is read, or loaded: this process and its child together, against the file's size."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import psutil

from bench.loading import NAME, ROWS, load, write
from bench.measure import Figure
from data.reading import reader
from data.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_GLANCE = 0.01  # seconds


def memory(folder: Path) -> Figure:
    """Read a file of a million posts, which this process holds as bytes, into mapped columns."""
    path = folder / NAME
    if not path.exists():
        write(path)
    reader.look("warm.csv", b"a,b\n1,2\n")
    found = peak(lambda: _read(path))
    size = path.stat().st_size
    return Figure(
        f"peak memory, reading {ROWS:,} posts from CSV",
        f"{found / 1e6:.0f} MB",
        f"the file {size / 1e6:.0f} MB",
        found / size,
        4,
        "×",
    )


def _read(path: Path) -> None:
    (reading,) = reader.read(path.name, path.read_bytes())
    assert reading.columns.num_rows == ROWS
    reading.columns.validate(full=True)  # touches every page


def memory_of_load(folder: Path) -> Figure:
    """Preview and load the same file: what DuckDB holds of it counts as well."""
    path, store = folder / NAME, Store.open(folder / "memory.duckdb")
    found, size = peak(lambda: load(store, path)), path.stat().st_size
    store.close()
    return Figure(
        f"peak memory, preview and load of {ROWS:,} posts from CSV",
        f"{found / 1e6:.0f} MB",
        f"the file {size / 1e6:.0f} MB",
        found / size,
        4,
        "×",
    )


def peak(work: Callable[[], object]) -> int:
    """Watch the resident memory of all processes beyond what they hold already; pages shared by two count once."""
    process, done, seen = psutil.Process(), threading.Event(), [0]
    before = held(process)

    def watch() -> None:
        while not done.wait(_GLANCE):
            seen.append(held(process))

    watcher = threading.Thread(target=watch)
    watcher.start()
    work()
    done.set()
    watcher.join()
    return max(seen) - before


def held(process: psutil.Process) -> int:
    """Bytes that a process and its children hold; pages shared by two count once."""
    total = 0
    for one in (process, *process.children(recursive=True)):
        try:
            total += one.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):  # it ended meanwhile
            continue
    return total
