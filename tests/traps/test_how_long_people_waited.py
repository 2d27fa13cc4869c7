"""Inbox exports that make a team look faster, or slower, than the person who waited would say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import SetAsideError
from data.store import Store
from tests.exports import as_csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ZENDESK = (
    "Id",
    "Via",
    "Created at",
    "First reply time in minutes",
    "First reply time in minutes within business hours",
)
INBOX = ("Message ID", "Channel", "Received at")
NIGHT = {"Id": "1", "Via": "Facebook Post", "Created at": "2026-11-02 18:00"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb")
    yield opened
    opened.close()


def waits(store: Store) -> list[float | None]:
    """Give hours until the answer; None: none yet."""
    query = "select (epoch(replied_at) - epoch(received_at)) / 3600 from messages order by source_row"
    return [wait for (wait,) in store.query(query)]


def messages(header: str, *cells: str) -> bytes:
    """Write messages of 2 November 2026 that came in an hour apart."""
    rows = [
        {"Message ID": f"m{n}", "Channel": "x", "Received at": f"2026-11-02 {8 + n:02}:00", header: cell}
        for n, cell in enumerate(cells)
    ]
    return as_csv((*INBOX, header), rows)


def test_a_night_without_an_answer_is_a_wait_whatever_the_office_hours(store: Store) -> None:
    row = NIGHT | {"First reply time in minutes": "930", "First reply time in minutes within business hours": "30"}
    store.load("tickets.csv", as_csv(ZENDESK, [row]))
    assert waits(store) == [15.5]


def test_office_hours_alone_are_set_aside(store: Store) -> None:
    row = NIGHT | {"First reply time in minutes within business hours": "30"}
    with pytest.raises(SetAsideError) as refused:
        store.load("tickets.csv", as_csv([header for header in ZENDESK if header != ZENDESK[3]], [row]))
    assert refused.value.fields["why"] == "business_hours"


def test_a_number_that_nobody_gave_a_unit_is_no_time(store: Store) -> None:
    receipt = store.load("inbox.csv", messages("Response time", "134", "2:14", "2h 14m", ""))
    assert waits(store) == [None, None, 2 + 14 / 60, None]
    assert [one.reason for one in store.refusals(receipt.batch_id)] == ["duration", "duration"]


@pytest.mark.parametrize(
    ("header", "cell", "hours"),
    [
        ("Response time (minutes)", "90", 1.5), ("Response time (hours)", "1.5", 1.5),
        ("Response time (s)", "5400", 1.5),
        ("Reactietijd (uren)", "18", 18), ("Svarstid (minuter)", "30", 0.5), ("Timp de răspuns (ore)", "2 ore", 2),
    ],
)  # fmt: skip
def test_the_header_says_the_unit_of_a_plain_number(store: Store, header: str, cell: str, hours: float) -> None:
    store.load("inbox.csv", messages(header, cell))
    assert waits(store) == [hours]


def test_seconds_under_a_header_of_hours_would_be_answered_next_month(store: Store) -> None:
    receipt = store.load("inbox.csv", messages("Response time (hours)", "5400000", "1", ""))
    (refusal,) = store.refusals(receipt.batch_id)
    assert (refusal.source_row, refusal.reason) == (2, "reply_in_future")
    # and whoever still waits does not grow old with it: the file knows of nothing after 10:00
    assert store.query("select max(known_until) - max(received_at) = interval 0 hours from messages") == [(True,)]


@pytest.mark.parametrize(
    "cell", ["2026-11-02 07:00", "next week", "12/11/2026 09:00"], ids=["before", "words", "two days"]
)
def test_an_answer_whose_time_is_refused_is_not_silence(store: Store, cell: str) -> None:
    store.load("inbox.csv", messages("First response at", cell, "2026-11-02 12:00"))
    assert store.query("select answer_known, wait_hours from messages order by source_row") == [
        (False, None),
        (True, 3),
    ]


def test_an_export_of_closed_conversations_says_nothing_of_those_who_wait(store: Store) -> None:
    header = ("Conversation ID", "Medium", "Channel", "Channel Display Name", "Contact Profile ID", "Created at")
    with pytest.raises(SetAsideError) as refused:
        store.load(
            "conversations.csv", as_csv(header, [{"Conversation ID": "1", "Created at": "2026-11-02T08:00:00Z"}])
        )
    assert refused.value.fields["why"] == "closed_only"


def test_our_own_messages_are_not_counted_as_messages_to_us(store: Store) -> None:
    content = as_csv(
        ("Message ID", "Conversation ID", "Direction", "Inbox", "Message date"),
        [
            {"Message ID": "1", "Conversation ID": "a", "Direction": "Inbound", "Message date": "2026-11-02 09:00:00"},
            {"Message ID": "2", "Conversation ID": "a", "Direction": "Outbound", "Message date": "2026-11-02 09:30:00"},
            {"Message ID": "3", "Conversation ID": "b", "Direction": "Outbound", "Message date": "2026-11-02 10:00:00"},
        ],
    )
    store.load("front.csv", content, {"channel": "facebook"})
    assert waits(store) == [0.5]
