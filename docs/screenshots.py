"""Take the pictures of the README: `make screenshots` starts Ninety, loads the sample brand and walks through it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright  # noqa: E402 - the project stands on the path now

from data.brand_files.acts import create  # noqa: E402
from data.store import Store, store_path  # noqa: E402
from tests.browser.chromium import FLAGS, find  # noqa: E402
from tests.browser.conftest import serve  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Mapping

LATE, NEW = "Fjord & Sønner", "Studio Vale"
PICTURES = Path(__file__).parent / "pictures"
SHOTS = {  # file: address, size, colour scheme
    "start": ("start", (1280, 560), "light"),
    "monday": ("monday", (1280, 1420), "light"),
    "monday_dark_sv": ("monday?language=sv", (1280, 900), "dark"),
    "scorecard": ("scorecard", (1280, 900), "light"),
    "kpi": ("kpi?row=ctr", (1280, 1180), "light"),
    "rules": ("rules?rule=pause_scaling", (1280, 1180), "light"),
    "sentiment": ("sentiment", (1280, 1180), "light"),
    "alerts": ("alerts", (1280, 900), "light"),
    "decisions": ("decisions", (1280, 1000), "light"),
    "threads": ("threads", (1280, 900), "light"),
    "sources": ("sources", (1280, 900), "light"),
    "targets": ("targets", (1280, 1000), "light"),
    "logbook": ("logbook", (1280, 900), "light"),
    "snapshot_nl": ("snapshot?language=nl", (1280, 1180), "light"),
    "phone": ("monday?language=nl", (390, 844), "light"),
}
HOUSE = {  # with more brands than one
    "portfolio": ("portfolio", (1280, 900), "light"),
    "brands": ("brands", (1280, 700), "light"),
    "privacy": ("privacy", (1280, 900), "light"),
    "access": ("access", (1280, 900), "light"),
}

# a register that no format declares
REGISTER = """Meldnummer;Datum melding;Kanaal;Wat ging er mis;Ernst;Bevestigd
2026-31;03-11-2026;Instagram;Prijs zonder voorwaarden;middel;ja
2026-32;09-11-2026;LinkedIn;Foto zonder toestemming;hoog;ja
2026-33;17-11-2026;Facebook;Onderschrift ontbreekt;laag;nee
"""


def later(download: Path) -> bytes:
    """Write a post export as it would be a day later: every post was seen a little more often."""
    rows = list(csv.DictReader(io.StringIO(download.read_text(encoding="utf-8-sig"))))
    out = io.StringIO()
    lines = csv.DictWriter(out, list(rows[0]))
    lines.writeheader()
    for number, row in enumerate(rows, start=2):
        lines.writerow(row | {"Views": round(int(row["Views"]) * (1 + number % 7 / 50))})
    return out.getvalue().encode()


def drop(page: Page, address: str, home: Path) -> None:
    """Drop a later download and a file that nobody has declared."""
    uploads = sorted(home.glob("*/uploads/*_158*.csv"))
    post_export, register = home / uploads[-1].name.split("_", 2)[2], home / "incidentregister.csv"
    post_export.write_bytes(later(uploads[-1]))
    register.write_text(REGISTER, encoding="utf-8")
    page.goto(f"{address}/upload")
    page.locator("input[type=file]").first.set_input_files([post_export, register])
    page.get_by_role("button", name="Take in 1 file").wait_for()


def load_sample(page: Page, address: str) -> None:
    """Press the button of the start page and wait for the review."""
    page.goto(address)
    page.get_by_role("button", name="Load the sample brand").click()
    page.get_by_role("heading", name="Monday review").wait_for(timeout=420_000)


def more_brands(home: Path) -> None:
    """Bring the sample brand back from a backup under other names: one late with its exports, one at its start."""
    os.environ["NINETY_HOME"] = str(home)
    into = home / "taken"
    command = (sys.executable, "-m", "kpi")
    subprocess.run((*command, "backup", "--to", str(into)), check=True, cwd=ROOT)
    (taken,) = into.iterdir()
    for name in (LATE, NEW):
        subprocess.run((*command, "restore", str(taken), "--as", name), check=True, cwd=ROOT)
    with closing(Store.open(store_path(LATE))) as late:
        newest = max(one.loaded_at for one in late.uploads())
        for one in late.uploads():
            if one.undone_at is None and one.loaded_at > newest - timedelta(days=8):
                late.undo(one.batch_id)
    with closing(Store.open(store_path(NEW))) as new:
        plan = json.loads(new.plan() or "{}")
        new.save_plan(json.dumps(plan | {"start": "2026-11-09"}))
    create("Halcyon Mobility")


def shoot(browser: Browser, address: str, shots: Mapping[str, tuple[str, tuple[int, int], str]]) -> None:
    """Take a picture of each page."""
    for name, (path, (width, height), scheme) in shots.items():
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB")  # type: ignore[arg-type]
        page.goto(f"{address}/{path}")
        page.get_by_role("heading", level=1).wait_for()
        page.wait_for_timeout(8000 if name == "portfolio" else 4000)  # charts and tables draw after the words
        page.screenshot(path=PICTURES / f"{name}.png")
        page.close()


def meet(page: Page, address: str) -> None:
    """Begin a meeting, and go to the first thing that deviates."""
    page.goto(f"{address}/meeting")
    page.get_by_role("button", name="Start: 20 minutes").click()
    for _ in range(12):
        page.wait_for_timeout(3000)
        if page.locator(".st-key-stage").get_by_text("STOP").count():
            break
        page.keyboard.press("ArrowRight")
    page.screenshot(path=PICTURES / "meeting.png")


def label(page: Page, address: str) -> None:
    """Begin a round of labels."""
    page.goto(f"{address}/labels")
    page.get_by_role("button", name="Label 50 texts").click()
    page.wait_for_timeout(4000)
    page.screenshot(path=PICTURES / "labels.png")
    page.close()


def main() -> None:
    """Write every picture."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as home, serve(Path(home)) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find(), args=FLAGS)
        load_sample(browser.new_page(), address)
        shoot(browser, address, SHOTS)
        page = browser.new_page(viewport={"width": 1280, "height": 1100}, color_scheme="light", locale="en-GB")
        drop(page, address, Path(home))
        page.wait_for_timeout(4000)
        page.screenshot(path=PICTURES / "upload.png")
        page.get_by_role("button", name="Say what this file holds").click()
        page.get_by_role("heading", level=1).wait_for()
        page.wait_for_timeout(6000)
        page.screenshot(path=PICTURES / "mapping.png")
        page.close()
        size: ViewportSize = {"width": 1280, "height": 800}
        label(browser.new_page(viewport=size, color_scheme="light", locale="en-GB"), address)
        meet(browser.new_page(viewport={"width": 1920, "height": 1080}, color_scheme="dark", locale="en-GB"), address)
        more_brands(Path(home))
        shoot(browser, address, HOUSE)
        browser.close()


if __name__ == "__main__":
    main()
