"""The one rule of this house: app -> pages -> kpi -> data, never the other way."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
LAYERS = ["data", "kpi", "pages", "app"]
ONLY_IN = {"streamlit": {"pages", "app"}, "altair": {"pages"}, "duckdb": {"data"}}
FILES = [ROOT / "app.py", *(path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py")))]


@cache
def parsed(file: Path) -> ast.Module:
    """Read a file."""
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def imported(file: Path) -> set[str]:
    """Name the top-level packages a file imports."""
    nodes = list(ast.walk(parsed(file)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.split(".")[0] for name in plain | named}


def layer_of(file: Path) -> str:
    """Tell the layer a file belongs to."""
    return file.relative_to(ROOT).parts[0].removesuffix(".py")


def name(file: Path) -> str:
    """Name a file as it stands in the project."""
    return str(file.relative_to(ROOT))


def test_imports_point_downwards() -> None:
    above = {layer: {*LAYERS[place + 1 :]} for place, layer in enumerate(LAYERS)}
    upwards = {name(file): imported(file) & above[layer_of(file)] for file in FILES}
    assert {file: layers for file, layers in upwards.items() if layers} == {}


def test_a_library_stays_in_its_layer() -> None:
    strays = [
        (name(file), package)
        for file in FILES
        for package, homes in ONLY_IN.items()
        if layer_of(file) not in homes and package in imported(file)
    ]
    assert strays == []


def test_every_file_says_its_one_idea() -> None:
    silent = [name(file) for file in FILES if not ast.get_docstring(parsed(file))]
    long = [name(file) for file in FILES if file.read_text(encoding="utf-8").count("\n") > 300]
    assert (silent, long) == ([], [])


def test_people_s_words_never_become_html() -> None:
    """`unsafe_allow_html=True` lets an iframe in a caption run a script; there is no safe use of it here."""
    assert [name(file) for file in FILES if "unsafe_allow_html" in file.read_text(encoding="utf-8")] == []
