"""What somebody may not see or do stays so between brands, sessions and clicks, and is told in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import audit
from data.access.acting import acting, guard, open_door
from data.access.people import named
from data.access.rights import HOUSE, Person, Right
from data.audit import lines
from data.errors import BrandError, NotAllowedError
from data.store import Store
from kpi.plan import Plan
from kpi.problems import tell
from kpi.words import LANGUAGES, Words
from pages import ENTRIES, _may, _plan_draft
from tests import rights, rights_pages
from tests.exports import as_csv
from tests.rights import BRAND, OTHER
from tests.test_threads_queue import HEADERS
from tests.visits import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
ANA = rights.role("ana@example.org", Right.VIEW)
BOB = Person("bob@example.org", {OTHER: frozenset({Right.VIEW})})


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Iterator[Path]:
    at = rights.copied(made, tmp_path / "home")
    with rights.guarded(at):
        yield at
    open_door()
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("kept") / "home"
    with rights.guarded(at), acting(HOUSE):
        rights.make(at)
    return at


# -- one brand, one session, one person ------------------------------------------------------------------


@pytest.mark.usefixtures("home")
def test_a_link_to_a_brand_of_others_opens_ones_own() -> None:
    seen = rights_pages.visit(ANA, ENTRIES["sources"], OTHER)
    assert seen.app.session_state["brand"] == BRAND
    assert OTHER not in [key for box in seen.app.selectbox for key in box.options]


@pytest.mark.usefixtures("home")
def test_what_one_person_opened_is_not_anothers_though_both_look_at_the_same_server() -> None:
    assert "inbox.csv" in _said(rights_pages.visit(ANA, ENTRIES["sources"], BRAND).app)  # cached from here on
    assert "inbox.csv" not in _said(rights_pages.visit(BOB, ENTRIES["sources"], BRAND).app)


@pytest.mark.usefixtures("home")
def test_a_session_that_goes_on_as_somebody_else_begins_anew() -> None:
    app = rights_pages.visit(ANA, ENTRIES["sources"], BRAND).app
    app.session_state["decision_draft"] = "what Ana was typing"
    guard(lambda: BOB)
    app.run()
    assert "decision_draft" not in app.session_state
    assert app.session_state["brand"] == OTHER


@pytest.mark.usefixtures("home")
def test_a_right_that_was_taken_away_is_gone_at_the_next_click() -> None:
    app = rights_pages.visit(ANA, ENTRIES["sources"], BRAND).app
    guard(lambda: Person(ANA.id, {OTHER: frozenset({Right.VIEW})}))
    app.run()
    assert BRAND not in _said(app)


@pytest.mark.usefixtures("home")
def test_a_forged_session_opens_no_store_of_others() -> None:
    def forged() -> None:
        from pages._session import store  # noqa: PLC0415 - this runs as a page

        store()

    guard(lambda: BOB)
    app = AppTest.from_function(forged)
    app.session_state["brand"] = BRAND
    app.run()
    assert [one.stack_trace for one in app.exception]
    assert audit.lines(rights_path())[-1].who == BOB.id


def rights_path() -> Path:
    from data.reading.places import home  # noqa: PLC0415 - the fixture has its name

    return home() / f"{BRAND}.duckdb"


def _said(app: AppTest) -> str:
    boxes = " ".join(" ".join(box.options) for box in app.selectbox)
    return f"{read(app)} {boxes}"


# -- rows that leave -------------------------------------------------------------------------------------


@pytest.mark.parametrize("may", [True, False])
def test_rows_leave_only_by_who_may_and_with_a_line(home: Path, monkeypatch: pytest.MonkeyPatch, *, may: bool) -> None:
    offered: list[Callable[[], bytes]] = []
    captions: list[str] = []
    monkeypatch.setattr(st, "download_button", lambda _, data, **__: offered.append(data))
    monkeypatch.setattr(st, "caption", captions.append)
    monkeypatch.setattr(_may, "words", lambda: Words("en"))
    monkeypatch.setattr(_may, "store", lambda: type("Opened", (), {"path": home / f"{BRAND}.duckdb"}))
    monkeypatch.setitem(st.session_state, "brand", BRAND)
    with acting(rights.role("ana", Right.UPLOAD if may else Right.DEFINE)):
        _may.take_rows("Rows", lambda: b"rows", "rows.csv", "text/csv", "rows")
    if not may:
        assert (offered, captions) == ([], ["To download rows or texts needs the right “upload”."])
        return
    assert [line.what for line in lines(home / f"{BRAND}.duckdb") if line.who == "ana"] == []  # nobody took them yet
    assert offered[0]() == b"rows"  # on a thread that knows no person
    (line,) = (line for line in lines(home / f"{BRAND}.duckdb") if line.who == "ana")
    assert (line.what, line.about) == ("rows", {"file": "rows.csv"})


# -- one sentence ----------------------------------------------------------------------------------------


def refuse_at_the_write(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    """Offer what may not be done, as a forged click would do it."""
    for module in modules:
        monkeypatch.setattr(f"pages.{module}.may", lambda _: True)


def sentence() -> str:
    return tell(Words("en"), NotAllowedError(right="decide", brand=BRAND))


def test_a_thread_that_one_may_not_take_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = ("9", "X", "2026-11-21T10:00:00Z", "", "ann", "Where are my data?", "Privacy", "negative")
    with acting(HOUSE), closing(Store.open(home / f"{BRAND}.duckdb")) as store:
        store.load("high.csv", as_csv(HEADERS, [dict(zip(HEADERS, row, strict=True))]))
    refuse_at_the_write(monkeypatch, "_threads_act")
    app = rights_pages.visit(ANA, ENTRIES["threads"], BRAND).app
    key = next(button.key for button in app.button if str(button.key).startswith("take_"))
    app.button(key=key).click().run()
    assert not app.exception
    assert [one.value for one in (*app.warning, *app.error)] == [sentence()]


@pytest.mark.usefixtures("home")
def test_an_alert_that_one_may_not_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from pages import _cases  # noqa: PLC0415 - only here

    refuse_at_the_write(monkeypatch, "_cases")
    told: dict[str, Any] = {}
    monkeypatch.setattr(_cases.st, "session_state", told)
    monkeypatch.setattr(_cases, "reader_name", lambda: ANA.id)
    monkeypatch.setattr(_cases, "remember", lambda _: None)
    with acting(ANA):
        _cases._act("key", lambda _: _refused())
    assert isinstance(told[_cases._PROBLEM], NotAllowedError)


def _refused() -> None:
    raise NotAllowedError(right="decide", brand=BRAND)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_no_page_expects_is_told_by_the_frame_in_one_sentence(language: str) -> None:
    def crashed() -> None:
        from data.errors import NotAllowedError as Refused  # noqa: PLC0415 - this runs as a page
        from pages._crash import explain_crash  # noqa: PLC0415

        explain_crash(Refused(right="define", brand="noord"))

    app = AppTest.from_function(crashed)
    app.session_state["language"] = language
    app.run()
    assert [one.value for one in app.error] == [tell(Words(language), NotAllowedError(right="define", brand="noord"))]


@pytest.mark.usefixtures("home")
def test_a_page_that_is_not_there_for_somebody_is_one_sentence() -> None:
    app = rights_pages.visit(ANA, ENTRIES["upload"], BRAND).app
    words = Words("en")
    said = words("frame.no_page", page=words("page.upload"), right=words("right.upload"))
    assert [one.value for one in app.error] == [said]
    assert (len(app.title), len(app.main.button), len(app.exception)) == (0, 0, 0)


@pytest.mark.parametrize(("asked", "may"), [("on", False), ("", True)])
def test_a_page_started_around_the_door_is_for_nobody_where_sign_in_is_wanted(asked: str, *, may: bool) -> None:
    tried = "import pages; from data.access.acting import *; print(may('view', 'noord'), is_shut())"
    found = subprocess.run(
        [sys.executable, "-c", tried],
        env=os.environ | {"NINETY_SIGN_IN": asked},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.split() == [str(may), str(not may)]


def test_who_is_listed_for_a_brand_is_named_when_it_goes_or_comes_again(home: Path) -> None:
    said = '[people]\n"ana@example.org" = { "zuid" = ["view"], "*" = ["view"] }\n"bob@example.org" = { "*" = ["view"] }'
    (home / "access.toml").write_text(said, encoding="utf-8")
    assert (named("zuid"), named("noord")) == (("ana@example.org",), ())
    (home / "access.toml").write_text("broken", encoding="utf-8")
    assert named("zuid") == ()


def test_the_plan_takes_no_name_of_another_brand(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    with acting(HOUSE), closing(Store.open(home / f"{BRAND}.duckdb")) as store:
        monkeypatch.setattr(_plan_draft, "store", lambda: store)
        monkeypatch.setattr(_plan_draft, "problem_text", lambda problem: tell(Words("en"), problem))
        monkeypatch.setattr(_plan_draft.st, "error", lambda text, **_: told.append(text))
        plan = Plan.model_validate_json(store.plan() or "")
        before = store.revision
        assert not _plan_draft.save(plan.model_copy(update={"brand": "Zuid"}), "", None)
        assert (store.revision, store.setting("brand")) == (before, BRAND)
    assert told == [tell(Words("en"), BrandError(why="brand_name_used", name="Zuid"))]
