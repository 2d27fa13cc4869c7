"""Messages and replies of one file: which reply is the first to each message, and what is no reply."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from data.store import Receipt, Store
from tests.exports import as_csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POSTS = ("tweet_id", "author_id", "inbound", "created_at", "text", "response_tweet_id", "in_response_to_tweet_id")
FRONT = ("Message ID", "Conversation ID", "Direction", "Inbox", "Message date", "Autoreply")
Row = tuple[str, str, str, str, str]  # id, who, "hh:mm", answers which, is answered by which
UNKNOWN = "unknown"
WAITS = None


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb")
    yield opened
    opened.close()


def posts(*rows: Row) -> bytes:
    """Write posts of 2 November 2026; `us` is the company, everyone else a person."""
    return as_csv(
        POSTS,
        [
            {
                "tweet_id": post, "author_id": who, "inbound": who != "us", "text": "hello",
                "created_at": f"Mon Nov 02 {clock}:00 +0000 2026" if ":" in clock else clock,
                "in_response_to_tweet_id": answers, "response_tweet_id": answered,
            }
            for post, who, clock, answers, answered in rows
        ],
    )  # fmt: skip


def answered(store: Store) -> dict[str, str | None]:
    """Say of each message when it was answered; None: it waits."""
    found = store.query("select message_id, answer_known, replied_at from messages order by source_row")
    return {post: (at.strftime("%H:%M") if at else WAITS) if known else UNKNOWN for post, known, at in found}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([("1", "ann", "09:00", "", ""), ("2", "us", "09:06", "1", "")], {"1": "09:06"}, id="a reply"),
        pytest.param(
            [("2", "us", "09:06", "1.0", ""), ("1", "ann", "09:00", "", "2")], {"1": "09:06"}, id="newest first"
        ),
        pytest.param(
            [("1", "ann", "09:00", "", "2,3"), ("3", "us", "09:20", "1.0", ""), ("2", "us", "09:06", "1.0", "")],
            {"1": "09:06"},
            id="of several the first",
        ),
        pytest.param(
            [("1", "ann", "09:00", "", "2"), ("2", "bob", "09:01", "1", ""), ("9", "us", "12:00", "", "")],
            {"1": WAITS, "2": WAITS},
            id="a customer's answer is none",
        ),
        pytest.param(
            [("1", "ann", "09:00", "", "2"), ("2", "ann", "09:10", "1", "3"), ("3", "us", "09:40", "2", "")],
            {"1": "09:40", "2": "09:40"},
            id="an addition shares its answer",
        ),
        pytest.param(
            [("1", "ann", "09:00", "", "2"), ("2", "bob", "09:10", "1", "3"), ("3", "us", "09:40", "2", "")],
            {"1": WAITS, "2": "09:40"},
            id="an answer to somebody else is none to me",
        ),
        pytest.param(
            [("1", "ann", "09:00", "", "2"), ("2", "us", "09:05", "1", "3"), ("3", "ann", "10:00", "2", "")],
            {"1": "09:05", "3": WAITS},
            id="who thanks us writes a new message",
        ),
        pytest.param(
            [("1", "ann", "09:00", "", "7"), ("2", "us", "12:00", "", "")],
            {"1": UNKNOWN},
            id="answered outside the file",
        ),
        pytest.param(
            [("1", "ann", "09:00", "", "2"), ("2", "us", "2 November", "1", ""), ("3", "us", "12:00", "1", "")],
            {"1": UNKNOWN},
            id="a reply whose time cannot be read may have been the first",
        ),
    ],
)
def test_the_first_reply_of_ours_answers_a_message(
    store: Store, rows: list[Row], expected: dict[str, str | None]
) -> None:
    store.load("twcs.csv", posts(*rows))
    assert answered(store) == expected


def test_a_reply_before_its_message_is_refused_and_leaves_the_wait_unknown(store: Store) -> None:
    receipt = store.load("twcs.csv", posts(("1", "ann", "09:00", "", "2"), ("2", "us", "08:50", "1", "")))
    (refusal,) = store.refusals(receipt.batch_id)
    assert (refusal.source_row, refusal.header, refusal.reason) == (
        3,
        "in_response_to_tweet_id",
        "reply_before_message",
    )
    assert answered(store) == {"1": UNKNOWN}


def test_an_unanswered_message_waits_until_the_last_moment_of_the_file_also_of_ours(store: Store) -> None:
    store.load("twcs.csv", posts(("1", "ann", "09:00", "", ""), ("2", "us", "21:00", "8", "")))
    assert store.query("select wait_hours, known_until from messages") == [(12, datetime(2026, 11, 2, 21))]  # noqa: DTZ001


def counted(receipt: Receipt) -> tuple[int, int, int, int]:
    return receipt.rows_read, receipt.rows_refused, receipt.rows_merged, receipt.rows_new


def test_each_row_is_a_message_or_part_of_one_or_refused(store: Store) -> None:
    rows: list[Row] = [
        ("1", "ann", "09:00", "", "2"), ("2", "ann", "09:01", "1", "3"), ("3", "us", "09:05", "2", ""),
        ("4", "us", "09:09", "2", ""), ("5", "us", "10:00", "", ""), ("6", "bob", "never", "", ""),
    ]  # fmt: skip
    receipt = store.load("twcs.csv", posts(*rows))
    assert counted(receipt) == (6, 1, 3, 2)
    assert receipt.notes == ({"code": "replies_paired", "n": 1, "added": 1, "replies": 3},)


def front(*rows: tuple[str, str, str, str]) -> bytes:
    """Write messages of 2 November 2026: id, "in", "out" or "auto", conversation, time."""
    return as_csv(
        FRONT,
        [
            {
                "Message ID": message, "Conversation ID": thread, "Inbox": "DM",
                "Message date": f"2026-11-02 {clock}:00",
                "Direction": "Inbound" if way == "in" else "Outbound", "Autoreply": "Yes" if way == "auto" else "No",
            }
            for message, way, thread, clock in rows
        ],
    )  # fmt: skip


def test_in_a_conversation_the_first_word_of_a_person_answers_all_before_it(store: Store) -> None:
    rows = (
        ("1", "in", "a", "09:00"), ("2", "auto", "a", "09:00"), ("3", "in", "a", "09:10"), ("4", "out", "a", "10:00"),
        ("5", "out", "a", "10:05"), ("6", "in", "b", "09:30"), ("7", "in", "a", "11:00"),
    )  # fmt: skip
    store.load("front.csv", front(*rows), {"channel": "instagram"})
    assert answered(store) == {"1": "09:00", "3": "09:00", "6": WAITS, "7": WAITS}  # 10:00 in Amsterdam


def test_a_message_that_comes_in_by_itself_needs_no_answer(store: Store) -> None:
    content = front(("1", "in", "a", "09:00")) + b"2,a,Inbound,DM,2026-11-02 09:01:00,Yes\n"
    store.load("front.csv", content, {"channel": "instagram"})
    assert answered(store) == {"1": WAITS}


def test_people_are_stored_as_codes_only(store: Store) -> None:
    store.load("twcs.csv", posts(("1", "ann.example", "09:00", "", "")))
    ((code, text),) = store.query("select author_hash, text from messages")
    assert "ann" not in f"{code}{text}"
    assert len(code) == 16
