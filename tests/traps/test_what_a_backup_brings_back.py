"""A backup from before brings back nobody who was erased and no key that was destroyed, whatever clock or log say."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Self

import pytest

from data import audit, key
from data.backup import backup
from data.brand_files import acts
from data.privacy.inside import inside
from data.privacy.person import erase
from data.privacy.receipts import path_of, receipts
from data.privacy.scrub import destroy_key
from data.restored import Restored, restore
from data.store import Store
from tests.exports import inbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HER = "Anna Kowalska"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    monkeypatch.setenv("NINETY_HOME", str(home))
    return home


@pytest.fixture
def there(home: Path) -> Path:
    """Make a brand that she wrote to, and give its backup."""
    path = acts.create("Noord")
    row = {"Message ID": "m2", "Received at": "2026-11-10 10:00", "Sender": HER, "Message": "thanks"}
    with closing(Store.open(path)) as store:
        store.load("a.csv", inbox(row), {"account": "n"})
    return backup(path, home.parent / "backups")


def erased(path: Path) -> None:
    with closing(Store.open(path)) as store:
        erase(store, [HER], "r1")


def no_log(path: Path) -> None:
    audit.path_of(path).unlink()


def no_log_at_all(path: Path) -> None:
    audit.path_of(path).unlink()
    path_of(path).unlink()


def put_by(_: Path) -> None:
    acts.archive("noord")


def put_aside(path: Path) -> None:
    other = acts.create("Zuid")
    restore(backup(other, path.parent.parent / "others"), path, over=True)


def holding_her(home: Path) -> list[str]:
    files = [path for path in home.rglob("*") if path.is_file()]
    return [path.name for path in files if any("Kowalska" in text for text in inside(path.read_bytes()))]


def is_gone_from(done: Restored, home: Path) -> None:
    assert (done.carried.requests, done.carried.are_back) == (1, False)
    with closing(Store.open(done.store)) as store:
        assert store.query("SELECT text, author_hash FROM messages") == [(None, None)]
    assert not holding_her(home)


@pytest.mark.parametrize("then", [no_log, no_log_at_all, put_by, put_aside])
def test_who_was_erased_stays_so(home: Path, there: Path, then: Callable[[Path], None]) -> None:
    path = home / "noord.duckdb"
    erased(path)
    then(path)
    is_gone_from(restore(there, path, over=True), home)


def test_who_was_erased_stays_so_when_the_clock_was_put_back(
    home: Path, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Early(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) - timedelta(hours=3)

    with monkeypatch.context() as clock:
        clock.setattr(audit, "datetime", Early)
        erased(home / "noord.duckdb")
    is_gone_from(restore(there, home / "noord.duckdb", over=True), home)


def test_a_backup_that_knows_of_the_erasure_has_nothing_done_to_it(home: Path, there: Path) -> None:
    path = home / "noord.duckdb"
    erased(path)
    done = restore(backup(path, there.parent), path, over=True)
    assert (done.carried.requests, done.carried.are_back, done.carried.new_key) == (0, False, False)
    assert len(receipts(path)) == 1


def test_a_destroyed_key_is_destroyed_again(home: Path, there: Path) -> None:
    path = home / "noord.duckdb"
    was = key.read(path)
    with closing(Store.open(path)) as store:
        destroy_key(store)
    assert was not in key.path_of(path, key.DESTROYED).read_text()
    for _ in range(2):  # and also when what it was restored over is itself restored
        assert restore(there, path, over=True).carried.new_key
        with closing(Store.open(path)) as store:
            assert store.setting(key.SETTING) == key.read(path) != was
            assert store.query("SELECT text, author_hash FROM messages") == [("thanks", None)]
    kept = restore(backup(path, there.parent), path, over=True)
    assert not kept.carried.new_key
