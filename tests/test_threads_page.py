"""The page of high-risk threads: what somebody reads there, and what a press of a button does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from kpi.logbook import as_file, speaks_of
from kpi.thread.threads import queue
from kpi.thread.triage import taken
from tests.exports import as_csv, x_posts
from tests.test_threads_queue import HEADERS
from tests.visits import read, visit

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from data.store import Store

NINE = datetime(2026, 11, 23, 8)  # noqa: DTZ001 - nine o'clock in Amsterdam, as the store keeps moments
ROWS = (
    ("1", "Instagram", "2026-11-20T10:10:23Z", "", "ann", "Where are *my* data?", "Privacy", "negative"),
    ("2", "X", "2026-11-21T10:00:00Z", "2026-11-21T10:12:00Z", "bob", "My child clicked", "children", "negative"),
    ("3", "X", "2026-11-19T10:00:00Z", "", "bob", "My lawyer will call", "", "negative"),
    ("4", "X", "2026-11-22T21:50:00Z", "2026-11-22T22:20:00Z", "cee", "Thanks", "levering", "positive"),
)


@pytest.fixture
def inbox(noordlicht: Store) -> Store:
    lines = [dict(zip(HEADERS, (row[0], row[1], *row[2:]), strict=True)) for row in ROWS]
    noordlicht.load("inbox.csv", as_csv(HEADERS, lines), now=NINE)
    return noordlicht


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception
    return page


def log(store: Store) -> list[tuple[object, ...]]:
    return store.query("select escalation_id, triaged_at, answered_at, outcome from escalations")


def test_the_most_urgent_thread_shows_both_clocks_and_what_the_file_knows(inbox: Store) -> None:
    page = visit("threads")
    said = read(page)
    assert not page.get("doc_string")  # Streamlit writes out what a line of a page gives back
    assert "▲ Late" in said
    assert "**Instagram · Privacy**" in said
    assert "> Where are \\*my\\* data\\?" in said
    assert "Triage: 2.5 days late where the inbox file ends, and still waiting" in said
    assert "The inbox files end on 22/11/2026, 23:20, 9.7 h ago." in said
    assert "4 messages, 2 of them high-risk." in said
    assert "1 message cannot be judged (75.0% can): 1 without a topic, 0 without a sentiment." in said
    assert "ann" not in said.split()
    assert inbox.revision


def test_who_takes_a_thread_sees_it_wait_for_an_answer_and_can_undo_it(inbox: Store) -> None:
    page = press(visit("threads"), "take_instagram-1")
    assert log(inbox) == [("instagram-1", NINE, None, None)]
    assert "Saved: 1 row added." in read(page)
    assert "No high-risk thread waits for triage." in read(page)
    page.radio(key="threads_place").set_value("answer").run()
    assert "in the escalation log" in read(page)
    press(page, "undo_log")
    assert log(inbox) == []


def test_an_answer_is_written_with_its_time_and_outcome(inbox: Store) -> None:
    page = visit("threads")
    page.datetime_input(key="answer_instagram-1").set_value(datetime(2026, 11, 20, 11, 30))  # noqa: DTZ001
    page.text_input(key="answer_instagram-1_outcome").set_value("Holding statement")
    press(page, "answer_instagram-1_save")
    assert log(inbox) == [("instagram-1", None, datetime(2026, 11, 20, 10, 30), "Holding statement")]  # noqa: DTZ001


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (datetime(2026, 11, 20, 11, 9), "that is before the message came in"),  # noqa: DTZ001
        (datetime(2026, 11, 23, 9, 1), "that time is still to come"),  # noqa: DTZ001
    ],
)
def test_a_time_that_cannot_be_meant_is_not_saved(inbox: Store, typed: datetime, said: str) -> None:
    page = visit("threads")
    page.datetime_input(key="at_instagram-1").set_value(typed)
    assert said in read(press(page, "at_instagram-1_save"))
    assert log(inbox) == []


def test_what_is_not_high_risk_needs_a_reason_and_leaves_the_queue(inbox: Store) -> None:
    page = press(visit("threads"), "dismiss_instagram-1_save")
    (popover,) = [one for one in page.get("popover") if one.error]  # under its field, not above the page
    assert "say why it is not high-risk" in popover.error[0].value
    page.text_input(key="dismiss_instagram-1_reason").set_value("a joke")
    press(page, "dismiss_instagram-1_save")
    assert log(inbox) == []
    assert inbox.query("select outcome, withdrawn from history.escalations") == [("a joke", True)]
    assert "**Instagram · Privacy**" not in read(page)


def test_threads_of_the_log_are_counted_beside_those_of_the_inbox(inbox: Store) -> None:
    log = {"channel": "x", "day": NINE.date() - timedelta(days=2), "risk": "high", "topic": "AI"}
    came = datetime(2026, 11, 21, 9, tzinfo=UTC)
    rows = [log | {"escalation_id": name, "escalated_at": came} for name in ("E-1", "E-2")]
    content = as_file("escalations", rows, log["day"], log["day"], NINE)
    assert inbox.load("escalations.csv", content, now=NINE).rows_refused == 0
    page = visit("threads")
    said = read(page)
    assert "4 messages. 4 high-risk threads: 2 from the inbox, 2 from the escalation log alone." in said
    tabs = page.radio(key="threads_place").options
    assert tabs == ["Wait for triage (3)", "Wait for an answer (0)", "Answered (1)", "Perhaps (1)"]
    assert "known until 21 Nov 2026" in said  # a day is all that is known, and it holds to its end
    assert "Triage: 14 h late where the escalation log ends" in said


def test_the_second_of_two_people_reads_who_was_first(inbox: Store) -> None:
    page = visit("threads")
    (thread,) = queue(inbox, NINE.date() - timedelta(days=9), NINE.date(), NINE).at("triage")
    row = taken(inbox, thread, NINE)
    content = as_file("escalations", [row], *speaks_of(inbox, "escalations", [row], NINE.date()), NINE)
    inbox.load("escalations_mira.csv", content, by="Mira", now=NINE)
    assert "Mira has handled this thread in the meantime." in read(press(page, "take_instagram-1"))
    assert inbox.query("select count(*) from upload where fact = 'escalations'") == [(1,)]


def test_what_nobody_labelled_is_offered_and_counts_once_somebody_takes_it(inbox: Store) -> None:
    page = visit("threads")
    page.radio(key="threads_place").set_value("perhaps").run()
    assert "Perhaps high-risk" in read(page)
    assert "My lawyer will call" in read(page)
    assert inbox.query("select late from threads where thread_id = 'x-3'") == [(None,)]
    press(page, "take_x-3")
    assert inbox.query("select late from threads where thread_id = 'x-3'") == [(True,)]


def test_words_are_edited_on_the_page_and_hold_at_once(inbox: Store) -> None:
    page = visit("threads")
    edited = {"edited_rows": {0: {"words": "l*k"}}, "added_rows": [], "deleted_rows": []}
    page.session_state[page.data_editor[0].key] = edited
    page.run()
    assert "a star can only stand at the end" in read(page)
    assert page.button(key="risk_save").disabled
    page.session_state[page.data_editor[0].key] = {**edited, "edited_rows": {0: {"words": "cookies"}}}
    press(page.run(), "risk_save")
    assert '"name":"privacy","words":["cookies"]' in str(inbox.setting("risk"))
    assert "No high-risk thread waits for triage." in read(page)
    press(page, "risk_default")
    assert "**Instagram · Privacy**" in read(page)


def test_without_an_inbox_the_page_says_what_to_upload(noordlicht: Store) -> None:
    noordlicht.load("x.csv", x_posts({"Post id": "1900000000000000001", "Impressions": "10"}), now=NINE)
    page = visit("threads")
    assert "There are no messages yet." in read(page)
    assert page.button(key="go").label == "Upload exports"
