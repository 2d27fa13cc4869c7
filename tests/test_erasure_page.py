"""The page on which a person is erased: looking first, one button, a receipt, and nothing of the name left in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from data.store import Store
from tests.erasure_case import CANARIES, HANDLE, NAME, NOW, found, rows
from tests.exports import INBOX, as_csv

if TYPE_CHECKING:
    from pathlib import Path


def _page() -> None:
    import streamlit as st  # noqa: PLC0415 - the script of a page

    from pages import _privacy_person  # noqa: PLC0415

    st.session_state.setdefault("brand", "noord")
    st.session_state.setdefault("language", "en")
    _privacy_person.draw()


def test_looking_changes_nothing_and_erasing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    store = Store.open(tmp_path / "noord.duckdb", brand="Noord")
    store.load("a.csv", as_csv(INBOX, rows(1, 12)), {"account": "noord"}, now=NOW)
    store.close()
    page = AppTest.from_function(_page, default_timeout=120).run()
    assert not page.exception
    page.text_area[0].input("ab")
    page.button[0].click().run()
    assert "at least 3" in page.warning[0].value
    page.text_area[0].input(f"{HANDLE}\n{NAME}")
    page.button[0].click().run()
    while not any("2 messages" in one.value for one in page.markdown):
        page.run()
    assert list(found(tmp_path))
    assert page.button[1].disabled
    page.checkbox[0].check().run()
    page.button[1].click().run()
    while not page.success:
        page.run()
    assert not page.exception
    assert list(found(tmp_path)) == []
    assert page.text_area[0].value == ""
    shown = " ".join(str(one.value) for one in (*page.markdown, *page.success, *page.text_area, *page.dataframe))
    assert not any(canary in shown for canary in CANARIES)


def test_a_brand_that_does_not_open_is_named_and_the_others_can_be_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    Store.open(tmp_path / "noord.duckdb", brand="Noord").close()
    (tmp_path / "west.duckdb").write_bytes(b"\0" * 5_000)
    page = AppTest.from_function(_page, default_timeout=120).run()
    assert not page.exception
    (said,) = (one.value for one in page.error)
    assert "west" in said
    assert "damaged" in said
    assert page.text_area
    assert not any("No request waits" in one.value for one in page.markdown)
    assert not page.dataframe
