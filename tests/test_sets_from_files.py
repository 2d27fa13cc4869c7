"""Thirty of the random data sets as files that a team would upload, each row in two uploads: the later one counts.

Logs in Ninety's own templates and an inbox export, loaded by `Store.load`; the numbers are then worked out by hand from
what was written into the later file.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from data.store import Store
from kpi.catalog import catalog
from kpi.periods import Week
from kpi.score import ALL_ROWS, score
from tests.by_hand.clock import Clock
from tests.by_hand.every import FACTS, ByHand
from tests.by_hand.made import Made, made, risk_of
from tests.by_hand.number import Covered, Row
from tests.exports import as_csv
from tests.test_thousand_sets import LENGTHS, agree, each

if TYPE_CHECKING:
    from pathlib import Path

SETS = 10
ZONE = "Europe/Amsterdam"
LOGS: dict[str, dict[str, str]] = {  # header of Ninety's own template -> field
    "content_log": {
        "Item ID": "item_id", "Channel": "channel", "Published on": "day", "AI used": "ai_used", "AI tool": "ai_tool",
        "Prompt class": "prompt_class", "Proof asset": "proof_asset", "Sources named": "sourced",
        "Review rounds": "review_passes", "Approved first time": "first_pass", "Submitted at": "submitted_at",
        "Approved at": "approved_at", "Correction": "correction", "Correction reason": "correction_reason",
    },
    "incidents": {
        "Incident ID": "incident_id", "Channel": "channel", "Happened on": "day", "Kind": "kind",
        "Severity": "severity", "Confirmed": "confirmed",
    },
    "escalations": {
        "Escalation ID": "escalation_id", "Channel": "channel", "Escalated on": "day",
        "Escalated at (date and time)": "escalated_at", "Risk": "risk",
        "Triaged at (date and time)": "triaged_at", "Answered at (date and time)": "answered_at",
    },
    "deletions": {
        "Request ID": "request_id", "Channel": "channel", "Requested on": "day", "Dataset": "dataset",
        "Deleted on": "deleted_on",
    },
    "ad_reviews": {
        "Ad review ID": "ad_review_id", "Channel": "channel", "Submitted on": "day", "Decision": "decision",
        "Reason": "reason",
    },
    "answers": {"Answer ID": "answer_id", "Channel": "channel", "Answered on": "day", "Template used": "template_used"},
    "funnel": {
        "Channel": "channel", "Day": "day", "Link clicks": "link_clicks", "Leads": "leads", "MQL": "mql",
        "Assisted conversions": "assisted_conversions",
    },
}  # fmt: skip
INBOX = {
    "Message ID": "message_id", "Channel": "channel", "Type": "type", "Received at": "received_at",
    "First response at": "replied_at", "Message": "text", "Tags": "topic", "Sentiment": "sentiment",
    "Toxic": "is_toxic",
}  # fmt: skip
INBOX_WORDS: dict[str, dict[Any, str]] = {
    "sentiment": {-1: "negative", 0: "neutral", 1: "positive"},
    "type": {True: "Private message", False: "Comment"},
}
LATER = ("answered_at", "triaged_at", "deleted_on", "replied_at", "correction", "correction_reason", "mql", "decision")
KEPT = frozenset({"messages", *LOGS})


def cell(value: Any) -> str:
    """Write a value as people do, moments on the clock of the brand."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC).astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return {None: "", "platform_rule": "platform rule"}.get(value, str(value))


def earlier(rows: list[Row], random: Random) -> list[Row]:
    """Make what an upload of some days before held: some of the rows, and of these not all that came later."""
    return [row | {name: None for name in LATER if random.random() < 0.5} for row in rows if random.random() < 0.7]


def log_file(log: str, rows: list[Row], first: date, last: date) -> bytes:
    headers = LOGS[log]
    lines = [{header: cell(row.get(field)) for header, field in headers.items()} for row in rows]
    return as_csv(headers, lines, [["Covers from", first.isoformat(), "until", last.isoformat()], []])


def inbox_file(rows: list[Row]) -> bytes:
    return as_csv(INBOX, [{header: _told(row, field) for header, field in INBOX.items()} for row in rows])


def _told(row: Row, field: str) -> str:
    value = row.get(field)
    if field in INBOX_WORDS:
        return INBOX_WORDS[field].get(row[{"type": "is_private"}.get(field, field)], "")
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else cell(value)


def as_filed(data: Made) -> Made:
    """Keep what the files can say: nothing mistyped (it is refused), no hour that the clock has twice."""
    tables: dict[str, list[Row]] = {table: [] for table in data.brand.tables}
    for table in KEPT:
        tables[table] = [row for row in data.brand.tables[table] if _fine(row, max(data.ends))]
    for row in tables["deletions"]:
        row["requested_on"] = row["day"]
    for row in tables["content_log"]:
        if row["first_pass"] is None and row["review_passes"] is not None:
            row["first_pass"] = row["review_passes"] == 1  # the log need not say it twice
    for row in tables["funnel"]:
        row["batch_id"] = 1
    for end in data.ends:
        _until(end, [row for row in tables["messages"] if _set_of(row, data) == end])
    tables["messages"] = [row for row in tables["messages"] if row["answer_known"]]
    first, last = min(data.ends) - timedelta(days=100), max(data.ends)
    covered = [Covered(1, log, None, first, last) for log in LOGS]
    return replace(data, brand=replace(data.brand, tables=tables, zone=ZONE, covered=covered, past={}))


def _fine(row: Row, last: date) -> bool:
    """Leave out times that run backwards or lie ahead, and the hour in which a clock is turned."""
    start = row.get("escalated_at") or row.get("submitted_at") or row.get("received_at")
    moments = [row.get(name) for name in ("escalated_at", "submitted_at", "approved_at", "triaged_at", "answered_at")]
    if any(moment and (moment.month == 10 and moment.day > 24 and moment.hour < 2) for moment in moments):
        return False
    if row.get("deleted_on") and not row["day"] <= row["deleted_on"] <= last:
        return False
    return not (start and any(moment and (moment < start or moment.date() > last) for moment in moments))


def _until(end: date, rows: list[Row]) -> None:
    """Let everyone of a file wait until the last moment the file knows of."""
    known = [row for row in rows if row["answer_known"]]
    last = max((moment for row in known for moment in (row["received_at"], row["replied_at"]) if moment), default=end)
    for row in rows:
        row["known_until"] = last


def _set_of(row: Row, data: Made) -> date:
    return min(end for end in data.ends if row["day"] <= end)


@pytest.mark.parametrize("number", range(1))
def test_what_was_uploaded_twice_counts_once(tmp_path: Path, number: int) -> None:
    random = Random(number)  # noqa: S311 - reproducible, not secret
    data = as_filed(made(f"files {number}", SETS, ZONE))
    first, last = data.brand.covered[0].first, data.brand.covered[0].last
    now = datetime.combine(last, time(12)) + timedelta(days=3)
    store = Store.open(tmp_path / "brand.duckdb")
    store.set_setting("risk", risk_of(data.brand))
    for log in LOGS:
        rows = data.brand.tables[log]
        store.load(f"{log}_old.csv", log_file(log, earlier(rows, random), first, last - timedelta(days=7)), now=now)
        store.load(f"{log}_new.csv", log_file(log, rows, first, last), now=now)
    for end in data.ends:
        rows = [row for row in data.brand.tables["messages"] if _set_of(row, data) == end]
        for name, some in (("old", earlier(rows, random)), ("new", rows)):
            if some:
                store.load(f"inbox_{end}_{name}.csv", inbox_file(some), now=now)
    spans = store.query("select batch_id, fact, channel, day_from, day_to from covered where fact = 'messages'")
    data.brand.covered += [Covered(*span) for span in spans]
    compare(store, data)
    store.close()


def compare(store: Store, data: Made) -> None:
    """Hold every KPI of the facts in the files against the one by hand."""
    kpis = {kpi for fact in FACTS for kpi in fact.kpis if set(catalog()[kpi].sources) <= KEPT} - {"time_to_publish"}
    cells = score(
        store, [(catalog()[kpi], ALL_ROWS, days) for kpi in kpis for days in LENGTHS], map(Week.of, data.ends)
    )
    office = Clock(ZONE, min(data.ends) - timedelta(days=500), max(data.ends) + timedelta(days=2000))
    valued = set()
    for fact in FACTS:
        hand = ByHand(fact, data.brand, office if fact.clock == "open" else None)
        for end in data.ends:
            for kpi, channel, _, days, by_hand, found in each(hand, data, end, ALL_ROWS, cells, asked=LENGTHS):
                if kpi in kpis:
                    assert agree(by_hand, found), f"{kpi}, {channel}, {days} days to {end}\n{by_hand}\n{found}"
                    valued |= {kpi} if by_hand.value is not None else set()
    assert valued == kpis
