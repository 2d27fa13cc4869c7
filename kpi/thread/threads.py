"""The queue of high-risk threads: which messages need a person at once, and whether somebody was in time.

A file of an inbox ends somewhere: what came after nobody knows, so a thread whose time was not up there is neither in
time nor late. The same reckoning stands in SQL (macro `is_late`), where the KPIs read it; tests hold both together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.queries import Queries

TRIAGE, ANSWER = timedelta(minutes=30), timedelta(hours=2)
Timing = Literal["in_time", "late", "running", "unknown"]
Place = Literal["triage", "answer", "done", "perhaps"]  # where a thread stands in the queue
PLACES: tuple[Place, ...] = ("triage", "answer", "done", "perhaps")

COLUMNS = """escalation_id, channel, day, escalated_at, triaged_at, answered_at, known_until, taken, topic, text, url,
    author_hash, sentiment, outcome, late, in_inbox, taken and not (in_inbox and answer_known)"""
HIGH = f"select {COLUMNS}, false from handling where risk = 'high' and escalated_at is not null and day between ? and ?"
# nobody labelled it, and its topic or its text has one of the words: a person may know
PERHAPS = """
select thread_id, channel, day, received_at, null, replied_at, if(answer_known, known_until, null), false, topic, text,
    url, author_hash, sentiment, null, null, true, false, true
from weighed_message
where is_high is null and day between ? and ?
    and thread_id not in (select escalation_id from escalations)
    and thread_id not in (select escalation_id from history.escalations)
    and regexp_matches(worded(coalesce(nullif(trim(topic), ''), text)), ?)
"""
# all words as one pattern: they are letters, digits and single spaces, and a parameter is compiled once
PATTERN = "select ' (?:' || string_agg(ltrim(word), '|' order by word) || ')' from risk_word"
JUDGED = """
select count(*), count(*) filter (where is_high is null),
    count(*) filter (where is_high is null and trim(coalesce(topic, '')) = ''),
    count(*) filter (where is_high is null and sentiment is null)
from weighed_message where day between ? and ?
"""
KNOWN = "select max(known_until) from messages"


@dataclass(frozen=True)
class Clock:
    """One of the two things that a thread waits for."""

    due: datetime  # UTC
    state: Timing
    done: datetime | None = None
    by: timedelta | None = None  # how late it was; of what still waits how late it was where its file ends

    @property
    def waits(self) -> bool:
        """Whether it was never done, as far as anybody knows."""
        return self.done is None


@dataclass(frozen=True)
class Thread:
    """A message, or a thread that the team passed on itself; times are UTC."""

    id: str
    channel: str
    day: date
    received: datetime
    triaged: datetime | None
    answered: datetime | None
    known_until: datetime | None  # the last moment at which an answer would be known; None = it never is
    taken: bool  # it stands in the team's log
    topic: str | None
    text: str | None  # masked, as it is stored
    url: str | None
    author: str | None  # a code, never a name
    sentiment: int | None  # None = nobody labelled it
    outcome: str | None
    late: bool | None  # as the KPIs count it
    in_inbox: bool  # it is a message; else only the team's log knows of it
    log_tells: bool  # what is known of it ends where the log ends, not where a file of the inbox does
    perhaps: bool  # nobody can tell whether it is high-risk

    @property
    def place(self) -> Place:
        """Where it stands in the queue."""
        if self.perhaps:
            return "perhaps"
        if self.answered is not None:
            return "done"
        return "answer" if self.triaged is not None else "triage"

    def triage(self, now: datetime) -> Clock:
        """Tell whether somebody looked within 30 minutes; an answer proves a look, at its own time at the latest."""
        due, looked, answered = self.received + TRIAGE, self._valid(self.triaged), self._valid(self.answered)
        if looked and (answered is None or looked <= answered):
            return _done(due, looked)
        if answered:
            return Clock(due, "in_time" if answered <= due else "unknown", done=answered)
        if self.triaged or self.answered:  # mistyped
            return Clock(due, "unknown")
        return self._waiting(due, now)

    def answer(self, now: datetime) -> Clock:
        """Tell whether an answer, or a holding statement, went out within 2 hours."""
        due, answered = self.received + ANSWER, self._valid(self.answered)
        if answered:
            return _done(due, answered)
        return Clock(due, "unknown") if self.answered else self._waiting(due, now)

    def _valid(self, moment: datetime | None) -> datetime | None:
        """Leave out what is said to have come before the thread: it was mistyped."""
        return moment if moment and moment >= self.received else None

    def _waiting(self, due: datetime, now: datetime) -> Clock:
        if self.known_until is not None and self.known_until >= due:
            return Clock(due, "late", by=self.known_until - due)
        return Clock(due, "running" if now < due else "unknown")


@dataclass(frozen=True)
class Judged:
    """Of how many messages somebody could tell whether they are high-risk."""

    messages: int
    untold: int
    no_topic: int  # of the untold
    no_label: int  # of the untold; a message may lack both


@dataclass(frozen=True)
class Queue:
    """The high-risk threads of some days, the most urgent first."""

    threads: tuple[Thread, ...]
    judged: Judged
    known_until: datetime | None  # the last moment that any file of the inbox knows of; None = there is none

    def at(self, place: Place) -> tuple[Thread, ...]:
        """Give those that stand in one place."""
        return tuple(thread for thread in self.threads if thread.place == place)

    @property
    def high(self) -> tuple[Thread, ...]:
        """Give those that are high-risk; what only may be one stands apart."""
        return tuple(thread for thread in self.threads if not thread.perhaps)


def queue(store: Queries, first: date, last: date, now: datetime) -> Queue:
    """Read the queue of some days; what can still be in time comes first, then the newest."""
    words = store.query(PATTERN)[0][0]
    rows = [*store.query(HIGH, [first, last]), *store.query(PERHAPS, [first, last, words])]
    threads = by_urgency((Thread(*row) for row in rows), now)
    return Queue(threads, Judged(*store.query(JUDGED, [first, last])[0]), store.query(KNOWN)[0][0])


def by_urgency(threads: Iterable[Thread], now: datetime) -> tuple[Thread, ...]:
    """Sort threads: what can still be in time, by when it is due; then the newest first."""
    return tuple(sorted(threads, key=lambda thread: _urgency(thread, now)))


def _urgency(thread: Thread, now: datetime) -> tuple[int, int, float, str]:
    clock = thread.triage(now) if thread.place == "triage" else thread.answer(now)
    running = clock.state == "running"
    moment = clock.due if running else thread.received
    seconds = moment.replace(tzinfo=UTC).timestamp()
    return PLACES.index(thread.place), 0 if running else 1, seconds if running else -seconds, thread.id


def _done(due: datetime, done: datetime) -> Clock:
    return Clock(due, "in_time", done) if done <= due else Clock(due, "late", done, done - due)
