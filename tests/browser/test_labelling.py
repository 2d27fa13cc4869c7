"""Fifty texts labelled by keyboard in a real browser, with a second person at work on the same week."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from data.labels import Label, labels
from data.store import Store, store_path
from kpi.sentiment.drawing import Frame, standing
from tests.browser.conftest import serve
from tests.talking import BRAND, LONG, SAID, WEEK, make

SOON = 60_000  # milliseconds
READ = 125  # milliseconds: whatever is pressed earlier is a key that bounced
ROUND, OTHERS = 50, 6
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def test_fifty_texts_by_keyboard_while_somebody_else_labels_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, visit: Callable[..., Page]
) -> None:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    make(ROUND + OTHERS, said=(*SAID, LONG)).close()
    with serve(tmp_path) as address:
        ann, ben = visit(f"{address}/labels"), visit(f"{address}/labels", **PHONE)
        begin(ann, "Ann", ROUND)
        begin(ben, "Ben", OTHERS)  # she has the other fifty in hand
        assert_remembered(ann, f"{address}/labels")
        shown = [bounced(ann)]
        began = time.monotonic()
        shown += [by_keyboard(ann, "1230"[number % 4]) for number in range(1, ROUND - 2)]
        print(f"{ROUND - 3} texts in {time.monotonic() - began:.1f} s")  # noqa: T201 - a figure, not a condition
        assert len(set(shown)) == len(shown), "a text was shown twice"
        assert any("[here](javascript:alert(1)) <img src=x onerror=alert(1)>" in text for text in shown)
        assert not any("\u202e" in text or "@anna" in text for text in shown)
        accessible(ann)
        undone(ann)
        for _ in range(OTHERS):
            ben.wait_for_timeout(READ)
            ben.get_by_role("button", name="Negative").tap()
        expect(ben.get_by_role("heading", name=f"{OTHERS} texts labelled")).to_be_visible(timeout=SOON)
        expect(ann.get_by_text(f"{ROUND} of {ROUND}")).to_be_visible(timeout=SOON)
        by_keyboard(ann, "1")
        expect(ann.get_by_role("heading", name=f"{ROUND} texts labelled")).to_be_visible(timeout=SOON)
        expect(ann.get_by_text("What the estimate says now")).to_be_visible(timeout=SOON)
        accessible(ann)
    assert_kept(tmp_path)


def begin(page: Page, name: str, texts: int) -> None:
    """Say who is at the keyboard, and begin a round."""
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your name").blur()
    page.get_by_role("button", name="Label 50 texts").or_(page.get_by_role("button", name=f"Label {texts}")).click()
    expect(page.get_by_text(f"1 of {texts}")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("heading", level=1)).to_have_text("Label texts")


def by_keyboard(page: Page, key: str) -> str:
    """Read the text, and say by a key what it is; the next one is there at once. Gives what was read."""
    at = page.locator(".place").inner_text()
    text = page.locator(".stage .text").inner_text()
    assert page.locator(".stage .text *").count() == 0, "what strangers wrote became HTML"
    page.wait_for_timeout(READ)
    page.keyboard.press(key)
    assert page.locator(".place").inner_text() != at or at.startswith(f"{ROUND} "), "the next text waits for the server"
    return text


def bounced(page: Page) -> str:
    """Press a key that bounces onto another: only what is taken counts, and only its button shows it."""
    text = page.locator(".stage .text").inner_text()
    page.wait_for_timeout(READ)
    press = "for (const key of '32') document.dispatchEvent(new KeyboardEvent('keydown', { key }))"
    page.evaluate(press)
    assert page.locator(".stage .text").inner_text() != text
    assert page.locator(".neutral.pressed").count() == 0, "a key that was not taken shows as if it were"
    return text


def assert_remembered(page: Page, address: str) -> None:
    """Check that another tab of this browser knows who is at the keyboard, and no address says so."""
    other = page.context.new_page()
    other.goto(address)
    expect(other.get_by_label("Your name")).to_have_value("Ann", timeout=SOON)
    assert "Ann" not in other.url
    other.close()


def undone(page: Page) -> None:
    """Take the last answer back and say another: the same text is there again."""
    last = by_keyboard(page, "1")
    page.keyboard.press("Backspace")
    assert page.locator(".stage .text").inner_text() == last
    page.wait_for_timeout(READ)
    page.keyboard.press("0")


def accessible(page: Page) -> None:
    """Check that axe finds nothing to complain of."""
    page.wait_for_timeout(300)  # while it fades in a text is paler
    menu = "[data-testid=stSidebarNav]"  # Streamlit's own
    violations = Axe().run(page, context={"exclude": [[menu]]}).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in violations] == []


def assert_kept(home: Path) -> None:
    """Check that every answer of both is in the store once, and the one that was undone as it was said anew."""
    assert (home / "server.log").read_text(encoding="utf-8").count("Traceback") == 0
    store = Store.open(store_path(BRAND))
    kept = labels(store)
    at = standing(store, Frame(WEEK))
    store.close()
    theirs: dict[str | None, list[Label]] = {who: [one for one in kept if one.by == who] for who in ("Ann", "Ben")}
    assert {who: len(given) for who, given in theirs.items()} == {"Ann": ROUND, "Ben": OTHERS}
    assert len({one.text for one in kept}) == ROUND + OTHERS
    expected = [1, *({1: -1, 2: 0, 3: 1, 0: None}[int("1230"[n % 4])] for n in range(1, ROUND - 2)), None, -1]
    assert [one.sentiment for one in theirs["Ann"]] == expected
    assert {one.sentiment for one in theirs["Ben"]} == {-1}
    assert (at.labelled, at.in_sample, at.missing) == (ROUND + OTHERS, ROUND + OTHERS, 0)
