"""`make bench KPIS=10000000`: what asks for numbers, with so many posts and as many messages.

It needs 1 GB of memory and, for each 10,000,000, 1.2 GB of disk, in a folder of its own.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from bench.paging import paging
from bench.run import HEADER, MONDAY
from bench.scoring import scoring
from kpi.cli_common import aligned

STEP = 10  # times the rows: what a page of the larger store is compared with


def main(rows: int) -> None:
    """Measure in a folder of its own, away from the person's stores."""
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"NINETY_HOME": name, "NINETY_TODAY": MONDAY.isoformat()}
        figures = [scoring(Path(name), rows), *paging(rows // STEP, rows)]
    print(aligned([HEADER, *(figure.line for figure in figures)]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
