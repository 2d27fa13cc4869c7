"""CPU seconds, of this process and its children or of a child; the median of three runs that take turns."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 3


@dataclass(frozen=True)
class Figure:
    """What was measured, against what we aim at."""

    what: str
    ours: str
    against: str
    figure: float
    aim: float
    unit: str  # "×" or "s"

    @property
    def line(self) -> tuple[str, ...]:
        """A row of the table."""
        kept = "yes" if self.figure <= self.aim else "NO"
        return self.what, self.ours, self.against, f"{self.figure:.2f} {self.unit}", f"≤ {self.aim:g} {self.unit}", kept


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one run in this process and its children, all threads together."""
    before = _spent()
    work()
    return _spent() - before


def _spent() -> float:
    """CPU seconds of this process, of the children that ended, and of those that live."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    living = [child.cpu_times() for child in psutil.Process().children()]
    return time.process_time() + ended.ru_utime + ended.ru_stime + sum(one.user + one.system for one in living)


def in_turns(*works: Callable[[], object]) -> list[float]:
    """Run each work three times, in turns, so that a noisy minute hits all of them; give the medians."""
    rounds = [[cpu(work) for work in works] for _ in range(RUNS)]
    return [median(times) for times in zip(*rounds, strict=True)]


def cold(code: str, *arguments: str) -> float:
    """CPU seconds of a fresh Python that runs this code; the median of three."""
    return median(_cold(code, arguments) for _ in range(RUNS))


def _cold(code: str, arguments: tuple[str, ...]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code, *arguments], check=True)  # noqa: S603 - our own code
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
