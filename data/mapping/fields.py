"""What a mapped file may feed: the fields of each fact, and the kinds of cell that can fill them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.facts import FACTS, ORIGIN, WITHDRAWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.format import Format, Kind

METRIC = "metric:"  # prefix of the figures of an account day, as in Format.cells
CHANNELLED = ("posts", "account_day", "messages", "ads", "mentions")  # a row must be of one channel
PARTS = {"messages": ("reply_after",), "posts": ("avg_watch_s",)}  # no columns, but other columns follow from them
CALCULATED = {"answer_known", "known_until", "wait_hours", "metric", "value", "requested_on", WITHDRAWN, *ORIGIN}
MADE_FROM = {  # what an id is made from, where the file gives none
    "posts": ("channel", "published_at", "title", "url"),
    "messages": ("channel", "received_at", "author_hash", "text", "url"),
    "mentions": ("channel", "published_at", "brand", "title", "text", "url"),
    "content_log": ("channel", "day", "title", "url"),
    "incidents": ("channel", "day", "kind", "severity", "cause"),
    "answers": ("channel", "day", "topic", "template_used", "template_id"),
    "escalations": ("channel", "day", "escalated_at", "topic"),
    "datasets": ("name",),
    "deletions": ("channel", "day", "dataset"),
    "tests": ("channel", "day", "hypothesis"),
    "risks": ("title",),
    "vendor_terms": ("vendor", "version", "day"),
    "ad_reviews": ("channel", "day", "ad"),
}
BY_NAME = {"revenue"}  # no cell tells it from what was spent, which every report of ads has
PERCENT: tuple[Kind, ...] = ("percent_points", "percent_fraction", "percent_text")
_KINDS: dict[str, tuple[Kind, ...]] = {
    "channel": ("channel",),
    "author_hash": ("person",),
    "text": ("private_text",),
    "template_id": ("text",),
    "correction": ("word",),
    "correction_reason": ("word",),
    "severity": ("word",),
    "kind": ("word",),
    "risk": ("word",),
    "likelihood": ("word",),
    "impact": ("word",),
    "result": ("word",),
    "decision": ("word",),
    "spend": ("money",),
    "revenue": ("money",),
    "avg_pct_viewed": PERCENT,
    "duration_s": ("duration",),
    "watch_s": ("duration",),
    "avg_watch_s": ("duration",),
    "reply_after": ("duration",),
}
_OF_TYPE: dict[str, tuple[Kind, ...]] = {
    "BIGINT": ("integer",),
    "INTEGER": ("integer",),
    "DOUBLE": ("decimal",),
    "BOOLEAN": ("boolean",),
    "TINYINT": ("sentiment",),
    "DATE": ("date",),
    "TIMESTAMP": ("timestamp",),
}


@dataclass(frozen=True)
class Field:
    """A place that one column of a file can fill."""

    name: str  # a column of the fact, or metric:<name>
    kinds: tuple[Kind, ...]  # the first is the usual one


def fields_of(fact: str, formats: Mapping[str, Format]) -> dict[str, Field]:
    """List the fields of a fact, the indispensable ones first; figures of an account are those that formats declare."""
    moment = FACTS[fact].moment
    hidden = CALCULATED | ({"day"} if moment else set())
    columns = [name for name in (*FACTS[fact].own, *PARTS.get(fact, ())) if name not in hidden]
    metrics = [METRIC + name for name in _metrics(formats)] if fact == "account_day" else []
    found = {name: Field(name, _kinds(fact, name)) for name in (*columns, *metrics)}
    return {name: found[name] for name in sorted(found, key=lambda name: name not in moments_of(fact))}


def moments_of(fact: str) -> tuple[str, ...]:
    """Name the fields that say when: one of them, or the pair that an ad report has instead."""
    return (FACTS[fact].moment or "day",) + (("period_from", "period_to") if fact == "ads" else ())


def id_of(fact: str) -> str | None:
    """Name the id of a fact's rows, if they have one that can be made."""
    return next((name for name in FACTS[fact].key if name.endswith("_id")), None) if fact in MADE_FROM else None


def lacking(fact: str, fields: frozenset[str]) -> tuple[str, ...]:
    """Name the fields without which no row of this fact can be read; a pair of days stands for the one day of an ad."""
    missing: list[str] = []
    when, *pair = moments_of(fact)
    if when not in fields and not (pair and fields.issuperset(pair)):
        missing.append(when)
    if fact == "account_day" and not any(name.startswith(METRIC) for name in fields):
        missing.append(METRIC)
    return tuple(missing)


def _metrics(formats: Mapping[str, Format]) -> list[str]:
    declared = {name for form in formats.values() for name in form.metrics}
    titled = {title.metric for form in formats.values() for title in form.titles if title.metric}
    return sorted(declared | titled)


def _kinds(fact: str, name: str) -> tuple[Kind, ...]:
    if name.startswith(METRIC):
        return ("decimal",) if name.endswith("_hours") else ("integer",)
    if name in _KINDS:
        return _KINDS[name]
    if name == FACTS[fact].moment:
        return ("timestamp", "date")
    of_type = FACTS[fact].columns.get(name, "VARCHAR")
    if of_type == "VARCHAR":
        return ("id",) if name.endswith("_id") else ("text",)
    return _OF_TYPE.get(of_type, ("text",))
