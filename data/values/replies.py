"""What a message says twice: when it was answered, as a time or as a wait, and how it felt, as a word or as a number.

An answer before its message, or one that is still to come, is refused; so is a
word that its number contradicts. Neither is taken for silence or for a feeling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.format import REPLY_AFTER
from data.sql import name

if TYPE_CHECKING:
    from collections.abc import Collection

_FEELINGS = {"sentiment", "sentiment_number"}


def replied_at(fields: Collection[str], latest: str) -> str:
    """Give the SQL of the moment of the answer: between the message and `latest`, else NULL."""
    reply = _reply(fields)
    return "NULL" if reply is None else f"CASE WHEN {reply} BETWEEN moment AND {latest} THEN {reply} END"


def feeling(fields: Collection[str], given: str) -> str:
    """Let the word win over the number beside it; where they contradict each other nobody knows."""
    both = set(fields) >= _FEELINGS
    return f"CASE WHEN sentiment <> sentiment_number THEN NULL ELSE {given} END" if both else given


def contradictions(fields: Collection[str], latest: str) -> dict[str, str]:
    """Give, by field, the condition under which a cell that can be read contradicts what stands beside it."""
    found = {}
    if (reply := _reply(fields)) is not None:
        field = next(one for one in ("replied_at", *REPLY_AFTER) if one in fields)
        found[field] = f"{reply} < moment OR {reply} > {latest}"
    if set(fields) >= _FEELINGS:
        found["sentiment"] = "sentiment <> sentiment_number"
    return found


def _reply(fields: Collection[str]) -> str | None:
    if "replied_at" in fields:
        return name("replied_at")
    after = [name(field) for field in REPLY_AFTER if field in fields]
    return f"(moment + to_seconds(CAST(coalesce({', '.join(after)}) AS DOUBLE)))" if after else None
