"""A file on its way into the store, up to where a person decides: read, typed and planned, nothing written.

Each table of the file becomes a `Prepared`: its typed rows in temp tables of a
cursor of its own, and the preview of what they would change. The store is free
meanwhile; others may load. What is abandoned is freed with its cursor.
"""

from __future__ import annotations

import hashlib
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from data import key, ledger
from data.access.acting import permit
from data.access.rights import Right
from data.audit import Done
from data.errors import DataError, DoubtfulExportError, NeedsAnswerError, ReadingCancelledError
from data.intake.asking import still_open
from data.intake.contradictions import between_tables, contradictions
from data.intake.likeness import account_alike
from data.intake.load import Arrived, plan
from data.intake.preview import Preview, movers, overlaps, sample
from data.intake.preview import people as of_people
from data.intake.staging import Staging
from data.ledger import SHOWN
from data.notes import note
from data.privacy import gone as people
from data.privacy.withheld import Withheld
from data.reading import remains
from data.values.rows import Brand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from threading import Event

    import duckdb

    from data.intake.settle import Settled
    from data.ledger import Upload
    from data.privacy.gone import Gone
    from data.reading.exports import Reading
    from data.store import Store

_NEVER = -1  # a revision that no store has


@dataclass(frozen=True)
class Basis:
    """What a plan rests on: while it is the same, the plan holds."""

    revision: int
    zone: str
    zones: Mapping[str, str]
    key: str
    id_key: str  # of ids that would tell whose they are (data/key.py)
    gone: str  # the fingerprint of who was erased: a file that was read before may hold somebody


@dataclass(frozen=True)
class Intake:
    """One file with what was said about it."""

    store: Store
    name: str
    content: bytes
    answers: dict[str, str]
    by: str | None
    now: datetime
    dated: bool = False  # the caller says when, as a rebuild does; else it is the moment of the commit
    remembered: dict[str, int] = field(default_factory=dict)
    cancel: Event | None = None
    scrubbed: str | None = None  # the fingerprint of the file, where `content` is what remains of it
    withheld: Withheld = field(default_factory=Withheld)  # what may be kept of a file that holds people who were erased

    @cached_property
    def sha256(self) -> str:
        """The fingerprint of the bytes."""
        return self.scrubbed or hashlib.sha256(self.content).hexdigest()

    def read(self, tx: duckdb.DuckDBPyConnection, before: int | None = None) -> tuple[Reading, ...]:
        """Read every usable table, with accounts spelled as in the uploads before."""
        return tuple(ledger.spelled_before(tx, one, before) for one in self.tables())

    def tables(self) -> tuple[Reading, ...]:
        """Read every usable table, or the one that remains of a file that was scrubbed."""
        if self.scrubbed:
            return (remains.read(self.content, self.answers, self.name),)
        return self.store.read(self.name, self.content, self.answers, cancel=self.cancel)

    def account_alike(self, reading: Reading) -> str | None:
        """Name the account whose earlier figures a table repeats."""
        brand = brand_of(basis_of(self.store), self.now)
        return account_alike(self.store.shared, reading, draft_of(reading, self), brand)


@dataclass(frozen=True)
class Held:
    """The typed rows of a table, in the temp tables of a cursor, and the plan that was made of them."""

    cursor: duckdb.DuckDBPyConnection
    arrived: Arrived
    planned: Upload  # numbered as the plan assumes
    settled: Settled
    basis: Basis


@dataclass(eq=False)
class Prepared:
    """One table, typed and planned; `close` frees it, and so does letting go of it."""

    intake: Intake
    preview: Preview
    held: Held | None  # None: the table is known already, or this was closed

    def close(self) -> None:
        """Free the typed rows; nothing of them was written."""
        if self.held is not None:
            self.held.cursor.close()
            self.held = None


def prepare(intake: Intake, *, remember: bool) -> tuple[Prepared, ...]:
    """Prepare every table of a file; raise what is wrong with it, or what must be asked first."""
    permit(Done(Right.UPLOAD, "load"), intake.store.path)
    known = [] if intake.scrubbed else intake.store.live(intake.sha256)
    try:
        with intake.store.shared.asking() as cursor:
            readings = intake.read(cursor)
    except DataError:
        if known:  # what counts already is not read again: its format may have been given up since
            return tuple(_known(intake, one) for one in known)
        raise
    there = [upload for one in readings if (upload := known_table(known, one, readings)) is not None]
    fresh = [one for one in readings if known_table(known, one, readings) is None]
    asked = still_open(intake.store, fresh, intake.answers, intake.account_alike)
    if asked.questions and remember and asked.is_remembered:
        given = {name: asked.memory[name].batch_id for name in asked.preset}
        return prepare(replace(intake, answers=intake.answers | asked.preset, remembered=given), remember=False)
    if asked.questions:
        form = fresh[0].format.name
        raise NeedsAnswerError(file=intake.name, questions=asked.questions, format=form, preset=asked.preset)
    return (*_prepare_tables(intake, fresh), *(_known(intake, one) for one in there))


def known_table(known: Sequence[Upload], reading: Reading, readings: Sequence[Reading]) -> Upload | None:
    """Find the upload of a table; one from before tables had names was of the first table."""
    for upload in known:
        if upload.table == reading.table or (upload.table == "" and reading is readings[0]):
            return upload
    return None


def _known(intake: Intake, upload: Upload) -> Prepared:
    refusals = tuple(intake.store.refusals(upload.batch_id)[:SHOWN])
    return Prepared(intake, Preview(upload, refusals, known=upload), None)


def _prepare_tables(intake: Intake, readings: Sequence[Reading]) -> list[Prepared]:
    """Prepare all tables or none: half a file would look like a whole one. Only one without rows may be missing."""
    basis, shared = basis_of(intake.store), intake.store.shared
    gone = people.read(intake.store.path)
    with ExitStack() as abandon, shared.asking():  # in the middle of it: nobody takes the file away meanwhile
        found: list[tuple[duckdb.DuckDBPyConnection, Arrived]] = []
        empty: list[Reading] = []
        for reading in readings:
            if intake.cancel is not None and intake.cancel.is_set():
                raise ReadingCancelledError(file=intake.name)
            cursor = shared.hold()
            abandon.callback(cursor.close)
            staging = Staging(cursor, reading, draft_of(reading, intake), brand_of(basis, intake.now))
            try:
                found.append((cursor, intake.withheld.arrive(staging, gone)))
            except DoubtfulExportError as doubt:
                if doubt.fields["why"] != "no_rows" or len(empty) + 1 == len(readings):
                    raise _placed(doubt, reading) from None
                empty.append(reading)
        notes = tuple(note("table_empty", table=one.table) for one in empty if not one.format.is_template)
        intake.withheld.look(intake, gone)
        prepared = [_planned(intake, cursor, one.noting(notes), basis, gone) for cursor, one in found]
        abandon.pop_all()
    for one, disagreements in between_tables(prepared):
        one.preview = replace(one.preview, contradictions=(*one.preview.contradictions, *disagreements))
    return prepared


def _placed(doubt: DoubtfulExportError, reading: Reading) -> DoubtfulExportError:
    """Name the table in the error, when the file has several."""
    place = f"{reading.file} › {reading.table}" if reading.table else reading.file
    return DoubtfulExportError(**doubt.fields | {"file": place})


def _planned(intake: Intake, cursor: duckdb.DuckDBPyConnection, arrived: Arrived, basis: Basis, gone: Gone) -> Prepared:
    number = intake.store.next_number()
    with intake.store.shared.writing if intake.withheld.ids else nullcontext():
        cursor.execute("BEGIN")  # one state of the store for the whole preview
        is_met = intake.withheld.meet(cursor, gone)
        planned, settled = plan(cursor, arrived, number)
        preview = _preview(cursor, intake, arrived, planned)
        cursor.execute("ROLLBACK" if is_met else "COMMIT")
    if is_met:  # as it will be, which it is not yet: the plan is made again
        basis = replace(basis, revision=_NEVER)
    return Prepared(intake, preview, Held(cursor, arrived, planned, settled, basis))


def _preview(tx: duckdb.DuckDBPyConnection, intake: Intake, arrived: Arrived, planned: Upload) -> Preview:
    fact = arrived.fact
    return Preview(
        upload=replace(planned, batch_id=0),
        refusals=arrived.refusals[:SHOWN],
        movers=movers(tx, fact, planned) if planned.rows_changed else (),
        overlaps=overlaps(tx, fact, planned) if planned.rows_known else (),
        contradictions=contradictions(tx, planned, arrived.settling),
        remembered=intake.remembered,
        sample=sample(tx, fact),
        people=of_people(tx, fact),
    )


def basis_of(store: Store) -> Basis:
    """Read what typing and planning depend on."""
    zones = {name.removeprefix("zone:"): value for name, value in store.settings("zone:").items()}
    of_people, of_ids = store.setting(key.SETTING) or "", key.of_ids(store)
    return Basis(
        store.revision, store.setting("zone") or "UTC", zones, of_people, of_ids, people.fingerprint(store.path)
    )


def brand_of(basis: Basis, now: datetime) -> Brand:
    """Give typing what it must know about the store."""
    return Brand(basis.zone, basis.key, now, basis.zones, basis.id_key)


def draft_of(reading: Reading, intake: Intake) -> Upload:
    """Begin the entry of the ledger; the rows complete it."""
    return ledger.Upload(
        batch_id=0,
        sha256=intake.sha256,
        file=reading.file,
        format=reading.format.name,
        fact=reading.fact,
        channel=reading.channel,
        account=reading.account,
        period_from=None,
        period_to=None,
        snapshot_date=None,
        fields=(),
        answers=intake.answers,
        loaded_at=intake.now,
        loaded_by=intake.by,
        table=reading.table,
        format_version=reading.format.version,
    )
