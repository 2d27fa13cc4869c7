"""The kept files lose what the rows lose: in place of a file stands what was read of each of its tables, blanked.

A file of any form cannot be rewritten cell by cell, and columns, sheets and comments that Ninety does not read may
hold anybody. So the tables are read once more, blanked and written down; their sidecars say so; then the file goes.
At every moment a rebuild finds one or the other.
"""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from data import raw
from data.errors import DataError
from data.intake.load import arrive
from data.intake.prepare import Intake, basis_of, brand_of, draft_of
from data.intake.staging import Staging
from data.privacy.blank import CutText
from data.privacy.blanked import blanked
from data.privacy.inside import inside
from data.reading import remains
from data.texts.there import IDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from data.privacy.blank import Blank
    from data.privacy.blanked import Blanked
    from data.privacy.gone import Gone
    from data.raw import Kept
    from data.reading.exports import Reading
    from data.store import Store


@dataclass
class Scrubbed:
    """What became of the kept files."""

    files: int = 0  # of which only the blanked tables are kept now
    rows: int = 0  # in them that lost something
    unread: list[str] = field(default_factory=list)  # that read no more: they are gone, and no rebuild has them
    ids: list[tuple[str | None, str]] = field(default_factory=list)  # messages of people who are erased


@dataclass(frozen=True)
class Known:
    """What only the kept files know of people: an import takes their names out of links, ids and texts."""

    ids: tuple[tuple[str | None, str], ...] = ()  # messages of theirs
    texts: tuple[CutText, ...] = ()  # in which a part of a name is left in the store


def known_of(store: Store, gone: Gone, only: Collection[int] | None = None) -> Known:
    """Read the files in which a name stands, and change nothing."""
    ids, texts = list[tuple[str | None, str]](), list[CutText]()
    for path, uploads in _by_file(store).items():
        if only is not None and not {one.batch_id for one in uploads} & {*only}:
            continue
        if path.exists() and any(gone.names.within(text) for text in inside(path.read_bytes())):
            with suppress(DataError):  # one that reads no more has no rows that a rebuild would bring
                for _, blank in _tables(store, uploads, _Wanted((), gone)):
                    ids += blank.ids
                    texts += blank.texts
    return Known(tuple(dict.fromkeys(ids)), tuple(dict.fromkeys(texts)))


def scrub_files(
    store: Store, blanks: Sequence[Blank], gone: Gone | None, only: Collection[int] | None = None
) -> Scrubbed:
    """Scrub every kept file that holds what is to be blanked, of uploads that count and of those taken back."""
    done = Scrubbed()
    for path, uploads in _by_file(store).items():
        if only is not None and not {one.batch_id for one in uploads} & {*only}:
            continue
        if path.exists() and _may_hold(path, uploads, blanks, gone, _facts(store)):
            _scrub(store, path, uploads, _Wanted(blanks, gone), done)
    _sweep(store)
    return done


def _sweep(store: Store) -> None:
    """Remove files that a crash left beside what remains of them: no sidecar names them any more."""
    kept = raw.read_sound(store.folder)[0]
    named, scrubbed = {one.content for one in kept}, {one.scrubbed[:8] for one in kept if one.scrubbed}
    for path in store.folder.glob("[0-9]*_*"):
        if path not in named and path.name.split("_")[1] in scrubbed:
            path.unlink()


@dataclass(frozen=True)
class _Wanted:
    blanks: Sequence[Blank]
    gone: Gone | None


def _by_file(store: Store) -> dict[Path, list[Kept]]:
    files: dict[Path, list[Kept]] = {}
    for one in raw.read_sound(store.folder)[0]:
        files.setdefault(one.content, []).append(one)
    return files


def _facts(store: Store) -> dict[str, str]:
    return {form.name: form.fact for form in store.formats().values()} | dict(
        store.query("SELECT DISTINCT format, fact FROM upload")
    )


def _may_hold(
    path: Path, uploads: Sequence[Kept], blanks: Sequence[Blank], gone: Gone | None, facts: Mapping[str, str]
) -> bool:
    """Whether a file is worth reading: it feeds a fact that loses something, or a name stands in its bytes."""
    fed = {facts.get(str(one.said.get("format"))) for one in uploads}
    if fed & ({one.fact for one in blanks} | {None}) or (gone and fed & IDS.keys()):
        return True
    if gone is None:
        return False
    name = " ".join(str(one.said.get(key)) for one in uploads for key in ("file", "dropped"))
    return any(gone.names.within(text) for text in (name, *inside(path.read_bytes())))


def _scrub(store: Store, path: Path, uploads: Sequence[Kept], wanted: _Wanted, done: Scrubbed) -> None:
    try:
        tables = [(one, blank) for one, blank in _tables(store, uploads, wanted)]
    except DataError:
        _give_up(store, path, uploads, done)
        return
    lost = sum(blank.rows for _, blank in tables)
    named = wanted.gone is not None and any(wanted.gone.names.within(text) for text in inside(path.read_bytes()))
    if not named and not any(blank.is_changed for _, blank in tables):
        return
    for one, blank in tables:
        _keep(store, one, remains.written(blank.reading, one.said["answers"]), wanted.gone)
        done.ids += blank.ids
    done.rows += lost
    done.files += 1
    if path.suffix != raw.REMAINS:
        path.unlink()
        raw.sync_folder(path.parent)


def _keep(store: Store, one: Kept, content: bytes, gone: Gone | None) -> None:
    path = raw.remains_of(store.folder, one.batch_id)
    raw.write_whole(path, content)
    said = one.said | {"content": path.name}
    raw.write_sidecar(store.folder, one.batch_id, gone.names.mask_all(said) if gone else said)


def _give_up(store: Store, path: Path, uploads: Sequence[Kept], done: Scrubbed) -> None:
    """Remove a file that reads no more: no rebuild had it either."""
    path.unlink()
    raw.sync_folder(path.parent)
    done.unread += [str(one.said["file"]) for one in uploads]
    for one in uploads:
        raw.mark(store.folder, one.batch_id, {"unread": True})


def _tables(store: Store, uploads: Sequence[Kept], wanted: _Wanted) -> Iterator[tuple[Kept, Blanked]]:
    """Read the table of each upload once more, typed as it was loaded, and blank it."""
    basis, readings = basis_of(store), _readings(store, uploads)
    for one, (intake, reading) in zip(uploads, readings, strict=True):
        with closing(store.shared.hold()) as cursor:
            brand = brand_of(basis, intake.now)
            staging = Staging(cursor, reading, draft_of(reading, intake), brand)
            arrive(staging)
            yield one, blanked(staging, wanted.blanks, wanted.gone)


def _readings(store: Store, uploads: Sequence[Kept]) -> list[tuple[Intake, Reading]]:
    """Read a file with the answers of each of its uploads; where they are the same, once."""
    read: dict[str, tuple[Reading, ...]] = {}
    found: list[tuple[Intake, Reading]] = []
    content = uploads[0].content.read_bytes()
    for one in uploads:
        said, at = one.said, datetime.fromisoformat(one.said["loaded_at"])
        intake = Intake(store, one.name, content, said["answers"], said["loaded_by"], at, scrubbed=one.scrubbed)
        key = str(sorted(said["answers"].items()))
        if key not in read:
            read[key] = intake.tables()
        found.append((intake, table_of(said, read[key])))
    return found


def table_of(said: Mapping[str, Any], readings: Sequence[Reading]) -> Reading:
    """Find the table an upload was; one from before tables had names was the first of its format."""
    by_name = [one for one in readings if said.get("table") and one.table == said["table"]]
    by_format = [one for one in readings if one.format.name == said.get("format")]
    return replace((*by_name, *by_format, *readings)[0])
