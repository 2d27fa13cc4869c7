"""High-risk threads: counted twice, late before their time, or late because a file knows no better."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from kpi.logbook import as_file, speaks_of
from kpi.thread.threads import queue
from kpi.thread.triage import taken
from tests.traps.scored import MONDAY, cell

if TYPE_CHECKING:
    from data.store import Store
    from tests.rows import Rows

SUNDAY = "2026-11-22"


def message(store: Rows, came: str, replied: str | None = None, known: str = f"{SUNDAY}T20:00", **more: Any) -> None:
    told = {"topic": "privacy", "sentiment": -1, "answer_known": True}
    times = {"received_at": came, "replied_at": replied, "known_until": known}
    store.add("messages", day=came[:10], **times, **told | more)


def covered(store: Rows) -> Rows:
    store.cover("messages", MONDAY, SUNDAY)
    return store


def test_a_message_that_somebody_took_is_one_thread(empty: Rows) -> None:
    message(covered(empty), f"{MONDAY}T10:00", message_id="7")
    assert cell(empty, "late_threads").value == 1
    times = {"escalated_at": f"{MONDAY}T10:00", "triaged_at": f"{MONDAY}T10:10", "answered_at": f"{MONDAY}T11:00"}
    empty.add("escalations", escalation_id="x-7", day=MONDAY, risk="high", **times)
    assert cell(empty, "late_threads").value == 0
    in_time = cell(empty, "high_risk_in_time", days=30)
    assert (in_time.numerator, in_time.denominator) == (1, 1)


def test_a_message_that_nobody_took_is_no_escalation(empty: Rows) -> None:
    message(covered(empty), f"{MONDAY}T10:00")
    assert cell(empty, "escalations", days=30).value is None  # nobody said that the log is complete
    empty.cover("escalations", "2026-10-24", SUNDAY)
    assert cell(empty, "escalations", days=30).value == 0
    assert cell(empty, "escalation_time", days=30).value is None
    assert cell(empty, "triage_time", days=30).value == 6 * 24 + 10


def test_a_thread_is_not_late_before_its_time(empty: Rows) -> None:
    message(covered(empty), f"{SUNDAY}T19:40")
    found = cell(empty, "late_threads")
    assert (found.value, found.coverage) == (None, 1)  # nothing of it is known, and nothing is missing
    message(empty, f"{MONDAY}T10:00", topic="levering")
    assert cell(empty, "late_threads").value == 0


def test_a_weekly_file_is_not_the_present(empty: Rows) -> None:
    """Half an hour before the file ends a thread came in and was taken; whether it was answered stands in no file."""
    message(covered(empty), f"{SUNDAY}T19:35", message_id="7")
    times = {"escalated_at": f"{SUNDAY}T19:35", "triaged_at": f"{SUNDAY}T19:50"}
    empty.add("escalations", escalation_id="x-7", day=SUNDAY, risk="high", **times)
    empty.add("escalations", day="2026-11-24", escalated_at="2026-11-24T09:00", risk="low")  # the log goes on
    assert cell(empty, "late_threads").value is None


@pytest.mark.parametrize(
    ("came", "loaded", "until", "late"),
    [
        # the log holds until the end of its last day on the clock of Amsterdam, which is 23 o'clock in UTC
        ("08:00", "2026-11-24T09:00", "2026-11-22T23:00", True),
        ("22:29", "2026-11-24T09:00", "2026-11-22T23:00", True),
        ("22:31", "2026-11-24T09:00", "2026-11-22T23:00", None),
        # but nobody knew at noon what came in the evening
        ("08:00", "2026-11-22T12:00", "2026-11-22T12:00", True),
        ("11:31", "2026-11-22T12:00", "2026-11-22T12:00", None),
    ],
)
def test_a_log_knows_until_the_end_of_its_last_day(
    noordlicht: Store, came: str, loaded: str, until: str, late: bool | None
) -> None:
    sunday = datetime.fromisoformat(SUNDAY).date()
    times = {"escalated_at": datetime.fromisoformat(f"{SUNDAY}T{came}+00:00")}
    row = {"escalation_id": "E-1", "channel": "x", "day": sunday, "risk": "high"} | times
    content = as_file("escalations", [row], sunday, sunday, datetime.fromisoformat(loaded))
    noordlicht.load("escalations.csv", content, now=datetime.fromisoformat(loaded))
    found = noordlicht.query("select known_until, late from handling")
    assert found == [(datetime.fromisoformat(until), late)]


def test_an_answer_that_hides_when_somebody_looked_is_not_late(empty: Rows) -> None:
    message(covered(empty), f"{MONDAY}T10:00", f"{MONDAY}T11:00")
    found = cell(empty, "late_threads")
    assert (found.value, found.coverage) == (None, 0)
    message(empty, f"{MONDAY}T10:00", f"{MONDAY}T10:25")
    message(empty, f"{MONDAY}T10:00", f"{MONDAY}T12:01")
    found = cell(empty, "late_threads")
    assert (found.value, found.coverage) == (1, 2 / 3)


def test_blank_sentiment_is_not_negative_and_an_inbox_without_labels_has_no_zero(empty: Rows) -> None:
    message(covered(empty), f"{MONDAY}T10:00", sentiment=None)
    message(empty, f"{MONDAY}T10:00", topic=None, sentiment=None)
    found = cell(empty, "late_threads")
    assert (found.value, found.coverage, found.why) == (None, 0, "not_available")


def test_a_file_that_tells_no_answers_makes_nobody_late(empty: Rows) -> None:
    message(covered(empty), f"{MONDAY}T10:00", answer_known=False)
    assert cell(empty, "late_threads").value is None
    assert cell(empty, "triage_time", days=30).value is None


def test_no_upload_is_no_zero(empty: Rows) -> None:
    assert cell(empty, "late_threads").why == "not_covered"
    assert cell(covered(empty), "late_threads").value == 0


def test_what_was_dismissed_counts_nowhere(empty: Rows) -> None:
    message(covered(empty), f"{MONDAY}T10:00", message_id="7")
    empty.con.execute(
        "insert into history.escalations (escalation_id, channel, day, withdrawn, snapshot_date, batch_id, source_row)"
        " values ('x-7', 'x', '2026-11-16', true, '2026-11-22', 2, 1)"
    )
    assert cell(empty, "late_threads").value == 0
    assert cell(empty, "triage_time", days=30).value is None


def test_the_hour_that_comes_twice_is_the_one_it_was(noordlicht: Store) -> None:
    """On 25 October 2026 02:10 is there twice in Amsterdam: a thread of the second one did not wait an hour more."""
    head = "Message ID,Channel,Received at,First response at,Message,Tags,Sentiment\n"
    lines = "1,X,2026-10-25T01:10:00Z,,text,Privacy,negative\n2,X,2026-10-25T20:00:00Z,,text,levering,positive\n"
    noordlicht.load(
        "inbox.csv", (head + lines).encode(), now=datetime(2026, 10, 26, 8, tzinfo=UTC).replace(tzinfo=None)
    )
    came = datetime(2026, 10, 25, 1, 10, tzinfo=UTC).replace(tzinfo=None)
    (thread,) = queue(noordlicht, came.date(), came.date(), came).threads
    looked = taken(noordlicht, thread, came + timedelta(minutes=20))
    content = as_file("escalations", [looked], *speaks_of(noordlicht, "escalations", [looked], came.date()), came)
    noordlicht.load("escalations_1.csv", content)
    assert noordlicht.query("select escalated_at, triaged_at from escalations") == [
        (came, came + timedelta(minutes=20))
    ]
    (thread,) = queue(noordlicht, came.date(), came.date(), came).threads
    assert thread.triage(came).state == "in_time"
