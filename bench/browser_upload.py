"""200 MB through a real browser: time, what the person sees meanwhile, and the memory of the server: `make upload`."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from playwright.sync_api import sync_playwright

from bench.loading import NAME, write
from bench.memory import held
from kpi.cli_common import aligned
from tests.browser.chromium import FLAGS, find
from tests.browser.conftest import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

ROWS = 635_000  # 200 MB
PATIENCE_S = 900
LOOK_S = 0.2
LEFT_S = 150  # after which Streamlit forgets a closed tab, and a little more


class Watch:
    """What the server holds, and what the page says, looked at a few times a second."""

    def __init__(self, page: Page, server: psutil.Process) -> None:
        self.page, self.server = page, server
        self.peak = 0
        self.said: list[str] = []

    def until(self, text: str) -> float:
        """Wait for a text; give the seconds it took."""
        began = time.monotonic()
        wanted, bar = self.page.get_by_text(text).first, self.page.locator(".st-key-job, [data-testid=stProgress]")
        while not wanted.is_visible():
            assert time.monotonic() - began < PATIENCE_S, f"no {text!r}"
            self.peak = max(self.peak, held(self.server))
            if bar.count() and (said := " ".join(bar.first.inner_text().split())) not in self.said:
                self.said.append(said)
            time.sleep(LOOK_S)
        return time.monotonic() - began


def main() -> None:
    """Upload one file into a new brand, take it in, close the tab."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / NAME, ROWS)
        with serve(folder) as address, _browser() as page:
            lines = _measure(page, address, folder / NAME, _server())
    print(aligned(lines))


def _measure(page: Page, address: str, file: Path, server: psutil.Process) -> list[tuple[str, ...]]:
    page.goto(address)
    page.get_by_label("Name of the brand").fill("Noordlicht")
    page.get_by_role("button", name="Continue to upload").click()
    page.get_by_role("heading", name="Upload", exact=True).wait_for()
    before, watch = held(server), Watch(page, server)
    page.locator("input[type=file]").set_input_files(file)
    preview = watch.until("1 file ready")
    page.get_by_role("button", name="Take in 1 file").click()
    taken = watch.until("1 file taken in")
    after = held(server)
    page.close()
    time.sleep(LEFT_S)
    return [
        ("file", _mb(file.stat().st_size)),
        ("from the drop to the preview", f"{preview:.0f} s"),
        ("from the decision to the receipt", f"{taken:.0f} s"),
        ("server and readers before", _mb(before)),
        ("at most", _mb(watch.peak)),
        ("after the receipt", _mb(after)),
        ("after the tab was closed", _mb(held(server))),
        ("the page told how far it is", f"{len(watch.said)} times, from “{watch.said[0]}” to “{watch.said[-1]}”"),
    ]


def _server() -> psutil.Process:
    return next(one for one in psutil.Process().children() if "streamlit" in one.cmdline())


@contextmanager
def _browser() -> Iterator[Page]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find(), args=FLAGS)
        yield browser.new_page(locale="en-GB")
        browser.close()


def _mb(size: float) -> str:
    return f"{size / 1e6:.0f} MB"


if __name__ == "__main__":
    main()
