"""One page may wait for two answers at once: each has its own progress, and neither stands in the way of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit.testing.v1 import AppTest

if TYPE_CHECKING:
    import pytest


def page() -> None:
    """Ask two questions that nobody answers in time."""
    import streamlit as st  # noqa: PLC0415 - this body is run as a script of its own

    from pages._asked import Asked, ask, forget  # noqa: PLC0415

    def slow(asked: Asked[str]) -> str:
        asked.job.cancel.wait(20)
        return "never mind"

    st.session_state["answers"] = [ask(place, 1, "rules.drawing", slow) for place in ("one", "two")]
    for place in ("one", "two"):
        forget(place)


def test_two_slow_questions_are_drawn_beside_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages._job.PATIENCE", 0.01)
    app = AppTest.from_function(page).run()
    assert not app.exception
    assert app.session_state["answers"] == [None, None]
