"""A store that another process has, usually the app: each command says so in one sentence, and changes nothing."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

from data.backup_asked import have_made
from data.errors import StoreBusyError
from data.store import Store, store_path
from kpi.cli import _parser, main
from kpi.problems import tell
from kpi.sample import BRAND
from kpi.words import LANGUAGES, Words
from tests.exports import x_posts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TypeAlias

    Holder: TypeAlias = subprocess.Popen[bytes]

HOLDER = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
COMMANDS = {
    "load": ("--brand", BRAND, "{file}"),
    "score": (),
    "snapshot": (),
    "sample": (),
    "rebuild": (),
    "backup": ("--to", "{home}/backups"),
    "formula": ("likes / posts",),
    "erase": ("@ann", "--request", "7", "--yes"),
    "notify": (),
    "retention": (),
    "texts": (),
    "brands": ("archive", "--brand", BRAND),
}
ELSEWHERE = {"restore", "access"}  # make a brand of their own, or open none


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a home with one brand."""
    home = tmp_path_factory.mktemp("held")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NINETY_HOME", str(home))
        store = Store.open(store_path(BRAND), brand=BRAND)
        store.load("a.csv", x_posts({"Post id": "1", "Impressions": 5}))
        store.close()
        (home / "b.csv").write_bytes(x_posts({"Post id": "2", "Impressions": 6}))
        yield home


@pytest.fixture(scope="module")
def holder(home: Path) -> Iterator[Holder]:
    """Start a process that has the brand open."""
    holding = [sys.executable, "-c", HOLDER, str(next(home.glob("*.duckdb")))]
    with subprocess.Popen(holding, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield holder
        holder.communicate()


def test_every_command_is_here() -> None:
    choices = next(action.choices for action in _parser(Words("en"))._actions if action.dest == "command")
    assert choices is not None
    assert set(choices) == {*COMMANDS, *ELSEWHERE}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_that_another_process_has_the_store(
    command: str, home: Path, holder: Holder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kpi.cli_backup.have_made", partial(have_made, patience=0.0))
    before = _files(home)
    asked = [one.format(home=home, file=home / "b.csv") for one in COMMANDS[command]]
    assert main([command, *asked]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert f"(process {holder.pid})" in said.err
    assert said.err.count("\n") == (2 if command in {"snapshot", "backup"} else 1)  # they tell what the app can do
    assert _files(home) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_the_language_asked_for(
    language: str, home: Path, holder: Holder, capsys: pytest.CaptureFixture[str]
) -> None:
    say, path = Words(language), next(home.glob("*.duckdb"))
    assert main(["score", "--language", language]) == 3
    assert capsys.readouterr().err == tell(say, StoreBusyError(path=str(path), pid=holder.pid)) + "\n"


def _files(home: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.name != ".brands.lock"
    }
