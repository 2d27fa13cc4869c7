"""Who changed what in a log: every version of every entry, told as steps from one value to the next.

All versions stand in the store: the one that counts in `main`, the others in `history`, each with its upload. They
are compared in the order in which they win, so a step says what the value was before it. An upload that was taken
back has no versions any more; the ledger still tells of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from data.facts import FACTS, WITHDRAWN
from kpi.logs import key_of, logs

if TYPE_CHECKING:
    from datetime import datetime

    from data.store import Store

What = Literal["added", "changed", "taken_out", "put_back"]
MOST = 500  # steps that are listed
HAND_EDIT = re.compile(r"[a-z_]+_\d{4}-\d{2}-\d{2}_\d{6}\.csv")  # files that the page itself writes
UNSAID = {"channel", "requested_on"}  # follow from elsewhere where nobody wrote them
STEPS = """
with version as (
    select {own}, batch_id from history.{log}
    union all
    select {own}, batch_id from main.{log} as now
    where not exists (from history.{log} as old where old.{key} = now.{key} and old.batch_id = now.batch_id)
),
ranked as (
    select version.*, upload.file, loaded_at, loaded_by, from_json(fields, '["VARCHAR"]') as has,
        row_number() over (partition by {key} order by upload.snapshot_date, batch_id) as nth,
        last_value({name}) over (
            partition by {key} order by upload.snapshot_date, batch_id
            rows between unbounded preceding and unbounded following
        ) as called
    from version join upload using (batch_id)
),
said as (
    select {key} as entry, called, batch_id, file, loaded_at, loaded_by, nth, has,
        unnest([{pairs}], recursive := true)
    from ranked
),
step as (
    select *, lag(said) over (partition by entry, field order by nth) as before
    from said
    -- a blank says nothing about a row being taken out
    where list_contains(has, field) and (field <> '{withdrawn}' or said is not null)
)
select batch_id, entry, called, loaded_at, loaded_by, file, nth, field, before, said
from step
where (nth = 1 and field = '{key}') or (field = '{withdrawn}' and said <> coalesce(before, 'false'))
    or (nth > 1 and field <> '{withdrawn}' and said is distinct from before)
order by loaded_at desc, batch_id desc, entry, field
"""
UNDONE = """
select batch_id, loaded_at, loaded_by, file, rows_read, undone_at, undone_by
from upload
where fact = ? and undone_at is not null
order by undone_at desc, batch_id desc
"""


@dataclass(frozen=True)
class Step:
    """One thing that somebody changed."""

    batch_id: int  # the upload that says so
    entry: str  # its key
    called: str
    when: datetime  # UTC
    by: str | None
    file: str
    what: What
    column: str | None = None  # of what was changed
    before: str | None = None
    after: str | None = None

    @property
    def by_hand(self) -> bool:
        """Whether it was written on the page."""
        return HAND_EDIT.fullmatch(self.file) is not None


@dataclass(frozen=True)
class Undone:
    """An upload of a log that was taken back: nothing it said counts."""

    batch_id: int
    when: datetime
    by: str | None
    file: str
    rows: int
    undone_at: datetime
    undone_by: str | None


def steps(store: Store, log: str, entry: str | None = None) -> list[Step]:
    """Tell what was changed, newest first: of one entry, or of all."""
    found = store.query(_statement(log), [str(store.setting("zone"))] * _moments(log))
    told = (_step(row) for row in found if entry in (None, row[1]))
    return [step for step, _ in zip(told, range(MOST), strict=False)]


def undone(store: Store, log: str) -> list[Undone]:
    """List the uploads of a log that were taken back, the last one first."""
    return [Undone(*row) for row in store.query(UNDONE, [log])]


def _step(told: tuple[Any, ...]) -> Step:
    batch_id, entry, called, when, by, file, nth, field, before, after = told
    who = (batch_id, entry, called or entry, when, by, file)
    if field == WITHDRAWN:
        return Step(*who, "taken_out" if after == "true" else "put_back")
    return Step(*who, "added") if nth == 1 else Step(*who, "changed", field, before, after)


def _statement(log: str) -> str:
    fact, key = FACTS[log], key_of(log)
    columns = [column for column in fact.own if column not in UNSAID - {key}]
    return STEPS.format(
        own=", ".join(fact.own),
        log=log,
        key=key,
        name=f"concat_ws(' · ', {', '.join(logs()[log].name)})",
        pairs=", ".join(f"{{'field': '{column}', 'said': {_text(log, column)}}}" for column in columns),
        withdrawn=WITHDRAWN,
    )


def _text(log: str, column: str) -> str:
    """Write a value as text; a moment in the zone that the statement is given."""
    if FACTS[log].columns[column] == "TIMESTAMP":
        return f"strftime(timezone(?, timezone('UTC', {column})), '%Y-%m-%d %H:%M')"
    return f"cast({column} as varchar)"


def _moments(log: str) -> int:
    return sum(kind == "TIMESTAMP" for kind in FACTS[log].columns.values())
