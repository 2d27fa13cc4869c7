"""Thousands of damaged files against a store: `make fuzz`, or `python -m tests.fuzz.run --csv 500 --first 2000`.

No traceback, no dead process, none over 60 s, and the process that loads them grows by less than 100 MiB. Each
failure names the number that makes its file again.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, Any

from kpi.cli_common import aligned

if TYPE_CHECKING:
    from tests.fuzz.mutate import Kind

ROOT = Path(__file__).parents[2]
LIMIT_S = 75.0  # the guarded reader gives up after 60 and refuses the file
GROWTH = 100 << 20  # bytes
WARM, WINDOW = 200, 50  # files after which caches are filled; files over which the least is looked for


@dataclass
class Tally:
    """What came of the files of one kind."""

    kind: Kind
    first: int
    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: tuple[float, int, str] = (0.0, 0, "")
    memory: list[int] = field(default_factory=list)  # of the process that loads, after each file

    @property
    def growth(self) -> int:
        """Bytes that stay behind: what the process held at least, at the end and after its caches were filled."""
        settled = self.memory[min(WARM, len(self.memory) // 2) :]
        return min(settled[-WINDOW:], default=0) - min(settled[:WINDOW], default=0)

    @property
    def swing(self) -> int:
        """Bytes between the least and the most that it held after that; a large file takes memory while it is there."""
        settled = self.memory[min(WARM, len(self.memory) // 2) :]
        return max(settled, default=0) - min(settled, default=0)

    def add(self, number: int, how: str, said: dict[str, Any]) -> None:
        """Count one outcome."""
        self.outcomes[said["outcome"]] += 1
        self.slowest = max(self.slowest, (said["seconds"], number, how))
        self.memory.append(said["resident"])
        if len(self.memory) % 500 == 0:
            print(f"{len(self.memory):,} {self.kind}, {len(self.failures)} failures", file=sys.stderr)  # noqa: T201
        if said["failure"]:
            self.fail(number, how, said["failure"])

    def fail(self, number: int, how: str, what: str) -> None:
        """Keep a failure, and say at once how to see it again."""
        real = f"NINETY_EXPORTS={os.environ['NINETY_EXPORTS']} " if "NINETY_EXPORTS" in os.environ else ""
        again = f"{real}python -m tests.fuzz.run --{self.kind} 1 --first {number}"
        self.failures.append(f"{self.kind} {number} ({how})\n  again: {again}\n{what.strip()}\n")
        print(self.failures[-1], flush=True)  # noqa: T201

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The table of outcomes, most frequent first."""
        seconds, number, how = self.slowest
        return [
            (f"{sum(self.outcomes.values()):,}", f"{self.kind} from number {self.first}"),
            *((f"{n:,}", name) for name, n in self.outcomes.most_common()),
            (f"{seconds:.1f} s", f"the slowest: {number} ({how})"),
            (f"{self.growth / 2**20:.0f} MiB", "growth of the loading process"),
            (f"{self.swing / 2**20:.0f} MiB", "between its least and its most"),
            (f"{len(self.failures)}", "failures"),
        ]


def run(kind: Kind, count: int, first: int = 0, minutes: float | None = None) -> Tally:
    """Load damaged files until all are done, or the time is up."""
    tally, last = Tally(kind, first), first + count
    until = time.monotonic() + 60 * minutes if minutes else None
    while first < last and (until is None or time.monotonic() < until):
        first = _run_until_death(tally, first, last, until)
    return tally


def _run_until_death(tally: Tally, first: int, last: int, until: float | None) -> int:
    """Let a process load files; give the number of the first file that is not judged yet."""
    command = [sys.executable, "-m", "tests.fuzz.worker", tally.kind, str(first), str(last)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        lines: Queue[str] = Queue()
        Thread(target=_listen, args=(process, lines), daemon=True).start()
        try:
            for number in range(first, last):
                if not _judge(tally, number, lines):
                    return number + 1
                if until is not None and time.monotonic() > until:
                    return number + 1
        finally:
            process.kill()
    return last


def _listen(process: subprocess.Popen[str], lines: Queue[str]) -> None:
    for line in process.stdout or ():
        lines.put(line)
    lines.put("")


def _judge(tally: Tally, number: int, lines: Queue[str]) -> bool:
    """Wait for what came of a file; False when its process is gone."""
    how = "unknown"
    for limit in (4 * LIMIT_S, LIMIT_S):  # to make the file, to load it
        try:
            line = lines.get(timeout=limit)
        except Empty:
            tally.outcomes["hang"] += 1
            tally.fail(number, how, f"more than {limit:.0f} s")
            return False
        if not line:
            tally.outcomes["dead process"] += 1
            tally.fail(number, how, "the process died")
            return False
        said = json.loads(line)
        how = said.get("how", how)
    tally.add(number, how, said)
    return True


def main() -> int:
    """Run both kinds and print what came of them; the exit code says whether anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--csv", 0), ("--xlsx", 0), ("--first", 0)):
        parser.add_argument(option, type=int, default=default)
    parser.add_argument("--minutes", type=float, help="stop after so many minutes for each kind")
    wanted = parser.parse_args()
    if hasattr(os, "nice"):
        os.nice(10)
    kinds: tuple[tuple[Kind, int], ...] = (("csv", wanted.csv), ("xlsx", wanted.xlsx))
    tallies = [run(kind, count, wanted.first, wanted.minutes) for kind, count in kinds if count]
    for tally in tallies:
        print("\n" + aligned(tally.lines))  # noqa: T201
    return int(any(tally.failures or tally.growth > GROWTH for tally in tallies))


if __name__ == "__main__":
    raise SystemExit(main())
