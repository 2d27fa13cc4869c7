"""Measure all, print one table: `make bench`. Trust the ratios and CPU seconds of one run, not wall time.

`make bench ROWS=10000000` loads so many posts into one store instead, a million a file; `make bench KPIS=10000000` asks
for every number of so many posts and messages (bench/large.py).
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.explaining import explaining
from bench.growth import growth, into_one_store
from bench.loading import loading
from bench.made import ROWS
from bench.memory import memory, memory_of_load
from bench.page import page
from bench.paging import paging
from bench.printing import printing
from bench.scoring import scoring
from bench.spreadsheet import spreadsheet
from data.store import Store, store_path
from kpi.cli_common import aligned
from kpi.periods import Week
from kpi.plan import Plan
from kpi.review import take
from kpi.sample import BRAND, load_sample

if TYPE_CHECKING:
    from kpi.snapshot import Snapshot

MONDAY = date(2026, 11, 23)
HEADER = ("what", "Ninety", "against", "figure", "aim", "kept")


def main() -> None:
    """Measure in a folder of its own, away from the person's stores."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if sys.argv[1:]:
            print(aligned(list(into_one_store(folder, int(sys.argv[1])))))
            return
        os.environ |= {"NINETY_HOME": str(folder / "home"), "NINETY_TODAY": MONDAY.isoformat()}
        snapshot = _sample()
        in_folder = (loading, memory, memory_of_load, growth, spreadsheet, scoring, explaining)
        works = (*(partial(work, folder) for work in in_folder), page)
        lines = [HEADER, *(work().line for work in works)]
        lines += [figure.line for figure in printing(folder, snapshot)]
        lines += [figure.line for figure in paging(ROWS // 10, ROWS)]
    print(aligned(lines))


def _sample() -> Snapshot:
    store = Store.open(store_path(BRAND), brand=BRAND)
    load_sample(store, MONDAY)
    body = store.plan()
    assert body is not None
    snapshot = take(store, Plan.model_validate_json(body), Week.of(MONDAY).previous(), MONDAY)
    store.close()
    return snapshot


if __name__ == "__main__":
    main()
