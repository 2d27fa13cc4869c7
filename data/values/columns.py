"""Of which columns of its fact an export speaks: the others keep what earlier exports said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.facts import FACTS
from data.format import REPLY_AFTER

if TYPE_CHECKING:
    from data.reading.exports import Reading


def fields_of(reading: Reading) -> set[str]:
    """Give the columns this export speaks of; those it lacks keep what earlier exports said."""
    fact = FACTS[reading.fact]
    said = {field for field in reading.columns.column_names if field in fact.own} | set(reading.format.constants)
    said |= {*fact.key, "day", *filter(None, [fact.moment]), "value", "metric"}
    for part, whole in (
        *((part, "replied_at") for part in (*REPLY_AFTER, "inbound")),
        ("avg_watch_s", "watch_s"),
        ("caption", "title"),
        ("review_passes", "first_pass"),
        ("day", "requested_on"),
    ):
        if part in reading.columns.column_names:
            said.add(whole)
    if fact.name == "messages":  # without times of answers an export knows nothing about waiting
        waiting = {"answer_known", "known_until", "wait_hours"}
        said = said | waiting if "replied_at" in said else said - waiting
    if reading.account is not None:
        said.add("account")
    if reading.currency is not None:
        said.add("currency")
    return said & set(fact.own)
