"""From a preview somebody agreed to into the store: whole or not at all, under the lock of all changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from data import book, changes, raw
from data.access.rights import Right
from data.audit import Done
from data.brands import name_brands
from data.intake.load import enter, plan
from data.intake.prepare import basis_of, prepare
from data.known import upcoming
from data.ledger import day_in, moment, receipt
from data.notes import note
from data.privacy import gone as people
from data.privacy import scrub
from data.texts.follow import after_load

if TYPE_CHECKING:
    from data.intake.prepare import Held, Intake, Prepared
    from data.ledger import Receipt, Upload
    from data.store import Store

_FATES = ("new", "changed", "unchanged", "older")


def commit(store: Store, prepared: Prepared, batch_id: int | None = None) -> Receipt:
    """Enter a prepared table; what came into the store since its preview is taken into account.

    Its number is the next one, unless a rebuild gives the old one. The same table twice changes nothing.
    """
    said = prepared.preview.upload
    _date(prepared)
    try:
        with store.shared.writing:
            # another thread may have loaded the same file meanwhile
            if known := store.live(said.sha256, said.table):
                return receipt(known[0], tuple(store.refusals(known[0].batch_id)), already_known=True)
            held = _still_held(store, prepared)
            upload = _enter(store, held, prepared.intake, batch_id or store.next_number())
            if prepared.intake.withheld.has_met:
                scrub.go_on(store)  # the files of before hold somebody who was erased
    finally:
        prepared.close()
    store.shared.checkpoint()
    return receipt(_compared(upload, said), held.arrived.refusals)


def _date(prepared: Prepared) -> None:
    """Let the upload be of the moment somebody agreed; what was typed a day before is typed anew: days ended."""
    was, zone = prepared.intake.now, prepared.held and prepared.held.basis.zone
    if prepared.intake.dated:
        return
    prepared.intake = replace(prepared.intake, now=moment(None))
    if any(day_in(of, was) != day_in(of, prepared.intake.now) for of in ("UTC", zone or "UTC")):
        prepared.close()


def _still_held(store: Store, prepared: Prepared) -> Held:
    """Give the typed rows; read the table anew when they were freed, or when zones were set otherwise meanwhile."""
    held, basis = prepared.held, basis_of(store)
    if held and held.cursor in store.shared.held and replace(held.basis, revision=basis.revision) == basis:
        return held
    prepared.close()
    table = prepared.preview.upload.table
    for one in prepare(replace(prepared.intake, store=store), remember=False):
        if one.preview.upload.table == table:
            prepared.held = one.held
        else:
            one.close()
    assert prepared.held is not None  # noqa: S101 - a table that is not known is held
    return prepared.held


def _enter(store: Store, held: Held, intake: Intake, number: int) -> Upload:
    done = Done(Right.UPLOAD, "load", {"upload": number, "sha256": held.planned.sha256}, held.planned.loaded_by)
    try:
        with store.shared.change(done, on=held.cursor) as tx:
            upload, settled = held.planned, held.settled
            if intake.withheld.meet(tx, people.read(store.path)):
                scrub.erase_again(store.path)
            if (upload.batch_id, held.basis.revision) != (number, store.revision):
                upload, settled = plan(tx, held.arrived, number)
            upload = replace(upload, loaded_at=intake.now)
            enter(tx, held.arrived, upload, settled)
            names = changes.names_of(tx)
            with changes.naming(tx, upload.loaded_by, upload.loaded_at):
                name_brands(tx, "own", [upload.answers.get("own_brand", "")])
            after_load(store, tx, [upload.fact], renamed=changes.names_of(tx) != names, batch_id=upload.batch_id)
            _keep(store, upload, intake, upcoming(tx))
    finally:
        raw.settle(store.folder, store.revision)
    if "own_brand" in upload.answers:
        book.write(store)  # a name may have come
    return upload


def _keep(store: Store, upload: Upload, intake: Intake, revision: int) -> None:
    said = said_of(upload) | {"dropped": intake.name, "revision": revision}
    if intake.withheld.tables:
        intake.withheld.keep(store.path, upload.batch_id, upload.table, said)
        return
    raw.keep(store.folder, upload.batch_id, intake.content, said, store.kept_as(upload.sha256))


def _compared(upload: Upload, previewed: Upload) -> Upload:
    """Note what differs from the preview, because something else came into the store in between."""
    was, now = ({fate: getattr(one, f"rows_{fate}") for fate in _FATES} for one in (previewed, upload))
    return upload if was == now else replace(upload, notes=(*upload.notes, note("changed_since_preview", **now)))


def said_of(upload: Upload) -> dict[str, Any]:
    """Give what a rebuild must know about an upload."""
    kept = ("sha256", "file", "table", "format", "answers", "loaded_at", "loaded_by", "undone_at", "undone_by")
    return {name: getattr(upload, name) for name in kept}
