"""Make, rename, archive, bring back and take along a brand: each by who may, one after the other, with a line in a log.

What becomes of brands stands in the log of what belongs to no brand (`data.audit.lines(None)`): a brand's own log goes
where the brand goes. A line says `brand`, the name of its file, and the revision it had.
"""

from __future__ import annotations

import json
import unicodedata
from contextlib import closing, contextmanager, nullcontext
from typing import TYPE_CHECKING

from data import audit, book
from data.access.acting import permit, who
from data.access.rights import Right
from data.audit import Done
from data.backup import backup
from data.brand_files.belongings import (
    archive_folder,
    archived,
    belongings,
    last_revision,
    move,
    shown_name,
)
from data.brand_files.finish import finish
from data.brand_files.turn import turn
from data.connect import keep_away
from data.errors import BrandError
from data.reading.places import home, store_path, stores
from data.store import Store
from data.taken_away import taken_away
from data.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST = 60  # letters of a name
MADE, RENAMED, ARCHIVED, BROUGHT_BACK, TAKEN = (
    *("brand_made", "brand_renamed", "brand_archived", "brand_brought_back", "brand_taken"),
)


def create(name: str, by: str | None = None) -> Path:
    """Make a brand, and give its file; raises BrandError where its name is none, or is taken."""
    name = said(name)
    path = store_path(name)
    done = Done(Right.ADMINISTER, MADE, {"brand": path.stem}, by)
    permit(done, None)
    with turn():
        finish()
        _free(name, path)
        audit.note(None, done, who().id)
        keep_away(path, away=False)
        with closing(Store.open(path, brand=name)) as made:
            book.go_on_from(made, revision_before(path) + 1)  # what was cached of an earlier brand never stands for it
            book.write(made)
    return path


def rename(store: Store, name: str, by: str | None = None) -> None:
    """Call a brand otherwise, in its plan too; its file, and so its address, stays. Raises BrandError."""
    name = said(name)
    permit(Done(Right.ADMINISTER, RENAMED, by=by), store.path)
    with turn():
        unused(name, but=store.path)
        store.set_settings({"brand": name}, by, needs=Right.ADMINISTER)
        if body := store.plan():  # it is what reports are headed by
            store.save_plan(json.dumps(json.loads(body) | {"brand": name}, ensure_ascii=False), by)


def archive(key: str, by: str | None = None) -> None:
    """Put a brand by: all of it moves to the archive; no page opens it, nothing is sent from it. Raises BrandError."""
    done = Done(Right.ADMINISTER, ARCHIVED, {"brand": key}, by)
    permit(done, here(key))
    with turn():
        finish()
        path = here(key)
        with taken_away(path) as revision:
            audit.note(None, done, who().id, revision=revision or last_revision(path))
            move(belongings(path), archive_folder())


def bring_back(key: str, by: str | None = None) -> Path:
    """Take a brand out of the archive, and give its file; raises BrandError where there is one of its name."""
    done = Done(Right.ADMINISTER, BROUGHT_BACK, {"brand": key}, by)
    permit(done, put_by(key))
    with turn():
        finish()
        away = put_by(key)
        unused(shown_name(away), but=away)
        path = home() / away.name
        if path.exists():
            raise BrandError(why="brand_there", name=key)
        audit.note(None, done, who().id)
        first, *others = belongings(away)
        move([*others, first], home())
        keep_away(path, away=False)
    return path


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """Open the store of a brand where it lies; one in the archive while nobody brings it back or deletes it.

    Raises BrandError where it is there no more, and whatever opening a store raises.
    """
    with turn() if path.parent == archive_folder() else nullcontext():
        if not path.exists():
            raise BrandError(why="brand_gone", name=path.stem)
        with closing(Store.open(path)) as store:
            yield store


def take_along(key: str, into: Path, by: str | None = None) -> Path:
    """Write all of a brand, its key too, into one archive in a folder (data/backup.py), and give its file.

    Raises BrandError, StoreBusyError and BackupError.
    """
    return backup(here(key), into, done=Done(Right.ADMINISTER, TAKEN, by=by))


# -- names and places ----------------------------------------------------------------------------------


def said(name: str) -> str:
    """Tidy a name; raises BrandError for none, or one that is too long."""
    name = " ".join(clean(unicodedata.normalize("NFC", name)).split())
    if not name or len(name) > LONGEST:
        raise BrandError(why="brand_unnamed", name=name[:LONGEST])
    return name


def here(key: str) -> Path:
    """Find the file of a brand that is there; raises BrandError."""
    return _found(key, stores())


def put_by(key: str) -> Path:
    """Find the file of an archived brand; raises BrandError."""
    return _found(key, archived())


def revision_before(path: Path) -> int:
    """Find the newest revision that a brand of this file had when it was archived or deleted; 0: there was none."""
    told = (line.revision for line in audit.lines(None) if line.about.get("brand") == path.stem)
    return max(filter(None, told), default=0)


def _found(key: str, paths: list[Path]) -> Path:
    for path in paths:
        if path.stem == key:
            return path
    raise BrandError(why="brand_gone", name=key)


def _free(name: str, path: Path) -> None:
    """Raise BrandError where a brand has this file, here or in the archive, or is called so."""
    if path in stores():
        raise BrandError(why="brand_taken", name=shown_name(path))
    if path.name in {one.name for one in archived()}:
        raise BrandError(why="brand_taken_archived", name=name)
    unused(name, but=path)


def unused(name: str, but: Path) -> None:
    """Raise BrandError where another brand than `but` is called so, here or in the archive."""
    if any(shown_name(one).casefold() == name.casefold() for one in (*stores(), *archived()) if one != but):
        raise BrandError(why="brand_name_used", name=name)
