"""The key of a store stays, whatever is damaged: by it people are pseudonyms, and texts have a place in the draw."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from data import book, key
from data.errors import StoreBehindError
from data.rebuild import rebuild
from data.store import Store
from tests.test_follow import READINGS, load, messages

if TYPE_CHECKING:
    from pathlib import Path

    Made = tuple[Path, str, list[tuple[object, ...]]]  # the store, its key, its readings

HARM = ("store", "book", "key")


def harm(path: Path, *which: str) -> None:
    files = {"store": path, "book": book.path_of(path), "key": key.path_of(path)}
    for name in which:
        files[name].write_bytes(b"\0" * 5_000) if name == "store" else files[name].unlink()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Made:
    store = Store.open(tmp_path_factory.mktemp("key") / "brand.duckdb", brand="Noordlicht")
    load(store, "a.csv", messages(one="Great bank 👍", two="awful"))
    found = store.path, str(store.setting(key.SETTING)), store.query(READINGS)
    store.close()
    return found


@pytest.fixture
def made(first: Made, tmp_path: Path) -> Made:
    shutil.copytree(first[0].parent, tmp_path, dirs_exist_ok=True)
    return (tmp_path / first[0].name, *first[1:])


@pytest.mark.parametrize("lost", [("store", "book"), ("book", "key"), ("store", "key")], ids=" and ".join)
def test_whatever_two_are_lost_the_draw_is_the_same(made: Made, lost: tuple[str, ...]) -> None:
    path, of_it, draws = made
    harm(path, *lost)
    assert rebuild(path).failed == ()
    again = Store.open(path)
    assert (again.setting(key.SETTING), again.query(READINGS), key.read(path)) == (of_it, draws, of_it)
    assert (again.setting("brand") == "Noordlicht") is (not {"store", "book"} <= {*lost})
    again.close()


def test_when_all_are_lost_it_is_said_and_the_key_can_be_put_back(made: Made) -> None:
    path, of_it, draws = made
    harm(path, *HARM)
    assert [(name, error.fields["why"]) for name, error in rebuild(path).failed] == [("key", "key_gone")]
    store = Store.open(path)
    assert store.query(READINGS) != draws
    store.close()
    key.path_of(path).write_text(of_it + "\n", encoding="ascii")
    Store.open(path).close()
    assert rebuild(path).failed == ()
    again = Store.open(path)
    assert again.query(READINGS) == draws
    again.close()


def test_the_key_is_for_its_owner_alone_and_of_one_store(made: Made, tmp_path: Path) -> None:
    path, of_it, _ = made
    assert key.path_of(path).stat().st_mode & 0o777 == 0o600
    other = Store.open(tmp_path / "other.duckdb")
    assert other.setting(key.SETTING) != of_it
    other.close()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"two words", b"x" * 300])
def test_what_is_no_key_is_none_and_is_written_again(made: Made, content: bytes) -> None:
    path, of_it, _ = made
    key.path_of(path).write_bytes(content)
    assert key.read(path) is None
    Store.open(path).close()
    assert key.read(path) == of_it


def test_a_store_that_begins_anew_beside_its_key_has_it_once_it_is_rebuilt(made: Made) -> None:
    path, of_it, _ = made
    path.unlink()
    with pytest.raises(StoreBehindError):
        Store.open(path)
    rebuild(path)
    store = Store.open(path)
    assert store.setting(key.SETTING) == of_it
    store.close()
