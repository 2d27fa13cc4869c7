"""Messages: how long people waited for a human reply, around the clock or in opening hours."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.by_hand.number import Brand, Fact, Number, Row, hours_between, median, over, quotient, total

if TYPE_CHECKING:
    from tests.by_hand.clock import Clock


def _rows(brand: Brand, clock: Clock | None) -> list[Row]:
    """Add to each message the hours it waited, and how old it is."""
    return [
        row
        | {
            "wait": hours_between(row["received_at"], row["replied_at"] or row["known_until"], clock),
            "age": hours_between(row["received_at"], row["known_until"], clock),
            "waiting": row["replied_at"] is None,
        }
        for row in brand.tables["messages"]
    ]


def _known(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["answer_known"]]


def response_time_median(rows: list[Row]) -> Number:
    known = _known(rows)
    return median([(row["wait"], row["waiting"]) for row in known], over(len(known), len(rows)))


def response_time_mean(rows: list[Row]) -> Number:
    known, waits = _known(rows), total(row["wait"] for row in _known(rows))
    waiting, coverage = sum(row["waiting"] for row in known), over(len(known), len(rows))
    number = quotient(waits, len(known), coverage)
    return Number(number.value, waits, len(known), len(known), coverage, waiting, bool(waiting))


def _in_time(hours: float, rows: list[Row]) -> Number:
    """Count only messages that had their hours."""
    known = _known(rows)
    due = [row for row in known if row["age"] >= hours]
    answered = [row for row in due if not row["waiting"] and row["wait"] <= hours]
    return quotient(len(answered), len(due), over(len(known), len(rows)), sum(row["waiting"] for row in known))


def comments_answered(rows: list[Row]) -> Number:
    """Count what stands under a post for all to read; nobody knows of a message that does not say."""
    public = [row for row in rows if row["is_private"] is False]
    said = [row for row in _known(rows) if row["is_private"] is not None]
    number = _in_time(72, public)
    return quotient(number.numerator, number.denominator, over(len(said), len(rows)), number.censored)


def privacy_response_time(rows: list[Row]) -> Number:
    about = [row for row in rows if row["about_privacy"]]
    known = _known(about)
    return median([(row["wait"], row["waiting"]) for row in known], over(len(known), len(about)))


FACTS = (
    Fact(
        _rows,
        {
            "response_time_median": response_time_median,
            "response_time_mean": response_time_mean,
            "response_rate_24h": partial(_in_time, 24),
            "comments_answered": comments_answered,
            "privacy_response_time": privacy_response_time,
        },
        clock="wall",
    ),
    Fact(_rows, {"sla_4h": partial(_in_time, 4)}, clock="open"),
)
