"""The typed rows of a file -> the rows that go into the store: one per key, with where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.format import REPLY_AFTER
from data.notes import Note, note
from data.sql import literal, name, names, words
from data.values.cells import ERASED
from data.values.columns import fields_of

if TYPE_CHECKING:
    import duckdb

    from data.intake.staging import Staging

_LATER = frozenset({"answer_known", "known_until", "wait_hours", "metric", "value"})
_NEVER = "1970-01-01"  # of a file without rows


def make_arrived(staging: Staging) -> tuple[int, tuple[Note, ...]]:
    """Make the temp view `arrived`; give how many rows shared a key with another, and the note that says so."""
    own = names(column for column in staging.fact.own if column not in _LATER)
    makers = {"messages": _messages, "account_day": _account_days}
    make = makers.get(staging.fact.name)
    rows = make(staging, own) if make else f"SELECT {own}, source_row FROM typed WHERE missing = ''"
    snapshot = f"DATE '{_snapshot(staging)}' AS snapshot_date"
    staging.tx.execute(f"CREATE OR REPLACE TEMP VIEW arrived AS SELECT *, {snapshot} FROM ({rows})")
    replies, paired = _replies(staging)
    twins, merged = _merge_twins(staging)
    return replies + twins, (*paired, *merged)


def number(tx: duckdb.DuckDBPyConnection, batch_id: int) -> None:
    """Make the temp view `incoming`: the arrived rows under the number of their upload."""
    batch = f"CAST({batch_id} AS INTEGER) AS batch_id"
    tx.execute(f"CREATE OR REPLACE TEMP VIEW incoming AS SELECT *, {batch} FROM arrived")


def _snapshot(staging: Staging) -> str:
    """Give the last day the file speaks of: never the clock, so that a rebuild gives the same store."""
    columns = {"ads": "period_to", "messages": "greatest(day, CAST(replied_at AS DATE))"}
    (last,) = staging.row(f"SELECT max({columns.get(staging.fact.name, 'day')}) FROM typed WHERE missing = ''")
    days = [day for day in (staging.stated and staging.stated[1], staging.through(last)) if day is not None]
    return max(days).isoformat() if days else _NEVER


def _messages(staging: Staging, own: str) -> str:
    """Let unanswered messages wait until the last moment their file knows of."""
    (last,) = staging.row("SELECT max(greatest(received_at, replied_at)) FROM typed WHERE missing = ''")
    until = f"TIMESTAMP '{last or _NEVER}'"
    whose = "missing = '' AND NOT no_message" if _is_thread(staging) else "missing = ''"
    known = _answer_known(staging)
    wait = f"CASE WHEN {known} THEN (epoch(coalesce(replied_at, {until})) - epoch(received_at)) / 3600 END"
    rows = (
        f"SELECT {own}, source_row, {known} AS answer_known, {until} AS known_until, {wait} AS wait_hours "
        f"FROM typed WHERE {whose}"
    )
    if not _is_thread(staging):
        return rows
    author = f"CASE WHEN NOT starts_with(author_hash, {literal(ERASED)}) THEN author_hash END"
    return f"SELECT * REPLACE ({author} AS author_hash) FROM ({rows})"  # drawn to pair the replies, and nobody's


def _answer_known(staging: Staging) -> str:
    """Whether a row tells of its answer: one whose time is refused was answered, nobody knows when."""
    if "replied_at" not in fields_of(staging.reading):
        return "false"
    if _is_thread(staging):
        return "NOT unknown_answer"
    return f"NOT list_has_any(string_split(refused, ','), [{words(('replied_at', *REPLY_AFTER))}])"


def _is_thread(staging: Staging) -> bool:
    return staging.fact.name == "messages" and "inbound" in staging.cells


def _replies(staging: Staging) -> tuple[int, tuple[Note, ...]]:
    """Count the rows that became part of the message they answer, and say how many messages found an answer."""
    if not _is_thread(staging):
        return 0, ()
    replies, answered, added = staging.row(
        "SELECT count(*) FILTER (no_message), count(*) FILTER (NOT no_message AND replied_at IS NOT NULL), "
        "count(*) FILTER (NOT no_message AND by_addition) FROM typed WHERE missing = ''"
    )
    return replies, (note("replies_paired", n=answered - added, added=added, replies=replies),)


# -- account days ------------------------------------------------------------------------------


def _account_days(staging: Staging, own: str) -> str:
    """Turn a wide row into one row per metric; a blank cell says nothing."""
    metrics = [field for field in staging.cells if field.startswith("metric:")]
    pairs = ", ".join(
        f"{{'metric': {literal(field.removeprefix('metric:'))}, 'value': CAST({name(field)} AS DOUBLE)}}"
        for field in metrics
    )
    figures = f"unnest([{pairs}], recursive := true)" if metrics else "metric, value"
    days = f"SELECT * FROM (SELECT {own}, source_row, {figures} FROM typed WHERE missing = '') WHERE value IS NOT NULL"
    quiet = staging.reading.format.zero_if_absent
    return f"{days} UNION ALL {_quiet_days(days, quiet)}" if quiet else days


def _quiet_days(days: str, metrics: tuple[str, ...]) -> str:
    """Write the days that some exports leave out: a gap between their first and last day is a zero."""
    key = "channel, account, metric"
    span = (
        f"SELECT {key}, unnest(generate_series(min(day), max(day), INTERVAL 1 DAY))::DATE AS day, "
        f"min(source_row) AS source_row FROM ({days}) WHERE metric IN ({words(metrics)}) GROUP BY {key}"
    )
    absent = f"SELECT * FROM ({span}) ANTI JOIN ({days}) USING ({key}, day)"
    return f"SELECT channel, account, day, source_row, metric, 0.0 AS value FROM ({absent})"


# -- rows that share a key -----------------------------------------------------------------------


def _merge_twins(staging: Staging) -> tuple[int, tuple[Note, ...]]:
    key = names(staging.fact.key)
    # equal hashes can be chance, different ones cannot: nearly always the cheap question is enough
    if not staging.number(f"SELECT count(*) - count(DISTINCT hash({key})) FROM arrived"):
        return 0, ()
    twins = staging.number(f"SELECT count(*) - count(DISTINCT ({key})) FROM arrived")
    if staging.fact.added_up:
        _materialise(staging, f"SELECT {_added_up(staging)} FROM arrived GROUP BY {key}")
        return twins, (note("rows_added_up", n=twins),) if twins else ()
    last = f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY source_row DESC) = 1"
    _materialise(staging, f"FROM arrived {last}")
    return twins, (note("rows_repeated", n=twins),) if twins else ()


def _materialise(staging: Staging, query: str) -> None:
    staging.tx.execute(f"CREATE OR REPLACE TEMP TABLE merged AS {query}")
    staging.tx.execute("CREATE OR REPLACE TEMP VIEW arrived AS FROM merged")


def _added_up(staging: Staging) -> str:
    """Sum what can be summed; of figures that cannot, such as reach, a sum is no figure."""
    fact = staging.fact
    parts = [f"sum({name(column)}) AS {name(column)}" for column in fact.added_up]
    for column in (*fact.own, "snapshot_date", "source_row"):
        if column == "source_row":
            parts.append("min(source_row) AS source_row")
        elif column not in fact.key and column not in fact.added_up:
            parts.append(
                f"CASE WHEN count(DISTINCT {name(column)}) <= 1 THEN max({name(column)}) END AS {name(column)}"
            )
    return ", ".join([names(fact.key), *parts])
