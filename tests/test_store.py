"""A store loads an export whole or not at all, says what it did, and opens again as it was."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import duckdb
import pytest

from data import raw
from data.connect import is_open
from data.errors import (
    DoubtfulExportError,
    NeedsAnswerError,
    NothingToUndoError,
    StoreDamagedError,
    StoreFullError,
    UnknownExportError,
)
from data.intake import load
from data.store import Store, home, store_path, stores
from tests.exports import X_POSTS, daily, inbox, x_posts

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
ONE = {"Post id": "101", "Impressions": 100, "Likes": 7}
TWO = {"Post id": "102", "Impressions": 50, "Likes": 2}
FOLLOWS = ("2026-11-16", 4), ("2026-11-19", 6)
ASKED = {"channel": "instagram", "account": "noordlicht"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


def posts(store: Store) -> list[tuple[object, ...]]:
    return store.query("select post_id, impressions, reactions from posts order by post_id")


# -- load ----------------------------------------------------------------------------------


def test_a_receipt_says_what_was_read_and_what_changed(store: Store) -> None:
    receipt = store.load("x.csv", x_posts(ONE, TWO), by="ana")
    assert (receipt.format, receipt.fact, receipt.channel) == ("x_content", "posts", "x")
    assert (receipt.rows_read, receipt.rows_new, receipt.rows_refused) == (2, 2, 0)
    assert (receipt.period_from, receipt.period_to) == (date(2026, 11, 16), date(2026, 11, 16))
    again = store.load("x2.csv", x_posts(ONE | {"Likes": 8}, TWO, {"Post id": "103"}))
    assert (again.rows_new, again.rows_changed, again.rows_unchanged, again.rows_older) == (1, 1, 1, 0)
    assert posts(store) == [("101", 100, 8), ("102", 50, 2), ("103", None, None)]


def test_the_same_bytes_twice_change_nothing(store: Store) -> None:
    store.load("x.csv", x_posts(ONE))
    before = store.revision
    again = store.load("renamed.csv", x_posts(ONE))
    assert again.already_known
    assert (again.batch_id, again.file) == (1, "x.csv")
    assert store.revision == before
    assert len(store.uploads()) == 1


def test_an_export_of_an_earlier_period_does_not_replace_a_later_one(store: Store) -> None:
    later, earlier = (
        "account_analytics_content_2026-11-01_2026-11-20.csv",
        "account_analytics_content_2026-11-01_2026-11-17.csv",
    )
    store.load(later, x_posts(ONE))
    receipt = store.load(earlier, x_posts(ONE | {"Impressions": 60}))
    assert receipt.rows_older == 1
    assert posts(store) == [("101", 100, 7)]
    store.undo(1)
    assert posts(store) == [("101", 60, 7)]


def test_columns_that_were_not_ticked_keep_their_value(store: Store) -> None:
    store.load("all.csv", x_posts(ONE))
    store.load("few.csv", x_posts({"Post id": "101", "Impressions": 130}, header=[h for h in X_POSTS if h != "Likes"]))
    assert posts(store) == [("101", 130, 7)]
    store.load("blank.csv", x_posts({"Post id": "101", "Impressions": 130}))
    assert posts(store) == [("101", 130, None)]


def test_questions_are_asked_and_their_answers_kept(store: Store) -> None:
    content = daily("Follows", *FOLLOWS)
    with pytest.raises(NeedsAnswerError) as asked:
        store.load("Follows_IG.csv", content)
    channel, account = asked.value.questions
    assert (channel.name, channel.options, channel.suggestion) == ("channel", ("facebook", "instagram"), "instagram")
    assert (account.name, account.options) == ("account", ())
    assert store.uploads() == []
    store.load("Follows_IG.csv", content, ASKED)
    assert store.uploads()[0].answers == ASKED
    with pytest.raises(NeedsAnswerError) as asked_again:
        store.load("Instagram.csv", daily("Instagram reach", ("2026-11-16", 9)))
    (account,) = asked_again.value.questions
    assert (account.options, account.suggestion) == (("noordlicht",), "noordlicht")


def test_an_impossible_answer_is_asked_again(store: Store) -> None:
    with pytest.raises(NeedsAnswerError) as asked:
        store.load("Reach.csv", daily("Reach", ("2026-11-16", 9)), {"channel": "tiktok", "account": "a"})
    assert [question.name for question in asked.value.questions] == ["channel"]


def test_days_a_follows_chart_leaves_out_are_zeros_and_in_a_reach_chart_unknown(store: Store) -> None:
    store.load("a.csv", daily("Instagram follows", *FOLLOWS), ASKED)
    store.load("b.csv", daily("Instagram reach", *FOLLOWS), ASKED)
    days = store.query("select metric, day, value from account_day order by 1, 2")
    assert [(metric, day.day, value) for metric, day, value in days] == [
        ("follows", 16, 4), ("follows", 17, 0), ("follows", 18, 0), ("follows", 19, 6),
        ("reach", 16, 9 - 5), ("reach", 19, 6),
    ]  # fmt: skip


def test_a_failed_load_leaves_nothing_behind(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.load("x.csv", x_posts(ONE))
    state = store.revision, posts(store), sorted(store.folder.iterdir())

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(raw, "announce", full)
        with pytest.raises(StoreFullError):
            store.load("y.csv", x_posts(TWO))
    with monkeypatch.context() as bug:
        bug.setattr(load, "apply_load", full)
        with pytest.raises(StoreFullError):
            store.load("y.csv", x_posts(TWO))
    assert (store.revision, posts(store), sorted(store.folder.iterdir())) == state
    assert store.load("y.csv", x_posts(TWO)).rows_new == 1


def test_every_change_raises_the_revision(store: Store) -> None:
    seen = [store.revision]
    store.load("x.csv", x_posts(ONE))
    seen.append(store.revision)
    store.set_setting("zone", "Europe/Bucharest")
    seen.append(store.revision)
    store.save_plan("{}", by="ana", reason="start")
    seen.append(store.revision)
    store.undo(1)
    seen.append(store.revision)
    assert seen == sorted(set(seen))


def test_an_unknown_file_is_refused_with_its_headers(store: Store) -> None:
    with pytest.raises(UnknownExportError) as unknown:
        store.load("food.csv", b"Fruit,Colour\napple,red\n")
    assert unknown.value.fields["headers"] == ("Fruit", "Colour")


def test_an_export_without_one_readable_row_is_refused_with_its_first_problem(store: Store) -> None:
    with pytest.raises(DoubtfulExportError) as doubtful:
        store.load("x.csv", x_posts({"Post id": "1", "Date": "16/11/2026"}))
    assert doubtful.value.fields == {
        "file": "x.csv", "why": "no_row_readable", "row": 2, "column": "Date", "cell": "16/11/2026",
    }  # fmt: skip


# -- refusals ------------------------------------------------------------------------------


def test_a_refused_cell_leaves_a_blank_and_a_refused_key_leaves_out_the_row(store: Store) -> None:
    receipt = store.load("x.csv", x_posts(ONE | {"Likes": "1,5"}, {"Post id": "1.2E+17"}, {"Impressions": 5}, TWO))
    assert (receipt.rows_read, receipt.rows_new, receipt.rows_refused, receipt.cells_refused) == (4, 2, 2, 1)
    assert posts(store) == [("101", 100, None), ("102", 50, 2)]
    told = [(r.source_row, r.header, r.cell, r.reason, r.whole_row) for r in receipt.refusals]
    assert told == [
        (2, "Likes", "1,5", "integer", False),
        (3, "Post id", "1.2E+17", "id", True),
        (4, "Post id", None, "missing", True),
    ]
    assert tuple(store.refusals(1)) == receipt.refusals


def test_an_answer_before_its_message_is_refused_and_the_wait_is_unknown(store: Store) -> None:
    receipt = store.load(
        "inbox.csv",
        inbox(
            {"Message ID": "m1", "Received at": "2026-11-16T10:00:00Z", "First response at": "2026-11-16T09:00:00Z"},
            {"Message ID": "m2", "Received at": "2026-11-16T10:00:00Z", "First response at": "2026-11-16T13:00:00Z"},
        ),
    )
    assert [(r.source_row, r.reason) for r in receipt.refusals] == [(2, "reply_before_message")]
    assert store.query("select message_id, wait_hours, replied_at is null from messages order by 1") == [
        ("m1", None, True),  # answered at a time nobody knows: neither in time nor still waiting
        ("m2", 3.0, False),
    ]


def test_nothing_personal_is_stored_or_shown(store: Store) -> None:
    text = "Call me: +31 6 1234 5678 or jan.jansen@post.example, cc @jansen_j"
    receipt = store.load(
        "inbox.csv",
        inbox({"Message ID": "m1", "Received at": "2026-11-16T10:00:00Z", "Sender": "Jan Jansen", "Message": text}),
    )
    author, stored = store.query("select author_hash, text from messages")[0]
    assert stored == "Call me: [phone] or [e-mail], cc [@]"
    assert len(author) == 16
    assert "ansen" not in json.dumps([receipt.notes, str(receipt.refusals), author, stored])


def test_pseudonyms_are_the_same_within_a_brand_and_differ_between_brands(tmp_path: Path) -> None:
    seen = {}
    for brand in ("a", "b"):
        store = Store.open(tmp_path / f"{brand}.duckdb")
        message = {"Received at": "2026-11-16T10:00:00Z"}
        store.load(
            "i.csv",
            inbox(message | {"Message ID": "1", "Sender": "Jan"}, message | {"Message ID": "2", "Sender": "JAN"}),
        )
        seen[brand] = [row[0] for row in store.query("select author_hash from messages")]
        store.close()
    assert len(set(seen["a"])) == len(set(seen["b"])) == 1
    assert seen["a"] != seen["b"]


# -- undo ----------------------------------------------------------------------------------


def test_undo_restores_what_was_and_the_file_may_come_back(store: Store) -> None:
    store.load("a.csv", x_posts(ONE))
    store.load("b.csv", x_posts(ONE | {"Likes": 9}, TWO))
    receipt = store.undo(2, by="ana")
    assert receipt.undone
    assert posts(store) == [("101", 100, 7)]
    assert [(u.batch_id, u.undone_by) for u in store.uploads()] == [(2, "ana"), (1, None)]
    assert store.load("b.csv", x_posts(ONE | {"Likes": 9}, TWO)).batch_id == 3
    assert posts(store) == [("101", 100, 9), ("102", 50, 2)]


def test_an_upload_can_be_taken_back_once(store: Store) -> None:
    store.load("a.csv", x_posts(ONE))
    store.undo(1)
    for batch in (1, 7):
        with pytest.raises(NothingToUndoError):
            store.undo(batch)
    assert store.query("select count(*) from covered") == [(0,)]


# -- threads and processes --------------------------------------------------------------------


def test_two_opens_in_one_process_share_the_store(store: Store) -> None:
    other = Store.open(store.path)
    other.load("x.csv", x_posts(ONE))
    other.close()
    assert posts(store) == [("101", 100, 7)]


def test_threads_that_load_the_same_file_store_it_once(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(lambda _: store.load("x.csv", x_posts(ONE, TWO)), range(4)))
    assert sorted(receipt.already_known for receipt in receipts) == [False, True, True, True]
    assert len(store.uploads()) == 1
    assert len(posts(store)) == 2


def test_threads_that_load_different_files_lose_nothing(store: Store) -> None:
    files = [x_posts({"Post id": str(200 + n), "Likes": n}) for n in range(8)]
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda content: store.load("x.csv", content).batch_id, files))
    assert sorted(numbers) == list(range(1, 9))
    assert store.query("select count(*), sum(reactions) from posts") == [(8, 28)]


def test_another_process_is_told_who_holds_the_store(store: Store) -> None:
    program = (
        "import sys; from data.store import Store; from data.errors import StoreBusyError\n"
        "try: Store.open(sys.argv[1])\n"
        "except StoreBusyError as busy: print(busy.fields['pid'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(store.path)], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert int(done.stdout) == os.getpid()


# -- damage and raw files -------------------------------------------------------------------------


@pytest.mark.parametrize("junk", [b"no database", b"\0" * 20_000])
def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "broken.duckdb"
    path.write_bytes(junk)
    with pytest.raises(StoreDamagedError):
        Store.open(path)


def test_raw_uploads_and_what_was_said_lie_beside_the_store(store: Store) -> None:
    store.load("../../étude <1>.csv", x_posts(ONE), by="ana", now=datetime(2026, 11, 23, 8))  # noqa: DTZ001 - UTC
    kept = raw.read_all(store.folder)[0]
    assert kept.content.parent == store.path.parent / "brand" / "uploads"
    assert kept.content.name.startswith("0001_")
    assert kept.content.name.endswith("_étude _1_.csv")
    assert kept.content.read_bytes() == x_posts(ONE)
    assert (kept.said["loaded_by"], kept.said["loaded_at"]) == ("ana", "2026-11-23 08:00:00")


# -- what the store may not do ----------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "copy posts to '/tmp/stolen.csv'",
        "attach '/tmp/other.duckdb'",
        "install httpfs",
        "set enable_external_access = true",
    ],
)
def test_the_connection_reads_no_files_and_loads_nothing(store: Store, statement: str) -> None:
    with pytest.raises(Exception, match=r"(?i)permission|disabled|locked|cannot"):
        store.query(statement)


# -- settings and places ----------------------------------------------------------------------


def test_a_new_store_knows_its_brand_zone_and_currency(store: Store) -> None:
    assert [store.setting(name) for name in ("brand", "zone", "currency")] == ["Noordlicht", "Europe/Amsterdam", "EUR"]
    assert store.setting("unheard of", "default") == "default"


def test_plans_keep_their_versions(store: Store) -> None:
    assert store.plan() is None
    assert [store.save_plan(body) for body in ("one", "two")] == [1, 2]
    assert store.plan() == "two"
    assert [plan.body for plan in store.plan_versions()] == ["two", "one"]


@pytest.mark.parametrize(
    ("brand", "file"),
    [("Noordlicht Energie", "noordlicht-energie"), ("Café Ștefan & Co.", "cafe-stefan-co"), ("../evil", "evil")],
)
def test_a_brand_has_a_file_of_its_own(brand: str, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    assert store_path(brand) == home() / f"{file}.duckdb"
    assert stores() == []
    Store.open(store_path(brand)).close()
    assert stores() == [store_path(brand)]
    assert store_path("北光") != store_path("南光")


def test_a_store_closes_while_another_thread_takes_its_cursor(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "brand.duckdb")
    asked = Event()

    def ask() -> None:
        with suppress(duckdb.Error):  # in the end the store is closed under the thread
            while True:
                store.query("select 1")
                asked.set()

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    asked.wait(10)
    store.close()
    for thread in threads:
        thread.join(10)
    assert not is_open(store.path)
