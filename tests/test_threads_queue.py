"""The queue of high-risk threads: its order, both clocks, and what the file of the inbox cannot know."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from data.errors import ThreadError
from kpi.catalog import catalog
from kpi.cells import ALL_ROWS
from kpi.logbook import as_file, problems, speaks_of, taken_out
from kpi.periods import Week
from kpi.score import score
from kpi.thread.threads import Queue, Thread, queue
from kpi.thread.triage import alone, answered, dismissed, row, taken, versions, wrong
from kpi.why.weighed import weighed
from tests.exports import as_csv

if TYPE_CHECKING:
    from data.store import Store
    from tests.rows import Rows

MON = date(2026, 11, 16)
START = datetime(2026, 11, 16, 10)  # noqa: DTZ001 - as the store keeps moments
NOW = START + timedelta(days=7)
HEADERS = ("Message ID", "Channel", "Received at", "First response at", "Sender", "Message", "Tags", "Sentiment")


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def thread(
    triaged: datetime | None = None, replied: datetime | None = None, known: datetime | None = None, **more: Any
) -> Thread:
    fields: dict[str, Any] = dict.fromkeys(Thread.__dataclass_fields__) | {
        "id": "x-1", "channel": "x", "day": MON, "received": START, "triaged": triaged, "answered": replied,
        "known_until": known, "taken": triaged is not None, "perhaps": False,
    }  # fmt: skip
    return Thread(**fields | more)


def read(store: Any, now: datetime = NOW) -> Queue:
    return queue(store, MON, MON + timedelta(days=6), now)


# -- the clocks ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("triaged", "replied", "known", "now", "triage", "answer"),
    [
        (None, None, 29, 29, "running", "running"),
        (None, None, 29, 31, "unknown", "running"),  # its file ends before
        (None, None, 31, 31, "late", "running"),
        (None, None, 31, 999, "late", "unknown"),
        (None, None, 121, 999, "late", "late"),
        (None, 20, 999, 999, "in_time", "in_time"),  # who answers has looked
        (None, 40, 999, 999, "unknown", "in_time"),
        (None, 130, 999, 999, "unknown", "late"),
        (30, 120, 999, 999, "in_time", "in_time"),
        (31, 120, 999, 999, "late", "in_time"),
        (10, None, 90, 999, "in_time", "unknown"),
        (60, 20, 999, 999, "in_time", "in_time"),  # written down after the answer
        (-5, None, 999, 999, "unknown", "late"),  # mistyped
        (10, -5, 999, 999, "in_time", "unknown"),
        (None, None, None, 999, "unknown", "unknown"),  # the file tells no answers
    ],
)
def test_a_clock_says_only_what_is_known(  # noqa: PLR0917 - one row of a table
    triaged: int | None, replied: int | None, known: int | None, now: int, triage: str, answer: str
) -> None:
    moments = [None if minutes is None else after(minutes) for minutes in (triaged, replied, known)]
    found = thread(*moments)
    assert (found.triage(after(now)).state, found.answer(after(now)).state) == (triage, answer)


def test_a_clock_says_by_how_much() -> None:
    assert thread(after(45)).triage(NOW).by == timedelta(minutes=15)
    waiting = thread(known=after(150)).answer(NOW)
    assert (waiting.by, waiting.waits) == (timedelta(minutes=30), True)


TIMES = (None, -5, 20, 30, 31, 90, 120, 121, 500)


def test_the_queue_and_the_number_say_the_same(empty: Rows) -> None:
    """The macro in SQL and the clocks in Python are one reckoning, whatever is known and in whatever order it came."""
    cases = list(product(TIMES, TIMES, (None, 0, 29, 30, 119, 120, 999)))
    for triaged, replied, known in cases:
        found = thread(*(None if minutes is None else after(minutes) for minutes in (triaged, replied, known)))
        states = {found.triage(NOW).state, found.answer(NOW).state}
        expected = True if "late" in states else False if states == {"in_time"} else None
        asked = [found.received, found.triaged, found.answered, found.known_until]
        late = empty.query("select is_late(?::timestamp, ?::timestamp, ?::timestamp, ?::timestamp)", asked)
        assert late == [(expected,)], (triaged, replied, known)


# -- the queue -----------------------------------------------------------------------------------


def message(store: Rows, name: str, at: datetime, **more: Any) -> None:
    told = {"topic": "privacy", "sentiment": -1, "answer_known": True, "known_until": after(3 * 24 * 60)}
    store.add("messages", message_id=name, day=at.date(), received_at=at, **told | more)


def test_what_can_still_be_in_time_comes_first_then_the_newest(empty: Rows) -> None:
    ends = after(200)
    for name, minutes in (("old", 0), ("new", 60), ("soon", 180), ("just in", 195)):
        message(empty, name, after(minutes), known_until=ends)
    message(empty, "answered", after(190), replied_at=after(195), known_until=ends)
    found = read(empty, after(201))
    assert [one.id for one in found.at("triage")] == ["x-soon", "x-just in", "x-new", "x-old"]
    assert [one.id for one in found.at("done")] == ["x-answered"]
    assert found.known_until == ends


def test_what_nobody_can_tell_is_counted_and_what_names_a_word_is_offered(empty: Rows) -> None:
    message(empty, "high", after(0))
    message(empty, "fine", after(0), topic="levering")
    message(empty, "no topic", after(0), topic=None, text="my GDPR request")
    message(empty, "no label", after(0), sentiment=None)
    message(empty, "neither", after(0), topic=" ", sentiment=None, text="hello")
    found = read(empty)
    judged = found.judged
    assert (judged.messages, judged.untold, judged.no_topic, judged.no_label) == (5, 3, 2, 2)
    assert [one.id for one in found.high] == ["x-high"]
    assert {one.id for one in found.at("perhaps")} == {"x-no topic", "x-no label"}


def test_a_queue_without_an_inbox_is_empty(empty: Rows) -> None:
    assert read(empty) == Queue((), read(empty).judged, None)


# -- what somebody does --------------------------------------------------------------------------


def inbox(store: Store, *rows: tuple[str, str, str, str, str]) -> None:
    """Load messages: id, received, answered, topic, sentiment."""
    lines = [
        dict(zip(HEADERS, (name, "X", came, replied, "ann", "text", topic, mood), strict=True))
        for name, came, replied, topic, mood in rows
    ]
    store.load("inbox.csv", as_csv(HEADERS, lines), now=NOW)


def write(store: Store, changed: dict[str, Any], minute: int = 0, by: str = "Mira") -> int:
    assert problems("escalations", changed, NOW.date()) == {}
    days = speaks_of(store, "escalations", [changed], NOW.date())
    content = as_file("escalations", [changed], *days, NOW + timedelta(minutes=minute))
    receipt = store.load(f"escalations_{minute}.csv", content, by=by)
    assert (receipt.rows_refused, receipt.cells_refused) == (0, 0)
    return receipt.batch_id


@pytest.fixture
def brand(noordlicht: Store) -> Store:
    inbox(
        noordlicht,
        ("1", "2026-11-16T10:00:23Z", "", "Privacy", "negative"),
        ("2", "2026-11-16T11:00:00Z", "", "AI", "negative"),
        ("3", "2026-11-20T10:00:00Z", "", "levering", "positive"),
    )
    return noordlicht


def one(store: Store, name: str) -> Thread:
    return next(found for found in read(store).threads if found.id == name)


def test_who_takes_a_thread_writes_the_log_and_it_is_still_one(brand: Store) -> None:
    write(brand, taken(brand, one(brand, "x-1"), NOW))
    found = read(brand)
    assert [each.id for each in found.threads] == ["x-2", "x-1"]
    mine = one(brand, "x-1")
    assert (mine.taken, mine.place, mine.triaged, mine.received) == (True, "answer", NOW, START.replace(second=23))
    write(brand, answered(brand, mine, NOW, "Holding statement"), 1)
    assert (one(brand, "x-1").place, one(brand, "x-1").outcome) == ("done", "Holding statement")


def test_an_answer_that_only_the_inbox_knows_counts_for_a_thread_that_was_taken(brand: Store) -> None:
    write(brand, taken(brand, one(brand, "x-1"), NOW))
    inbox(
        brand,
        ("1", "2026-11-16T10:00:23Z", "2026-11-16T11:00:00Z", "Privacy", "negative"),
        ("4", "2026-11-21T10:00:00Z", "", "levering", "positive"),
    )
    assert one(brand, "x-1").answered == after(60)
    assert one(brand, "x-1").late is None  # somebody answered within the two hours; who looked when is not known


def test_what_is_not_high_risk_leaves_the_queue_and_stays_in_the_history(brand: Store) -> None:
    batch = write(brand, dismissed(brand, one(brand, "x-1"), "a joke"))
    assert [each.id for each in read(brand).threads] == ["x-2"]
    (gone,) = taken_out(brand, "escalations")
    assert (gone["escalation_id"], gone["outcome"]) == ("x-1", "a joke")
    assert brand.query("select late from threads where thread_id = 'x-1'") == [(False,)]
    brand.undo(batch)
    assert {each.id for each in read(brand).threads} == {"x-1", "x-2"}


def test_the_second_of_two_people_is_told(brand: Store) -> None:
    thread = one(brand, "x-1")
    seen = versions(brand).get("x-1")
    with alone(brand, thread, seen):
        write(brand, taken(brand, thread, NOW), by="Mira")
    with pytest.raises(ThreadError) as told, alone(brand, thread, seen):
        write(brand, taken(brand, thread, NOW), 1, by="Jo")
    assert told.value.fields == {"by": "Mira"}
    assert brand.query("select count(*) from upload where fact = 'escalations'") == [(1,)]


def test_the_first_answer_stays_the_first(brand: Store) -> None:
    write(brand, answered(brand, one(brand, "x-1"), after(100), "Holding statement"))
    write(brand, answered(brand, one(brand, "x-1"), after(300), ""), 1)
    assert (one(brand, "x-1").answered, one(brand, "x-1").outcome) == (after(100), "Holding statement")


def test_the_minute_in_which_a_message_came_is_not_before_it(brand: Store) -> None:
    mine = one(brand, "x-1")  # 23 seconds past
    assert wrong(mine, START, NOW) is None
    assert taken(brand, mine, START)["triaged_at"].astimezone(UTC).second == 23
    assert wrong(mine, after(-1), NOW) == "before"
    assert wrong(mine, NOW + timedelta(minutes=1), NOW) == "future"


def test_a_thread_of_the_log_alone_is_written_as_it_was(brand: Store) -> None:
    log = {"escalation_id": "E-7", "channel": "x", "day": MON, "risk": "high", "topic": "AI"}
    write(brand, log | {"escalated_at": START.replace(tzinfo=UTC)})
    mine = one(brand, "E-7")
    assert row(brand, mine)["escalated_at"].astimezone(UTC) == START.replace(tzinfo=UTC)
    write(brand, answered(brand, mine, after(60), "Called back"), 1)
    assert brand.query("select topic, answered_at from escalations") == [("AI", after(60))]


# -- the rows behind the number ------------------------------------------------------------------


def test_the_rows_behind_late_threads_show_the_thread_its_times_and_where_it_stands(brand: Store) -> None:
    write(brand, taken(brand, one(brand, "x-2"), after(75)))  # a quarter of an hour after it came, and not answered
    kpi, week = catalog()["late_threads"], Week(2026, 47)
    cell = score(brand, [(kpi, ALL_ROWS, 7)], [week]).get("late_threads", ALL_ROWS, f"{week.id}/7")
    assert cell.value == 2
    found = weighed(brand, kpi, ALL_ROWS, cell)
    shown = ("topic", "title", "received_at", "triaged_at", "answered_at", "value", "file", "source_row")
    rows = [dict(zip(found.columns, line, strict=True)) for line in found.rows]
    assert sorted(tuple(line[name] for name in shown) for line in rows) == [
        ("AI", "text", "2026-11-16 12:00", "2026-11-16 12:15", None, 1, "escalations_0.csv", 4),
        ("Privacy", "text", "2026-11-16 11:00", None, None, 1, "inbox.csv", 2),
    ]
