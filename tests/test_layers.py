"""The one rule of this house: app -> pages -> kpi -> data, never the other way."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ["data", "kpi", "pages", "app"]
ONLY_IN = {"streamlit": {"pages", "app"}, "altair": {"pages"}, "duckdb": {"data"}}
FILES = [ROOT / "app.py", *(path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py")))]


def imported(file: Path) -> set[str]:
    """Name the top-level packages a file imports."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.split(".")[0] for name in plain | named}


def layer_of(file: Path) -> str:
    """Tell the layer a file belongs to."""
    return file.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_point_downwards(file: Path) -> None:
    above = set(LAYERS[LAYERS.index(layer_of(file)) + 1 :])
    assert imported(file).isdisjoint(above)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_library_stays_in_its_layer(file: Path) -> None:
    strays = {
        package for package, homes in ONLY_IN.items() if package in imported(file) and layer_of(file) not in homes
    }
    assert not strays


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_file_says_its_one_idea(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert file.read_text(encoding="utf-8").count("\n") <= 300


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_people_s_words_never_become_html(file: Path) -> None:
    """`unsafe_allow_html=True` lets an iframe in a caption run a script; there is no safe use of it here."""
    assert "unsafe_allow_html" not in file.read_text(encoding="utf-8")
