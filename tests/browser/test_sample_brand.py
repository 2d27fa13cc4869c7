"""The sample brand in a real browser: every page, light and dark, wide and narrow, nothing from afar."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pymupdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation
from python_calamine import CalamineWorkbook

from data.store import Store
from tests.browser.conftest import serve

PAGES = (
    *("monday", "meeting", "scorecard", "kpi", "sentiment", "alerts", "decisions", "threads", "upload", "labels"),
    *("sources", "mapping", "targets", "rules", "logbook", "snapshot"),
    *("portfolio", "brands", "access", "privacy", "start"),
)
# Streamlit's own: the menu with sections, the drop zone, and the points of a chart (the chart itself has its name)
NOT_OURS = ["[data-testid=stSidebarNav]", "[data-testid=stFileUploaderDropzone]", "[role=graphics-symbol]"]


@pytest.fixture(scope="module")
def sample(sample_home: Path, chromium: Browser) -> Iterator[str]:
    """Address of a server that has the sample brand (tests/test_journeys.py presses the button that loads it)."""
    Store.open(sample_home / "zuid.duckdb", brand="Zuid").close()  # a second brand, without data: there is a portfolio
    with serve(sample_home) as address:
        page = chromium.new_page()
        page.goto(f"{address}/monday")  # the first review is computed; the others are remembered
        page.get_by_text("STOP").first.wait_for(timeout=180_000)
        page.close()
        yield address


def test_monday_says_stop_and_scale_with_its_evidence(sample: str, visit: Callable[..., Page]) -> None:
    page = visit(f"{sample}/monday")
    expect(page.get_by_text("STOP").first).to_be_visible()
    expect(page.get_by_text("SCALE").first).to_be_visible()
    expect(page.get_by_text("Signal").first).to_be_visible()


def test_files_come_down_whole_and_in_the_readers_language(sample: str, visit: Callable[..., Page]) -> None:
    """A file is made on a thread that knows neither the brand nor the language that somebody reads in."""
    page = visit(f"{sample}/decisions?language=nl")
    head, *log = list(csv.reader(io.StringIO(fetched(page, "CSV").decode("utf-8-sig")), delimiter=";"))
    assert head[:3] == ["Besloten op", "Besluit", "Wat we zien"]
    assert len(log) == 7
    sheet = load_workbook(io.BytesIO(fetched(page, "Excel"))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == head
    assert sheet.max_row == len(log) + 1
    text = fetched(page, "Markdown").decode()
    assert text.startswith("# Besluiten van ")
    assert text.count("\n## ") == len(log)
    page.goto(f"{sample}/scorecard?language=nl")
    assert "Op koers" in fetched(page, "CSV").decode("utf-8-sig")


def test_a_month_is_taken_along_in_every_form(sample: str, visit: Callable[..., Page]) -> None:
    page = visit(f"{sample}/snapshot?language=nl")
    page.get_by_text("Maand", exact=True).click()
    page.get_by_alt_text("pagina 1 van 2").wait_for(timeout=30_000)
    paper = pymupdf.open(stream=fetched(page, "PDF downloaden"))
    assert "Maandrapport" in paper[0].get_text()
    book = CalamineWorkbook.from_filelike(io.BytesIO(fetched(page, "Excel")))
    deck = Presentation(io.BytesIO(fetched(page, "PowerPoint")))
    notes = fetched(page, "Markdown").decode()
    found = re.search(r"[0-9a-f]{8}", paper[0].get_text().split("Vingerafdruk")[1])
    assert found is not None
    on_slides = "".join(shape.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    in_cells = "".join(str(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)
    assert all(found[0] in text for text in (on_slides, in_cells, notes))


def fetched(page: Page, button: str) -> bytes:
    """Press a button that brings a file, and read it."""
    page.get_by_role("button", name=button).first.wait_for()
    with page.expect_download(timeout=30_000) as download:
        page.get_by_role("button", name=button).first.click()
    return Path(download.value.path()).read_bytes()


@dataclass
class Walk:
    """What was found on the way through every page."""

    wrong: dict[str, list[str]]  # page, width and theme -> what it does to those who cannot see or scroll it
    hosts: set[str | None]  # that anything was asked of


@pytest.fixture(scope="module")
def walk(sample: str, chromium: Browser) -> Walk:
    """Go through every page, wide and narrow, light and dark."""
    seen = Walk({}, set())
    for width in (1440, 390):
        page = chromium.new_page(viewport={"width": width, "height": 900}, locale="en-GB")
        page.on("request", lambda request: seen.hosts.add(urlsplit(request.url).hostname))
        for name in PAGES:
            page.emulate_media(color_scheme="light")
            page.goto(f"{sample}/{name}?language=nl")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            page.wait_for_timeout(1000)  # what is still being drawn would be judged half-done
            seen.wrong[f"{name}, {width}, light"] = wrong(page)
            if width == 390:
                continue  # dark has the same colours on a phone
            page.emulate_media(color_scheme="dark")
            expect(page.locator(".stApp")).to_have_css("color-scheme", "dark")
            page.wait_for_timeout(200)
            seen.wrong[f"{name}, {width}, dark"] = wrong(page, {"runOnly": ["color-contrast"]})  # all that it changes
        page.close()
    return seen


def wrong(page: Page, options: dict[str, list[str]] | None = None) -> list[str]:
    """List what a page does to those who cannot see, hear or scroll it."""
    outside = {"exclude": [[part] for part in NOT_OURS]}
    violations = Axe().run(page, context=outside, options=options).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in violations] + ["scrolls sideways"] * wide


def test_pages_are_accessible_and_fit(walk: Walk) -> None:
    assert len(walk.wrong) == 3 * len(PAGES)
    assert not {where: found for where, found in walk.wrong.items() if found}


def test_nothing_is_fetched_from_another_host(walk: Walk) -> None:
    assert walk.hosts - {None} == {"localhost"}
