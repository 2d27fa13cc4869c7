"""Wrong states that a crash, a full disk or an old copy left, and that nothing told of."""

from __future__ import annotations

import errno
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from data import audit, book, raw
from data.access.rights import Right
from data.audit import Done
from data.errors import StoreBehindError, StoreFullError
from data.privacy.blank import Blank
from data.privacy.scrub import pending, scrub
from data.rebuild import rebuild
from data.store import Store
from tests.exports import x_posts

if TYPE_CHECKING:
    from pathlib import Path

POSTS = "select post_id, impressions from posts order by 1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    store = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    store.load("a.csv", x_posts({"Post id": "101", "Impressions": 100}))
    store.close()
    return tmp_path / "brand.duckdb"


def posts(path: Path) -> list[tuple[object, ...]]:
    store = Store.open(path)
    found = store.query(POSTS)
    store.close()
    return found


def announce(path: Path, revision: int) -> Path:
    """Leave what a load leaves that was killed around its commit."""
    folder = raw.folder_of(path)
    said = {name: value for name, value in raw.said_of(folder, 1).items() if name != "batch_id"}
    raw.keep(folder, 2, b"bytes", said | {"dropped": "b.csv", "revision": revision})
    return next(folder.glob("0002_*"))


def test_an_upload_that_was_killed_before_its_commit_does_not_come_back_with_a_rebuild(path: Path) -> None:
    content = announce(path, 99)
    assert posts(path) == [("101", 100)]
    assert not content.exists()
    assert [one.batch_id for one in raw.read_all(raw.folder_of(path))] == [1]
    assert rebuild(path).failed == ()


def test_what_was_announced_holds_once_the_store_has_it(path: Path) -> None:
    store = Store.open(path)
    revision = store.revision
    store.close()
    announce(path, revision)
    raw.settle(raw.folder_of(path), revision)
    assert [one.batch_id for one in raw.read_all(raw.folder_of(path))] == [1, 2]


def test_an_old_copy_of_the_store_is_not_taken_for_the_new_one(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / "old")
    store = Store.open(path)
    store.load("b.csv", x_posts({"Post id": "102", "Impressions": 50}))
    store.close()
    shutil.copy(tmp_path / "old", path)
    with pytest.raises(StoreBehindError):
        Store.open(path)
    assert rebuild(path).failed == ()
    assert posts(path) == [("101", 100), ("102", 50)]


def test_a_book_that_a_crash_left_behind_is_written_on_opening(path: Path) -> None:
    before = book.path_of(path).read_bytes()
    store = Store.open(path)
    store.set_setting("currency", "RON")
    store.close()
    book.path_of(path).write_bytes(before)  # killed after the commit, before the book
    Store.open(path).close()
    assert ["currency", "RON"] in json.loads(book.path_of(path).read_bytes())["setting"]


def test_a_raw_file_that_changed_on_the_disk_is_not_read(path: Path) -> None:
    content = next(raw.folder_of(path).glob("0001_*"))
    content.write_bytes(content.read_bytes().replace(b"100", b"900"))
    assert [problem.fields["why"] for _, problem in rebuild(path).failed] == ["raw_changed"]
    assert posts(path) == []


def test_a_damaged_sidecar_is_written_again_from_the_ledger(path: Path) -> None:
    sidecar = raw.sidecar(raw.folder_of(path), 1)
    sidecar.write_text("{")
    Store.open(path).close()
    assert raw.said_of(raw.folder_of(path), 1)["file"] == "a.csv"
    assert rebuild(path).failed == ()
    assert posts(path) == [("101", 100)]


@pytest.mark.parametrize("folder", ["", "uploads", "issued", "models"])
def test_a_file_that_a_crash_left_half_written_is_gone_when_the_store_opens(path: Path, folder: str) -> None:
    half = path.with_suffix("") / folder / "abc.pdf.part"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"%PDF")
    Store.open(path).close()
    assert not half.exists()


def test_what_the_log_could_not_take_is_not_taken_out_by_the_next_who_opens(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    store = Store.open(path)
    monkeypatch.setattr(audit, "note", full)
    with pytest.raises((OSError, StoreFullError)):
        scrub(store, [Blank("messages", "true")], Done(Right.ADMINISTER, "retention"))
    assert pending(path) is None
    store.close()
