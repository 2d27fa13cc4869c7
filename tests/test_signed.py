"""Who is behind a page: told by the cookie, asked anew by every part of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from data.access import acting
from data.access.acting import acting as acting_as
from data.access.acting import guard
from data.access.rights import NOBODY, Person, Right
from data.errors import AccessListError
from pages import _signed
from pages._guard_cookie import Session
from pages._parts import escape
from tests.doors import ACCESS
from tests.visits import FRAME

EVA = Person("eva@example.org", {"*": frozenset(Right)})


@pytest.fixture(autouse=True)
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    monkeypatch.setattr(acting, "_DOOR", acting._Door())
    yield
    st.cache_resource.clear()


def shown() -> AppTest:
    app = AppTest.from_file(FRAME, default_timeout=30).run()
    assert not app.exception
    return app


def test_who_is_in_is_named_beside_the_way_out() -> None:
    guard(lambda: EVA)
    app = shown()
    assert f"Signed in as {escape('eva@example.org')}" in [text.value for text in app.sidebar.caption]
    assert "Log out" in [button.label for button in app.sidebar.button]


def test_where_nobody_signs_in_nothing_is_said_of_it() -> None:
    assert "Log out" not in [button.label for button in shown().sidebar.button]


@pytest.mark.parametrize("person", [None, NOBODY, Person("ann@example.org")])
def test_who_may_nothing_gets_a_page_with_nothing_on_it(person: Person | None) -> None:
    guard(lambda: person)
    assert len(shown().main) + len(shown().sidebar) == 0


def test_a_broken_access_list_shows_nothing() -> None:
    def broken() -> Person:
        raise AccessListError(file="access.toml", why="access_closed", at="", value="")

    guard(broken)
    assert len(shown().main) + len(shown().sidebar) == 0


def test_the_frame_without_the_guard_is_no_way_around() -> None:
    """As with `streamlit run pages/frame.py` on an address that others reach."""
    before = config.get_option("server.address")
    try:
        config.set_option("server.address", "0.0.0.0")  # noqa: S104
        app = shown()
    finally:
        config.set_option("server.address", before)
    assert [error.value for error in app.error] == [
        "Start Ninety with “streamlit run app.py”. Started like this nothing guards it, and others could reach it."
    ]
    assert len(app.main) == 1
    assert len(app.sidebar) == 0


def test_a_thread_without_a_page_is_nobody() -> None:
    guard(_signed.resolve)
    assert acting.who() == NOBODY
    with acting_as(EVA):
        assert acting.who() == EVA


PAGE = """
import streamlit as st
from data.access.acting import who

def asked(): st.session_state["in the callback"] = who().id

@st.fragment
def part(): st.text(who().id)

st.button("press", on_click=asked)
part()
st.text(st.session_state.get("in the callback", "-"))
"""


def test_every_part_of_a_page_is_told_who_acts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole page, a callback, and a part that runs by itself; then the session ends in the middle of it."""
    (tmp_path / "access.toml").write_text(ACCESS, encoding="utf-8")
    claims = {"sub": "1", "email": "tom@example.org", "email_verified": True}
    monkeypatch.setattr(_signed, "session_of", lambda _: Session("tom", claims, 0))
    guard(_signed.resolve)
    app = AppTest.from_string(PAGE).run()
    assert [text.value for text in app.text] == ["tom@example.org", "-"]
    app.button[0].click().run()
    assert [text.value for text in app.text] == ["tom@example.org", "tom@example.org"]
    monkeypatch.setattr(_signed, "session_of", lambda _: None)
    app.button[0].click().run()
    assert [text.value for text in app.text] == ["", ""]


def test_a_thread_works_with_the_rights_of_the_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a download does that is clicked, or a job that goes on, after the right to it went; then the session ends."""
    listed = tmp_path / "access.toml"
    claims = {"sub": "1", "email": "tom@example.org", "email_verified": True}
    monkeypatch.setattr(_signed, "session_of", lambda _: Session("tom", claims, 0))
    monkeypatch.setattr(_signed, "get_script_run_ctx", lambda **_: True)
    listed.write_text('[people]\n"tom@example.org" = { "*" = ["upload"] }\n', encoding="utf-8")
    guard(_signed.resolve)
    tom = acting.who()
    guard(lambda: None)
    with acting_as(tom):
        assert acting.may(Right.UPLOAD, "noord")
        listed.write_text('[people]\n"tom@example.org" = { "*" = ["view"] } # no more\n', encoding="utf-8")
        assert [acting.may(right, "noord") for right in (Right.UPLOAD, Right.VIEW)] == [False, True]
        monkeypatch.setattr(_signed, "session_of", lambda _: None)
        assert not acting.may(Right.VIEW, "noord")
        assert acting.who().id == "tom@example.org"  # the log says who was refused
