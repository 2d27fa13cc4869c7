"""A store as it was known at a point of the past, made from the raw uploads of then; nothing of the present changes.

An old state is what it was made of: the uploads that were there and not taken back, what was said about them, and
the settings, names, plans, notes and formats that held. Its file is named after all of that, so it is made once,
however often it is asked for, and never stands for anything else.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from data import annotations as notes
from data import book, changes, labels, raw
from data.access.acting import acting
from data.access.rights import HOUSE
from data.connect import is_open
from data.errors import DataError, UnreadableFileError
from data.mapping.folder import formats_of
from data.rebuild import replay
from data.still import still
from data.store import Store
from data.texts import draws, faded, models
from data.texts.follow import catch_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from data.known import Known
    from data.raw import Kept
    from data.still import Still

FOLDER = "asof"
KEPT = 4  # old states at once: each is as large as the store was
_MAKING = Lock()


def silent(number: int, whole: int, file: str) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True)
class Recipe:
    """What an old state is made of."""

    uploads: tuple[Kept, ...]  # with what was said of them by then
    tables: dict[str, list[list[Any]]]  # as in a book: settings, names, plans, notes, models
    labels: list[dict[str, Any]]  # what people had called texts
    formats: dict[str, bytes]

    @property
    def key(self) -> str:
        """Name it after all it says, and after the code and the declarations that read it."""
        uploads = [[one.batch_id, one.said] for one in self.uploads]
        formats = {name: content.decode() for name, content in self.formats.items()}
        said = json.dumps([_reader(), uploads, self.tables, self.labels, formats], sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@contextmanager
def as_of(store: Store, known: Known, progress: Callable[[int, int, str], None] = silent) -> Iterator[Store | Still]:
    """Open an old state to ask it questions; raises DataError when a file it needs is gone or reads no more.

    Where nothing has changed since, the store itself answers. Else it takes about as long as loading the files of
    then, the first time; `progress` hears how far it is.
    """
    with still(store) as present:
        wanted, has = recipe(store, known), recipe(store, None)
        if store.revision == present.revision and wanted.key == has.key:
            yield present
            return
    past = _opened(store, wanted, progress)
    try:
        yield past
    finally:
        past.close()


def recipe(store: Store, known: Known | None) -> Recipe:
    """Find what a state was made of; None: the present one."""
    kept = raw.read_all(store.folder)
    here = [one for one in kept if not one.said.get("lost_at")]
    uploads = here if known is None else [_then(one, known) for one in kept if _was_there(one, known)]
    said = [replace(one, said={name: one.said.get(name) for name in _TOLD}) for one in uploads]
    formats = formats_of(store.format_folder, known) if known else _formats(store)
    return Recipe(tuple(said), _tables(store, known), labels.held(store, known), formats)


_TOLD = (
    *("content", "sha256", "file", "dropped", "table", "format", "answers", "loaded_at", "loaded_by"),
    *("undone_at", "undone_by", "undone_after"),
)


def _formats(store: Store) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(store.format_folder.glob("*.toml"))}


def _was_there(kept: Kept, known: Known) -> bool:
    lost = known.had(kept.said.get("lost_at"), kept.said.get("lost_revision"))
    return known.had(kept.said["loaded_at"], kept.said.get("revision")) and not lost


def _then(kept: Kept, known: Known) -> Kept:
    """Say of an upload what was said then: its answers, and whether it was taken back already."""
    said = dict(kept.said)
    for earlier in said.get("earlier", []):
        if not known.had(earlier["until"], earlier["until_revision"]):
            said["answers"] = earlier["answers"]
            break
    if not known.had(said.get("undone_at"), said.get("undone_revision")):
        said |= {"undone_at": None, "undone_by": None, "undone_after": None}
    return replace(kept, said=said)


def _tables(store: Store, known: Known | None) -> dict[str, list[list[Any]]]:
    """Give the settings, the names of brands and the notes that held; plans are asked for by `plan_at`."""
    settings = {str(name): str(value) for name, value in store.query("SELECT name, value FROM setting")}
    brands = json.dumps(store.query("SELECT name, role FROM brand_name ORDER BY name"), ensure_ascii=False)
    if known is not None:
        log = [tuple(row) for row in store.query(_CHANGES)]
        names = {*settings, *(row[0] for row in log)} - {changes.NAMES}
        held = {name: changes.held(log, name, settings.get(name), known) for name in names}
        settings = {name: value for name, value in held.items() if value is not None}
        brands = changes.held(log, changes.NAMES, brands, known) or "[]"
    return {
        "setting": [list(row) for row in sorted(settings.items())],
        "brand_name": json.loads(brands),
        "annotation": notes.held(store, known),
        "model": models.held(store, known),
    }


_CHANGES = "SELECT name, before, after, changed_at, revision FROM setting_change ORDER BY number"


def plan_at(store: Store, known: Known) -> tuple[int, str] | None:
    """Find the version of the plan that held at a point of the past, and what it said."""
    rows = store.query("SELECT version, body, saved_at, revision FROM plan ORDER BY version DESC")
    return next(((int(version), str(body)) for version, body, at, number in rows if known.had(at, number)), None)


# -- the file of an old state ------------------------------------------------------------------------


def _opened(store: Store, wanted: Recipe, progress: Callable[[int, int, str], None]) -> Store:
    path = store.folder.parent / FOLDER / f"{wanted.key}.duckdb"
    with _MAKING:  # who asks for the same state meanwhile waits, and finds it made
        if not path.exists():
            _make(store, path, wanted, progress)
        os.utime(path)
        _clean(path.parent, path)
        return Store.open(path, past=True)


def _make(store: Store, path: Path, wanted: Recipe, progress: Callable[[int, int, str], None]) -> None:
    for one in wanted.uploads:
        if not one.content.exists():
            raise UnreadableFileError(file=one.said["file"], why="raw_gone_then")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder, acting(HOUSE):  # who may see a brand may see its past
        made = Store.open(Path(folder) / path.name)
        models.carry(store.path, made.path)
        faded.carry(store.path, made)
        draws.carry(store.path, made)
        try:
            _fill(made, wanted, progress)
        finally:
            made.close()
        (Path(folder) / path.name).replace(path)


def _fill(made: Store, wanted: Recipe, progress: Callable[[int, int, str], None]) -> None:
    for name, content in wanted.formats.items():
        raw.write_whole(made.format_folder / name, content)
    book.restore(made, wanted.tables)
    for one, done in zip(wanted.uploads, _told(made, wanted.uploads, progress), strict=True):
        if isinstance(done, DataError) and not one.said["undone_at"]:
            raise done
    with made.shared.change(None) as tx:
        tx.execute("DELETE FROM brand_name")  # an upload brings names that may have been changed since
    book.restore(made, {"brand_name": wanted.tables["brand_name"]})
    labels.restore(made, wanted.labels)
    catch_up(made)


def _told(made: Store, uploads: Sequence[Kept], progress: Callable[[int, int, str], None]) -> Iterator[object]:
    results = replay(made, uploads)
    for number, one in enumerate(uploads, 1):
        progress(number, len(uploads), one.said["file"])
        yield next(results)


def _clean(folder: Path, newest: Path) -> None:
    """Keep the states that were asked for last; one that is open stays. What a crash left half made goes."""
    for half in folder.glob("tmp*"):
        shutil.rmtree(half, ignore_errors=True)
    by_age = sorted(folder.glob("*.duckdb"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in by_age[KEPT:]:
        if path != newest and not is_open(path):
            path.unlink(missing_ok=True)


@cache
def _reader() -> str:
    """Tell by which code and declarations files are read: another version of Ninety may read them otherwise."""
    found = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in {".py", ".toml", ".sql", ".txt"} and "sample" not in path.parent.name:
            found.update(path.read_bytes())
    return found.hexdigest()[:16]
