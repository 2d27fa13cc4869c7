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
from data.errors import DataError, NothingToUndoError, UnreadableFileError
from data.ledger import moment
from data.old_store import old_store
from data.store import Store
from data.texts import models
from data.texts.follow import catch_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data.book import Book
    from data.intake.prepare import Prepared
    from data.ledger import Receipt
    from data.old_store import Old
    from data.raw import Kept


@dataclass(frozen=True)
class Rebuilt:
    """What came back, what did not, and where the old file went."""

    receipts: tuple[Receipt, ...]
    failed: tuple[tuple[str, DataError], ...]
    aside: Path | None


def rebuild(path: Path) -> Rebuilt:
    """Load every kept upload into a new file in the old order, then put it in place of the old one."""
    old = old_store(path)
    kept = raw.read_all(raw.folder_of(path))
    receipts: list[Receipt] = []
    failed: list[tuple[str, DataError]] = []
    said = _book(path, old, failed)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        store = Store.open(Path(folder) / path.name)
        if (formats := path.with_suffix("") / "formats").exists():
            shutil.copytree(formats, store.format_folder)
        book.restore(store, said)
        if not _has_key(store, path, said) and kept:
            failed.append((key.NAME, UnreadableFileError(file=key.NAME, why="key_gone")))
        lost: dict[int, bool] = {}
        for one, done in zip(kept, replay(store, kept), strict=True):
            lost[one.batch_id] = isinstance(done, DataError)
            if isinstance(done, DataError):
                failed.append((one.said["file"], done))
            else:
                receipts.append(done)
        if "setting_change" in said:  # else a name that an upload brought may stand in no book
            book.restore(store, {name: said[name] for name in ("brand_name", "setting_change") if name in said})
        told = _labels(path, old, said, failed)
        labels.restore(store, told)
        models.carry(path, store.path)
        catch_up(store)
        revision = book.last_revision(said, [*(one.said for one in kept), *told]) + 1
        book.go_on_from(store, revision)
        if not book.path_of(path).exists():
            raw.write_whole(book.path_of(path), book.written(store))
        key.keep(path, store.setting(key.SETTING) or "")
        store.close()
        aside = _put_aside(path)
        (Path(folder) / path.name).replace(path)
    _tell_lost(kept, lost, revision)
    return Rebuilt(tuple(receipts), tuple(failed), aside)


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
    """Give what the book says, or the old store where the book is gone or damaged."""
    try:
        said = book.read(path)
    except UnreadableFileError as error:
        why = "book_from_store" if old else "book_damaged"
        failed.append((book.path_of(path).name, UnreadableFileError(**error.fields | {"why": why})))
        book.put_aside(path)
        said = {}
    return said or (old.book if old else {})


def _has_key(store: Store, path: Path, said: Book) -> bool:
    """Let the new store have the key of the old one; False: it was found nowhere, and there is a new one."""
    in_book = next((str(value) for name, value in said.get("setting", []) if name == key.SETTING), None)
    found = key.read(path) or in_book
    with store.shared.change(None) as tx:
        changes.set_all(tx, {key.SETTING: found or secrets.token_hex(16)})
    return found is not None


def _labels(path: Path, old: Old | None, said: Book, failed: list[tuple[str, DataError]]) -> list[dict[str, Any]]:
    """Read the lines of the labels; what the old store still has of them is written again before."""
    if old and old.labels:
        label_lines.mend(path, old.labels)
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
    content = kept.content.read_bytes()
    prepared = store.prepare(kept.name, content, said["answers"], said["loaded_by"], now=loaded_at)
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
    """Move the old file and its log away; a rebuild deletes nothing."""
    if not path.exists():
        return None
    number = 1
    while (aside := path.with_name(f"{path.name}.old{number}")).exists():
        number += 1
    path.replace(aside)
    log = path.with_name(path.name + ".wal")
    if log.exists():
        log.replace(aside.with_name(aside.name + ".wal"))
    return aside
