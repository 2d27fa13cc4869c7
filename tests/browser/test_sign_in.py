"""A real sign-in with a provider: two tabs, another right, log-out everywhere, and nothing run or fetched from afar."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.doors import ACCESS, Door, free_port

TOM = {"sub": "7", "email": "tom@example.org", "email_verified": True}
ANN = {"sub": "8", "email": "ann@example.org", "email_verified": True}


@contextmanager
def provider() -> Iterator[str]:
    """Run somebody who vouches for Tom and Ann; give the address of what it says about itself."""
    port = free_port()
    people = [part for person in (TOM, ANN) for part in ("--user-claims", json.dumps(person))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *people]
    said = f"http://localhost:{port}/.well-known/openid-configuration"
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _answers(said):
            assert server.poll() is None, "the provider stopped while starting"
            time.sleep(0.1)
        yield said
    finally:
        server.terminate()
        server.wait(timeout=20)


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def door(sample_home: Path) -> Iterator[Door]:
    with provider() as said:
        door = Door(sample_home, free_port(), said)
        door.furnish()
        with door.open():
            yield door


@pytest.fixture
def somebody(chromium: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """Open browsers that share nothing; what the policy stops fails the test."""
    contexts: list[BrowserContext] = []
    stopped: list[str] = []

    def new() -> BrowserContext:
        context = chromium.new_context(viewport={"width": 1440, "height": 1000}, locale="en-GB")
        # the provider's own page fetches its style from far away
        context.route(lambda address: "localhost" not in address, lambda route: route.abort())
        context.on("console", lambda said: stopped.append(said.text) if "Content Security" in said.text else None)
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()
    assert stopped == []


def sign_in(page: Page, door: Door, person: dict[str, object], at: str = "/") -> None:
    page.goto(door.address + at)
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("button", name=str(person["sub"]), exact=True).click()


def status(door: Door, path: str, cookies: list[dict[str, str]]) -> int:
    """Ask for an address with the cookies of a browser; give the status."""
    sent = "; ".join(f"{one['name']}={one['value']}" for one in cookies)
    request = urllib.request.Request(door.address + path, headers={"Cookie": sent})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_in_another_right_and_out_again(door: Door, somebody: Callable[[], BrowserContext]) -> None:
    browser = somebody()
    first, second = browser.new_page(), browser.new_page()
    sign_in(first, door, TOM, "/decisions?brand=noordlicht-energie")
    expect(first.get_by_role("heading", name="Decisions", level=1)).to_be_visible()  # the page that was asked for
    expect(first.get_by_text("Signed in as tom")).to_be_visible()
    second.goto(f"{door.address}/monday")
    expect(second.get_by_text("STOP").first).to_be_visible()

    # to read is not to bring files in: the page is not there, until the access list says so
    menu = second.get_by_test_id("stSidebarNav")
    expect(menu.get_by_role("link", name="Scorecard")).to_be_visible()
    expect(menu.get_by_role("link", name="Upload")).to_have_count(0)
    (door.home / "access.toml").write_text(ACCESS.replace("view", "upload"), encoding="utf-8")
    menu.get_by_role("link", name="Scorecard").click()
    expect(menu.get_by_role("link", name="Upload")).to_be_visible()

    # a file of theirs is for whoever is signed in
    with first.expect_download() as coming:
        first.get_by_role("button", name="CSV").click()
    file = re.sub(r"^https?://[^/]+", "", coming.value.url)
    cookies = browser.cookies()
    assert [status(door, file, cookies), status(door, file, [])] == [200, 401]

    first.get_by_role("button", name="Log out").click()
    expect(first).to_have_url(re.compile("end_session"))  # the provider's session ends too
    expect(second.get_by_role("link", name="Sign in")).to_be_visible(timeout=60_000)  # by itself
    assert [status(door, path, cookies) for path in (file, "/_stcore/metrics")] == [401, 401]
    thief = somebody()
    thief.add_cookies(cookies)
    page = thief.new_page()
    page.goto(f"{door.address}/monday")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    page.wait_for_timeout(1000)
    assert page.get_by_text("STOP").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_finds_the_way_in(door: Door, chromium: Browser, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 800}, color_scheme=scheme, locale="sv-SE")  # type: ignore[arg-type]
    page = context.new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{door.address}/scorecard?row=ctr")
    assert page.locator("html").get_attribute("lang") == "sv"
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Logga in"
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{door.address}/scorecard?row=ctr&language=en")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    assert {urlsplit(address).netloc for address in fetched} == {urlsplit(door.address).netloc}
    context.close()


def test_who_is_on_no_list_is_told_whom_to_ask(door: Door, somebody: Callable[[], BrowserContext]) -> None:
    page = somebody().new_page()
    sign_in(page, door, ANN)
    expect(page.get_by_text("You are signed in as ann@example.org, but you may see nothing here yet.")).to_be_visible()
    page.get_by_role("link", name="Log out").click()
    expect(page).to_have_url(re.compile("end_session"))
