"""Out of the store again: whole or not at all, under the lock of all changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import ledger, raw
from data.access.rights import Right
from data.audit import Done
from data.facts import FACTS
from data.intake.commit import said_of
from data.intake.settle import apply_undo, plan_undo
from data.known import upcoming
from data.texts.follow import after_load
from data.texts.there import hear

if TYPE_CHECKING:
    from data.ledger import Upload
    from data.store import Store


def take_back(store: Store, upload: Upload) -> None:
    """Take the rows of an upload away; it says when it was undone and by whom."""
    number, fact = upload.batch_id, FACTS[upload.fact]
    done = Done(Right.UPLOAD, "undo", {"upload": number}, upload.undone_by)
    try:
        with store.shared.change(done) as tx:
            hear(tx, fact.name, number)
            plan_undo(tx, fact, number)
            apply_undo(tx, fact)
            tx.execute("DELETE FROM covered WHERE batch_id = ?", [number])
            after_load(store, tx, [fact.name], renamed=False)
            ledger.write(tx, upload)
            undone = {"undone_after": store.next_number() - 1, "undone_revision": upcoming(tx)}
            raw.mark(store.folder, number, said_of(upload) | undone, revision=upcoming(tx))
    finally:
        raw.settle(store.folder, store.revision)
