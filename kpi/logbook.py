"""The team's own logs, to edit by hand: their rows, and edited rows as a file for `Store.load`.

A hand edit is an upload like any other: it has a receipt and a way back, and a rebuild repeats it.
"""

from __future__ import annotations

import csv
import io
import uuid
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from data.facts import FACTS
from data.reading.exports import load_formats
from data.templates import LANGUAGES, YES_NO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.format import Format
    from data.store import Store

LOGS = ("content_log", "incidents", "answers")
YES, NO = YES_NO["en"]  # what a file says, whatever language the reader chose
EVERY_CHANNEL = "all"
FROM_POSTS = ("item_id", "channel", "day", "title", "url", "topic")
UNLOGGED = """
select channel || '-' || post_id as item, channel, day, left(title, 200), url, topic
from posts
where day between ? and ? and is_reply is not true
and not exists (from content_log where item_id = posts.channel || '-' || posts.post_id or content_log.url = posts.url)
order by day desc, item
"""
Row = dict[str, Any]  # column -> value; None = unknown, which is neither yes nor no
REASONED = {"corrected", "removed"}  # a correction without a reason may be a typo: it counts for nothing


def log_format(log: str) -> Format:
    """Find the declaration of Ninety's own template for a log."""
    return load_formats()[f"ninety_{log}"]


def key_of(log: str) -> str:
    """Name the column that tells the rows of a log apart."""
    return FACTS[log].key[0]


def header(log: str, column: str, language: str) -> str:
    """Name a column as the Excel template of this language does."""
    return log_format(log).columns[column].from_[LANGUAGES.index(language)]


def choices(log: str, column: str, language: str) -> dict[str, str]:
    """Give the values a closed column can have, with the words of the Excel template for them."""
    form, place = log_format(log), LANGUAGES.index(language)
    if form.columns[column].kind == "boolean":
        return dict(zip((YES, NO), YES_NO[language], strict=True))
    return {value: words[place] for value, words in form.values.get(column, {}).items()}


def entries(store: Store, log: str, first: date, last: date) -> list[Row]:
    """Give the rows of a log between two days, newest first; times stand in the brand's zone."""
    columns = FACTS[log].own
    order = f"order by day desc, {key_of(log)}"
    found = store.query(f"select {', '.join(columns)} from {log} where day between ? and ? {order}", [first, last])
    zone = ZoneInfo(str(store.setting("zone")))
    return [{name: _shown(value, zone) for name, value in zip(columns, row, strict=True)} for row in found]


def unlogged(store: Store, first: date, last: date) -> list[Row]:
    """Give the posts between two days that the content log does not know, as rows that wait for an answer."""
    found = store.query(UNLOGGED, [first, last])
    blank = dict.fromkeys(FACTS["content_log"].own)
    return [blank | dict(zip(FROM_POSTS, row, strict=True)) for row in found]


def _shown(value: object, zone: ZoneInfo) -> object:
    match value:
        case bool():
            return YES if value else NO
        case datetime():
            return value.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
        case _:
            return value


def edited(log: str, before: Iterable[Row], after: Iterable[Row]) -> list[Row]:
    """Pick the rows that somebody added or changed; a new one gets a number of its own."""
    key = key_of(log)
    known = {row[key]: row for row in before}
    named = [row if row[key] else row | {key: f"{log}-{uuid.uuid4().hex[:8]}"} for row in after if any(row.values())]
    return [row for row in named if row != known.get(row[key])]


def problems(row: Row, today: date) -> dict[str, str]:
    """Say of each column of a row what is wrong with it, by the key of its text."""
    wrong = {column: "missing" for column in ("channel", "day") if not row.get(column)}
    if row.get("day") and row["day"] > today:
        wrong["day"] = "future"
    if row.get("correction") in REASONED and not row.get("correction_reason"):
        wrong["correction_reason"] = "no_reason"
    for earlier, later in (("submitted_at", "approved_at"), ("day", "closed_on"), ("day", "corrected_on")):
        if row.get(earlier) and row.get(later) and row[later] < row[earlier]:
            wrong[later] = "backwards"
    return wrong


def speaks_of(store: Store, log: str, rows: Sequence[Row]) -> tuple[date, date]:
    """Give the one day that a hand edit speaks of: late enough to win, and no claim on any other day."""
    newest = store.query(f"select max(snapshot_date) from {log}")[0][0]
    last = max(row["day"] for row in rows)
    return (max(newest, last),) * 2 if newest else (last, last)


def as_file(log: str, rows: Iterable[Row], first: date, last: date, when: datetime) -> bytes:
    """Write rows the way Ninety's own template is filled in, for the days from `first` until `last`."""
    form = log_format(log)
    out = io.StringIO()
    lines = csv.writer(out)
    # without the moment, changing a cell back would give the bytes of an earlier edit, which change nothing
    lines.writerow([f"Written in Ninety {when.isoformat()}"])
    lines.writerow([f"Covers {first.isoformat()} until {last.isoformat()}"])
    lines.writerow([cell.from_[0] for cell in form.columns.values()])
    lines.writerows([[_written(row.get(field)) for field in form.columns] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _written(value: object) -> str:
    return "" if value in {None, EVERY_CHANNEL} else value.isoformat(" ") if isinstance(value, datetime) else str(value)


def is_complete(store: Store, log: str, first: date, last: date) -> bool:
    """Whether an upload that counts speaks for all these days: then a day without a row is a day without an event."""
    spans = "select 1 from covered join upload using (batch_id) where undone_at is null and covered.fact = ?"
    whole = f"{spans} and covered.channel is null and day_from <= ? and day_to >= ? limit 1"
    return bool(store.query(whole, [log, first, last]))
