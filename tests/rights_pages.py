"""Every role on every page, as it reads them: what is there, what is said, and which buttons lead to a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from data import audit
from data.access.acting import guard
from data.audit import REFUSED, lines
from data.reading.places import home
from kpi.words import Words
from pages import ENTRIES, PAGES
from tests.visits import FRAME

if TYPE_CHECKING:
    from data.access.rights import Person
    from pages import Entry

EN = Words("en")
SHOWN = [entry for entry in PAGES if entry.name != "home"]
# they belong to no brand, or lead from one to another: their own tests tell what they show to whom
ELSEWHERE = {"start", "brands", "portfolio"}


@dataclass(frozen=True)
class Seen:
    """What a reader found on a page."""

    title: str
    errors: tuple[str, ...]
    reading_only: bool
    crashed: tuple[str, ...]
    app: AppTest

    @property
    def is_refused(self) -> bool:
        """Whether the page was not there for them."""
        return not self.title and len(self.errors) == 1 and not self.crashed and not self.app.main.button


def visit(person: Person, entry: Entry, brand: str) -> Seen:
    """Open a page as somebody who signed in, at the address that a link gives."""
    guard(lambda: person)
    app = AppTest.from_file(FRAME, default_timeout=60)
    app.query_params["brand"] = brand
    app._page_hash = calc_hash(entry.name)  # as a link does, without another page first
    app.run()
    said = [str(one.value) for one in app.caption]
    only = EN("frame.reading_only", right=EN(f"right.{entry.changes}")) if entry.changes else None
    return Seen(
        title=app.title[0].value if app.title else "",
        errors=tuple(str(one.value) for one in app.error),
        reading_only=only in said,
        crashed=tuple(f"{one.message} {one.stack_trace[-1:]}" for one in app.exception),
        app=app,
    )


def wrong(person: Person, entry: Entry, brand: str) -> str:
    """Say what a page shows otherwise than the table of pages says; "" = nothing."""
    seen = visit(person, entry, brand)
    rights = person.rights(brand)
    if not rights:
        return "it names the brand" if brand in _words(seen) else ""
    if entry.needs not in rights:
        return "" if seen.is_refused else f"not refused: {seen.title}"
    if seen.crashed or seen.errors or seen.title != EN(f"page.{entry.name}"):
        return f"it does not open: {seen.title} {seen.errors} {seen.crashed}"[:300]
    if entry.changes and seen.reading_only == (entry.changes in rights):
        return f"reading only: {seen.reading_only}"
    return ""


def _words(seen: Seen) -> str:
    kinds = (seen.app.markdown, seen.app.caption, seen.app.header, seen.app.selectbox, seen.app.error)
    return " ".join([seen.title, *(str(one.value) for kind in kinds for one in kind)]).lower()


def refusals(person: Person, entry: Entry, brand: str) -> list[str]:
    """Press every button that the page offers somebody, each on a page of its own; gives those that were refused."""
    if entry.needs not in person.rights(brand):
        return []
    first = visit(person, entry, brand).app
    offered = [button.key for button in first.button if not button.disabled and button.key]
    keys = {"_".join(key.split("_")[:2]): key for key in offered}.values()  # one of those for each rule, each KPI
    found = []
    for key in keys:
        audit._LATELY.clear()
        before = _refused(brand)
        app = visit(person, entry, brand).app
        if key in [button.key for button in app.button]:
            app.button(key=key).click().run()
        if _refused(brand) > before:
            found.append(f"{entry.name}: {key}")
    return found


def _refused(brand: str) -> int:
    return sum(line.what == REFUSED for path in (None, home() / f"{brand}.duckdb") for line in lines(path))


def names() -> list[str]:
    """Name the pages that are tried."""
    return [name for name in ENTRIES if name not in {*ELSEWHERE, "home"}]
