"""Two browsers in one meeting: what one does the other sees by itself, and nothing counts twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serve
from tests.browser.test_meeting import decide, press, walk_to
from tests.monday import make

SOON = 60_000  # milliseconds; on a machine of its own the other screen has followed within 2,000


@pytest.fixture(scope="module")
def brand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server whose only brand has three things to discuss."""
    home = tmp_path_factory.mktemp("monday")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NINETY_HOME", str(home))
        make(looked_back=False).close()
    with serve(home) as address:
        yield address


def test_two_screens_are_one_meeting(brand: str, visit: Callable[..., Page]) -> None:
    wall, phone = visit(f"{brand}/meeting"), visit(f"{brand}/meeting", viewport={"width": 390, "height": 844})
    for page in (wall, phone):
        expect(page.get_by_role("button", name="Start: 20 minutes")).to_be_visible(timeout=SOON)

    press(wall, "2", "Start: 20 minutes")
    expect(wall.get_by_text("1 of 3")).to_be_visible(timeout=SOON)
    follows(phone, "1 of 3")

    press(phone, "ArrowRight", "Next")
    expect(phone.get_by_text("2 of 3")).to_be_visible(timeout=SOON)
    follows(wall, "2 of 3")
    press(wall, "ArrowLeft", "Back")
    expect(wall.get_by_text("1 of 3")).to_be_visible(timeout=SOON)
    follows(phone, "1 of 3")

    # both at once: one step
    for page in (wall, phone):
        expect(page.get_by_role("button", name="Next Shortcut")).to_be_enabled(timeout=SOON)
    for page in (wall, phone):
        page.evaluate("document.querySelector('.st-key-meeting_next button').click()")
    for page in (wall, phone):
        expect(page.get_by_text("2 of 3")).to_be_visible(timeout=SOON)
    wall.wait_for_timeout(1_500)  # a second step would show itself by now
    for page in (wall, phone):
        expect(page.get_by_text("2 of 3")).to_be_visible()

    # one decides, the other sees it
    decide(wall, "Answer in the evening too", "Start")
    expect(wall.get_by_text("Decided: Start · Answer in the evening too")).to_be_visible(timeout=SOON)
    follows(phone, "Decided: Start · Answer in the evening too")

    # who writes keeps her text while the other moves on, and follows when she has saved
    press(wall, "ArrowRight", "Next")
    follows(phone, "3 of 3")
    press(wall, "d", "Decide")
    walk_to(wall, "What we do", within="stDialog")
    wall.keyboard.press("Control+a")
    wall.keyboard.type("Half a thought")
    press(phone, "ArrowLeft", "Back")
    expect(phone.get_by_text("2 of 3")).to_be_visible(timeout=SOON)
    follows(wall, "has moved on to 2 of 3")
    wall.wait_for_timeout(1_500)
    expect(wall.get_by_label("What we do")).to_have_value("Half a thought")
    wall.keyboard.press("Escape")
    follows(wall, "2 of 3")

    # pause and end are everybody's
    press(phone, "p", "Pause")
    follows(wall, "paused at")
    phone.keyboard.press("e")
    phone.get_by_role("button", name="End it").click()
    expect(phone.get_by_role("heading", name="What the meeting came to")).to_be_visible(timeout=SOON)
    follows(wall, "What the meeting came to")


def follows(page: Page, text: str) -> None:
    """Wait for what the other screen did."""
    expect(page.get_by_text(text).first).to_be_visible(timeout=SOON)
