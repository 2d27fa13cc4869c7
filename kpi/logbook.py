"""The team's own logs, to edit by hand: their rows, and edited rows as a file for `Store.load`.

A hand edit is an upload like any other: it has a receipt and a way back, and a rebuild repeats it. So has taking a
row out: the row is written once more, as withdrawn, and counts no more (docs/decisions/0022-logs.md).
"""

from __future__ import annotations

import csv
import io
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from data.facts import FACTS, WITHDRAWN
from kpi.logs import NO, YES, key_of, log_format, logs, required

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.store import Store

EVERY_CHANNEL = "all"
FROM_POSTS = ("item_id", "channel", "day", "title", "url", "topic")
UNLOGGED = """
select channel || '-' || post_id as item, channel, day, left(title, 200), url, topic
from posts
where day between ? and ? and is_reply is not true
and not exists (from content_log where item_id = posts.channel || '-' || posts.post_id or content_log.url = posts.url)
and not exists (from history.content_log where item_id = posts.channel || '-' || posts.post_id)
order by day desc, item
"""
# a row that was taken out: of each column what its latest upload says that has the column, as settling reckons
TAKEN_OUT = """
with said as (
    select old.*, row_number() over (order by upload.snapshot_date, batch_id) as place,
        from_json(upload.fields, '["VARCHAR"]') as fields
    from history.{log} as old join upload using (batch_id) anti join main.{log} using ({key})
)
select {key}, {columns} from said group by {key} order by day desc, {key}
"""
Row = dict[str, Any]  # column -> value; None = unknown, which is neither yes nor no


@dataclass(frozen=True)
class Edits:
    """What somebody did to the rows of a log."""

    added: tuple[Row, ...] = ()
    changed: tuple[Row, ...] = ()
    taken_out: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows to be saved."""
        return (*self.added, *self.changed, *self.taken_out)

    def __bool__(self) -> bool:
        """Whether there is anything to save."""
        return bool(self.rows)


# -- rows ------------------------------------------------------------------------------------------


def entries(store: Store, log: str, first: date, last: date) -> list[Row]:
    """Give the rows of a log between two days, newest first; times stand in the brand's zone."""
    return _rows(store, log, "where day between ? and ?", [first, last])


def standing(store: Store, log: str, today: date, *, ended: bool = False) -> list[Row]:
    """Give the entries of a register that hold on a day; with `ended` also those that hold no more."""
    of = logs()[log]
    if ended:
        return _rows(store, log, "", [])
    if of.until:
        return _rows(store, log, f"where {of.until} is null or {of.until} > ?", [today])
    newest = f"row_number() over (partition by lower({of.latest_of}) order by day desc, {key_of(log)} desc) = 1"
    return _rows(store, log, f"qualify {newest} or {of.open} is null", [])


def unlogged(store: Store, first: date, last: date) -> list[Row]:
    """Give the posts between two days that the content log does not know, as rows that wait for an answer."""
    found = store.query(UNLOGGED, [first, last])
    blank = dict.fromkeys(FACTS["content_log"].own)
    return [blank | dict(zip(FROM_POSTS, row, strict=True)) for row in found]


def taken_out(store: Store, log: str) -> list[Row]:
    """Give the rows that were taken out of a log, as they were."""
    key, own = key_of(log), FACTS[log].own
    columns = [_latest(column) for column in own if column != key]
    query = TAKEN_OUT.format(log=log, key=key, columns=", ".join(columns))
    names = (key, *(column for column in own if column != key))
    return _as_shown(store, names, store.query(query))


def _latest(column: str) -> str:
    latest = f"arg_max_null({column}, place)"
    return f"coalesce({latest} filter (list_contains(fields, '{column}')), {latest}) as {column}"


def _rows(store: Store, log: str, where: str, params: list[object]) -> list[Row]:
    columns = FACTS[log].own
    query = f"select {', '.join(columns)} from {log} {where} order by day desc, {key_of(log)}"
    return _as_shown(store, columns, store.query(query, params))


def _as_shown(store: Store, columns: Sequence[str], found: Iterable[tuple[Any, ...]]) -> list[Row]:
    zone = ZoneInfo(str(store.setting("zone")))
    return [{name: _shown(value, zone) for name, value in zip(columns, row, strict=True)} for row in found]


def _shown(value: object, zone: ZoneInfo) -> object:
    match value:
        case bool():
            return YES if value else NO
        case datetime():
            return value.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
        case _:
            return value


# -- edits -----------------------------------------------------------------------------------------


def edits(log: str, before: Iterable[Row], after: Iterable[Row], *, fresh: Iterable[str] = ()) -> Edits:
    """Tell what somebody did; `fresh` names the rows of `before` that the log does not know yet."""
    key, unknown = key_of(log), set(fresh)
    known = {row[key]: row for row in before}
    now = [known.get(row.get(key), {}) | row for row in after if any(row.values())]
    left = {row.get(key) for row in now}
    changed = [row for row in now if row.get(key) in known and row != known[row[key]]]
    return Edits(
        added=tuple(row | {key: row.get(key) or new_key(log)} for row in now if row.get(key) not in known),
        changed=tuple(changed),
        taken_out=tuple(
            row | {WITHDRAWN: YES} for name, row in known.items() if name not in left and name not in unknown
        ),
    )


def new_key(log: str) -> str:
    """Make the number of a new row."""
    return f"{log}-{uuid.uuid4().hex[:8]}"


def merged(mine: Row, before: Row, now: Row) -> Row:
    """Put my changes of a row on what a colleague made of it meanwhile."""
    return now | {column: value for column, value in mine.items() if value != before.get(column)}


def up_to_date(store: Store, log: str, rows: Iterable[Row], before: Iterable[Row]) -> list[Row]:
    """Give edited rows as they are to be saved: a cell that only a colleague changed meanwhile keeps what he wrote."""
    key = key_of(log)
    were = {row[key]: row for row in before}
    now = {row[key]: row for row in _rows(store, log, "", [])}
    return [merged(row, were[row[key]], now[row[key]]) if row[key] in were and row[key] in now else row for row in rows]


def problems(log: str, row: Row, today: date) -> dict[str, str]:
    """Say of each column of a row what is wrong with it, by the key of its text."""
    of = logs()[log]
    wrong = {column: _missing(column) for column in ("channel", *required(log)) if column in row and not row[column]}
    wrong |= {column: "future" for column, value in row.items() if _is_ahead(value, today)}
    wrong |= {
        need.column: need.why for need in of.needs if row.get(need.where) in need.is_ and not row.get(need.column)
    }
    for earlier, later in of.order:
        if row.get(earlier) and row.get(later) and row[later] < row[earlier]:
            wrong[later] = "backwards"
    if row.get("escalated_at") and row.get("day") and row["escalated_at"].date() != row["day"]:
        wrong["escalated_at"] = "another_day"
    return wrong


def _missing(column: str) -> str:
    return "missing" if column in {"channel", "day"} else "needed"


def _is_ahead(value: object, today: date) -> bool:
    day = value.date() if isinstance(value, datetime) else value
    return isinstance(day, date) and day > today


# -- files -----------------------------------------------------------------------------------------


def speaks_of(store: Store, log: str, rows: Sequence[Row], today: date) -> tuple[date, date]:
    """Give the one day that a hand edit speaks of: late enough to win, and no claim on any other day.

    A register says what holds from the day of the edit on; a log speaks of the days of its rows.
    """
    newest = store.query(f"select max(snapshot_date) from (from {log} union all by name from history.{log})")[0][0]
    last = today if logs()[log].is_register else max(row["day"] for row in rows)
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
    lines.writerows([[_written(field, row.get(field)) for field in form.columns] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _written(field: str, value: object) -> str:
    if value is None or (field == "channel" and value == EVERY_CHANNEL):
        return ""
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)


def is_complete(store: Store, log: str, first: date, last: date) -> bool:
    """Whether an upload that counts speaks for all these days: then a day without a row is a day without an event."""
    spans = "select 1 from covered join upload using (batch_id) where undone_at is null and covered.fact = ?"
    whole = f"{spans} and covered.channel is null and day_from <= ? and day_to >= ? limit 1"
    return bool(store.query(whole, [log, first, last]))


def claims(store: Store, log: str, first: date, last: date) -> list[int]:
    """Find the uploads that say nothing but that days are complete, between two days: what the page can take back."""
    empty = "select batch_id from upload where undone_at is null and fact = ? and rows_read = 0"
    return [batch for (batch,) in store.query(f"{empty} and period_from <= ? and period_to >= ?", [log, last, first])]
