"""A week whose only upload is undone while a page is drawn: the page begins anew, it does not crash."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from streamlit.testing.v1 import AppTest

from pages import _session

if TYPE_CHECKING:
    import pytest

PAGE = """
from types import SimpleNamespace
import streamlit as st
from pages._changes import key_of
st.write(key_of(SimpleNamespace(plan=SimpleNamespace(id="clicks")))[2])
"""


def test_a_week_that_goes_while_its_page_is_drawn_begins_the_page_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    weeks = [SimpleNamespace(id="2026-W46"), None]  # what each look finds, the last one first
    monkeypatch.setattr(_session, "store", lambda: SimpleNamespace(path="brand.duckdb", revision=1))
    monkeypatch.setattr(_session, "week", weeks.pop)
    drawn = AppTest.from_string(PAGE, default_timeout=100).run()
    assert not drawn.exception
    assert [text.value for text in drawn.markdown] == ["2026-W46"]
    assert weeks == []
