"""`python -m tests.load.sessions`: 200 readers at once, each with a brand, week and language of its own.

Every number on every page is compared with what was computed without a server; prints how long a page took and
how much the server grew.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from tests.browser.conftest import serve
from tests.load.answers import View, answers, make_brands
from tests.load.client import Page, Reader

if TYPE_CHECKING:
    from collections.abc import Mapping

MIB = 2**20
PAGES = ("monday", "scorecard", "alerts", "decisions", "sources", "targets", "kpi", "threads")


@dataclass
class Load:
    """What happened."""

    pages: int = 0
    compared: int = 0
    wrong: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    grown: list[int] = field(default_factory=list)  # bytes, since the warm-up


def judge(load: Load, view: View, name: str, page: Page, expected: tuple[str, ...]) -> None:
    """Compare what a page shows with what it has to show."""
    load.pages += 1
    load.seconds.append(page.seconds)
    load.errors += [f"{name} {view}: {text}" for text in page.wrong]
    if name not in ("monday", "scorecard"):
        return
    shown = page.tiles if name == "monday" else values(page)
    load.compared += len(expected)
    if [text.removesuffix("*") for text in shown] != [text.removesuffix("*") for text in expected]:
        load.wrong.append(f"{name} {view}: {shown} instead of {expected}")


def values(page: Page) -> list[str]:
    """Read the column `now` of the scorecard."""
    return [str(one) for table in page.tables for one in table.column("now").to_pylist()]


async def read(
    address: str, views: Mapping[View, tuple[str, ...]], dice: random.Random, load: Load, pages: int
) -> None:
    """Be one reader: open pages of one brand, week and language, then of another."""
    async with Reader(address) as reader:
        for turn in range(pages):
            view = dice.choice(list(views))
            name = PAGES[turn % 2] if turn < 2 else dice.choice(PAGES)
            try:
                page = await reader.open(name, **view.address)
            except Exception as cause:  # noqa: BLE001 - whatever it is, it is counted
                load.errors.append(f"{name} {view}: {cause!r}")
                return
            judge(load, view, name, page, views[view])


async def warm(address: str, views: Mapping[View, tuple[str, ...]], load: Load) -> None:
    """Let one reader see everything once: what is computed once is remembered."""
    async with Reader(address) as reader:
        for view, expected in views.items():
            for name in PAGES:
                judge(load, view, name, await reader.open(name, **view.address), expected)


async def all_at_once(
    address: str, views: Mapping[View, tuple[str, ...]], load: Load, readers: int, pages: int
) -> None:
    """Send them all in."""
    dice = [random.Random(number) for number in range(readers)]  # noqa: S311 - a test repeats
    await asyncio.gather(*(read(address, views, one, load, pages) for one in dice))


def run(home: Path, readers: int, pages: int, weeks: int) -> tuple[Load, Load]:
    """Measure: what the warm-up saw, and what all of them saw."""
    make_brands(home)
    views = answers(home, weeks)
    first, load = Load(), Load()
    with serve(home) as address:
        server = psutil.Process().children()[-1]
        asyncio.run(warm(address, views, first))
        before = server.memory_info().rss
        for _ in range(2):  # the second time nothing is new to the server
            asyncio.run(all_at_once(address, views, load, readers, pages))
            load.grown.append(server.memory_info().rss - before)
    load.errors += faults(home / "server.log")
    return first, load


def faults(log: Path) -> list[str]:
    """List what a server logged as an error."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in lines if "Traceback" in line or "ERROR" in line or "crash" in line]


def told(first: Load, load: Load, readers: int) -> str:
    """Say what was measured."""
    slow = statistics.quantiles(load.seconds, n=20)[18]
    return "\n".join(
        [
            (
                f"warm-up: {first.pages} pages one after another, p50 {statistics.median(first.seconds):.2f} s, "
                f"{first.compared} numbers compared, {len(first.wrong)} wrong, {len(first.errors)} errors"
            ),
            (
                f"{readers} readers at once, twice: {load.pages} pages, {load.compared} numbers compared, "
                f"{len(load.wrong)} wrong, {len(load.errors)} errors"
            ),
            f"a page: p50 {statistics.median(load.seconds):.1f} s, p95 {slow:.1f} s",
            f"server grew by {', then '.join(f'{one / MIB:.0f} MiB' for one in load.grown)}",
            *(first.wrong + first.errors + load.wrong + load.errors)[:20],
        ]
    )


def main() -> None:
    """Measure and print; ends with 1 where something was wrong."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--readers", type=int, default=200)
    asked.add_argument("--pages", type=int, default=4, help="that each of them opens")
    asked.add_argument("--weeks", type=int, default=4, help="of each brand")
    asked.add_argument("--home", type=Path, help="where the sample brands stand, or are made")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        first, load = run(given.home or Path(temporary), given.readers, given.pages, given.weeks)
    print(told(first, load, given.readers))
    grown = max(load.grown) >= 100 * MIB
    raise SystemExit(bool(first.wrong or first.errors or load.wrong or load.errors or grown))


if __name__ == "__main__":
    main()
