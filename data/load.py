"""One load inside a transaction: stage the text, type it, settle the rows, write the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from data import ledger, rows
from data.cleaning import cleaned, without_blank_rows
from data.errors import DoubtfulExportError
from data.facts import FACTS
from data.incoming import make_incoming
from data.marks import decimal_marks
from data.pasted import refuse_exports_below_each_other, refuse_repeated_days
from data.refused import refuse_hopeless, refused
from data.remarks import remarks
from data.settle import settle_load
from data.sql import name
from data.staging import Staging
from data.swapped import refuse_swapped_days
from data.yearless import with_years

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from data.exports import Reading
    from data.ledger import Refusal, Upload
    from data.rows import Brand

_OF_EVERY_CHANNEL = frozenset({"content_log", "incidents", "answers"})  # logs, whichever channels their rows name
_ROUNDED = 3  # long ids that all end in zeros: a spreadsheet has rounded them


@dataclass(frozen=True)
class Loaded:
    """What came of a load."""

    upload: Upload
    refusals: tuple[Refusal, ...]


def load(tx: duckdb.DuckDBPyConnection, reading: Reading, upload: Upload, brand: Brand) -> Loaded:
    """Load a reading under the number its upload has; the caller commits."""
    staging = Staging(tx, reading, upload, brand)
    _stage(staging)
    refuse_swapped_days(staging)
    _type(staging)
    refuse_exports_below_each_other(staging)
    refusals = refused(staging)
    refuse_hopeless(staging, refusals)
    merged = make_incoming(staging)
    draft = _with_period(staging)
    ledger.write(tx, draft)  # settling ranks the uploads of the ledger
    settled = settle_load(tx, FACTS[reading.fact], draft.batch_id)
    _cover(tx, draft)
    done = replace(
        draft,
        rows_read=staging.number("SELECT count(*) FROM typed"),
        rows_new=settled.new,
        rows_changed=settled.changed,
        rows_unchanged=settled.unchanged,
        rows_older=settled.older,
        rows_refused=staging.number("SELECT count(*) FROM typed WHERE missing <> ''"),
        cells_refused=staging.number(
            "SELECT sum(len(string_split(refused, ','))) FROM typed WHERE refused <> '' AND missing = ''"
        ),
        notes=(*reading.notes, *merged, *remarks(staging)),
    )
    ledger.write(tx, done)
    ledger.write_refusals(tx, done.batch_id, refusals)
    return Loaded(done, refusals)


# -- text to values --------------------------------------------------------------------------


def _stage(staging: Staging) -> None:
    """Put the cleaned text where SQL can see it."""
    table = staging.reading.columns
    for field, cell in staging.cells.items():
        column = cleaned(table[field], cell.blank)
        if cell.kind == "yearless_date":
            refuse_repeated_days(staging, field, column.to_pylist())
            column = pa.array(with_years(column.to_pylist(), int(staging.upload.answers["year"])), pa.string())
        table = table.set_column(table.column_names.index(field), field, column)
    staging.tx.register("stage", without_blank_rows(table, list(staging.cells)))


def _type(staging: Staging) -> None:
    staging.marks.update(_decimal_marks(staging))
    typing = rows.statement(staging.reading, staging.brand, staging.marks)
    staging.tx.execute(f"CREATE OR REPLACE TEMP TABLE typed AS {typing}")
    _refuse_rounded_ids(staging)


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
        fields=tuple(sorted(rows.fields_of(staging.reading))),
    )


def _period(staging: Staging) -> tuple[date | None, date | None, date | None]:
    columns = ("period_from", "period_to") if staging.fact.name == "ads" else ("day", "day")
    first, last, snapshot = staging.row(
        f"SELECT min({columns[0]}), max({columns[1]}), max(snapshot_date) FROM incoming"
    )
    if (stated := staging.stated) is not None:
        return stated[0], stated[1], snapshot or stated[1]
    return first, last, snapshot


def _whose(staging: Staging, column: str, said: str | None) -> str | None:
    """Give the channel or account, when the file speaks of one; a log kept by the team speaks of all."""
    if column not in staging.fact.columns or (column == "channel" and staging.fact.name in _OF_EVERY_CHANNEL):
        return None
    low, high = staging.row(f"SELECT min({column}), max({column}) FROM incoming")
    return str(low) if low is not None and low == high else said


def _cover(tx: duckdb.DuckDBPyConnection, upload: Upload) -> None:
    """Remember which days the file is evidence for."""
    if upload.period_from is not None and upload.period_to is not None:
        channel = None if upload.channel == rows.EVERY_CHANNEL else upload.channel
        days = [upload.period_from, upload.period_to]
        tx.execute("INSERT INTO covered VALUES (?, ?, ?, ?, ?)", [upload.batch_id, upload.fact, channel, *days])
