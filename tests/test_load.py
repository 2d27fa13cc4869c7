"""Several readers at once see their own numbers; the whole of it, 200 of them and an hour: `make load`."""

from __future__ import annotations

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.browser.conftest import serve
from tests.load.answers import View, answers
from tests.load.client import Page
from tests.load.sessions import Load, all_at_once, faults, judge
from tests.load.soak import Hour

MIB = 2**20


def test_four_readers_at_once_see_their_own_numbers(sample_home: Path, tmp_path: Path) -> None:
    """Two weeks and four languages: what one of them asks for is no other's answer."""
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    views, load = answers(home, weeks=2), Load()
    assert len(set(views.values())) > len(views) // 2
    with serve(home) as address, ThreadPoolExecutor(1) as apart:  # a browser of another test has a loop on this thread
        apart.submit(lambda: asyncio.run(all_at_once(address, views, load, readers=4, pages=2))).result()
    assert (load.wrong, load.errors, faults(home / "server.log")) == ([], [], [])
    assert load.pages == 8
    assert load.compared > 8 * 15


def test_a_wrong_number_is_seen() -> None:
    load = Load()
    judge(load, View("a", "2026-W47", "en"), "monday", Page(tiles=["1", "3"]), ("1", "2"))
    judge(load, View("a", "2026-W47", "en"), "monday", Page(wrong=["It broke"]), ())
    assert (len(load.wrong), len(load.errors)) == (1, 1)


def test_memory_that_grows_is_seen() -> None:
    hour = Hour(0, 0, memory=[(minute, (300 + 2 * minute) * MIB) for minute in range(60)])
    assert round(hour.slope(15), 3) == 2
