"""Who may do what is as the table says: each role tries each act, and no change of a store goes past the question."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.access.acting import acting, guard, lent, open_door, who
from data.access.actions import ACTIONS
from data.access.rights import HOUSE, Person, Right
from data.audit import REFUSED, Done
from data.errors import NotAllowedError
from kpi.words import LANGUAGES, Words
from pages import PAGES
from tests import rights

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
FILES = [path for layer in ("data", "kpi", "pages") for path in sorted((ROOT / layer).rglob("*.py"))]
# Ninety's own housekeeping: what it writes there nobody asked for, or was asked for before
HOUSEKEEPING = {
    "data/asof.py",  # an old state, which is no brand
    "data/book.py",  # what a rebuild or a restore puts back
    "data/issued.py",  # takes back a record whose file could not be kept
    "data/labels.py",  # the labels that a rebuild puts back
    "data/privacy/earlier.py",  # what an earlier version left unmasked
    "data/privacy/new_key.py",  # a part of what was permitted at its beginning, and so are the next two
    "data/privacy/retention.py",
    "data/privacy/scrub.py",
    "data/rebuild.py",
    "data/store.py",  # the first settings of a new store
    "data/texts/draws.py",  # what a rebuild takes over, and so is the next
    "data/texts/faded.py",
    "data/texts/follow.py",  # texts read that nobody read yet: with the same scorer
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the brands that every role finds, once."""
    home = tmp_path_factory.mktemp("rights") / "made"
    with rights.guarded(home), acting(HOUSE):
        rights.make(home)
    return home


@pytest.mark.parametrize("person", rights.ROLES, ids=lambda person: person.id or "nobody")
def test_a_role_may_what_the_table_says_and_nothing_else(person: Person, made: Path, tmp_path: Path) -> None:
    home = rights.copied(made, tmp_path / "home")
    with rights.guarded(home):
        cells = rights.tried(person, home)
    assert [(cell.act.what, cell.wrong) for cell in cells if cell.wrong] == []
    assert len(cells) == len(rights.ACTS)


def test_every_deed_of_the_table_is_tried() -> None:
    """What is done elsewhere than in a store is tried where it is made."""
    elsewhere = {"sign_in", "sign_out", "access_list"}
    assert ACTIONS.keys() - {act.what for act in rights.ACTS} - elsewhere - rights.TRIED_ELSEWHERE.keys() == set()


# -- nothing goes past the question ----------------------------------------------------------------------


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Find the calls of a function, or of a method of that name."""
    for path in FILES:
        for node in _nodes(path):
            if isinstance(node, ast.Call) and name == (
                getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            ):
                yield str(path.relative_to(ROOT)), node


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def test_every_change_of_a_store_says_what_it_is() -> None:
    unsaid = {
        file
        for file, call in calls("change")
        if ast.unparse(call.func).endswith(("shared.change", "connection.change"))
        and (not call.args or ast.unparse(call.args[0]) == "None")
    }
    assert unsaid <= HOUSEKEEPING


def test_every_deed_asks_for_the_right_of_the_table() -> None:
    wrong = []
    for file, call in calls("Done"):
        if file == "kpi/deciding/activities.py":  # another word of the field
            continue
        needs, what = (ast.unparse(one) for one in call.args[:2])
        right = needs.removeprefix("Right.").lower()
        wrong += [(file, deed) for deed in _named(file, what) if right in [*Right] and ACTIONS.get(deed) != right]
    assert wrong == []


def _named(file: str, what: str) -> list[str]:
    """Give the deeds that an expression may name: a text, or a constant of its file."""
    if what.startswith("'"):
        return [ast.literal_eval(what)]
    named: dict[str, str] = {}
    for node in _nodes(ROOT / file):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(value))):
                named[name] = value
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=value):
                values = [one.value for one in ast.walk(value) if isinstance(one, ast.Constant)]
                named |= dict(zip(map(ast.unparse, names), map(str, values), strict=False))
    return [named[what]] if what in named else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_deed_has_its_words(language: str) -> None:
    say = Words(language)
    named = {*ACTIONS, REFUSED, "open"}
    assert [what for what in sorted(named) if not say.has(f"audit.{what}")] == []


# -- acting ----------------------------------------------------------------------------------------------


@pytest.fixture
def guarded() -> Iterator[None]:
    guard(lambda: None)
    yield
    open_door()


@pytest.mark.usefixtures("guarded")
def test_a_right_is_lent_for_what_needs_another_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    store, deed = tmp_path / "noord.duckdb", Done(Right.DECIDE, "thread")
    with acting(rights.role("ana", Right.DECIDE)), lent(Right.UPLOAD, store, deed):
        assert (who().id, who().may(Right.UPLOAD, "noord"), who().may(Right.UPLOAD, "zuid")) == ("ana", True, False)
        assert not who().may(Right.DEFINE, "noord")
    with acting(rights.role("bob", Right.UPLOAD)), pytest.raises(NotAllowedError), lent(Right.UPLOAD, store, deed):
        raise AssertionError


def test_the_table_of_the_document_is_the_one_that_holds() -> None:
    said = (ROOT / "docs" / "access.md").read_text(encoding="utf-8")
    say = Words("en")
    lines = [f"| {say(f'audit.{what}')} | `{right}` | `{what}` |" for what, right in ACTIONS.items()]
    lines += [
        f"| {say(f'page.{entry.name}')} | `{entry.needs}` | {f'`{entry.changes}`' if entry.changes else ''} |"
        for entry in PAGES
        if entry.section
    ]
    assert [line for line in lines if line not in said] == []
