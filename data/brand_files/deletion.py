"""Delete a brand for good: its store, uploads, labels, reports, old states and, before all that, its key.

The deletion is noted, then the store file leaves its place: from that moment on no brand is there, and whatever is
left goes now or at the next start. What stays are lines of the house's own log, which name no person in the data.
"""

from __future__ import annotations

from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

from data import audit
from data.access.acting import permit, who
from data.access.rights import Right
from data.audit import Done
from data.brand_files.acts import here, put_by, said
from data.brand_files.belongings import deleted_folder, last_revision, shown_name, sync
from data.brand_files.finish import clear, finish
from data.brand_files.turn import turn
from data.errors import BrandError
from data.taken_away import taken_away

if TYPE_CHECKING:
    from pathlib import Path

DELETING = "brand_deleting"


def delete(key: str, typed: str, by: str | None = None, *, from_archive: bool = False) -> bool:
    """Delete a brand; `typed` is its name, as a proof that it is meant. Whether all is gone, else the rest goes later.

    Raises BrandError, or StoreBusyError while another process has it open; then nothing was deleted.
    """
    find = put_by if from_archive else here
    done = Done(Right.ADMINISTER, DELETING, {"brand": key}, by)
    permit(done, find(key))
    with turn():
        finish()
        path = find(key)
        if not typed.strip() or said(typed) != said(shown_name(path)):
            raise BrandError(why="brand_not_typed", name=shown_name(path))
        with nullcontext(None) if from_archive else taken_away(path) as revision:
            audit.note(None, done, who().id, revision=revision or last_revision(path))
            noted = _taken_out(path)
        try:
            clear(noted)
        except OSError:
            return False
    return True


def _taken_out(store: Path) -> Path:
    """Note the deletion and take the store file out of its place: this is the moment in which the brand is gone."""
    noted = deleted_folder(store.parent) / store.stem
    try:
        noted.mkdir(parents=True, exist_ok=True, mode=0o700)
        store.rename(noted / store.name)
    except OSError as cause:
        with suppress(OSError):
            noted.rmdir()
        raise BrandError(why="brand_not_moved", name=store.stem) from cause
    sync(noted)
    sync(store.parent)
    return noted
