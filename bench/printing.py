"""The PDF of one page, from a cold start: a fresh process imports, reads a snapshot, and prints it."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from bench.measure import Figure, cold

if TYPE_CHECKING:
    from pathlib import Path

    from kpi.snapshot import Snapshot

PRINT = """
import pickle, sys
from pathlib import Path
snapshot = pickle.loads(Path(sys.argv[1]).read_bytes())
from kpi.paper.pdf import render
assert render(snapshot, "nl").startswith(b"%PDF")
"""
READ = PRINT.rpartition("from kpi.paper.pdf")[0]


def printing(folder: Path, snapshot: Snapshot) -> Figure:
    """Print it in a fresh process; what Python and reading the snapshot cost is named apart."""
    kept = folder / "snapshot.pickle"
    kept.write_bytes(pickle.dumps(snapshot))
    whole, start = cold(PRINT, str(kept)), cold(READ, str(kept))
    return Figure("PDF of one page, cold process", f"{whole:.2f} s", f"of which start {start:.2f} s", whole, 0.5, "s")
