"""The sample brand in a real browser: one click, every page, light and dark, wide and narrow, nothing from afar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serve

PAGES = ("monday", "scorecard", "kpi", "upload", "sources", "targets", "logbook", "snapshot", "mapping")
# Streamlit's own: the menu with sections, the drop zone, and the points of a chart (the chart itself has its name)
NOT_OURS = ["[data-testid=stSidebarNav]", "[data-testid=stFileUploaderDropzone]", "[role=graphics-symbol]"]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[str]:
    """Address of a server whose sample brand was loaded by the button."""
    with serve(tmp_path_factory.mktemp("sample")) as address:
        page = chromium.new_page()
        page.goto(address)
        page.get_by_role("button", name="Load the sample brand").click()
        page.get_by_role("heading", name="Monday review").wait_for(timeout=180_000)
        page.close()
        yield address


def test_monday_says_stop_and_scale_with_its_evidence(sample: str, visit: Callable[..., Page]) -> None:
    page = visit(f"{sample}/monday")
    expect(page.get_by_text("STOP").first).to_be_visible()
    expect(page.get_by_text("SCALE").first).to_be_visible()
    expect(page.get_by_text("Signal").first).to_be_visible()


def test_nothing_is_fetched_from_another_host(sample: str, visit: Callable[..., Page]) -> None:
    page = visit("about:blank")
    hosts: set[str | None] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    for name in PAGES:
        page.goto(f"{sample}/{name}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert hosts - {None} == {"localhost"}


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_fit(sample: str, visit: Callable[..., Page], scheme: str, width: int) -> None:
    page = visit("about:blank", color_scheme=scheme, viewport={"width": width, "height": 900})
    found = {}
    for name in PAGES:
        page.goto(f"{sample}/{name}?language=nl")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_timeout(1500)  # what is still being drawn would be judged half-done
        violations = Axe().run(page, context={"exclude": [[part] for part in NOT_OURS]}).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        found[name] = [(v["id"], v["nodes"][0]["html"][:120]) for v in violations] + (
            ["scrolls sideways"] if wide else []
        )
    assert not {name: wrong for name, wrong in found.items() if wrong}
