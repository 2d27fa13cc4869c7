"""Take the pictures of the README: `make screenshots` starts Ninety, loads the sample brand and walks through it."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, sync_playwright  # noqa: E402 - the project stands on the path now

from tests.browser.chromium import FLAGS, find  # noqa: E402
from tests.browser.conftest import serve  # noqa: E402

PICTURES = Path(__file__).parent / "pictures"
SHOTS = {  # file: address, size, colour scheme
    "start": ("start", (1280, 560), "light"),
    "monday": ("monday", (1280, 1420), "light"),
    "monday_dark_sv": ("monday?language=sv", (1280, 900), "dark"),
    "scorecard": ("scorecard", (1280, 900), "light"),
    "kpi": ("kpi?row=ctr", (1280, 1180), "light"),
    "sources": ("sources", (1280, 900), "light"),
    "targets": ("targets", (1280, 1000), "light"),
    "logbook": ("logbook", (1280, 900), "light"),
    "snapshot_nl": ("snapshot?language=nl", (1280, 1180), "light"),
    "phone": ("monday?language=nl", (390, 844), "light"),
}


def load_sample(page: Page, address: str) -> None:
    """Press the button of the start page and wait for the review."""
    page.goto(address)
    page.get_by_role("button", name="Load the sample brand").click()
    page.get_by_role("heading", name="Monday review").wait_for(timeout=180_000)


def main() -> None:
    """Write every picture."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as home, serve(Path(home)) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find(), args=FLAGS)
        load_sample(browser.new_page(), address)
        for name, (path, (width, height), scheme) in SHOTS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB")  # type: ignore[arg-type]
            page.goto(f"{address}/{path}")
            page.get_by_role("heading", level=1).wait_for()
            page.wait_for_timeout(4000)  # charts and tables draw after the words
            page.screenshot(path=PICTURES / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
