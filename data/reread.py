"""Uploads read once more from their raw files, under the numbers they have: with another zone, or another answer.

What counts depends on the live uploads alone (data/intake/settle.py). So the rows of
the uploads are taken out and what their files say now is put in, in one
transaction: every number is what it would have been had it been said at once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from data import book, changes, raw
from data.access.acting import permit
from data.access.rights import Right
from data.audit import Done
from data.brands import name_brands
from data.errors import NeedsAnswerError, UnreadableFileError
from data.facts import FACTS
from data.intake.commit import said_of
from data.intake.load import arrive, enter, plan
from data.intake.prepare import Intake, basis_of, brand_of, draft_of
from data.intake.settle import apply_undo, plan_undo
from data.intake.staging import Staging
from data.known import upcoming
from data.ledger import moment
from data.texts.follow import after_load
from data.texts.there import hear

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from data.intake.prepare import Basis
    from data.ledger import Upload
    from data.reading.exports import Reading
    from data.store import Store


def reread(
    store: Store, uploads: Sequence[Upload], rules: Mapping[str, str | None], by: str | None = None
) -> list[Upload]:
    """Read live uploads again with settings changed (None: taken away); whole or not at all.

    Raises UnreadableFileError when a raw file is gone, and whatever reading it raises; then nothing has changed.
    """
    with store.shared.writing:
        were = [one for one in store.uploads() if one.batch_id in {upload.batch_id for upload in uploads}]
        numbers = [one.batch_id for one in uploads]
        about = {"uploads": numbers, "settings": sorted(rules)}
        change = Done(Right.DEFINE, "set_zone", about, by) if rules else Done(Right.UPLOAD, "reanswer", about, by)
        permit(change, store.path)
        try:
            with store.shared.change(change) as tx:
                changes.set_all(tx, dict(rules), by, moment(None))
                names = changes.names_of(tx)
                for upload in uploads:
                    _take_out(tx, upload)
                basis = _with_rules(basis_of(store), rules)
                done = [_put_in(tx, store, one, basis) for one in sorted(uploads, key=lambda one: one.batch_id)]
                after_load(store, tx, [one.fact for one in done], renamed=changes.names_of(tx) != names)
                said = {one.batch_id: one.answers for one in were}
                for one in done:
                    now = said_of(one) | _kept(store, one, said[one.batch_id], tx)
                    raw.mark(store.folder, one.batch_id, now, revision=upcoming(tx))
        finally:
            raw.settle(store.folder, store.revision)
        book.write(store)
    store.shared.checkpoint()
    return done


def _kept(store: Store, upload: Upload, before: Mapping[str, str], tx: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Keep the answers that held until now: what was issued meanwhile rests on them."""
    if dict(before) == upload.answers:
        return {}
    earlier = raw.said_of(store.folder, upload.batch_id).get("earlier", [])
    return {"earlier": [*earlier, {"answers": before, "until": moment(None), "until_revision": upcoming(tx)}]}


def _with_rules(basis: Basis, rules: Mapping[str, str | None]) -> Basis:
    """Let the rules that are being set hold already: the transaction that sets them is not done."""
    zones = {name.removeprefix("zone:"): zone for name, zone in rules.items() if name.startswith("zone:")}
    kept = {name: zone for name, zone in {**basis.zones, **zones}.items() if zone}
    return replace(basis, zone=rules.get("zone") or basis.zone, zones=kept)


def _take_out(tx: duckdb.DuckDBPyConnection, upload: Upload) -> None:
    fact = FACTS[upload.fact]
    hear(tx, upload.fact, upload.batch_id)
    plan_undo(tx, fact, upload.batch_id)
    apply_undo(tx, fact)
    for table in ("covered", "refusal"):
        tx.execute(f"DELETE FROM {table} WHERE batch_id = ?", [upload.batch_id])


def _put_in(tx: duckdb.DuckDBPyConnection, store: Store, upload: Upload, basis: Basis) -> Upload:
    kept = raw.read_one(store.folder, upload.batch_id)
    if kept is None:
        raise UnreadableFileError(file=upload.file, why="raw_gone")
    if not kept.is_sound:
        raise UnreadableFileError(file=upload.file, why="raw_changed")
    intake = Intake(store, kept.name, kept.content.read_bytes(), upload.answers, upload.loaded_by, upload.loaded_at)
    intake = replace(intake, scrubbed=kept.scrubbed)
    reading = _table_of(upload, intake.read(tx, upload.batch_id))
    if reading.questions:
        raise NeedsAnswerError(file=upload.file, questions=reading.questions, format=reading.format.name)
    arrived = arrive(Staging(tx, reading, draft_of(reading, intake), brand_of(basis, upload.loaded_at)))
    done, settled = plan(tx, arrived, upload.batch_id)
    enter(tx, arrived, done, settled)
    hear(tx, upload.fact, upload.batch_id)
    with changes.naming(tx, None, moment(None)):
        name_brands(tx, "own", [done.answers.get("own_brand", "")])
    return done


def _table_of(upload: Upload, readings: Sequence[Reading]) -> Reading:
    """Find the table the upload was; one from before tables had names was the first of its format."""
    by_name = [one for one in readings if upload.table and one.table == upload.table]
    by_format = [one for one in readings if one.format.name == upload.format]
    return (*by_name, *by_format, *readings)[0]
