"""One table on its way into the store: its text staged and typed, its rows planned, then entered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from data import ledger
from data.errors import DoubtfulExportError
from data.facts import FACTS
from data.intake.incoming import make_arrived, number
from data.intake.refused import refuse_hopeless, refused
from data.intake.remarks import remarks
from data.intake.settle import apply_load, plan_load
from data.notes import note
from data.sql import name, names
from data.texts.faded import without_faded
from data.values import rows
from data.values.cleaning import cleaned, without_blank_rows
from data.values.columns import fields_of
from data.values.handwritten import handwritten
from data.values.marks import decimal_marks
from data.values.pasted import refuse_exports_below_each_other, refuse_repeated_days, refuse_unsorted_days
from data.values.personal import masked
from data.values.swapped import refuse_days_told_otherwise, refuse_swapped_days
from data.values.yearless import with_years

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from data.facts import Fact
    from data.intake.settle import Settled
    from data.intake.staging import Staging
    from data.ledger import Refusal, Upload
    from data.notes import Note

_ROUNDED = 2  # long ids that all end in two zeros: a spreadsheet has rounded them; chance does it once in 10,000 files


@dataclass(frozen=True)
class Arrived:
    """A table that was read: its typed rows stand in the temp view `arrived` of a cursor, in no store yet."""

    upload: Upload  # the entry of the ledger, but for its number and what its rows do to the store
    refusals: tuple[Refusal, ...]
    settling: int  # last days of the download whose figures may still change

    @property
    def fact(self) -> Fact:
        """The fact that the rows feed."""
        return FACTS[self.upload.fact]

    def noting(self, notes: tuple[Note, ...]) -> Arrived:
        """Add what is to be said about the rest of the file."""
        return replace(self, upload=replace(self.upload, notes=(*self.upload.notes, *notes)))


def arrive(staging: Staging) -> Arrived:
    """Stage the text, type it and refuse what is doubtful; nothing is written outside the cursor's temp tables."""
    _stage(staging)
    refuse_swapped_days(staging)
    _type(staging)
    refuse_days_told_otherwise(staging)
    refuse_exports_below_each_other(staging)
    refusals = refused(staging)
    refuse_hopeless(staging, refusals)
    merged, said = make_arrived(staging)
    done = replace(_with_period(staging), **_counted(staging), rows_merged=merged)
    done = replace(done, notes=(*staging.reading.notes, *said, *remarks(staging)))
    staging.tx.unregister("stage")  # the text is not needed again, and would stay in memory
    return Arrived(done, refusals, staging.reading.format.provisional_days)


def plan(tx: duckdb.DuckDBPyConnection, arrived: Arrived, batch_id: int) -> tuple[Upload, Settled]:
    """Plan the load under a number; give the whole entry of the ledger."""
    number(tx, batch_id)
    numbered = replace(arrived.upload, batch_id=batch_id)
    settled = plan_load(tx, arrived.fact, numbered)
    fates = {f"rows_{fate}": getattr(settled, fate) for fate in ("new", "changed", "unchanged", "older")}
    out = (note("rows_withdrawn", n=settled.withdrawn),) if settled.withdrawn else ()
    return replace(numbered, **fates, notes=(*numbered.notes, *out)), settled


def enter(tx: duckdb.DuckDBPyConnection, arrived: Arrived, upload: Upload, settled: Settled) -> None:
    """Write what was planned: rows, ledger, refusals, and the days the file is evidence for; the caller commits."""
    apply_load(tx, arrived.fact, settled)
    ledger.write(tx, upload)
    ledger.write_refusals(tx, upload.batch_id, arrived.refusals)
    _cover(tx, upload)


# -- text to values --------------------------------------------------------------------------


def _stage(staging: Staging) -> None:
    """Put the cleaned text where SQL can see it."""
    table = staging.reading.columns
    for field, cell in staging.cells.items():
        column = cleaned(table[field], cell.blank)
        if cell.kind == "yearless_date":
            refuse_repeated_days(staging, field, column.to_pylist())
            refuse_unsorted_days(staging, field, column.to_pylist())
            column = pa.array(with_years(column.to_pylist(), int(staging.upload.answers["year"])), pa.string())
        elif cell.kind == "hand_date":
            days = None if field == "day" or "day" not in staging.cells else table["day"].to_pylist()
            column = pa.array(handwritten(column.to_pylist(), int(staging.upload.answers["year"]), days), pa.string())
        table = table.set_column(table.column_names.index(field), field, column)
    staging.tx.register("stage", without_blank_rows(table, list(staging.cells)))


def _type(staging: Staging) -> None:
    staging.marks.update(_decimal_marks(staging))
    typing = rows.statement(staging.reading, staging.brand, staging.marks)
    silent = rows.silent(staging.reading, staging.brand)
    without = f"EXCLUDE ({names(silent)})" if silent else ""
    blank = "".join(f", CAST(NULL AS {kind}) AS {name(column)}" for column, kind in silent.items())
    there = set(staging.fact.own) - set(silent)
    typing = f"SELECT * {without} FROM ({typing})"
    typing = masked(typing, staging.fact.name, staging.brand.id_key, there, done=_done(staging))
    typing = without_faded(typing, staging.fact.name, there)
    # a column of nothing takes as much memory as one of numbers: it is left to the view
    staging.tx.execute(f"CREATE OR REPLACE TEMP TABLE given AS {typing}")
    staging.tx.execute(f"CREATE OR REPLACE TEMP VIEW typed AS SELECT *{blank} FROM given")
    _refuse_rounded_ids(staging)


def _done(staging: Staging) -> set[str]:
    """Name the columns whose cells are masked as they are typed."""
    return {field for field, cell in staging.cells.items() if cell.kind == "private_text"}


def _decimal_marks(staging: Staging) -> dict[str, str | None]:
    query = decimal_marks(staging.reading)
    if query is None:
        return {}
    found = staging.tx.execute(query)
    return dict(zip([column[0] for column in found.description or []], found.fetchone() or (), strict=True))


def _refuse_rounded_ids(staging: Staging) -> None:
    """Excel keeps 15 digits: when every long id ends in zeros, all of them are wrong."""
    for field, cell in staging.cells.items():
        if cell.kind != "id" or field not in staging.fact.columns:
            continue
        long = f"regexp_full_match({name(field)}, '[0-9]{{17,}}')"
        total, sound, example = staging.row(
            f"SELECT count(*) FILTER ({long}), count(*) FILTER ({long} AND {name(field)} NOT LIKE '%00'), "
            f"min({name(field)}) FILTER ({long}) FROM typed"
        )
        if total >= _ROUNDED and sound == 0:
            header = staging.reading.headers.get(field, field)
            raise DoubtfulExportError(file=staging.reading.file, why="rounded_ids", column=header, cell=example)


# -- ledger ------------------------------------------------------------------------------------


def _counted(staging: Staging) -> dict[str, Any]:
    """Count the lines of the table: read, refused, and set aside because Ninety reads nothing in them."""
    read, refused_rows, refused_cells = staging.row(
        "SELECT count(*), count(*) FILTER (missing <> ''), "
        "sum(len(string_split(refused, ','))) FILTER (refused <> '' AND missing = '') FROM typed"
    )
    silent = staging.reading.columns.num_rows - read
    return {
        "rows_read": read,
        "rows_refused": refused_rows,
        "cells_refused": int(refused_cells or 0),
        "rows_set_aside": len(staging.reading.set_aside) + silent,
    }


def _with_period(staging: Staging) -> Upload:
    """Complete the entry of the ledger with what the rows say: days, channel, account, columns."""
    first, last, snapshot = _period(staging)
    return replace(
        staging.upload,
        period_from=first,
        period_to=last,
        snapshot_date=snapshot,
        channel=_whose(staging, "channel", staging.reading.channel),
        account=_whose(staging, "account", staging.reading.account),
        fields=tuple(sorted(fields_of(staging.reading))),
        meanings=staging.reading.meanings,
        period_stated=staging.reading.period_stated,
    )


def _period(staging: Staging) -> tuple[date | None, date | None, date | None]:
    columns = ("period_from", "period_to") if staging.fact.name == "ads" else ("day", "day")
    first, last, snapshot = staging.row(f"SELECT min({columns[0]}), max({columns[1]}), max(snapshot_date) FROM arrived")
    if (stated := staging.stated) is not None:
        return stated[0], stated[1], snapshot or stated[1]
    return first, staging.through(last), snapshot


def _whose(staging: Staging, column: str, said: str | None) -> str | None:
    """Give the channel or account, when the file speaks of one; a log kept by the team speaks of all."""
    if column not in staging.fact.columns or (column == "channel" and staging.fact.is_log):
        return None
    low, high = staging.row(f"SELECT min({column}), max({column}) FROM arrived")
    return str(low) if low is not None and low == high else said


def _cover(tx: duckdb.DuckDBPyConnection, upload: Upload) -> None:
    """Remember which days the file is evidence for."""
    if upload.period_from is not None and upload.period_to is not None:
        channel = None if upload.channel == rows.EVERY_CHANNEL else upload.channel
        days = [upload.period_from, upload.period_to]
        tx.execute("INSERT INTO covered VALUES (?, ?, ?, ?, ?)", [upload.batch_id, upload.fact, channel, *days])
