"""A brand that does not open: the page says why, others go on, and who may makes it anew and sees what came of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from data import book, raw
from data.access.acting import guard, open_door
from data.access.rights import Person, Right
from data.store import Store, store_path
from tests.exports import x_posts
from tests.visits import fresh, read, visit

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
__all__ = ["fresh"]
HOLD = "import sys, duckdb; con = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"


@pytest.fixture
def damaged(fresh: None) -> Path:  # noqa: ARG001 - on a fresh computer
    """Make two brands; the file of the first is damaged."""
    for name in ("Noordlicht", "Zuid"):
        store = Store.open(store_path(name), brand=name)
        store.load("a.csv", x_posts({"Post id": "101", "Impressions": 100}, {"Post id": "102", "Impressions": 50}))
        store.load("b.csv", x_posts({"Post id": "103", "Impressions": 70}))
        store.undo(2)
        store.close()
    path = store_path("Noordlicht")
    path.write_bytes(b"\0" * 5_000)
    return path


def ended(app: AppTest) -> AppTest:
    """Wait until the work on its thread is done, and draw the page again."""
    app.session_state["rebuilding"].job.is_done(30)
    return app.run()


def test_a_damaged_brand_is_made_anew_from_the_page(damaged: Path) -> None:
    app = visit("scorecard", brand="noordlicht")
    assert "damaged" in app.error[0].value
    assert "2 uploads come back" in read(app)
    assert "1 of them was undone" in read(app)
    assert app.sidebar.selectbox(key="language").options
    ended(app.button(key="rebuild").click().run())
    assert "2 uploads were loaded anew" in app.success[0].value
    assert damaged.with_name("noordlicht.duckdb.old1").read_bytes() == b"\0" * 5_000
    next(button for button in app.button if button.label == "Go on").click().run()
    assert not app.error
    store = Store.open(damaged)
    assert store.query("select post_id from posts order by 1") == [("101",), ("102",)]
    store.close()


def test_the_other_brand_stays_in_reach(damaged: Path) -> None:
    app = visit("scorecard", brand="noordlicht")
    app.sidebar.selectbox(key="brand").set_value("zuid").run()
    assert damaged.exists()
    assert not app.error


def test_what_cannot_come_back_is_told_before_and_after(damaged: Path) -> None:
    next(raw.folder_of(damaged).glob("0001_*")).unlink()
    app = visit("scorecard", brand="noordlicht")
    assert "1 upload comes back" in read(app)
    assert "Its raw file is no longer" in read(app)
    ended(app.button(key="rebuild").click().run())
    assert "raw file" in app.warning[0].value


def test_a_book_that_cannot_be_read_is_told(damaged: Path) -> None:
    book.path_of(damaged).write_text("{")
    assert "cannot be read beside the uploads" in read(visit("scorecard", brand="noordlicht"))


@pytest.fixture
def viewer() -> Iterator[None]:
    guard(lambda: Person("ana@noordlicht.example", {"noordlicht": frozenset({Right.VIEW, Right.UPLOAD})}))
    yield
    open_door()


@pytest.mark.usefixtures("damaged", "viewer")
def test_who_does_not_administer_the_brand_is_told_whom_to_ask() -> None:
    app = visit("scorecard", brand="noordlicht")
    assert "Ask somebody who administers" in read(app)
    assert not [button for button in app.button if button.key == "rebuild"]


def test_a_brand_that_another_program_has_open_says_which() -> None:
    path = store_path("Noordlicht")
    Store.open(path).close()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=os.environ
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    try:
        app = visit("scorecard", brand="noordlicht")
        assert f"process {holder.pid}" in app.error[0].value
        assert not [button for button in app.button if button.key == "rebuild"]
    finally:
        holder.communicate()


def test_only_the_brand_that_is_damaged_is_made_anew(damaged: Path) -> None:
    def elsewhere(path: str) -> None:
        from data.errors import StoreDamagedError  # noqa: PLC0415 - the script of a page
        from pages._way_out import way_out  # noqa: PLC0415

        way_out(StoreDamagedError(path=path))

    for path, offers in ((damaged, False), (damaged.with_name("zuid.duckdb"), True)):
        shown = AppTest.from_function(elsewhere, args=(str(path),))
        shown.session_state["brand"], shown.session_state["language"] = "zuid", "en"
        shown.run()
        assert "damaged" in shown.error[0].value
        assert bool(shown.button) is offers
