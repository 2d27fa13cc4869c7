"""`python -m tests.load.soak`: ten people at Ninety for an hour, each in a Chromium page; one uploads, one labels.

Prints every five minutes what they did, what went wrong and how much memory the server holds, and at the end how
fast that grows.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import psutil
from playwright.async_api import Error, Page, async_playwright, expect

from kpi.words import LANGUAGES
from pages import PAGES
from tests.browser.chromium import FLAGS, find
from tests.browser.conftest import serve
from tests.browser.test_journey import x_export
from tests.load.answers import BRANDS, make_brands
from tests.load.sessions import MIB, faults

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Browser

MENU = tuple(entry.name for entry in PAGES if entry.section)
WEEKS = tuple(f"2026-W{number}" for number in range(43, 48))
PATIENCE = 120_000  # milliseconds
GLANCE = 10  # seconds between two looks at the server's memory
WARM = 1 / 4  # of the time: what is computed once is being computed


@dataclass
class Hour:
    """What happened so far."""

    until: float
    think: float
    seconds: list[float] = field(default_factory=list)  # that pages took
    done: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    memory: list[tuple[float, int]] = field(default_factory=list)  # minutes since the start, bytes

    @property
    def runs(self) -> bool:
        """Whether there is time left."""
        return time.monotonic() < self.until

    def count(self, what: str) -> None:
        """Count one more."""
        self.done[what] = self.done.get(what, 0) + 1

    def slope(self, since: float) -> float:
        """Give the growth of the server in MiB a minute, since a minute."""
        seen = [(minute, size / MIB) for minute, size in self.memory if minute >= since]
        return statistics.linear_regression(*zip(*seen, strict=True)).slope if len(seen) > 2 else 0.0


@dataclass
class Person:
    """Somebody at a page."""

    page: Page
    address: str
    dice: random.Random
    hour: Hour
    folder: Path

    async def think(self) -> None:
        """Look at what is there."""
        rest = max(0.0, self.hour.until - time.monotonic())
        await asyncio.sleep(min(rest, self.dice.uniform(0.5, 1.5) * self.hour.think))

    async def settle(self) -> None:
        """Wait until the page stands, and see what went wrong on it."""
        began = time.perf_counter()
        await expect(self.page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
        await self.page.locator("[data-test-script-state=notRunning]").wait_for(timeout=PATIENCE)
        self.hour.seconds.append(time.perf_counter() - began)
        for alert in await self.page.locator(
            "[data-testid=stAlertContentError], [data-testid=stAlertContenterror], [data-testid=stException]"
        ).all():
            self.hour.wrong.append(f"{self.page.url}: {await alert.inner_text()}")

    async def link(self, page: str, **chosen: str) -> None:
        """Follow a link from outside."""
        brand, language = self.dice.choice(list(BRANDS)), self.dice.choice(LANGUAGES)
        asked = {"brand": brand, "language": language, "week": self.dice.choice(WEEKS)} | chosen
        await self.page.goto(f"{self.address}/{page}?{urlencode(asked)}", timeout=PATIENCE)
        await self.settle()


async def wander(one: Person) -> None:
    """Go from page to page: mostly by the menu, at times by a link to another brand, week or language."""
    if one.page.url == "about:blank" or one.dice.random() < 0.25:
        await one.link(one.dice.choice(MENU))
        one.hour.count("links followed")
    else:
        page = one.dice.choice(MENU)
        await one.page.locator(f"[data-testid=stSidebarNavLink][href*='/{page}']").click(timeout=PATIENCE)
        await one.page.wait_for_timeout(300)
        await one.settle()
        one.hour.count("menu clicks")
    await one.think()


async def upload(one: Person) -> None:
    """Take a file in, look at the numbers, and take it back."""
    page, brand = one.page, one.dice.choice(list(BRANDS))
    export = one.folder / "account_analytics_content_2026-11-09_2026-11-22.csv"
    export.write_bytes(x_export({46: one.dice.randrange(5, 50), 47: one.dice.randrange(5, 50)}))
    await one.link("upload", brand=brand, language="en")
    await page.locator("input[type=file]").set_input_files(export)
    await page.get_by_role("button", name="Take in").click(timeout=PATIENCE)
    await expect(page.get_by_text("taken in").first).to_be_visible(timeout=PATIENCE)
    one.hour.count("files taken in")
    await one.think()
    await one.link("sources", brand=brand, language="en")
    await page.get_by_text("Undo this upload").click(timeout=PATIENCE)
    await page.get_by_role("button", name="Yes, undo it").click(timeout=PATIENCE)
    await expect(page.get_by_text("everything is as it was before").first).to_be_visible(timeout=PATIENCE)
    one.hour.count("files taken back")
    await one.think()


async def label(one: Person) -> None:
    """Label a few texts by keyboard, and stop."""
    page = one.page
    await one.link("labels", language="en", week=one.dice.choice(WEEKS[:4]))
    if await page.get_by_label("Your name").count():
        await page.get_by_label("Your name").fill("Ann")
        await page.get_by_label("Your name").blur()
    start = page.get_by_role("button", name="Label 50 texts")
    if await start.count() == 0:
        one.hour.count("weeks labelled to the end")
        return await one.think()
    await start.click()
    await page.get_by_text("1 of 50").wait_for(timeout=PATIENCE)
    for _ in range(5):
        await one.think()
        await page.keyboard.press(one.dice.choice("1230"))
        one.hour.count("texts labelled")
    await page.keyboard.press("Escape")
    return await one.settle()


async def be(one: Person, does: Callable[[Person], Awaitable[None]]) -> None:
    """Do one thing again and again; what goes wrong is written down, and the person goes on."""
    while one.hour.runs:
        try:
            await does(one)
        except (Error, AssertionError) as cause:
            one.hour.wrong.append(f"{does.__name__} at {one.page.url}: {str(cause)[:300]}")
            await one.think()


async def people(browser: Browser, address: str, number: int, hour: Hour, folder: Path) -> list[Awaitable[None]]:
    """Let them come: one uploads, one labels, the others read."""
    found: list[Awaitable[None]] = []
    for place in range(number):
        page = await (await browser.new_context(locale="en-GB")).new_page()
        page.on("pageerror", lambda error: hour.wrong.append(f"in the browser: {error}"))
        one = Person(page, address, random.Random(place), hour, folder)  # noqa: S311 - a test repeats
        found.append(be(one, {0: upload, 1: label}.get(place, wander)))
    return found


async def glance(server: psutil.Process, hour: Hour, every: float) -> None:
    """Watch the server's memory, and say from time to time how it goes."""
    began = said = time.monotonic()
    while hour.runs:
        await asyncio.sleep(min(GLANCE, max(0.1, hour.until - time.monotonic())))
        now = time.monotonic()
        hour.memory.append(((now - began) / 60, server.memory_info().rss))
        if now - said >= every or not hour.runs:
            said = now
            print(told(hour), flush=True)


def told(hour: Hour) -> str:
    """Say what happened so far."""
    minutes, size = hour.memory[-1]
    done = ", ".join(f"{number} {what}" for what, number in sorted(hour.done.items()))
    slow = statistics.quantiles(hour.seconds, n=20)[18] if len(hour.seconds) > 1 else 0
    return (
        f"{minutes:5.1f} min · {done} · {len(hour.wrong)} wrong · a page p50 "
        f"{statistics.median(hour.seconds or [0]):.2f} s, p95 {slow:.2f} s · {size / MIB:.0f} MiB, "
        f"{hour.slope(minutes * WARM):+.2f} MiB a minute"
    )


async def work(address: str, number: int, hour: Hour, folder: Path, every: float) -> None:
    """Let everybody work until the time is over."""
    server = psutil.Process().children()[-1]
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=find(), args=FLAGS)
        everybody = await people(browser, address, number, hour, folder)
        await asyncio.gather(glance(server, hour, every), *everybody)
        await browser.close()


def soak(home: Path, number: int, minutes: float, think: float, every: float) -> Hour:
    """Let so many people work for so long."""
    make_brands(home)
    with serve(home) as address, tempfile.TemporaryDirectory() as folder:
        hour = Hour(time.monotonic() + 60 * minutes, think)
        asyncio.run(work(address, number, hour, Path(folder), every))
    hour.wrong += faults(home / "server.log")
    return hour


def main() -> None:
    """Work and print; ends with 1 where something was wrong."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=10)
    asked.add_argument("--minutes", type=float, default=60)
    asked.add_argument("--think", type=float, default=20, help="seconds between two things that somebody does")
    asked.add_argument("--every", type=float, default=300, help="seconds between two lines")
    asked.add_argument("--home", type=Path, help="where the sample brands stand, or are made")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        hour = soak(given.home or Path(temporary), given.people, given.minutes, given.think, given.every)
    print("\n".join(["the whole time:", told(hour), *hour.wrong[:40]]))
    raise SystemExit(bool(hour.wrong) or hour.slope(given.minutes * WARM) >= 1)


if __name__ == "__main__":
    main()
