"""The PDF of one page: from a cold start, warm, for a hundred brands in one process; and its preview as a picture.

Each runs in a fresh process of its own, and names what it needed as JSON.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from statistics import median
from typing import TYPE_CHECKING

from bench.measure import RUNS, Figure, cold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpi.snapshot import Snapshot

PRINT = """
import pickle, sys
from pathlib import Path
snapshot = pickle.loads(Path(sys.argv[1]).read_bytes())
from kpi.paper.edition import Edition
from kpi.paper.pdf import render
assert render(snapshot, Edition("nl")).startswith(b"%PDF")
"""
READ = PRINT.partition("from kpi.paper.edition")[0]

# other data, another brand and another language each time: nothing that was printed before helps
MANY = f"""{PRINT}
import json, time
from dataclasses import replace
import psutil
from kpi.paper.pdf import preview

def brand(number):
    rows = tuple(
        replace(row, now=replace(row.now, value=row.now.value and row.now.value * (1 + number / 1000)))
        for row in snapshot.rows
    )
    other = replace(snapshot, brand=f"Brand {{number}}", rows=rows, posts=number, fingerprint=f"{{number:08x}}")
    return other, Edition(("en", "nl", "sv", "ro")[number % 4])

def seconds(work, first, times):
    spent = []
    for number in range(first, first + times):
        asked = brand(number)
        before = time.process_time()
        work(*asked)
        spent.append(time.process_time() - before)
    return sorted(spent)[times // 2]
"""
WARM = f"{MANY}\nprint(json.dumps([seconds(render, 0, 8), seconds(lambda *asked: preview(*asked, ppi=144), 8, 8)]))"
MASK = """
import json, time
from kpi.paper.private import private
spent = []
for letter in ("x", "a-", "1 ", "111 ", "a@", "www."):
    before = time.process_time()
    private((letter * 20_000)[:20_000])
    spent.append(time.process_time() - before)
print(json.dumps([max(spent)]))
"""
HELD = f"""{MANY}
held = []
for number in range(100):
    assert render(*brand(number)).startswith(b"%PDF")
    held.append(psutil.Process().memory_info().rss)
print(json.dumps([held[19], held[99]]))"""


def printing(folder: Path, snapshot: Snapshot) -> Iterator[Figure]:
    """Print it in fresh processes; what Python and reading the snapshot cost is named apart."""
    kept = folder / "snapshot.pickle"
    kept.write_bytes(pickle.dumps(snapshot))
    whole, start = cold(PRINT, str(kept)), cold(READ, str(kept))
    yield Figure("PDF of one page, cold process", f"{whole:.2f} s", f"of which start {start:.2f} s", whole, 0.5, "s")
    warm, drawn = (median(times) for times in zip(*(_told(WARM, kept) for _ in range(RUNS)), strict=True))
    yield Figure("PDF of one page, warm, other data each time", f"{warm:.2f} s", "", warm, 0.15, "s")
    yield Figure("preview of one page at 144 ppi, warm", f"{drawn:.2f} s", "", drawn, 1.0, "s")
    (masked,) = _told(MASK, kept)
    yield Figure("text of 20 000 characters masked", f"{masked:.3f} s", "slowest of six kinds", masked, 0.1, "s")
    early, late = (size / 1e6 for size in _told(HELD, kept))
    yield Figure(
        "100 brands printed in one process",
        f"{late:.0f} MB",
        f"after 20 of them {early:.0f} MB",
        late / early,
        1.1,
        "×",
    )


def _told(code: str, kept: Path) -> list[float]:
    found = subprocess.run([sys.executable, "-c", code, str(kept)], check=True, capture_output=True)  # noqa: S603 - our own code
    numbers: list[float] = json.loads(found.stdout)
    return numbers
