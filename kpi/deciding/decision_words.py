"""The history of a decision in the reader's language, line by line."""

from __future__ import annotations

from datetime import UTC, date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kpi.deciding.decisions import CHANGED, MADE
from kpi.words import NO_VALUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from data.journal import Entry
    from kpi.words import Words

TOLD = ("kind", "insight", "action", "kpi", "by_how_much", "owner", "due")  # the rest follows from these


def lines(entries: Iterable[Entry], zone: str, say: Words) -> list[str]:
    """Write what became of a decision, oldest first, in the time of the brand."""
    return [line for entry in entries for line in _of(entry, zone, say)]


def _of(entry: Entry, zone: str, say: Words) -> Iterator[str]:
    at = entry.written_at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    head = {"when": say.moment(at), "by": entry.written_by or say("decision.nobody")}
    if entry.kind == MADE:
        yield say("decision.history_line.made", **head)
    elif entry.kind == CHANGED:
        before, after = entry.body["before"], entry.body["after"]
        for name in (one for one in TOLD if one in after):
            sides = {"before": _shown(name, before[name], say), "after": _shown(name, after[name], say)}
            yield say("decision.history_line.changed", **head, field=say(f"decision.column.{name}"), **sides)
    else:
        yield say(f"decision.history_line.{entry.body['how'] or 'reopened'}", **head)
        if entry.body["note"]:
            yield entry.body["note"]


def _shown(name: str, value: Any, say: Words) -> str:
    if name == "due":
        return say.day(date.fromisoformat(value))
    if name in {"kind", "kpi"}:
        key = f"decision.kind.{value}" if name == "kind" else f"kpi.{value}"
        return say(key) if say.has(key) else str(value)
    return str(value) or NO_VALUE
