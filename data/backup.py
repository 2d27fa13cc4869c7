"""All of a brand in one file: `backup` writes it, `restore` (data/restored.py) makes the brand of it again.

    backup(store: Path, into: Path) -> Path
        `store` the brand's file, `<home>/<slug>.duckdb`; `into` a folder, made when it is not there. Gives the archive,
        `<into>/<slug>-20261123T101500Z.ninety.zip`, which is there whole or not at all, for its owner's eyes only: it
        holds the key, uploads and labels. Works while the store is open in this process, beside loads; raises
        StoreBusyError when another process has it, BackupError where it cannot be written.

One state: what stands beside the store is taken under the lock of all changes, with the store (data/copied.py), and
after a CHECKPOINT, for a copy without the log lacks what is only there.

What is in it: the store, all in the folder beside it but what can be made anew (FORGOTTEN), and a list of the bytes and
hashes of both, which tells damage. Not who made it: whoever can write where backups lie can write another one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from data import audit, before, book
from data.access.acting import permit, who
from data.access.rights import Right
from data.audit import Done
from data.connect import connect, release
from data.copied import copied
from data.errors import BackupError
from data.reading.places import home
from data.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.connect import Connection

SHAPE = 1  # of the archive; a later one may not be readable by us
ENDING, MANIFEST, STORE, BESIDE = ".ninety.zip", "manifest.json", "store.duckdb", "beside/"
# old states and copies from before a migration: made anew, or of the old shape; an erasure that is under way
FORGOTTEN = ("asof", before.NAME, "scrub.json")
_HALF = "backup-"  # how the name of the folder begins in which a state is held while it is packed
_PASSING = ("tmp", "backup.")  # of a state that is being made, and notes about backups (data/backup_asked.py)
_GROWS = (".jsonl",)  # lines are added to these in place; all others are written anew under their name
_STAMP = "%Y%m%dT%H%M%SZ"
_NAMED = re.compile(r"(?P<key>[a-z0-9-]+)-(?P<at>\d{8}T\d{6}Z)(-\d+)?" + re.escape(ENDING))
_BLOCK = 1 << 20
_TURN = Lock()
MADE = Done(Right.ADMINISTER, "backup")


def usual_folder() -> Path:
    """Give the folder of backups: NINETY_BACKUP, else one beside the stores."""
    return Path(os.environ.get("NINETY_BACKUP") or home() / "_backups").expanduser()


def backup(store: Path, into: Path, *, now: datetime | None = None, done: Done = MADE) -> Path:
    """Write all of a brand into one archive in a folder, and give its file; see above.

    `done`: what it is for, in the log. Raises NotAllowedError.
    """
    at = now or datetime.now(UTC)
    permit(done, store)
    connection = connect(store)
    try:
        audit.note(store, done, who().id)
        with _TURN:
            into.mkdir(parents=True, exist_ok=True)
            return _packed(connection, into, f"{store.stem}-{at.strftime(_STAMP)}")
    except OSError as cause:
        raise BackupError(file=str(into), why="backup_unwritable", value=cause.strerror or "") from cause
    finally:
        release(connection)


def made(store: Path, folder: Path) -> list[tuple[datetime, Path]]:
    """List the backups of a brand in a folder, oldest first, with the moment (UTC) each is of."""
    if not folder.is_dir():
        return []
    named = ((_NAMED.fullmatch(path.name), path) for path in folder.iterdir())
    found = [(found, path) for found, path in named if found and found["key"] == store.stem]
    return sorted((datetime.strptime(one["at"], _STAMP).replace(tzinfo=UTC), path) for one, path in found)


def _packed(connection: Connection, into: Path, name: str) -> Path:
    beside = connection.path.with_suffix("")
    beside.mkdir(exist_ok=True)
    for left in beside.glob(f"{_HALF}*"):  # by a crash
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=beside, prefix=_HALF) as folder:
        still = Path(folder)
        said = _hold(connection, still)
        draft = into / f".{name}.part"
        try:
            with draft.open("xb") as stream:
                draft.chmod(0o600)
                _write(stream, still, said)
                stream.flush()
                os.fsync(stream.fileno())
            return _named(draft, into, name)
        finally:
            draft.unlink(missing_ok=True)


def _hold(connection: Connection, still: Path) -> dict[str, Any]:
    """Take one state of the store, and all beside it, into a folder; gives what the manifest says of it."""
    with connection.writing:
        connection.checkpoint()
        copied(connection.path, still / STORE)  # and its log, should something be in the way of the checkpoint
        for path in _files(connection.path.with_suffix("")):
            to = still / BESIDE / path.relative_to(connection.path.with_suffix(""))
            to.parent.mkdir(parents=True, exist_ok=True)
            _taken(path, to)
        store = Store(connection)
        (still / BESIDE).mkdir(exist_ok=True)
        (still / BESIDE / book.path_of(connection.path).name).unlink(missing_ok=True)
        (still / BESIDE / book.path_of(connection.path).name).write_bytes(book.written(store))
        named = store.setting("brand") or connection.path.stem
        said = {"ninety": SHAPE, "key": connection.path.stem, "brand": named, "revision": store.revision}
        return said | {"at": datetime.now(UTC).replace(tzinfo=None).isoformat(" ")}


def _taken(path: Path, to: Path) -> None:
    """Let a file be in the folder as it is now: another name for it where it never changes in place, else a copy."""
    if path.suffix not in _GROWS:
        with suppress(OSError):  # a disk that knows no links
            return to.hardlink_to(path)
    shutil.copyfile(path, to)
    return None


def _files(beside: Path) -> Iterator[Path]:
    """List the files beside a store that are part of it; what a link leads to is not."""
    for path in sorted(beside.rglob("*")):
        first = path.relative_to(beside).parts[0]
        part = first not in FORGOTTEN and not first.startswith((_HALF, *_PASSING)) and path.suffix != ".part"
        if part and path.is_file() and not path.is_symlink():
            yield path


def _write(stream: Any, still: Path, said: dict[str, Any]) -> None:
    files: dict[str, dict[str, object]] = {}
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=3) as archive:
        for path in sorted(one for one in still.rglob("*") if one.is_file()):
            name, read, found = path.relative_to(still).as_posix(), 0, sha256()
            with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as member:
                while block := source.read(_BLOCK):
                    member.write(block)
                    found.update(block)
                    read += len(block)
            files[name] = {"bytes": read, "sha256": found.hexdigest()}
        archive.writestr(MANIFEST, json.dumps(said | {"files": files}, ensure_ascii=False, indent=1))


def _named(draft: Path, into: Path, name: str) -> Path:
    """Give the archive its name; one of the same second gets another."""
    number, path = 1, into / f"{name}{ENDING}"
    while path.exists():
        number += 1
        path = into / f"{name}-{number}{ENDING}"
    return draft.replace(path)
