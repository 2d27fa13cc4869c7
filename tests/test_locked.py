"""The connection to a store: nothing leads out of it, its answers are whole, and many threads write the right sum."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pytest

from data.access.rights import Right
from data.audit import Done
from data.errors import SettingError
from data.locked import in_memory
from data.still import still
from data.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
ODD = pd.DataFrame({"secret": [1]})  # what a replacement scan would find by its name
FILE = "/etc/passwd"
OUT = (
    f"SELECT * FROM read_text('{FILE}')",
    f"SELECT * FROM read_blob('{FILE}')",
    f"SELECT * FROM read_csv('{FILE}')",
    f"SELECT * FROM read_csv_auto('{FILE}')",
    f"SELECT * FROM sniff_csv('{FILE}')",
    f"SELECT * FROM read_json('{FILE}')",
    f"SELECT * FROM read_json_auto('{FILE}')",
    f"SELECT * FROM read_ndjson('{FILE}')",
    f"SELECT * FROM read_json_objects('{FILE}')",
    f"SELECT * FROM read_parquet('{FILE}')",
    f"SELECT * FROM parquet_scan('{FILE}')",
    f"SELECT * FROM parquet_metadata('{FILE}')",
    f"SELECT * FROM parquet_schema('{FILE}')",
    f"SELECT * FROM read_duckdb('{FILE}')",
    f"SELECT * FROM '{FILE}'",
    "SELECT * FROM '/etc/hosts.csv'",
    "SELECT * FROM '*.parquet'",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM glob('**')",
    "SELECT * FROM read_text('../../../../etc/passwd')",
    "SELECT * FROM read_text('file:///etc/passwd')",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "SELECT * FROM read_csv('https://127.0.0.1:9/x.csv')",
    "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
    "SELECT * FROM read_text(['/etc/hosts'])",
    "SELECT getenv('HOME')",
    "ATTACH 'ninety-other.duckdb'",
    "ATTACH 'ninety-other.duckdb' AS other (READ_ONLY)",
    "ATTACH 'http://127.0.0.1:9/x.duckdb'",
    "ATTACH 'x.db' (TYPE sqlite)",
    "COPY (SELECT 1) TO 'ninety-copied.csv'",
    "COPY (SELECT 1) TO 'ninety-copied.parquet'",
    "COPY setting TO 'ninety-copied.json'",
    f"COPY setting FROM '{FILE}'",
    "EXPORT DATABASE 'ninety-exported'",
    "IMPORT DATABASE 'ninety-exported'",
    "INSTALL httpfs",
    "INSTALL spatial FROM community",
    "INSTALL '/tmp/x.duckdb_extension'",
    "FORCE INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '/tmp/x.duckdb_extension'",
    "UPDATE EXTENSIONS",
    "CREATE SECRET s (TYPE s3, KEY_ID 'x', SECRET 'y')",
    "CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')",
    "SELECT * FROM ODD",
    "SELECT secret FROM pd",
    "SET enable_external_access = true",
    "SET GLOBAL enable_external_access = true",
    "RESET enable_external_access",
    "SET lock_configuration = false",
    "RESET lock_configuration",
    "SET memory_limit = '100GB'",
    "SET threads = 64",
    "SET temp_directory = '/etc'",
    "SET max_temp_directory_size = '900GB'",
    "SET allowed_directories = ['/']",
    "SET allowed_paths = ['/etc/passwd']",
    "SET allow_unsigned_extensions = true",
    "SET allow_community_extensions = true",
    "SET autoload_known_extensions = true",
    "SET autoinstall_known_extensions = true",
    "SET python_enable_replacements = true",
    "SET python_scan_all_frames = true",
    "SET extension_directory = '/tmp'",
    "SET custom_extension_repository = 'http://127.0.0.1:9'",
    "SET secret_directory = '/tmp'",
    "SET home_directory = '/tmp'",
    "SET allow_persistent_secrets = true",
    "SET profiling_output = 'ninety-profile.json'",
    "SET log_query_path = 'ninety-queries.log'",
    "PRAGMA enable_profiling = 'json'",
    "SET file_search_path = '/etc'",
    "CALL enable_logging(storage = 'file', storage_path = 'ninety-log')",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "acme.duckdb")
    yield opened
    opened.close()


@pytest.fixture(params=["file", "memory"])
def con(request: pytest.FixtureRequest, store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    with store.shared.asking() if request.param == "file" else in_memory() as one:
        one.execute("CREATE TABLE IF NOT EXISTS setting (name VARCHAR)")
        yield one


def test_nothing_leads_out_of_a_store_and_nothing_unlocks_it(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    for probe in OUT:
        with pytest.raises(duckdb.Error):
            con.execute(probe).fetchall()
    left = {path.name.split(".")[0] for path in tmp_path.iterdir()}
    assert left == {"acme", "x"}  # the store, what stands beside it, and what was put there as bait


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NINETY_MEMORY", "lots"),
        ("NINETY_MEMORY", "0GB"),
        ("NINETY_THREADS", "0"),
        ("NINETY_THREADS", "two"),
        ("NINETY_SPILL", "80%"),
    ],
)
def test_a_limit_that_is_none_is_told_by_its_name(
    name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError) as told:
        Store.open(tmp_path / "acme.duckdb")
    assert told.value.fields == {"name": name, "value": value}


def test_the_limits_are_those_of_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NINETY_MEMORY", "512 MiB")
    monkeypatch.setenv("NINETY_THREADS", "1")
    monkeypatch.setenv("NINETY_SPILL", "3GiB")
    store = Store.open(tmp_path / "acme.duckdb")
    settings = "current_setting('memory_limit'), current_setting('threads'), current_setting('max_temp_directory_size')"
    assert store.query(f"SELECT {settings}") == [("512.0 MiB", 1, "3.0 GiB")]
    store.close()


def test_cursors_and_connections_are_taken_in_one_place() -> None:
    taken = re.compile(r"\.cursor\(\)|duckdb\.connect\(|duckdb\.sql\(|duckdb\.query\(|duckdb\.execute\(")
    found = {
        str(path.relative_to(ROOT))
        for part in ("data", "kpi", "pages")
        for path in (ROOT / part).rglob("*.py")
        if taken.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"data/connect.py", "data/locked.py"}


FAILS_LATE = "SELECT CASE WHEN i = 900000 THEN error('late') ELSE i END FROM range(1000000) AS t (i)"


def test_a_result_that_fails_while_it_is_fetched_leaves_nothing_in_use(store: Store) -> None:
    with pytest.raises(duckdb.Error, match="late"):
        store.query(FAILS_LATE)
    with pytest.raises(duckdb.Error, match="late"):
        store.frame(FAILS_LATE)
    with still(store) as held, pytest.raises(duckdb.Error, match="late"):
        held.query(FAILS_LATE)
    assert store.query("SELECT 1") == [(1,)]
    store.set_setting("currency", "SEK")
    assert store.setting("currency") == "SEK"


def test_a_change_that_fails_while_something_is_fetched_is_not_made(store: Store) -> None:
    before = store.revision

    def half() -> None:
        with store.shared.change(Done(Right.DEFINE, "settings")) as tx:
            tx.execute("INSERT INTO setting VALUES ('half', 'done')")
            tx.execute(FAILS_LATE).fetchall()

    with pytest.raises(duckdb.Error, match="late"):
        half()
    assert store.setting("half") is None
    assert store.revision == before
    store.set_setting("whole", "done")
    assert store.revision == before + 1


def test_an_answer_that_nobody_fetched_keeps_nobody_waiting(store: Store) -> None:
    with store.shared.asking() as cursor:
        cursor.execute("FROM range(1000000)")
        cursor.fetchmany(10)
        assert store.query("SELECT 1") == [(1,)]
    store.set_setting("currency", "SEK")
    store.shared.checkpoint()


def test_sixteen_threads_that_write_make_the_exact_sum(store: Store) -> None:
    threads, writes = 16, 150
    store.set_setting("sum", "0")
    before = store.revision

    def write(_: int) -> None:
        for _ in range(writes):
            with store.shared.change(None) as tx:
                tx.execute("UPDATE setting SET value = value::BIGINT + 1 WHERE name = 'sum'")
            assert int(store.setting("sum") or 0) > 0

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(write, range(threads)))
    assert store.setting("sum") == str(threads * writes)
    assert store.revision == before + threads * writes
    assert store.query("SELECT count(*), count(DISTINCT name) FROM setting") == [
        (count := len(store.settings("")), count)
    ]
