"""A rebuild from the raw uploads gives the store that was there: rows, ledger, settings, plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import StoreBusyError
from data.rebuild import rebuild
from data.store import Store
from tests.exports import inbox, x_posts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ONE = {"Post id": "101", "Impressions": 100, "Likes": 7}
TWO = {"Post id": "102", "Impressions": 50, "Likes": 2}
OUR_LEADS = """
fact = "funnel"
label = "Our leads"
recognise.all = [["Dag"], ["Aanvragen"]]
columns.day = { from = ["Dag"], as = "date", required = true }
columns.leads = { from = ["Aanvragen"], as = "integer" }
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


def posts(store: Store) -> list[tuple[object, ...]]:
    return store.query("select post_id, impressions, reactions from posts order by post_id")


def test_a_rebuild_from_the_raw_uploads_gives_the_same_store(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    store.set_setting("zone", "Europe/Bucharest")
    store.set_brands(["Noordlicht"], ["Zuid"])
    store.save_plan('{"rows": []}', by="ana", reason="start")
    store.load("a.csv", x_posts(ONE), by="ana")
    store.load("b.csv", x_posts(ONE | {"Likes": 9}, TWO))
    store.load("i.csv", inbox({"Message ID": "m", "Received at": "2026-11-16T10:00:00Z", "Sender": "Jan"}))
    store.undo(2)
    store.load("b.csv", x_posts(ONE | {"Likes": 9}, TWO))
    expected = everything(store)
    store.close()
    store.path.write_bytes(b"\0" * 5_000)
    rebuilt = rebuild(store.path)
    assert rebuilt.failed == ()
    assert rebuilt.aside is not None
    again = Store.open(store.path)
    assert everything(again) == expected
    again.load("c.csv", x_posts({"Post id": "103"}))
    assert again.uploads()[0].batch_id == 5
    again.close()


def everything(store: Store) -> list[list[tuple[object, ...]]]:
    tables = ("posts", "messages", "history.posts", "upload", "covered", "brand_name", "plan", "refusal")
    settings = store.query("select * from setting order by name")
    return [settings, *(store.query(f"select * from {table} order by all") for table in tables)]


def test_a_store_in_use_is_not_rebuilt(store: Store) -> None:
    with pytest.raises(StoreBusyError):
        rebuild(store.path)


def test_a_rebuild_reads_with_the_formats_of_the_team(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "brand.duckdb")
    store.format_folder.mkdir(parents=True)
    (store.format_folder / "our_leads.toml").write_text(OUR_LEADS, encoding="utf-8")
    receipt = store.load("leads.csv", b"Dag,Aanvragen\n2026-11-16,7\n2026-11-17,9\n")
    assert (receipt.format, receipt.format_version) == ("our_leads", store.formats()["our_leads"].version)
    expected = store.query("select day, leads from funnel order by day")
    store.close()
    assert rebuild(store.path).failed == ()
    again = Store.open(store.path)
    assert again.query("select day, leads from funnel order by day") == expected
    again.close()


def test_an_upload_whose_raw_file_is_gone_does_not_stop_a_rebuild(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "brand.duckdb")
    store.load("a.csv", x_posts(ONE))
    store.load("b.csv", x_posts(TWO))
    next(store.folder.glob("0001_*")).unlink()
    store.close()
    rebuilt = rebuild(store.path)
    assert [(file, problem.fields["why"]) for file, problem in rebuilt.failed] == [("a.csv", "raw_gone")]
    again = Store.open(store.path)
    assert posts(again) == [("102", 50, 2)]
    again.close()
