"""The process that loads damaged files, one after the other: `python -m tests.fuzz.worker csv 0 1000`.

A line of JSON before each file and one after it; when the process dies, the last line says on which file.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import cast

from data.store import Store
from tests.fuzz.mutate import Kind, damaged
from tests.fuzz.outcome import outcome

BLOCK = 25  # files that share a store


def main(kind: Kind, first: int, last: int) -> None:
    """Load the files of these numbers; a new store for each block."""
    number = first
    while number < last:
        end = min(last, (number // BLOCK + 1) * BLOCK)
        with tempfile.TemporaryDirectory() as folder:
            store = Store.open(Path(folder) / "brand.duckdb", brand="Noordlicht")
            for one in range(number, end):
                _judge(store, kind, one)
            store.close()
        number = end


def _judge(store: Store, kind: Kind, number: int) -> None:
    file = damaged(kind, number)
    _say(number=number, how=file.how)
    began = time.monotonic()
    found = outcome(store, file)
    _say(outcome=found.name, failure=found.failure, seconds=time.monotonic() - began, resident=resident())


def resident() -> int:
    """Bytes of this process in memory; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * 4096


def _say(**fields: object) -> None:
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(cast("Kind", sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
