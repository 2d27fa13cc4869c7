"""Visits to Ninety without a browser: a fresh computer, a page at an address, and what it says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages import _session

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAME = str(Path(__file__).parent.parent / "pages" / "frame.py")


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Start on a computer on which nobody has used Ninety, on Monday 23 November 2026."""
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    monkeypatch.setenv("NINETY_TODAY", "2026-11-23")
    yield
    st.cache_resource.clear()


def visit(page: str = "home", **address: str) -> AppTest:
    """Open a page at an address, the way a link does."""
    app = AppTest.from_file(FRAME, default_timeout=120)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    if page != "home":
        app.switch_page(_session.FILES[page]).run()
    assert not app.exception
    return app


def read(app: AppTest) -> str:
    """Everything the page says in plain elements."""
    kinds = (app.title, app.header, app.markdown, app.caption, app.error, app.warning, app.info, app.success)
    return "\n".join(str(element.value) for kind in kinds for element in kind).replace("\u00a0", " ")
