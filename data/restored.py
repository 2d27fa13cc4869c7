"""A brand out of a backup (data/backup.py): all of it or nothing, and never over another one unasked.

Everything is unpacked into a folder beside the brands, held against the list of bytes and hashes, opened there, and
only then moved in: the store file last, for a brand is there when it is. A brand in whose place it comes is moved aside
before, `<home>/_replaced/<key>-<moment>/`, never deleted. A crash leaves the old brand, the new one, or neither in its
place and both beside it; the next restore or start clears what was half unpacked.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import zlib
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

import duckdb

from data import audit, book
from data.access.acting import permit, who
from data.access.rights import Right
from data.audit import Done
from data.backup import BESIDE, FORGOTTEN, MANIFEST, SHAPE, STORE
from data.brand_files.acts import revision_before
from data.brand_files.belongings import archive_folder, archived, belongings, last_revision, move
from data.brand_files.finish import finish
from data.brand_files.turn import turn
from data.connect import connect, keep_away, release
from data.disk import told
from data.errors import BackupError, BrandError, StoreDamagedError
from data.privacy.carried import carry
from data.reading.places import home
from data.store import Store
from data.taken_away import taken_away

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

    from data.privacy.carried import Carried

MANY, LONGEST_LIST = 200_000, 64 << 20  # files of a brand; bytes of the list of them
LOOSE, ROOM = 300, 100 << 20  # times as large as the archive, and bytes more, that it may be unpacked
_HALF = ".restoring-"
_KEY = re.compile("[a-z0-9-]{1,200}")
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Restored:
    """Which brand came back, as it was when, and where the one in whose place it came lies."""

    store: Path
    brand: str  # as the team wrote it
    revision: int
    aside: Path | None
    carried: Carried  # what was erased and destroyed after the backup was made


def restore(archive: Path, store: Path, *, over: bool = False, by: str | None = None) -> Restored:
    """Make the brand whose file is `store` out of a backup; `over` lets it take the place of one that is there.

    Raises BackupError for what is no backup, damaged, altered or too large, or where a brand is in its place;
    StoreBusyError and BrandError while somebody has that brand open; StoreFullError. Then nothing was changed.
    """
    permit(Done(Right.ADMINISTER, "restore", by=by), store)
    home().mkdir(parents=True, exist_ok=True)
    with turn():
        finish()
        for left in home().glob(f"{_HALF}*"):  # by a crash
            shutil.rmtree(left, ignore_errors=True)
        if not over and (belongings(store) or store.name in {one.name for one in archived()}):
            raise BackupError(file=archive.name, why="backup_taken", value=store.stem)
        with tempfile.TemporaryDirectory(dir=home(), prefix=_HALF, ignore_cleanup_errors=True) as folder:
            said = _unpacked(archive, Path(folder), store.stem)
            with told(store):
                return _put(Path(folder) / store.name, store, said, archive.name, by)


def key_in(archive: Path) -> str:
    """Tell the file name (without its ending) of the brand that a backup is of; raises BackupError."""
    with _reading(archive), archive.open("rb") as stream, ZipFile(stream) as packed:
        return str(_manifest(packed, archive)["key"])


# -- out of the archive --------------------------------------------------------------------------------


def _unpacked(archive: Path, folder: Path, key: str) -> dict[str, Any]:
    """Unpack and check everything; gives what the manifest says."""
    with _reading(archive), archive.open("rb") as stream, ZipFile(_begun(stream, archive)) as packed:
        said = _manifest(packed, archive)
        for name, listed in said["files"].items():
            _member(packed, name, listed, folder / _place(name, key))
    _opens(folder / f"{key}.duckdb", said, archive.name)
    return said


@contextmanager
def _reading(archive: Path) -> Iterator[None]:
    """Raise what goes wrong with an archive as BackupError."""
    try:
        yield
    except (BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as cause:
        raise BackupError(file=archive.name, why="backup_damaged", value=archive.name) from cause
    except OSError as cause:
        raise BackupError(file=archive.name, why="backup_unread", value=cause.strerror or "") from cause


def _begun(stream: IO[bytes], archive: Path) -> IO[bytes]:
    """Refuse what does not even begin as an archive does."""
    if stream.read(2) != b"PK":
        raise BackupError(file=archive.name, why="backup_none", value="")
    stream.seek(0)
    return stream


def _manifest(packed: ZipFile, archive: Path) -> dict[str, Any]:
    """Read what is in the archive, and hold it against what the archive itself says; nothing is unpacked yet."""
    members = packed.infolist()
    names = [one.filename for one in members]
    if MANIFEST not in names or packed.getinfo(MANIFEST).file_size > LONGEST_LIST:
        raise BackupError(file=archive.name, why="backup_none", value="")
    with packed.open(MANIFEST) as stream:
        said = _read(stream.read(LONGEST_LIST + 1))
    if said is None:
        raise BackupError(file=archive.name, why="backup_none", value="")
    if said["ninety"] != SHAPE:
        raise BackupError(file=archive.name, why="backup_newer", value="")
    files = said["files"]
    if len(set(names)) != len(names) or {*names} != {*files, MANIFEST} or STORE not in files:
        raise BackupError(file=archive.name, why="backup_damaged", value=MANIFEST)
    if odd := next((one for one in members if one.filename != MANIFEST and not _sound(one, files)), None):
        raise BackupError(file=archive.name, why="backup_damaged", value=odd.filename[:80])
    _has_room(archive, sum(one["bytes"] for one in files.values()), len(names))
    return said


def _read(text: bytes) -> dict[str, Any] | None:
    """Read the manifest; None for what is none."""
    try:
        said: dict[str, Any] = json.loads(text)
        listed = said["files"].items()
        shaped = all(isinstance(one["bytes"], int) and isinstance(one["sha256"], str) for _, one in listed)
        known = isinstance(said["ninety"], int) and isinstance(said["revision"], int)
        told = isinstance(said["brand"], str) and _KEY.fullmatch(said["key"]) is not None
        told = told and datetime.fromisoformat(said["at"]).tzinfo is None  # it is in UTC, and does not say so
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return said if shaped and known and told else None


def _sound(member: ZipInfo, files: dict[str, Any]) -> bool:
    """Whether a member is what the list says, and leads to a place inside: a name like any that `backup` writes."""
    name = member.filename
    parts = name.removeprefix(BESIDE).split("/")
    plain = all(part not in ("", ".", "..") and part.isprintable() for part in parts)
    inside = name in (STORE, f"{STORE}.wal") or (name.startswith(BESIDE) and plain and not set(name) & set("\\:"))
    ours = parts[0] not in FORGOTTEN  # what an erasure still has to do is said by nobody from outside
    return inside and ours and member.file_size == files[name]["bytes"] and not member.flag_bits & 1


def _has_room(archive: Path, total: int, count: int) -> None:
    free, packed = shutil.disk_usage(home()).free, archive.stat().st_size
    if count > MANY or total > packed * LOOSE + ROOM or total > free:
        raise BackupError(file=archive.name, why="backup_large", value=f"{total >> 20} MB")


def _place(name: str, key: str) -> Path:
    return Path(f"{key}.duckdb{name.removeprefix(STORE)}") if name.startswith(STORE) else Path(key, name[len(BESIDE) :])


def _member(packed: ZipFile, name: str, listed: dict[str, Any], to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    found, left = sha256(), int(listed["bytes"])
    with packed.open(name) as source, to.open("xb") as target:
        to.chmod(0o600)
        while left >= 0 and (block := source.read(_BLOCK)):
            left -= len(block)
            found.update(block)
            target.write(block)
    if left or found.hexdigest() != listed["sha256"]:
        raise BackupError(file=Path(packed.filename or MANIFEST).name, why="backup_damaged", value=name[:80])


def _opens(store: Path, said: dict[str, Any], name: str) -> None:
    """Open the store where it was unpacked: what does not open, or is of another moment, is not moved in."""
    with _open(store, name) as opened:
        if opened.revision != said["revision"]:
            raise BackupError(file=name, why="backup_damaged", value=STORE)


@contextmanager
def _open(store: Path, name: str) -> Iterator[Store]:
    try:
        connection = connect(store)
    except StoreDamagedError as cause:
        raise BackupError(file=name, why="backup_damaged", value=STORE) from cause
    try:
        yield Store(connection)
        connection.checkpoint()
    except duckdb.Error as cause:
        raise BackupError(file=name, why="backup_damaged", value=STORE) from cause
    finally:
        release(connection)


# -- into its place ------------------------------------------------------------------------------------


def _put(fresh: Path, store: Path, said: dict[str, Any], name: str, by: str | None) -> Restored:
    with taken_away(store) if store.exists() else nullcontext(0) as revision:
        carried = carry(_known(store, home() / f"{said['key']}.duckdb"), fresh, by)
        number = _gone_on(fresh, store, revision or 0, name)
        done = Done(Right.ADMINISTER, "restore", {"brand": store.stem, "backup": name, "of": said["revision"]}, by)
        audit.note(None, done, who().id, revision=number)
        audit.note(fresh, done, who().id, revision=number if number > said["revision"] else None)  # it made that one
        aside = _aside(store)
        try:
            first, *others = belongings(fresh)
            move([*others, first], home())
        except BrandError:
            if aside:
                move(sorted(aside.iterdir(), key=lambda path: path.name == store.name), home())
            raise
    keep_away(store, away=False)
    return Restored(store, said["brand"], number, aside, carried)


def _known(*stores: Path) -> list[Path]:
    """Find where the brands of these stores lie: in their place, in the archive, or put aside by an earlier restore."""
    folders = [home(), archive_folder(), *sorted((home() / "_replaced").glob("*/"), reverse=True)]
    found = dict.fromkeys(folder / one.name for folder in folders for one in reversed(stores))
    return [one for one in found if belongings(one)]


def _aside(store: Path) -> Path | None:
    """Move what is in the place of a brand aside, its store file first; gives where, None: there was nothing."""
    if not (there := belongings(store)):
        return None
    aside = home() / "_replaced" / f"{store.stem}-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
    move(there, aside)
    return aside


def _gone_on(fresh: Path, store: Path, revision: int, name: str) -> int:
    """Let its revision go on from that of whatever was here before: what was cached of that never counts again."""
    before = max(revision, last_revision(store), revision_before(store))
    with _open(fresh, name) as opened:
        if opened.revision <= before:
            book.go_on_from(opened, before + 1)
        book.write(opened)
        return opened.revision
