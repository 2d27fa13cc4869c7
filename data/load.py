"""One load inside a transaction: stage the text, type it, settle the rows, write the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from data import cells, ledger, rows
from data.cleaning import cleaned, without_blank_rows
from data.errors import DoubtfulExportError
from data.facts import FACTS, ORIGIN
from data.ledger import KEPT, Refusal
from data.notes import Note, note
from data.settle import settle_load
from data.sql import literal, name, names
from data.yearless import with_years

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from data.exports import Reading
    from data.ledger import Upload
    from data.rows import Brand

_HIDDEN = frozenset({"person", "private_text"})  # kinds of cell whose text is never shown
_ROUNDED = 3  # ids that all end in zeros: a spreadsheet has rounded them


@dataclass(frozen=True)
class Loaded:
    """What came of a load."""

    upload: Upload
    refusals: tuple[Refusal, ...]


def load(tx: duckdb.DuckDBPyConnection, reading: Reading, upload: Upload, brand: Brand) -> Loaded:
    """Load a reading under the number its upload has; the caller commits."""
    return _Load(tx, reading, upload, brand).run()


class _Load:
    def __init__(self, tx: duckdb.DuckDBPyConnection, reading: Reading, upload: Upload, brand: Brand) -> None:
        self.tx, self.reading, self.upload, self.brand = tx, reading, upload, brand
        self.fact = FACTS[reading.fact]
        self.cells = {f: c for f, c in reading.format.cells.items() if f in reading.columns.column_names}
        self.notes: list[Note] = list(reading.notes)

    def run(self) -> Loaded:
        self._stage()
        self._type()
        refusals = self._refusals()
        self._refuse_hopeless(refusals)
        self._incoming()
        first, last, snapshot = self._period()
        fields = sorted(rows.fields_of(self.reading))
        draft = replace(
            self.upload, snapshot_date=snapshot, period_from=first, period_to=last, fields=tuple(fields), **self._whose()
        )
        ledger.write(self.tx, draft)  # settling ranks the uploads of the ledger
        settled = settle_load(self.tx, self.fact, draft.batch_id)
        self._cover(draft)
        self._remark()
        upload = replace(
            draft,
            rows_read=self._one("SELECT count(*) FROM typed"),
            rows_new=settled.new,
            rows_changed=settled.changed,
            rows_unchanged=settled.unchanged,
            rows_older=settled.older,
            rows_refused=self._one("SELECT count(*) FROM typed WHERE missing <> ''"),
            cells_refused=self._one(
                "SELECT coalesce(sum(len(string_split(refused, ','))), 0) FROM typed WHERE refused <> '' AND missing = ''"
            ),
            notes=tuple(self.notes),
        )
        ledger.write(self.tx, upload)
        ledger.write_refusals(self.tx, upload.batch_id, refusals)
        return Loaded(upload, refusals)

    def _one(self, query: str) -> int:
        row = self.tx.execute(query).fetchone()
        return int(row[0]) if row else 0

    # -- text to values ----------------------------------------------------------------------

    def _stage(self) -> None:
        table = self.reading.columns
        for field, cell in self.cells.items():
            column = cleaned(table[field], cell.blank)
            if cell.kind == "yearless_date":
                column = pa.array(with_years(column.to_pylist(), int(self.upload.answers["year"])), pa.string())
            table = table.set_column(table.column_names.index(field), field, column)
        self.tx.register("stage", without_blank_rows(table, list(self.cells)))

    def _type(self) -> None:
        marks: dict[str, str | None] = {}
        if (query := rows.decimal_marks(self.reading)) is not None:
            found = self.tx.execute(query)
            marks = dict(zip([column[0] for column in found.description], found.fetchone(), strict=True))
        self.tx.execute(f"CREATE OR REPLACE TEMP TABLE typed AS {rows.statement(self.reading, self.brand, marks)}")
        self._refuse_rounded_ids()

    def _refuse_rounded_ids(self) -> None:
        """Excel keeps 15 digits: when every long id ends in zeros, all of them are wrong."""
        for field, cell in self.cells.items():
            if cell.kind == "id" and field in self.fact.columns:
                long = f"regexp_full_match({name(field)}, '[0-9]{{17,}}')"
                query = (
                    f"SELECT count(*) FILTER ({long}), count(*) FILTER ({long} AND {name(field)} NOT LIKE '%00'), "
                    f"min({name(field)}) FILTER ({long}) FROM typed"
                )
                total, sound, example = self.tx.execute(query).fetchone() or (0, 0, None)
                if total >= _ROUNDED and sound == 0:
                    header = self.reading.headers.get(field, field)
                    raise DoubtfulExportError(file=self.reading.file, why="rounded_ids", column=header, cell=example)

    # -- what was refused ----------------------------------------------------------------------

    def _refusals(self) -> tuple[Refusal, ...]:
        """List refused rows and cells with their place, their text and the reason."""
        shown = names(self.cells, "stage")
        query = (
            f"SELECT typed.source_row, refused, missing, {shown} FROM typed JOIN stage USING (source_row) "
            f"WHERE refused <> '' OR missing <> '' ORDER BY source_row LIMIT {KEPT}"
        )
        found: list[Refusal] = []
        for line, refused, missing, *texts in self.tx.execute(query).fetchall():
            said = dict(zip(self.cells, texts, strict=True))
            if missing:
                found.append(self._row_refusal(line, missing.split(","), set(refused.split(",")), said))
            else:
                found.extend(self._refusal(line, field, said) for field in refused.split(","))
        return tuple(found[:KEPT])

    def _row_refusal(self, line: int, missing: list[str], refused: set[str], said: dict[str, str]) -> Refusal:
        """Name the cell that costs a row: the one that says something unreadable, else the blank one."""
        twins = {"day": self.fact.moment, self.fact.moment: "day"}  # one may stand for the other
        candidates = [twin for field in missing for twin in (field, twins.get(field)) if twin]
        field = next((one for one in candidates if one in refused), next((f for f in candidates if f in said), missing[0]))
        return self._refusal(line, field, said, whole_row=True, unreadable=field in refused)

    def _refusal(
        self, line: int, field: str, said: dict[str, str], *, whole_row: bool = False, unreadable: bool = True
    ) -> Refusal:
        cell = self.cells.get(field)
        text = said.get(field)
        if text and (cell is None or cell.kind in _HIDDEN):
            text = "***"
        reason = cell.kind if cell is not None and unreadable else "missing"
        if unreadable and field in ("replied_at", "reply_after") and cell is not None and not whole_row:
            reason = self._reply_reason(line, field)
        header = self.reading.headers.get(field)
        return Refusal(
            self.reading.sheet, line, field.removeprefix("metric:"), header, text and text[:200], reason, whole_row
        )

    def _reply_reason(self, line: int, field: str) -> str:
        """Tell a reply before its message from a time that could not be read."""
        cell = self.cells[field]
        setting = self._setting(field)
        typed = cells.typed(cell, name(field), setting)
        row = self.tx.execute(f"SELECT {typed} FROM stage WHERE source_row = {line}").fetchone()
        return "reply_before_message" if row and row[0] is not None else cell.kind

    def _setting(self, field: str) -> cells.Setting:
        cell = self.cells[field]
        zone = rows.zone_of(cell, self.reading.format, self.brand)
        return cells.Setting(zone, "", "9999-12-31", self.reading.format.values.get(field, {}), ".")

    def _refuse_hopeless(self, refusals: tuple[Refusal, ...]) -> None:
        """An export of which no row can be read is no export to load."""
        kept = self._one("SELECT count(*) FROM typed WHERE missing = ''")
        if kept:
            return
        if not refusals and self.reading.stated:
            return  # nothing happened in the period it states: that is evidence too
        first = refusals[0] if refusals else None
        raise DoubtfulExportError(
            file=self.reading.file,
            why="no_row_readable" if first else "no_rows",
            row=first.source_row if first else self.reading.header_line,
            column=(first.header or first.field) if first else "",
            cell=(first.cell or "") if first else "",
        )

    # -- rows of the fact ------------------------------------------------------------------------

    def _incoming(self) -> None:
        """Make the rows that go into the store; those that share a key become one."""
        origin = f"DATE '{self._snapshot()}' AS snapshot_date, CAST({self.upload.batch_id} AS INTEGER) AS batch_id"
        own = [c for c in self.fact.own if c not in ("answer_known", "known_until", "wait_hours", "metric", "value")]
        kind = {"messages": self._messages, "account_day": self._account_days}.get(self.fact.name)
        source = kind(own) if kind else f"SELECT {names(own)}, source_row FROM typed WHERE missing = ''"
        self.tx.execute(f"CREATE OR REPLACE TEMP VIEW incoming AS SELECT *, {origin} FROM ({source})")
        self._merge_twins()

    def _snapshot(self) -> str:
        """Give the last day the file speaks of; a stated end may not lie beyond the load."""
        stated = min(self.reading.stated[1], self.upload.loaded_at.date()) if self.reading.stated else None
        columns = {"ads": "period_to", "messages": "greatest(day, CAST(replied_at AS DATE))"}
        query = f"SELECT max({columns.get(self.fact.name, 'day')}) FROM typed WHERE missing = ''"
        row = self.tx.execute(query).fetchone()
        days = [day for day in (stated, row and row[0]) if day is not None]
        return max(days).isoformat() if days else "1970-01-01"

    def _messages(self, own: list[str]) -> str:
        """Unanswered messages wait until the last moment their file knows of."""
        row = self.tx.execute("SELECT max(greatest(received_at, replied_at)) FROM typed WHERE missing = ''").fetchone()
        until = f"TIMESTAMP '{row[0] if row and row[0] else '1970-01-01'}'"
        known = "replied_at" in rows.fields_of(self.reading)
        wait = f"(epoch(coalesce(replied_at, {until})) - epoch(received_at)) / 3600" if known else "CAST(NULL AS DOUBLE)"
        return (
            f"SELECT {names(own)}, source_row, {literal(known)} AS answer_known, {until} AS known_until, "
            f"{wait} AS wait_hours FROM typed WHERE missing = ''"
        )

    def _account_days(self, own: list[str]) -> str:
        """Turn a wide row into one row per metric; a blank cell says nothing."""
        metrics = [field for field in self.cells if field.startswith("metric:")]
        if metrics:
            pairs = ", ".join(
                f"{{'metric': {literal(field.removeprefix('metric:'))}, 'value': CAST({name(field)} AS DOUBLE)}}"
                for field in metrics
            )
            figures = f"SELECT {names(own)}, source_row, unnest([{pairs}], recursive := true) FROM typed WHERE missing = ''"
        else:
            figures = f"SELECT {names(own)}, source_row, metric, value FROM typed WHERE missing = '' AND metric IS NOT NULL"
        days = f"SELECT * FROM ({figures}) WHERE value IS NOT NULL"
        quiet = [metric for metric in self.reading.format.zero_if_absent]
        return f"{days} UNION ALL {self._quiet_days(days, quiet)}" if quiet else days

    def _quiet_days(self, days: str, metrics: list[str]) -> str:
        """Some exports leave out days without any: a gap between their first and last day is a zero."""
        return (
            "SELECT channel, account, CAST(unnest(generate_series(min(day), max(day), INTERVAL 1 DAY)) AS DATE) AS day, "
            f"min(source_row) AS source_row, metric, 0.0 AS value FROM ({days}) AS found "
            f"WHERE metric IN ({', '.join(map(literal, metrics))}) GROUP BY channel, account, metric "
            f"HAVING count(*) > 1"
        )

    def _merge_twins(self) -> None:
        key = names(self.fact.key)
        twins = self._one(f"SELECT count(*) - count(DISTINCT ({key})) FROM incoming")
        if not twins:
            return
        if self.fact.added_up:
            self._materialise(f"SELECT {self._added_up()} FROM incoming GROUP BY {key}")
            self.notes.append(note("rows_added_up", n=twins))
            return
        # of a day that was left out and one that was not, the latter; of equal keys, the last in the file
        order = "value DESC, source_row DESC" if self.fact.name == "account_day" else "source_row DESC"
        if self.fact.name == "account_day":
            quiet = self._one(f"SELECT count(*) - count(DISTINCT ({key})) FROM incoming WHERE value <> 0")
            order, twins = "abs(value) DESC, source_row DESC" if not quiet else "source_row DESC", quiet
        self._materialise(f"FROM incoming QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {order}) = 1")
        if twins:
            self.notes.append(note("rows_repeated", n=twins))

    def _materialise(self, query: str) -> None:
        self.tx.execute(f"CREATE OR REPLACE TEMP TABLE merged AS {query}")
        self.tx.execute("DROP VIEW temp.incoming")
        self.tx.execute("CREATE TEMP VIEW incoming AS FROM merged")

    def _added_up(self) -> str:
        """Sum what can be summed; of figures that cannot, such as reach, a sum is no figure."""
        others = [c for c in (*self.fact.own, *ORIGIN) if c not in self.fact.key and c not in self.fact.added_up]
        parts = [f"sum({name(c)}) AS {name(c)}" for c in self.fact.added_up]
        for column in others:
            single = f"CASE WHEN count(DISTINCT {name(column)}) <= 1 THEN max({name(column)}) END"
            parts.append(f"{'min(source_row)' if column == 'source_row' else single} AS {name(column)}")
        return ", ".join([names(self.fact.key), *parts])

    # -- ledger ------------------------------------------------------------------------------------

    def _period(self) -> tuple[date | None, date | None, date | None]:
        columns = ("period_from", "period_to") if self.fact.name == "ads" else ("day", "day")
        query = f"SELECT min({columns[0]}), max({columns[1]}), max(snapshot_date) FROM incoming"
        first, last, snapshot = self.tx.execute(query).fetchone() or (None, None, None)
        if self.reading.stated:
            first = self.reading.stated[0]
            last = min(self.reading.stated[1], self.upload.loaded_at.date())
            snapshot = snapshot or last
        return first, last, snapshot

    def _whose(self) -> dict[str, str | None]:
        """Name the channel and the account when the file speaks of one."""
        return {column: self._only(column) or getattr(self.reading, column) for column in ("channel", "account")}

    def _only(self, column: str) -> str | None:
        if column not in self.fact.columns:
            return None
        query = f"SELECT min({column}), max({column}) FROM incoming"
        low, high = self.tx.execute(query).fetchone() or (None, None)
        return low if low == high else None

    def _cover(self, upload: Upload) -> None:
        """Remember which days the file is evidence for."""
        if upload.period_from is not None and upload.period_to is not None:
            channel = None if upload.channel == "all" else upload.channel
            self.tx.execute(
                "INSERT INTO covered VALUES (?, ?, ?, ?, ?)",
                [upload.batch_id, upload.fact, channel, upload.period_from, upload.period_to],
            )

    def _remark(self) -> None:
        silent = self.reading.columns.num_rows - self._one("SELECT count(*) FROM typed")
        if silent:
            self.notes.append(note("rows_silent", n=silent))
        apart = self._one("SELECT count(*) FROM typed WHERE id_disagrees AND missing = ''")
        if apart:
            self.notes.append(note("id_time_differs", n=apart))
        times = [c for c in self.cells.values() if c.kind == "timestamp" and c.zone is None and "%z" not in "".join(c.patterns)]
        if times and self.reading.format.zone is None:
            self.notes.append(note("zone_assumed", zone=self.brand.zone))
        for field, totals in self.reading.totals.items():
            self._compare_total(field, totals)

    def _compare_total(self, field: str, totals: list[str]) -> None:
        """Compare what the rows add up to with what the export says they do."""
        column = name(field)
        typed = cells.typed(self.cells[field], "text", self._setting(field))
        totals = cleaned(pa.chunked_array([totals])).to_pylist()
        said = [
            row[0] for row in self.tx.execute(f"SELECT {typed} FROM unnest(?::VARCHAR[]) AS t(text)", [totals]).fetchall()
        ]
        (found,) = self.tx.execute(f"SELECT sum({column}) FROM typed").fetchone() or (None,)
        said = [float(one) for one in said if one is not None]
        if not said or found is None:
            return
        header, nearest = self.reading.headers[field], min(said, key=lambda one: abs(one - found))
        if abs(nearest - found) <= max(0.01, 1e-6 * abs(found)):
            self.notes.append(note("control_sum_ok", header=header, total=_plain(nearest)))
        else:
            self.notes.append(note("control_sum_differs", header=header, total=_plain(nearest), found=_plain(found)))


def _plain(number: float) -> str:
    """Write a sum without a tail of zeros."""
    return f"{float(number):.2f}".rstrip("0").rstrip(".")
