"""Drawing the Monday page again, with the sample brand: the server's part of a click."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from bench.measure import Figure, in_turns

FRAME = Path(__file__).parents[1] / "pages" / "frame.py"


def page() -> Figure:
    """Draw it once to fill the caches, then time drawing it again."""
    app = AppTest.from_file(FRAME, default_timeout=120).run()
    app.switch_page("monday.py").run()
    assert not app.exception, app.exception
    assert len(app.metric) > 0
    (again,) = in_turns(app.run)
    return Figure("Monday page again, sample brand", f"{again:.3f} s", "server CPU of one rerun", again, 0.15, "s")
