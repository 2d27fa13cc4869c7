"""A store of the first version opens with all it holds; what came later has a sound value."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from data.ledger import Upload
from data.store import Store
from tests.exports import x_posts

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST = Path(__file__).parent / "schema_of_version_1.sql"


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Store]:
    """Make a store as the first version left it: one upload of three rows, two of them with one key."""
    path = tmp_path / "old.duckdb"
    with duckdb.connect(path) as con:
        con.execute(FIRST.read_text(encoding="utf-8"))
        con.execute("create table history.posts as from posts limit 0")
        con.execute("insert into revision values (7)")
        con.execute("insert into setting values ('pseudonym_key', 'k'), ('zone', 'Europe/Amsterdam')")
        con.execute(
            "insert into posts (channel, post_id, day, impressions, snapshot_date, batch_id, source_row) values "
            "('x', '101', '2026-11-16', 100, '2026-11-16', 1, 2), ('x', '102', '2026-11-16', 50, '2026-11-16', 1, 3)"
        )
        con.execute(
            "insert into upload values (1, 'abc', 'x.csv', 'x_content', 'posts', 'x', null, "
            "'2026-11-16', '2026-11-16', '2026-11-16', "
            """'["channel", "day", "impressions", "post_id"]', '{}', '2026-11-23', 'ana', """
            "4, 2, 0, 0, 0, 0, 1, '[]', null, null)"
        )
    store = Store.open(path)
    yield store
    store.close()


def test_it_keeps_its_rows_and_its_ledger(old: Store) -> None:
    assert old.query("select post_id, impressions from posts order by 1") == [("101", 100), ("102", 50)]
    (upload,) = old.uploads()
    assert (upload.file, upload.loaded_by, upload.rows_read, old.revision) == ("x.csv", "ana", 4, 8)  # masked since


def test_what_came_later_has_a_sound_value(old: Store) -> None:
    (upload,) = old.uploads()
    assert (upload.table, upload.rows_set_aside, upload.format_version, upload.meanings) == ("", 0, "", {})
    assert not upload.period_stated
    assert upload.rows_merged == 1  # 4 read, 1 refused, 2 stored


def test_it_goes_on_as_if_it_were_new(old: Store) -> None:
    receipt = old.load("x2.csv", x_posts({"Post id": "101", "Impressions": 120}))
    assert (receipt.batch_id, receipt.rows_changed) == (2, 1)
    old.undo(2)
    assert old.query("select impressions from posts where post_id = '101'") == [(100,)]


def test_it_opens_a_second_time_with_nothing_to_do(old: Store) -> None:
    path = old.path
    old.close()
    with duckdb.connect(path) as con:
        con.execute("drop view published")  # whoever makes it anew has migrated
    again = Store.open(path)
    assert [one.file for one in again.uploads()] == ["x.csv"]
    with pytest.raises(duckdb.CatalogException):
        again.query("from published")
    again.close()


def test_every_table_has_the_columns_of_a_new_store(old: Store, tmp_path: Path) -> None:
    new = Store.open(tmp_path / "new.duckdb")
    query = (
        "select schema_name, table_name, column_name, data_type from duckdb_columns() where not internal order by all"
    )
    assert old.query(query) == new.query(query)
    new.close()


def test_the_ledger_reads_every_column_it_writes(old: Store) -> None:
    stored = {name for (name,) in old.query("select column_name from duckdb_columns() where table_name = 'upload'")}
    assert stored == set(Upload.__dataclass_fields__)


def test_kinds_of_incidents_written_freely_are_read_where_they_can_mean_one_thing_only(old: Store) -> None:
    incident = "insert into incidents by name select ? as incident_id, 'x' as channel, date '2026-11-16' as day, "
    origin = "? as kind, date '2026-11-16' as snapshot_date, 1 as batch_id, 1 as source_row"
    path = old.path
    old.close()
    with duckdb.connect(path) as con:
        con.execute(incident + origin, ["a", "Platformregel"])
        con.execute(incident + origin, ["b", "shitstorm"])
        con.execute(incident + origin, ["c", "privacy"])
        con.execute("update shape set version = 'an earlier one'")
    again = Store.open(path)
    kinds = again.query("select kind from incidents order by incident_id")
    again.close()
    assert kinds == [("platform_rule",), ("shitstorm",), ("privacy",)]
