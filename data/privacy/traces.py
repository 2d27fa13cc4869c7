"""What else is kept of a brand and may hold somebody: old states, stores of before, damaged files, reports, models."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import before, kept
from data.brand_files.belongings import archive_folder
from data.privacy.inside import inside
from data.privacy.rows import named
from data.raw import write_whole
from data.reading.places import home
from data.texts.there import IDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.privacy.gone import Gone
    from data.store import Store

_OWN = frozenset({"erased.json", "scrub.json", "key", "id_key"})  # hold no name


@dataclass(frozen=True)
class Traces:
    """What was removed."""

    reports: int
    old: int


def remove_traces(store: Store, gone: Gone | None) -> Traces:
    """Remove old states and stores of before, which hold what the store holds no more; of people also reports."""
    old = list(old_ones(store.path))
    for path in old:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return Traces(_remove_reports(store, gone) if gone else 0, len(old))


def old_ones(store: Path) -> Iterator[Path]:
    """Find what a rebuild, a damage or a look into the past left behind."""
    yield from store.parent.glob(f"{store.name}.old*")
    yield from store.parent.glob(f"{store.name}*.damaged*")
    from data.asof import FOLDER  # noqa: PLC0415 an old state is made of a store, and opening one comes here

    folder = store.with_suffix("")
    yield from (path for path in (folder / FOLDER, before.folder_of(store)) if path.exists())
    aside = re.compile(rf"{re.escape(store.stem)}-\d{{8}}T\d+Z")  # when a backup took its place (data/restored.py)
    stores = home() if store.parent == archive_folder() else store.parent
    yield from (path for path in stores.glob("_replaced/*") if aside.fullmatch(path.name))
    yield from (path for path in folder.rglob("*damaged*") if path.is_file())


def reports_naming(store: Path, gone: Gone) -> list[Path]:
    """Find the kept reports, and the values they were made of, in which a name stands."""
    folder = kept.folder_of(store)
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in files if path.suffix != kept.ERASED and _names(path, gone)]


def _remove_reports(store: Store, gone: Gone) -> int:
    """Remove them, a report with its values: letters on paper are pictures, so its values tell for both."""
    folder = kept.folder_of(store.path)
    named = {path.name.partition(".")[0] for path in reports_naming(store.path, gone)}
    pairs = store.query("SELECT content, frozen FROM issued WHERE content IS NOT NULL")
    concerned = {one for pair in pairs if named & {*pair} for one in pair if one} | named
    removed = 0
    for name in sorted(concerned):
        write_whole(folder / f"{name}{kept.ERASED}", b"")  # so that it is known why it is gone
        for path in folder.glob(f"{name}.*"):
            if path.suffix != kept.ERASED:
                path.unlink()
                removed += 1
    return removed


def left(store: Store, gone: Gone, *, is_fresh: bool) -> list[str]:
    """Name the files of a brand in which a name still stands, from the folder of the stores.

    The store is asked, not read: closing its file would let go of the lock on it. One that is not fresh holds them.
    """
    folder = store.path.parent
    files = [path for path in store.path.with_suffix("").rglob("*") if path.is_file() and path.suffix != ".duckdb"]
    found = [path for path in files if path.name not in _OWN and path.exists() and _names(path, gone)]
    if not is_fresh or _holds(store, gone):
        found.append(store.path)
    return sorted(str(path.relative_to(folder)) for path in found)


def _holds(store: Store, gone: Gone) -> bool:
    with store.shared.asking() as cursor:
        ids = [cursor.execute(f"SELECT DISTINCT {column} FROM {fact}").fetchall() for fact, column in IDS.items()]
        said = "\n".join(str(one) for of_fact in ids for (one,) in of_fact)
        return bool(named(cursor, gone)) or gone.names.within(said)


def _names(path: Path, gone: Gone) -> bool:
    return any(gone.names.within(text) for text in (path.name, *inside(path.read_bytes())))
