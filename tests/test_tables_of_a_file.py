"""A file with several usable tables is one upload a table: loaded, taken back and rebuilt each by itself."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from data import raw
from data.errors import DoubtfulExportError
from data.rebuild import rebuild
from data.store import Store
from tests.exports import INBOX, X_POSTS, inbox, x_posts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from data.store import Receipt

POST = {"Post id": "101", "Date": "Mon, Nov 16, 2026", "Impressions": "100", "Likes": "7"}
MESSAGE = {"Message ID": "m1", "Channel": "Instagram", "Received at": "2026-11-16T10:00:00Z"}
ASKED = {"account": "noord"}
FACTS = ("posts", "messages", "account_day")
Sheet = tuple[str, "Sequence[str]", "Sequence[Mapping[str, str]]"]


def workbook(*sheets: Sheet) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, header, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.append(list(header))
        for row in rows:
            sheet.append([row.get(name) for name in header])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@cache  # a workbook holds the time of its making: the same bytes only come from one
def both(likes: str = "7", post: str = "101", message: str = "m1") -> bytes:
    return workbook(
        ("Posts", X_POSTS, [POST | {"Likes": likes, "Post id": post}]),
        ("Inbox", INBOX, [MESSAGE | {"Message ID": message}]),
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


def live(store: Store) -> list[tuple[int, str]]:
    return [(one.batch_id, one.table) for one in reversed(store.uploads()) if one.undone_at is None]


def counts(store: Store) -> tuple[int, int]:
    posts, messages = (store.query(f"select count(*) from {fact}")[0][0] for fact in ("posts", "messages"))
    return posts, messages


def load(store: Store, content: bytes, name: str = "both.xlsx") -> Receipt:
    return store.load(name, content, ASKED)


# -- each table is an upload -----------------------------------------------------------------


def test_each_table_is_an_upload_with_its_own_receipt(store: Store) -> None:
    first = load(store, both())
    assert [(one.table, one.fact, one.rows_new) for one in (first, *first.beside)] == [
        ("Posts", "posts", 1),
        ("Inbox", "messages", 1),
    ]
    assert live(store) == [(1, "Posts"), (2, "Inbox")]


def test_the_bytes_are_kept_once_and_both_uploads_know_them(store: Store) -> None:
    load(store, both())
    assert len(list(store.folder.glob("*.xlsx"))) == 1
    first, second = raw.read_all(store.folder)
    assert first.content == second.content
    assert [one.said["table"] for one in (first, second)] == ["Posts", "Inbox"]


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    load(store, both())
    before = store.revision
    again = load(store, both())
    assert [one.already_known for one in (again, *again.beside)] == [True, True]
    assert store.revision == before


def test_only_the_table_that_was_taken_back_comes_again(store: Store) -> None:
    load(store, both())
    store.undo(2)
    assert counts(store) == (1, 0)
    again = load(store, both())
    assert [(one.table, one.already_known) for one in (again, *again.beside)] == [("Inbox", False), ("Posts", True)]
    assert (counts(store), live(store)) == ((1, 1), [(1, "Posts"), (3, "Inbox")])


def test_a_doubtful_table_refuses_the_file_and_is_named(store: Store) -> None:
    doubtful = workbook(("Posts", X_POSTS, [POST]), ("Inbox", INBOX, [MESSAGE | {"Received at": "soon"}]))
    with pytest.raises(DoubtfulExportError) as refused:
        load(store, doubtful)
    assert refused.value.fields["file"] == "both.xlsx › Inbox"
    assert (counts(store), store.uploads()) == ((0, 0), [])


def test_a_table_without_rows_is_left_out_and_said(store: Store) -> None:
    receipt = load(store, workbook(("Posts", X_POSTS, [POST]), ("Inbox", INBOX, [])))
    assert (receipt.table, receipt.beside) == ("Posts", ())
    assert {"code": "table_empty", "table": "Inbox"} in receipt.notes


# -- zips -----------------------------------------------------------------------------------------


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.csv", content)
    return out.getvalue()


def test_the_members_of_a_zip_are_its_tables(store: Store) -> None:
    receipt = load(
        store, zipped(posts=x_posts(POST), inbox=inbox(MESSAGE), menu=b"Fruit,Colour\napple,red\n"), "all.zip"
    )
    told = [(one.file, one.table, one.rows_new) for one in (receipt, *receipt.beside)]
    assert told == [("all.zip/inbox.csv", "inbox.csv", 1), ("all.zip/posts.csv", "posts.csv", 1)]
    assert {"code": "other_table", "sheet": "all.zip/menu.csv"} in receipt.notes
    assert {(one.content.suffix, one.name) for one in raw.read_all(store.folder)} == {(".zip", "all.zip")}


def test_a_zip_of_one_file_is_that_file(store: Store) -> None:
    packed = zipped(posts=x_posts(POST))
    receipt = load(store, packed, "all.zip")
    assert (receipt.file, receipt.table) == ("all.zip/posts.csv", "")
    assert load(store, packed, "all.zip").already_known


# -- posts and days of one channel --------------------------------------------------------------

DAYS = ("Date", "Impressions (total)", "Clicks (total)", "Reactions (total)")
LINKED = ("Post title", "Post link", "Created date", "Impressions", "Likes")
LINK = "https://www.linkedin.com/feed/update/urn:li:share:7397182931288936448"


def linkedin(impressions: int) -> bytes:
    post = {"Post title": "One", "Post link": LINK, "Created date": "11/20/2025", "Impressions": "100", "Likes": "4"}
    day = {
        "Date": "11/20/2025",
        "Impressions (total)": str(impressions),
        "Clicks (total)": "1",
        "Reactions (total)": "4",
    }
    return workbook(("Metrics", DAYS, [day]), ("All posts", LINKED, [post]))


def test_two_tables_that_disagree_are_shown_side_by_side(store: Store) -> None:
    prepared = store.prepare("content.xlsx", linkedin(250), ASKED)
    assert {one.preview.upload.fact for one in prepared} == {"posts", "account_day"}
    said: dict[str, object] = {"code": "sheets_disagree", "field": "impressions"}
    said |= {"table": "All posts", "sum": 100.0, "other": "Metrics", "other_sum": 250.0}
    for one in prepared:
        assert one.preview.contradictions == (said,)
        one.close()


def test_two_tables_that_agree_need_no_word(store: Store) -> None:
    for one in store.prepare("content.xlsx", linkedin(100), ASKED):
        assert one.preview.contradictions == ()
        one.close()


# -- undo and rebuild --------------------------------------------------------------------------


def everything(store: Store) -> list[object]:
    tables = (*FACTS, *(f"history.{fact}" for fact in FACTS), "upload", "covered", "refusal")
    return [store.query(f"select * from {table} order by all") for table in tables]


def test_a_rebuild_brings_back_each_table_under_its_number(store: Store) -> None:
    load(store, both())
    load(store, both(likes="9"), "later.xlsx")
    load(store, zipped(posts=x_posts(POST | {"Likes": "8"}), inbox=inbox(MESSAGE)), "all.zip")
    store.undo(1)
    store.undo(4)
    expected = everything(store)
    store.close()
    assert rebuild(store.path).failed == ()
    again = Store.open(store.path)
    assert everything(again) == expected
    again.close()


files = st.tuples(st.sampled_from("79"), st.sampled_from(["101", "102"]), st.sampled_from(["m1", "m2"]))


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.lists(st.tuples(files, st.integers(0, 9)), min_size=1, max_size=4))
def test_after_any_loads_and_undos_the_store_is_that_of_the_live_tables(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[tuple[str, str, str], int]]
) -> None:
    folder = tmp_path_factory.mktemp("stores")
    store, fresh = (Store.open(folder / f"{name}.duckdb") for name in ("worn", "fresh"))
    for of, choice in steps:
        load(store, both(*of))
        if choice < len(live(store)):
            store.undo(live(store)[choice][0])
    for kept in raw.read_all(store.folder):
        if kept.said["undone_at"] is None:
            for prepared in fresh.prepare("both.xlsx", kept.content.read_bytes(), ASKED):
                if prepared.preview.upload.table == kept.said["table"]:
                    fresh.commit(prepared)
                prepared.close()
    assert _facts(store) == _facts(fresh)
    store.close()
    fresh.close()


def _facts(store: Store) -> list[object]:
    """Rows that count and rows that do not, without the numbers of their uploads."""
    return [
        store.query(f"select * exclude (batch_id) from {schema}.{fact} order by all")
        for schema in ("main", "history")
        for fact in ("posts", "messages")
    ]
