"""A fresh store from the raw uploads beside it: for a damaged file, or after a format learnt something."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data import book, changes, key, label_lines, labels, raw
from data.access.acting import done_now, permit
from data.access.rights import Right
from data.audit import Done
from data.beside import half_made, sweep
from data.connect import shut
from data.disk import told
from data.errors import DataError, NothingToUndoError, StoreBusyError, UnreadableFileError
from data.intake.prepare import Intake, prepare
from data.ledger import moment
from data.old_store import old_store
from data.store import Store
from data.texts import draws, faded, models
from data.texts.follow import catch_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from data.book import Book
    from data.intake.prepare import Prepared
    from data.ledger import Receipt
    from data.old_store import Old
    from data.raw import Kept

_ALL = 2**62  # a revision beyond all: where the old file tells nothing, what somebody asked for last is done


@dataclass(frozen=True)
class Rebuilt:
    """What came back, what did not, and where the old file went."""

    receipts: tuple[Receipt, ...]
    failed: tuple[tuple[str, DataError], ...]
    aside: Path | None


def silent(number: int, whole: int, file: str) -> None:
    """Tell nobody how far it is."""


def rebuild(path: Path, progress: Callable[[int, int, str], None] = silent) -> Rebuilt:
    """Load every kept upload into a new file in the old order, then put it in place of the old one.

    `progress` hears the number of the upload that is next, of how many, and its file. Raises StoreBusyError while
    somebody has the store open, and StoreFullError; then all is as it was.
    """
    done = Done(Right.ADMINISTER, "rebuild")
    permit(done, path)
    with shut(path), told(path):
        old = old_store(path)
        done_now(done, path)  # nobody has it open: it begins
        sweep(path)
        raw.settle(raw.folder_of(path), old.revision if old else _ALL)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=half_made(path)) as folder:
            return _made(path, old, Path(folder) / path.name, progress)


def _made(path: Path, old: Old | None, new: Path, progress: Callable[[int, int, str], None]) -> Rebuilt:
    kept, unread = raw.read_sound(raw.folder_of(path))
    receipts: list[Receipt] = []
    failed: list[tuple[str, DataError]] = [(str(one.fields["file"]), one) for one in unread]
    said = _book(path, old, failed)
    store = Store.open(new)
    if (formats := path.with_suffix("") / "formats").exists():
        shutil.copytree(formats, store.format_folder)
    book.restore(store, said)
    if not _has_key(store, path, said) and kept:
        failed.append((key.NAME, UnreadableFileError(file=key.NAME, why="key_gone")))
    faded.carry(path, store)
    draws.carry(path, store)
    lost: dict[int, bool] = {}
    for number, (one, done) in enumerate(zip(kept, replay(store, kept), strict=True), 1):
        lost[one.batch_id] = isinstance(done, DataError)
        if isinstance(done, DataError):
            failed.append((one.said["file"], done))
        else:
            receipts.append(done)
        progress(number, len(kept), one.said["file"])
    if "setting_change" in said:  # else a name that an upload brought may stand in no book
        book.restore(store, {name: said[name] for name in ("brand_name", "setting_change") if name in said})
    lines = _labels(path, old, said, failed)
    labels.restore(store, lines)
    models.carry(path, store.path)
    catch_up(store)
    revision = book.last_revision(said, [*(one.said for one in kept), *lines]) + 1
    book.go_on_from(store, revision)
    now, of_it = book.written(store), store.setting(key.SETTING) or ""
    store.close()
    _is_still(path, old)
    aside = _put_aside(path)
    new.replace(path)
    raw.sync_folder(path.parent)
    if not book.path_of(path).exists():
        raw.write_whole(book.path_of(path), now)
    key.keep(path, of_it)
    _tell_lost(kept, lost, revision)
    return Rebuilt(tuple(receipts), tuple(failed), aside)


def _is_still(path: Path, old: Old | None) -> None:
    """Raise StoreBusyError where another process changed the old store meanwhile: the new one does not have that."""
    if old is not None and (now := old_store(path)) is not None and now.revision != old.revision:
        raise StoreBusyError(path=str(path), pid=None)


def replay(store: Store, kept: Sequence[Kept]) -> Iterator[Receipt | DataError]:
    """Load uploads in their order, take back what was taken back where it was; give what became of each load."""
    store.follows = False  # what counts in the end is read in the end
    for one in kept:
        done: Receipt | DataError
        try:
            done = _load(store, one)
        except DataError as error:
            done = error
        for past in kept:
            if past.said.get("undone_at") and _undone_after(past) == one.batch_id:
                _undo(store, past)
        yield done


def _tell_lost(kept: Sequence[Kept], lost: Mapping[int, bool], revision: int) -> None:
    """Note which uploads the store has no more, or has again: a state of before had them (data/asof.py)."""
    for one in kept:
        if lost[one.batch_id] and not one.said.get("lost_at"):
            said = {"lost_at": moment(None), "lost_revision": revision}
            raw.mark(one.content.parent, one.batch_id, said)
        elif one.said.get("lost_at") and not lost[one.batch_id]:
            raw.mark(one.content.parent, one.batch_id, {"lost_at": None, "lost_revision": None})


def _book(path: Path, old: Old | None, failed: list[tuple[str, DataError]]) -> Book:
    """Give what the book says, or the old store where that came further: the book is written after it."""
    try:
        said = book.read(path)
    except UnreadableFileError as error:
        why = "book_from_store" if old else "book_damaged"
        failed.append((book.path_of(path).name, UnreadableFileError(**error.fields | {"why": why})))
        book.put_aside(path)
        said = {}
    return max(said, old.book, key=book.how_far) if old else said


def _has_key(store: Store, path: Path, said: Book) -> bool:
    """Let the new store have the key of the old one; False: it was found nowhere, and there is a new one."""
    in_book = next((str(value) for name, value in said.get("setting", []) if name == key.SETTING), None)
    found = key.read(path) or in_book
    with store.shared.change(None) as tx:
        made: dict[str, str | None] = {key.SETTING: found or secrets.token_hex(16)}
        changes.set_all(tx, made)
        if of_ids := key.read(path, key.OF_IDS):
            changes.set_all(tx, {key.OF_IDS: of_ids})
    return found is not None


def _labels(path: Path, old: Old | None, said: Book, failed: list[tuple[str, DataError]]) -> list[dict[str, Any]]:
    """Read the lines of the labels; what the old store still has of them is written again before."""
    if old and old.labels:
        lines = label_lines.read(path)[0]
        is_newer = book.last_revision({}, lines) > old.revision
        newer = {row["number"] for row in lines if is_newer}  # then only what they lack: else the older would hold
        label_lines.mend(path, [row for row in old.labels if row["number"] not in newer])
    told, broken = label_lines.read(path)
    there = {"file": label_lines.NAME, "kept": book.labels(said), "found": len(told)}
    if broken:
        failed.append((label_lines.NAME, UnreadableFileError(**there, why="lines_damaged")))
    elif len(told) < book.labels(said):
        failed.append((label_lines.NAME, UnreadableFileError(**there, why="lines_gone")))
    return told


def _load(store: Store, kept: Kept) -> Receipt:
    said, loaded_at = kept.said, datetime.fromisoformat(kept.said["loaded_at"])
    if not kept.content.exists():
        raise UnreadableFileError(file=said["file"], why="raw_gone")
    if not kept.is_sound:
        raise UnreadableFileError(file=said["file"], why="raw_changed")
    told = (kept.name, kept.content.read_bytes(), said["answers"], said["loaded_by"], moment(loaded_at))
    prepared = prepare(Intake(store, *told, dated=True, scrubbed=kept.scrubbed), remember=False)
    try:
        return store.commit(_table(prepared, said), batch_id=kept.batch_id)
    finally:
        for one in prepared:
            one.close()


def _undone_after(kept: Kept) -> int:
    """Give the upload after which this one was taken back; old sidecars do not say it, and any moment will do."""
    return int(kept.said.get("undone_after", kept.batch_id))


def _undo(store: Store, kept: Kept) -> None:
    with suppress(NothingToUndoError):  # it did not come back
        store.undo(kept.batch_id, kept.said.get("undone_by"), now=datetime.fromisoformat(kept.said["undone_at"]))


def _table(prepared: Sequence[Prepared], said: Mapping[str, Any]) -> Prepared:
    """Find the table that was loaded; what was loaded before tables had names was the first one of its format."""
    by_name = [one for one in prepared if said.get("table") and one.preview.upload.table == said["table"]]
    by_format = [one for one in prepared if one.preview.upload.format == said.get("format")]
    return (*by_name, *by_format, *prepared)[0]


def _put_aside(path: Path) -> Path | None:
    """Keep the old file and its log under another name; a rebuild deletes nothing.

    The old file has both names until the new one takes its place: at no moment is there none.
    """
    number = 1
    while (aside := path.with_name(f"{path.name}.old{number}")).exists():
        number += 1
    if is_there := path.exists():
        try:
            aside.hardlink_to(path)
        except OSError:  # a drive that knows no links
            shutil.copy2(path, aside)
    log = path.with_name(path.name + ".wal")
    if log.exists():
        log.replace(aside.with_name(aside.name + ".wal"))
    return aside if is_there else None
