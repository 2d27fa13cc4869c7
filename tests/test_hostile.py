"""A brand whose every text is hostile: its pages hand over text only, and what leaves it runs nothing.

The whole of it, in a browser: `make hostile`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import streamlit as st

from data.access.acting import guard, open_door
from data.access.rights import Person, Right
from data.store import Store
from data.text import BIDI, CONTROLS
from kpi.cli import main
from kpi.cli_common import Exit
from pages import PAGES
from pages._session import FILES
from tests.hostile.brand import SLUG, Brand
from tests.hostile.house import WHO, access, others
from tests.hostile.leaving import wrong
from tests.hostile.payloads import AFAR, MARK, PAYLOADS
from tests.hostile.shown import alive, texts
from tests.hostile.taken import taken
from tests.visits import visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLACES = {
    *("brand", "plan brand", "row label", "row owner", "cadence", "activity", "competitor", "file name", "cells"),
    *("uploaded by", "topic", "rule", "rule action", "rule owner", "risk", "annotation", "decision", "insight"),
    *("decision owner", "decided by", "closing note", "label author", "setting by", "plan reason", "case note"),
    *("data set", "purpose", "data owner", "folder of reports"),
}
NAMES = [entry.name for entry in PAGES if entry.name != "home"]


@dataclass
class Made:
    """What a hostile brand gives: its files, and the texts of its pages."""

    files: list[tuple[str, bytes]]
    said: dict[str, list[str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Make it, take everything along, and open every page once, as somebody who signed in and may everything."""
    home = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NINETY_HOME", str(home))
        patch.setenv("NINETY_TODAY", "2026-11-23")
        brand = Brand(home, weeks=3).make()
        assert brand.places.keys() >= PLACES
        files = list(taken(brand.store))
        brand.store.close()
        assert others(brand.texts, 3) == 3
        (home / "access.toml").write_text(access(brand.texts), encoding="utf-8")
        guard(lambda: Person(WHO, {"*": frozenset({Right.ADMINISTER})}))
        yield Made(files, _said())
        open_door()
    st.cache_resource.clear()


def _said() -> dict[str, list[str]]:
    """Go through every page in one session."""
    app, said = visit(brand=SLUG), {}
    for page in NAMES:
        app.switch_page(FILES[page]).run()
        assert not app.exception
        said[page] = list(texts(app))
    return said


@pytest.mark.filterwarnings("ignore:Sparkline Group extension")
def test_nothing_that_leaves_runs_or_leads_anywhere(made: Made) -> None:
    assert {name.rsplit(".", 1)[-1] for name, _ in made.files} == {"pdf", "pptx", "xlsx", "md", "csv", "txt"}
    assert [one for name, content in made.files for one in wrong(name, content)] == []


def test_what_people_wrote_is_taken_along_and_not_left_out(made: Made) -> None:
    files = {name: content.decode() for name, content in made.files if name.endswith((".csv", ".md"))}
    for name in ("labels.csv", "decisions.csv", "plan.csv"):
        assert PAYLOADS["sql"] in files[name], name


@pytest.mark.parametrize("page", NAMES)
def test_a_page_hands_over_text_only(page: str, made: Made) -> None:
    assert made.said[page]
    assert [found for text in made.said[page] for found in alive(text)] == []


def test_what_is_hostile_is_shown_and_not_left_out(made: Made) -> None:
    said = "\n".join(made.said["decisions"])
    assert "\\<script\\>" in said
    assert f"\\:red\\[{MARK}red\\]" in said
    assert f"\\*\\*{MARK}who\\*\\*" in said


def test_a_name_says_nothing_to_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    Store.open(tmp_path / "a.duckdb", brand=f"{PAYLOADS['controls']}\n{PAYLOADS['turned round']}").close()
    assert main(["brands"]) == Exit.DONE
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert not set(said) & set(CONTROLS + BIDI)


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
        ("a.json", '["\u202e1"]'.encode()),
        ("a.exe", b""),
    ],
)
def test_the_check_sees_what_runs(name: str, content: bytes) -> None:
    assert wrong(name, content)
