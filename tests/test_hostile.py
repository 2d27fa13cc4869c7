"""A brand whose every text is hostile: its pages hand over text only, and what leaves it runs nothing.

The whole of it, in a browser: `make hostile`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.store import Store
from pages import PAGES
from tests.hostile.brand import SLUG, Brand
from tests.hostile.leaving import wrong
from tests.hostile.payloads import AFAR, MARK, PAYLOADS
from tests.hostile.shown import alive, texts
from tests.hostile.taken import taken
from tests.visits import fresh, visit  # noqa: F401 - fresh is a fixture

PLACES = {
    *("brand", "plan brand", "row label", "row owner", "cadence", "activity", "competitor", "file name", "cells"),
    *("uploaded by", "topic", "rule", "rule action", "rule owner", "risk", "annotation", "decision", "insight"),
    *("decision owner", "decided by", "closing note", "label author", "setting by", "plan reason", "case note"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the home of a hostile brand, whose store is closed."""
    home = tmp_path_factory.mktemp("hostile")
    brand = Brand(home, weeks=5).make()
    assert brand.places.keys() >= PLACES
    brand.store.close()
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path, dirs_exist_ok=True))


@pytest.mark.filterwarnings("ignore:Sparkline Group extension")
def test_nothing_that_leaves_runs_or_leads_anywhere(home: Path) -> None:
    store = Store.open(home / f"{SLUG}.duckdb")
    files = list(taken(store))
    store.close()
    assert {name.rsplit(".", 1)[-1] for name, _ in files} == {"pdf", "pptx", "xlsx", "md", "csv", "txt"}
    assert [one for name, content in files for one in wrong(name, content)] == []


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("page", [entry.name for entry in PAGES if entry.name != "home"])
def test_a_page_hands_over_text_only(page: str) -> None:
    said = list(texts(visit(page)))
    assert [found for text in said for found in alive(text)] == []


@pytest.mark.usefixtures("home")
def test_what_is_hostile_is_shown_and_not_left_out() -> None:
    said = "\n".join(texts(visit("decisions")))
    assert "\\<script\\>" in said
    assert f"\\:red\\[{MARK}red\\]" in said


@pytest.mark.parametrize(
    ("text", "does"),
    [
        (PAYLOADS["markdown image"], "image"),
        (PAYLOADS["autolink"], "link_open"),
        (PAYLOADS["bare address"], "link_open"),
        (PAYLOADS["coloured"], "dressed up"),
        (PAYLOADS["markup"], "dressed up"),
        (PAYLOADS["tex"], "dressed up"),
        (PAYLOADS["icon"], "dressed up"),
    ],
)
def test_the_check_sees_what_is_alive(text: str, does: str) -> None:
    assert any(found.startswith(does) for found in alive(text))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"x\n=1+1\n"),
        ("a.csv", "x\n\u202e1\n".encode()),
        ("a.md", f"see http://{AFAR}".encode()),
        ("a.exe", b""),
    ],
)
def test_the_check_sees_what_runs(name: str, content: bytes) -> None:
    assert wrong(name, content)
