"""What an upload would change, before anything is written: shown to a person, who then decides."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.intake.settle import differs
from data.privacy.blank import PERSONAL
from data.sql import literal, name, names
from data.texts.there import IDS

if TYPE_CHECKING:
    from datetime import date

    import duckdb
    import pyarrow as pa

    from data.facts import Fact
    from data.ledger import Refusal, Upload
    from data.notes import Note

MOVERS, SAMPLE, OVERLAPS = 10, 10, 20  # rows shown
# the figures of a fact that a person knows by heart: a wrong file shows in them first
_FIGURES = {
    "posts": ("views", "impressions", "reactions", "link_clicks"),
    "account_day": ("value",),
    "ads": ("spend",),
    "web": ("sessions",),
    "funnel": ("leads", "link_clicks"),
}
_TITLES = {
    "posts": "coalesce(new.title, new.post_id)",
    "account_day": "coalesce(new.account, '')",
    "ads": "coalesce(nullif(new.ad, ''), new.campaign)",
    "web": "new.source",
}


@dataclass(frozen=True)
class Mover:
    """A row whose figure the upload changes: `old` is what counts now, None when the store has no figure."""

    title: str
    url: str | None
    channel: str
    day: date | None  # None: an ad whose period spans weeks
    field: str
    old: float | None
    new: float | None
    source_row: int


@dataclass(frozen=True)
class Overlap:
    """An earlier upload that counts and speaks of the same keys: how many, and how many of them say something else."""

    batch_id: int
    file: str
    day_from: date | None
    day_to: date | None
    rows: int
    differing: int


@dataclass(frozen=True)
class Preview:
    """What one table would do to the store."""

    upload: Upload  # the entry of the ledger as it would be; its number is 0
    refusals: tuple[Refusal, ...] = ()  # the first of them
    movers: tuple[Mover, ...] = ()  # the largest relative move first
    overlaps: tuple[Overlap, ...] = ()  # the newest upload first
    contradictions: tuple[Note, ...] = ()
    remembered: dict[str, int] = field(default_factory=dict)  # answer -> the earlier upload it was taken from
    sample: pa.Table | None = None  # rows as they would be stored, without the columns that are blank in all of them
    known: Upload | None = None  # the same table was loaded before, and counts
    people: dict[date, int] = field(default_factory=dict)  # Monday -> rows of its week that say something of people

    @property
    def as_last_time(self) -> bool:
        """Whether the file was read with answers that nobody gave this time."""
        return bool(self.remembered)


def movers(tx: duckdb.DuckDBPyConnection, fact: Fact, upload: Upload) -> tuple[Mover, ...]:
    """Find the figures that move most, among the rows that the upload wins; one figure a row."""
    figures = [one for one in _FIGURES.get(fact.name, ()) if one in upload.fields]
    if not figures:
        return ()
    moves = " UNION ALL ".join(_moves(fact, figure) for figure in figures)
    most = f"QUALIFY row_number() OVER (PARTITION BY {names(fact.key)} ORDER BY move DESC, figure) = 1"
    rows = tx.execute(
        f"SELECT title, url, channel, day, figure, old_value, new_value, source_row FROM ({moves}) "
        f"WHERE batch_id = {upload.batch_id} {most} ORDER BY move DESC, abs(new_value - old_value) DESC, source_row "
        f"LIMIT {MOVERS}"
    )
    return tuple(Mover(*row) for row in rows.fetchall())


def _moves(fact: Fact, figure: str) -> str:
    """Write the select of one figure before and after: from 4 to 6 is a move of 0.5, to nothing one of 1."""
    old, new = f"CAST(old.{name(figure)} AS DOUBLE)", f"CAST(new.{name(figure)} AS DOUBLE)"
    relative = f"abs({new} - {old}) / greatest(abs({old}), 1)"
    move = f"CASE WHEN {old} IS NULL THEN 0 WHEN {new} IS NULL THEN 1 ELSE {relative} END"
    title, url = _TITLES.get(fact.name, "''"), "new.url" if "url" in fact.columns else "NULL"
    field = "new.metric" if fact.name == "account_day" else literal(figure)
    return (
        f"SELECT {names(fact.key, 'new')}, {title} AS title, {url} AS url, new.day, {field} AS figure, "
        f"{old} AS old_value, {new} AS new_value, {move} AS move, new.source_row, new.batch_id "
        f"FROM folded AS new JOIN before AS old USING ({names(fact.key)}) "
        f"WHERE {old} IS DISTINCT FROM {new}"
    )


def overlaps(tx: duckdb.DuckDBPyConnection, fact: Fact, upload: Upload) -> tuple[Overlap, ...]:
    """Compare the rows that arrive with what earlier uploads say of the same keys, in the columns that both have."""
    batches = tx.execute(
        "SELECT batch_id, file, fields FROM upload WHERE batch_id IN "
        f"(SELECT DISTINCT batch_id FROM versions WHERE batch_id <> {upload.batch_id}) "
        f"ORDER BY batch_id DESC LIMIT {OVERLAPS}"
    ).fetchall()
    found = []
    for batch_id, file, fields in batches:
        both = sorted(set(upload.fields) & set(json.loads(fields)) - set(fact.key))
        query = (
            f"SELECT min(old.day), max(old.day), count(*), count(*) FILTER ({differs('new', 'old', both)}) "
            f"FROM versions AS old JOIN incoming AS new USING ({names(fact.key)}) WHERE old.batch_id = {batch_id}"
        )
        found.append(Overlap(batch_id, file, *tx.execute(query).fetchall()[0]))
    return tuple(found)


def people(tx: duckdb.DuckDBPyConnection, fact: Fact) -> dict[date, int]:
    """Count the rows that say something of people, by the Monday of their week; what went of a text stays gone."""
    held = [f"one.{column} IS NOT NULL" for column in PERSONAL.get(fact.name, ()) if column in fact.columns]
    if not held:
        return {}
    gone = (
        f"faded.source = {literal(fact.name)} AND faded.channel = one.channel AND faded.text_id = one.{IDS[fact.name]}"
    )
    rows = tx.execute(
        "SELECT CAST(date_trunc('week', day) AS DATE) AS monday, count(*) FROM incoming AS one "
        f"ANTI JOIN faded ON {gone} WHERE day IS NOT NULL AND ({' OR '.join(held)}) GROUP BY monday"
    )
    return dict(rows.fetchall())


def sample(tx: duckdb.DuckDBPyConnection, fact: Fact) -> pa.Table:
    """Give the first rows as they would be stored, with the line of the file that each stands on."""
    rows = tx.sql(f"SELECT {names(fact.own)}, source_row FROM incoming ORDER BY source_row LIMIT {SAMPLE}")
    table = rows.to_arrow_table()
    return table.select([column for column in table.column_names if table[column].null_count < len(table)])
