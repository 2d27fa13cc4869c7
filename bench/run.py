"""Measure all, print one table: `make bench`. Trust the ratios and CPU seconds of one run, not wall time."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.loading import loading
from bench.page import page
from bench.printing import printing
from bench.scoring import scoring
from data.store import Store, store_path
from kpi.cli import aligned
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
        os.environ |= {"NINETY_HOME": str(folder / "home"), "NINETY_TODAY": MONDAY.isoformat()}
        snapshot = _sample()
        works = (partial(loading, folder), partial(scoring, folder), partial(printing, folder, snapshot), page)
        lines = [HEADER, *(work().line for work in works)]
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
