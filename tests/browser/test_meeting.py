"""A whole Monday meeting in a real browser, played with the keyboard alone, from the Monday page to the paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pymupdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import serve
from tests.monday import make

SOON = 60_000  # milliseconds
WALL = {"viewport": {"width": 1920, "height": 1080}}


@pytest.fixture(scope="module")
def brand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server whose only brand has three things to discuss and a decision to look back at."""
    home = tmp_path_factory.mktemp("monday")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NINETY_HOME", str(home))
        make().close()
    with serve(home) as address:
        yield address


def test_a_monday_meeting_by_keyboard(brand: str, visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit(f"{brand}/monday", **WALL)
    expect(page.get_by_role("button", name="Start the meeting")).to_be_visible(timeout=SOON)
    walk_to(page, "Start the meeting")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="3 things to discuss")).to_be_visible(timeout=SOON)
    from_afar(page, "lobby")

    press(page, "2", "Start: 20 minutes")
    at(page, 1, "Two headlines against each other")
    expect(page.get_by_text("Moved, not done yet")).to_be_visible(timeout=SOON)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    press(page, "o", "Done")
    expect(page.get_by_text("due 20 Nov 2026 · done")).to_be_visible(timeout=SOON)
    expect(page.get_by_text("Worked")).to_be_visible(timeout=SOON)

    press(page, "ArrowRight", "Next")
    at(page, 2, "Pause scaling")
    readable(page)
    violations = Axe().run(page, context={"exclude": [["[role=graphics-symbol]"]]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in violations] == []
    decide(page, "Stop the loud campaign")  # the rule says stop, so the form does
    expect(page.get_by_text("Decided: Stop · Stop the loud campaign")).to_be_visible(timeout=SOON)

    press(page, "ArrowRight", "Next")
    at(page, 3, "Response time (median)")
    press(page, "s", "Snooze")
    walk_to(page, "Snooze", within="stDialog")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Snoozed: it comes back on 30 Nov 2026")).to_be_visible(timeout=SOON)

    press(page, "ArrowRight", "Next")
    at(page, 4, "Net sentiment")
    decide(page, "Answer first, deck for d or s", "Test")  # every letter of it is a letter, not a key
    expect(page.get_by_text("Decided: Test · Answer first, deck for d or s")).to_be_visible(timeout=SOON)
    at(page, 4, "Net sentiment")
    assert page.evaluate("document.fullscreenElement") is None
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")

    press(page, "ArrowRight", "Next")
    expect(page.get_by_role("heading", name="That was all")).to_be_visible(timeout=SOON)
    press(page, "e", "End")
    expect(page.get_by_role("heading", name="What the meeting came to")).to_be_visible(timeout=SOON)
    from_afar(page, "closing")
    press(page, "Enter", "Snapshot PDF")
    expect(page.get_by_role("heading", name="Snapshot", level=1)).to_be_visible(timeout=SOON)
    expect(page.get_by_role("button", name="Download PDF")).to_be_visible(timeout=SOON)
    walk_to(page, "Download PDF")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    text = " ".join(paper(download.value, tmp_path).split())
    for said in ("Stop the loud campaign", "Answer first, deck for d or s", "comes back on"):
        assert said in text


def press(page: Page, key: str, button: str) -> None:
    """Press the key of a button, once the button is there."""
    expect(page.get_by_role("button", name=f"{button} Shortcut")).to_be_enabled(timeout=SOON)
    page.keyboard.press(key)


def at(page: Page, number: int, heading: str) -> None:
    """Wait until the stage shows an item."""
    expect(page.get_by_text(f"{number} of 4")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("heading", name=heading, level=2)).to_be_visible(timeout=SOON)
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=SOON)


def decide(page: Page, action: str, kind: str = "") -> None:
    """Open the form, choose the kind, write what is done and who does it, and save it."""
    press(page, "d", "Decide")
    if kind:
        walk_to(page, "Keep", within="stDialog")
        while kind not in focused(page):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
    for field, text in (("What we do", action), ("Owner", "Dirk")):
        walk_to(page, field, within="stDialog")
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
    walk_to(page, "Save the decision", within="stDialog")
    page.keyboard.press("Enter")


def walk_to(page: Page, name: str, *, within: str = "stApp") -> None:
    """Press Tab until what has the focus is called so."""
    if within == "stDialog":
        expect(page.get_by_role("dialog")).to_be_visible(timeout=SOON)
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(focused(page))
        if name in seen[-1]:
            return
    pytest.fail(f"Tab does not lead to {name!r}, but to {seen}")


def focused(page: Page) -> str:
    """Name what has the focus: its label and its text."""
    told = "[...(e.labels || [])].map(l => l.innerText).join() + (e.getAttribute('aria-label') || '') + e.innerText"
    control = "/^(A|BUTTON|INPUT|TEXTAREA)$/.test(e.tagName)"  # a part that scrolls can have the focus too
    return str(page.evaluate(f"(e => {control} ? {told} : '')(document.activeElement)"))


def readable(page: Page) -> None:
    """Check the sizes of type on a wall."""
    sizes = page.evaluate(
        """() => Object.fromEntries([
            ['number', '[class*=st-key-stage_number] p'], ['heading', '.st-key-stage h2'],
            ['text', '.st-key-stage [data-testid=stMarkdownContainer] p'], ['clock', '.st-key-stage_clock p'],
            ['key', '.st-key-stage_keys button p']
        ].map(([name, at]) => [name, Math.min(...[...document.querySelectorAll(at)].map(
            e => parseFloat(getComputedStyle(e).fontSize)))]))"""
    )
    least = {"number": 96, "heading": 48, "text": 28, "clock": 28, "key": 28}
    assert {name: size for name, size in sizes.items() if size < least[name]} == {}
    assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")


def from_afar(page: Page, part: str) -> None:
    """Check that the wall is read before and after the meeting as during it, once its sizes have come."""
    page.wait_for_function(
        """([part, least]) => ['h2', '[data-testid=stMarkdownContainer] p', 'button p']
            .map(at => [...document.querySelectorAll(`.st-key-${part} ${at}`)])
            .map(found => Math.min(...found.map(e => parseFloat(getComputedStyle(e).fontSize))))
            .every((size, at) => size >= least[at] && size < Infinity)""",
        arg=[part, [48, 28, 28]],
        timeout=SOON,
    )


def paper(download: object, folder: Path) -> str:
    """Read the text of the PDF."""
    file = folder / "snapshot.pdf"
    download.save_as(file)  # type: ignore[attr-defined]
    with pymupdf.open(file) as pdf:
        return "".join(sheet.get_text() for sheet in pdf)
