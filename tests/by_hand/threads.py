"""Risky threads: what the team passed on, messages that nobody took, and who was too late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.by_hand.number import Brand, Fact, Number, Row, hours_between, known_at, median, over, quotient, three, total
from tests.by_hand.words import RISKY, RISKY_MOODS

if TYPE_CHECKING:
    from tests.by_hand.clock import Clock

Maybe = bool | None


def _handled(brand: Brand, clock: Clock | None) -> list[Row]:
    """List what was passed on, with what the inbox knows of it, and high-risk messages that nobody took."""
    rows = [*_passed_on(brand), *(row for row in _loose(brand) if row["risk"] == "high")]
    return [row | _times(row, clock) for row in rows]


def _passed_on(brand: Brand) -> list[Row]:
    rows, messages = brand.tables["escalations"], {_name(row): row for row in brand.tables["messages"]}
    moments = [row[of] for row in rows for of in ("escalated_at", "triaged_at", "answered_at")]
    last = known_at(brand, "escalations", *moments)
    return [row | _told(row, messages.get(row["escalation_id"]), last) for row in rows]


def _told(row: Row, message: Row | None, last: Any) -> Row:
    """Say what is known of a row of the log; the inbox may know of an answer that nobody wrote down."""
    if message is None:
        return {"known": last, "taken": True}
    answers = [moment for moment in (row["answered_at"], message["replied_at"]) if moment]
    known = message["known_until"] if message["answer_known"] else last
    return {"answered_at": min(answers, default=None), "known": known, "taken": True}


def _loose(brand: Brand) -> list[Row]:
    """List the messages that stand in no log, as high-risk or not; what was taken out of the log is not."""
    logged = {row["escalation_id"] for row in brand.tables["escalations"]}
    dismissed = {row["escalation_id"] for row in brand.past.get("escalations", [])}
    return [
        row | _waiting(row) | {"risk": "no" if _name(row) in dismissed else _risk(row, brand.risk)}
        for row in brand.tables["messages"]
        if _name(row) not in logged
    ]


def _waiting(row: Row) -> Row:
    known = row["known_until"] if row["answer_known"] else None
    return {
        "escalated_at": row["received_at"], "triaged_at": None, "answered_at": row["replied_at"], "known": known,
        "taken": False,
    }  # fmt: skip


def _risk(row: Row, mood: str) -> str | None:
    """Say whether a message is high-risk; who tells no topic, or no mood, may be either."""
    topic = None if row["topic"] is None else row["topic"] in RISKY
    moods = RISKY_MOODS[mood]
    unknown = row["sentiment"] is None and None not in moods
    found = three(topic, None if unknown else row["sentiment"] in moods)
    return None if found is None else "high" if found else "no"


def _name(row: Row) -> str:
    return f"{row['channel']}-{row['message_id']}"


def _times(row: Row, clock: Clock | None) -> Row:
    """Add the hours until somebody looked, until there was an answer, and until now; None where that is not known."""
    last, answered = row["known"], row["answered_at"]
    seen = None if row["triaged_at"] is None and answered else row["triaged_at"] or last
    hours = {
        "looked": _since(row, seen, clock),
        "answer": _since(row, answered or last, clock),
        "age": _since(row, last, clock),
    }
    return hours | {"late": _either(_looked_late(row, clock), _answered_late(row, clock))}


def _looked_late(row: Row, clock: Clock | None) -> Maybe:
    """Tell whether nobody looked in time; an answer proves a look, at its own time at the latest."""
    looked, answer, age = (_since(row, row[of], clock) for of in ("triaged_at", "answered_at", "known"))
    if looked is not None and (answer is None or looked <= answer):
        return looked > 0.5
    if answer is not None:
        return False if answer <= 0.5 else None
    nothing = row["triaged_at"] is None and row["answered_at"] is None
    return True if nothing and age is not None and age >= 0.5 else None


def _answered_late(row: Row, clock: Clock | None) -> Maybe:
    answer, age = (_since(row, row[of], clock) for of in ("answered_at", "known"))
    if answer is not None:
        return answer > 2
    return True if row["answered_at"] is None and age is not None and age >= 2 else None


def _either(one: Maybe, other: Maybe) -> Maybe:
    neither = three(None if one is None else not one, None if other is None else not other)
    return None if neither is None else not neither


def _since(row: Row, until: Any, clock: Clock | None) -> float | None:
    """Nobody answers what was not passed on yet: such times were mistyped."""
    if row["escalated_at"] is None or until is None or until < row["escalated_at"]:
        return None
    return hours_between(row["escalated_at"], until, clock)


def escalations(rows: list[Row]) -> Number:
    return Number(len(rows), len(rows), None, len(rows))


def escalation_time(rows: list[Row]) -> Number:
    passed_on = [row for row in rows if row["taken"]]
    known = [row for row in passed_on if row["answer"] is not None]
    return median([(row["answer"], row["answered_at"] is None) for row in known], over(len(known), len(passed_on)))


def triage_time(rows: list[Row]) -> Number:
    risky = [row for row in rows if row["risk"] == "high"]
    known = [row for row in risky if row["looked"] is not None]
    return median([(row["looked"], row["triaged_at"] is None) for row in known], over(len(known), len(risky)))


def high_risk_in_time(rows: list[Row]) -> Number:
    risky = [row for row in rows if row["risk"] == "high"]
    known = [row for row in risky if row["late"] is not None or (row["answered_at"] is None and row["age"] is not None)]
    due = [row for row in risky if row["late"] is not None and row["age"] is not None and row["age"] >= 2]
    waiting = sum(row["answered_at"] is None for row in risky)
    return quotient(sum(not row["late"] for row in due), len(due), over(len(known), len(risky)), waiting)


def _everything(brand: Brand, _clock: Clock | None) -> list[Row]:
    """List whatever could be a risky thread, each with whether it was late and whether its time is not up."""
    handled = [row | _verdict(row) for row in _handled(brand, None)]
    others = [row for row in _loose(brand) if row["risk"] != "high"]
    return [*handled, *(row | {"is_late": None if row["risk"] is None else False, "young": False} for row in others)]


def _verdict(row: Row) -> Row:
    late = row["late"] if row["risk"] == "high" else None if row["risk"] is None else False
    young = row["risk"] == "high" and late is None and row["answered_at"] is None
    return {"is_late": late, "young": young and row["age"] is not None and row["age"] <= 2}


def late_threads(rows: list[Row]) -> Number:
    """Count the late ones; messages without a topic alone tell nothing."""
    said = [row for row in rows if row["taken"] or row["topic"] is not None]
    count = total(None if row["is_late"] is None else int(row["is_late"]) for row in said)
    told = sum(row["is_late"] is not None for row in rows)
    coverage = over(told, sum(row["is_late"] is not None or not row["young"] for row in rows))
    return Number(value=count, numerator=count, sample=int(count or 0), coverage=coverage)


FACTS = (
    Fact(_handled, {"escalation_time": escalation_time}, clock="open"),
    Fact(_handled, {"triage_time": triage_time, "high_risk_in_time": high_risk_in_time}, clock="wall"),
    Fact(
        lambda brand, _clock: brand.tables["escalations"],
        {"escalations": escalations},
        counts={"escalations": "escalations"},
    ),
    Fact(_everything, {"late_threads": late_threads}, counts={"late_threads": "messages"}),
)
