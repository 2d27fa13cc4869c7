"""A walk through every page of a hostile brand in Chromium: what ran, what was asked of afar, what is not plain text.

The content security policy is switched off in this browser: our own sinks have to hold without it. With `policy` it
is on, and what it has to stop is a finding.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from playwright.sync_api import Error, expect
from playwright.sync_api import TimeoutError as Late

from pages import PAGES
from tests.hostile.brand import SLUG
from tests.hostile.payloads import AFAR, MARK, RAN, SHORT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request

NAMES = tuple(entry.name for entry in PAGES if entry.name != "home")
FILES = {  # what must come down, so that the walk cannot pass by looking at nothing
    "decisions": {"csv", "xlsx", "md"}, "snapshot": {"pdf", "pptx", "xlsx", "md"}, "labels": {"csv"}, "access": {"csv"},
}  # fmt: skip
OPENERS = "[data-testid=stExpander] summary, [role=tab], [data-testid=stPopover] button"
SCAN = """([afar, mark, ran]) => {
    const found = [], own = one => [...one.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join('').trim();
    if (window[ran]) found.push(`script ran: ${window[ran]}`);
    for (const one of document.querySelectorAll('*')) {
        const address = String(one.src || one.href?.baseVal || one.href || one.data || '');
        const ours = address.startsWith(location.origin);
        if (address.includes(afar) && !ours) found.push(`${one.tagName} leads to ${address}`);
        if (/^\\s*(javascript|data:text|vbscript):/i.test(address)) found.push(`${one.tagName} runs ${address}`);
        if (one.tagName === 'IFRAME' && one.srcdoc) found.push('a frame with a page of its own');
        if (one.matches('.katex, .katex-error')) found.push(`a formula: ${one.textContent.slice(0, 60)}`);
        const said = own(one);
        if (new RegExp(`^${mark}\\\\w*$`).test(said)) found.push(`${one.tagName} dressed up: ${said}`);
        if (one.matches('[data-testid=stIconMaterial]') && said === 'skull') found.push('an icon from a text');
        for (const name of one.getAttributeNames()) {
            if (/^on/i.test(name)) found.push(`${one.tagName} has ${name}`);
        }
    }
    return [...new Set(found)];
}"""


@dataclass
class Seen:
    """What was found on the way."""

    pages: int = 0
    opened: int = 0  # expanders, tabs and popovers
    findings: list[str] = field(default_factory=list)
    afar: set[str] = field(default_factory=set)  # addresses that were asked for outside
    files: dict[str, bytes] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)  # page -> all that it says


class Walk:
    """One browser, walking."""

    def __init__(self, browser: Browser, address: str, cookies: Mapping[str, str], *, policy: bool) -> None:
        self.seen, self._address = Seen(), address
        self._taken: set[str] = set()  # page and button
        self._context: BrowserContext = browser.new_context(
            bypass_csp=not policy, locale="en-GB", viewport={"width": 1440, "height": 1600}, accept_downloads=True
        )
        self._context.route("**/*", lambda route: route.abort() if self._is_afar(route.request) else route.continue_())
        host = {"domain": "localhost", "path": "/"}
        known = {"ninety_reader": quote(SHORT[7]), **cookies}
        self._context.add_cookies([{"name": name, "value": value, **host} for name, value in known.items()])  # type: ignore[typeddict-item]
        self._page: Page = self._context.new_page()
        self._page.set_default_timeout(60_000)
        self._page.on("console", self._told)
        self._page.on("pageerror", lambda error: self.seen.findings.append(f"error: {error}"))
        self._page.on("dialog", self._asked)

    def _asked(self, dialog: Dialog) -> None:
        self.seen.findings.append("a dialog opened")
        dialog.dismiss()

    def _told(self, said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            self.seen.findings.append(f"stopped by the policy: {said.text}")

    def _is_afar(self, request: Request) -> bool:
        host = urlsplit(request.url).hostname
        if host and host != "localhost":
            self.seen.afar.add(request.url)
            return True
        return False

    def close(self) -> None:
        """Leave."""
        self._context.close()

    def open(self, name: str, **asked: str) -> None:
        """Open a page, look at all of it, and take along every file it offers."""
        self._page.goto(f"{self._address}/{name}?{urlencode(asked)}")
        self._settle()
        self._look(name)
        self._take_along(name)
        for number in range(min(40, self._page.locator(OPENERS).count())):
            self._press(number)
        self._look(name)
        self._take_along(name)
        if lacking := FILES.get(name, set()) - {
            file.rsplit(".", 1)[-1] for file in self.seen.files if file.startswith(name)
        }:
            self.seen.findings.append(f"{name}: nobody could take along {sorted(lacking)}")

    def _settle(self) -> None:
        expect(self._page.get_by_role("heading", level=1).first).to_be_visible(timeout=120_000)
        for _ in range(2):  # what is worked on is not the page yet; then it is drawn anew
            self._page.locator("[data-test-script-state=notRunning]").wait_for(timeout=120_000)
            expect(self._page.locator("[class*=st-key-job]")).to_have_count(0, timeout=180_000)
            self._page.wait_for_timeout(250)

    def _press(self, number: int) -> None:
        try:
            one = self._page.locator(OPENERS).nth(number)
            if one.is_visible() and one.get_attribute("aria-selected") != "true":
                one.click(timeout=3_000)
                self._settle()
                self.seen.opened += 1
                self._page.keyboard.press("Escape")
        except (Error, Late):  # it lies under another one, or is gone since
            return

    def _look(self, name: str) -> None:
        found = self._page.evaluate(SCAN, [AFAR, MARK, RAN])
        self.seen.pages += 1
        self.seen.findings += [f"{name}: {one}" for one in found]
        self.seen.texts[name] = self._page.locator("body").inner_text()

    def _take_along(self, name: str) -> None:
        buttons = self._page.get_by_test_id("stDownloadButton").get_by_role("button")
        for number in range(buttons.count()):
            if not buttons.nth(number).is_visible() or f"{name}/{buttons.nth(number).inner_text()}" in self._taken:
                continue
            try:
                with self._page.expect_download(timeout=120_000) as coming:
                    buttons.nth(number).click(timeout=60_000)
                told = coming.value
                self._taken.add(f"{name}/{buttons.nth(number).inner_text()}")
                self.seen.files[f"{name}/{number} {told.suggested_filename}"] = Path(told.path()).read_bytes()
            except (Error, Late):  # gone since; what must come down is counted (FILES)
                continue

    def drop(self, name: str, files: Sequence[tuple[str, bytes]]) -> None:
        """Drop files on a page, and read what it says of each."""
        self._page.goto(f"{self._address}/{name}?brand={SLUG}")
        self._settle()
        given = [{"name": called, "mimeType": "text/csv", "buffer": content} for called, content in files]
        self._page.locator("input[type=file]").first.set_input_files(given)  # type: ignore[arg-type]
        self._page.wait_for_timeout(4_000)
        self._settle()
        for number in range(min(80, self._page.locator(OPENERS).count())):
            self._press(number)
        self._look(f"{name}, dropped")

    def stand_before(self, path: str) -> None:
        """Look at what somebody sees who is not in."""
        self._page.goto(f"{self._address}/{path}")
        self._page.get_by_role("heading", level=1).first.wait_for()
        self._look("the door")


def walk(
    browser: Browser,
    address: str,
    files: Mapping[str, Sequence[tuple[str, bytes]]],
    names: Sequence[str] = NAMES,
    cookies: Mapping[str, str] | None = None,
    *,
    policy: bool = False,
) -> Seen:
    """Walk through pages, by hostile addresses too, and drop hostile files: page -> those that are dropped on it."""
    one = Walk(browser, address, cookies or {}, policy=policy)
    for name in names:
        one.open(name, brand=SLUG)
        print(f"  {name}: {len(one.seen.files)} files and {len(one.seen.findings)} findings so far", flush=True)
    for asked in _addresses():
        one.open(names[0], **asked)
    for name, dropped in files.items():
        one.drop(name, dropped)
    one.close()
    return one.seen


def knock(browser: Browser, address: str, cookies: Mapping[str, str]) -> Seen:
    """Stand before the door, at hostile addresses."""
    one = Walk(browser, address, cookies, policy=False)
    for path in ("", *(f"{NAMES[0]}?{urlencode(asked)}" for asked in _addresses())):
        one.stand_before(path)
    one.close()
    return one.seen


def _addresses() -> Iterator[dict[str, str]]:
    """Give addresses whose parameters are hostile."""
    whole = "\n".join(SHORT).replace("\x00", "")
    yield {"brand": whole, "week": whole, "language": whole}
    yield {"week": whole, "row": whole, "upload": whole, whole[:40]: whole}
