"""Before a new version changes the shape of a store, a copy of it stands beside it; what fails changes nothing."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import duckdb
import pytest

from data import before, migrate
from data.errors import NotMigratedError, StoreFullError
from data.store import Store
from kpi.problems import tell
from kpi.words import LANGUAGES, Words
from tests.test_migrate import FIRST

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = "select table_name, column_name from duckdb_columns() where not internal order by all"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the file of a store as the first version left it, of which the last row is in its log alone."""
    path = tmp_path / "old.duckdb"
    with duckdb.connect(path) as con:
        con.execute(FIRST.read_text(encoding="utf-8"))
        con.execute("create table history.posts as from posts limit 0")
        con.execute("insert into revision values (7)")
        con.execute("insert into setting values ('pseudonym_key', 'k'), ('zone', 'Europe/Amsterdam')")
    return path


def columns(path: Path) -> list[tuple[str, str]]:
    with duckdb.connect(path) as con:
        return con.execute(COLUMNS).fetchall()


def refuse(_: object) -> None:
    raise duckdb.ConversionException("what an older store held")


def full(_: object, __: object) -> None:
    raise OSError(28, "No space left on device")


def test_the_copy_is_the_store_as_it_was(path: Path) -> None:
    was = columns(path)
    with closing(Store.open(path)) as store:
        assert store.revision == 8  # its texts went through the masks of today
    (copy,) = before.copies(path)
    assert columns(copy) == was
    assert columns(path) != was
    assert copy.stat().st_mode & 0o077 == 0


def test_a_store_that_is_up_to_date_or_new_is_not_copied(path: Path, tmp_path: Path) -> None:
    for _ in range(2):
        Store.open(path).close()
    assert len(before.copies(path)) == 1
    with closing(Store.open(tmp_path / "new.duckdb")) as new:
        assert before.copies(new.path) == []


def test_a_migration_that_fails_changes_nothing_and_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    was = columns(path)
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "close_kinds", refuse)
        with pytest.raises(NotMigratedError) as told:
            Store.open(path)
    assert columns(path) == was
    for language in LANGUAGES:
        assert str(path) in tell(Words(language), told.value)
    with closing(Store.open(path)) as store:  # and the next version, which can, does
        assert store.query("select value from setting where name = 'zone'") == [("Europe/Amsterdam",)]


def test_without_room_for_a_copy_nothing_is_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    was = columns(path)
    with monkeypatch.context() as patch:
        patch.setattr(before, "copied", full)
        with pytest.raises(StoreFullError):
            Store.open(path)
    assert columns(path) == was


def test_the_last_two_copies_stay_and_a_half_one_goes(path: Path) -> None:
    before.folder_of(path).mkdir(parents=True)
    (before.folder_of(path) / "half.duckdb").write_bytes(b"half")
    kept = [before.keep(path) for _ in range(3)]
    assert before.copies(path) == kept[1:]
    assert sorted(one.name for one in before.folder_of(path).iterdir()) == sorted(one.name for one in kept[1:])


def test_the_log_of_the_store_is_in_the_copy(path: Path) -> None:
    with duckdb.connect(path, config={"checkpoint_threshold": "1GB"}) as con:
        con.execute("insert into setting values ('only', 'in the log')")
        assert path.with_name(path.name + ".wal").exists()
        copy = before.keep(path)
    with duckdb.connect(copy) as con:
        assert con.execute("select value from setting where name = 'only'").fetchall() == [("in the log",)]
