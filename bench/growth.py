"""What a row costs as files and stores grow: a straight line, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.loading import ROWS, load, write
from bench.measure import Figure, cpu
from bench.memory import peak
from data.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZES = (10_000, 100_000, ROWS)


def growth(folder: Path) -> Figure:
    """Load files of growing size, each into a store of its own; a row of the largest against one of the middle."""
    cost = {}
    for rows in SIZES:
        path, store = folder / f"{rows}.csv", Store.open(folder / f"{rows}.duckdb")
        write(path, rows)
        cost[rows] = cpu(lambda store=store, path=path: load(store, path)) / rows * 1e6
        store.close()
        path.unlink()
    small, middle, large = cost.values()
    return Figure(
        f"CPU of a row in a file of {SIZES[-1]:,}",
        f"{large:.1f} µs",
        f"in files of {SIZES[0]:,} and {SIZES[1]:,}: {small:.1f} and {middle:.1f} µs",
        large / middle,
        1.2,
        "×",
    )


def into_one_store(folder: Path, rows: int) -> Iterator[tuple[str, ...]]:
    """Load so many rows into one store, a million a file: what each file costs as the store grows."""
    yield "posts in the store", "CPU", "peak memory beyond the start", "store", "uploads kept"
    store = Store.open(folder / "large.duckdb")
    for begin in range(0, rows, ROWS):
        path, memory = folder / f"{begin}.csv", []
        write(path, min(ROWS, rows - begin), begin)
        spent = cpu(lambda path=path, memory=memory: memory.append(peak(lambda: load(store, path))))
        path.unlink()
        kept = sum(one.stat().st_size for one in store.folder.iterdir())
        sizes = (f"{size / 1e6:,.0f} MB" for size in (memory[0], store.path.stat().st_size, kept))
        yield f"{begin + ROWS:,}", f"{spent:.1f} s", *sizes
    store.close()
