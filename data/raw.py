"""The uploads as they came, kept beside the store: from them it can be rebuilt.

`<store>/uploads/0001_<sha8>_<name>` with `0001.json` beside it. Tables of one
file each have a sidecar, and share the bytes. A file is whole or not there: it
is written under another name, synced and renamed. What a sidecar says holds only
once the store has it: until the commit it waits as `0001.json.at7`, for revision 7.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from data.errors import UnreadableFileError

REMAINS = ".reading"  # ends the name of what remains of a file that was scrubbed (data/reading/remains.py)


@dataclass(frozen=True)
class Kept:
    """One upload on disk and what was said about it."""

    batch_id: int
    content: Path
    said: dict[str, Any]

    @property
    def name(self) -> str:
        """The name under which the bytes were dropped: of a zip, where the upload is named after its member."""
        return str(self.said.get("dropped") or self.said["file"])

    @property
    def scrubbed(self) -> str | None:
        """The fingerprint of the file of which only a reading remains (data/privacy/scrub.py); None: it is kept."""
        return str(self.said["sha256"]) if self.content.suffix == REMAINS else None

    @property
    def is_sound(self) -> bool:
        """Whether the bytes are those that came; what remains of a scrubbed file is told by who reads it."""
        return self.scrubbed is not None or sha256(self.content.read_bytes()).hexdigest() == self.said["sha256"]


def folder_of(store: Path) -> Path:
    """Give the folder of raw uploads of a store."""
    return store.with_suffix("") / "uploads"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("wb") as stream:
            draft.chmod(0o600)  # uploads hold what people wrote to the team
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def keep(folder: Path, batch_id: int, content: bytes, said: dict[str, Any], kept: Path | None = None) -> None:
    """Announce an upload and write its bytes, where no file has them yet; it is one when `settle` finds it done."""
    name = re.sub(r"[^\w.() -]", "_", Path(str(said["dropped"])).name)[-80:] or "upload"
    path = kept or folder / f"{batch_id:04}_{said['sha256'][:8]}_{name}"
    announce(folder, batch_id, said | {"content": path.name}, said["revision"])
    if kept is None:
        write_whole(path, content)


def keep_remains(folder: Path, batch_id: int, content: bytes, said: dict[str, Any]) -> None:
    """Announce an upload of whose file nothing is kept but what was read of it."""
    path = remains_of(folder, batch_id)
    announce(folder, batch_id, said | {"content": path.name}, said["revision"])
    write_whole(path, content)


def remains_of(folder: Path, batch_id: int) -> Path:
    """Give the place of what remains of an upload's file."""
    return folder / f"{batch_id:04}{REMAINS}"


def announce(folder: Path, batch_id: int, said: dict[str, Any], revision: int) -> None:
    """Write down, before the commit, what a sidecar will say when the store has come to a revision."""
    write_whole(folder / f"{sidecar(folder, batch_id).name}.at{revision}", _written(batch_id, said))


def settle(folder: Path, revision: int) -> None:
    """Let what was announced hold, as far as the store came: after a commit, a failure or a crash alike.

    What it never came to is gone as though nobody had begun it, with its bytes.
    """
    announced = [path for path in folder.glob("[0-9]*.json.at*") if path.suffix[3:].isdecimal()]
    for path in sorted(announced, key=lambda one: int(one.suffix[3:])):
        if int(path.suffix[3:]) <= revision:
            path.replace(path.with_suffix(""))
        else:
            _give_up(path)
    if announced:
        sync_folder(folder)


def _give_up(announced: Path) -> None:
    content = announced.parent / Path(json.loads(announced.read_text(encoding="utf-8"))["content"]).name
    announced.unlink()
    if not any(one.content == content for one in read_all(announced.parent)):
        content.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what a crash left half written, when a store opens and nobody writes."""
    for half in folder.glob("*.part"):
        if half.is_file():
            half.unlink()


def sidecar(folder: Path, batch_id: int) -> Path:
    """Give the path of what was said about an upload."""
    return folder / f"{batch_id:04}.json"


def write_sidecar(folder: Path, batch_id: int, said: dict[str, Any]) -> None:
    """Write what was said about an upload."""
    write_whole(sidecar(folder, batch_id), _written(batch_id, said))


def _written(batch_id: int, said: dict[str, Any]) -> bytes:
    return json.dumps({"batch_id": batch_id} | said, ensure_ascii=False, indent=1, default=str).encode()


def mark(folder: Path, batch_id: int, said: dict[str, Any], *, revision: int | None = None) -> None:
    """Note something on the sidecar, such as that an upload was taken back: at once, or once the store is so far."""
    before = said_of(folder, batch_id)
    if before and revision is None:
        write_sidecar(folder, batch_id, before | said)
    elif before and revision is not None:
        announce(folder, batch_id, before | said, revision)


def said_of(folder: Path, batch_id: int) -> dict[str, Any]:
    """Read what was said about an upload; nothing in a store that was copied without its uploads."""
    path = sidecar(folder, batch_id)
    said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return said


def read_one(folder: Path, batch_id: int) -> Kept | None:
    """Find what is kept of an upload; nothing when its bytes were taken away."""
    path = sidecar(folder, batch_id)
    kept = _read(path) if path.exists() else None
    return kept if kept is not None and kept.content.exists() else None


def _read(path: Path) -> Kept:
    said = json.loads(path.read_text(encoding="utf-8"))
    return Kept(said["batch_id"], path.parent / Path(said["content"]).name, said)  # a name: it leads nowhere else


def read_all(folder: Path) -> list[Kept]:
    """Read what is kept, in the order of the ledger."""
    return [_read(path) for path in sorted(folder.glob("[0-9]*.json"), key=lambda one: int(one.stem))]


def read_sound(folder: Path) -> tuple[list[Kept], list[UnreadableFileError]]:
    """Read what is kept, and tell of the sidecars that do not say what they must, instead of stopping at them."""
    kept: list[Kept] = []
    unread: list[UnreadableFileError] = []
    for path in sorted(folder.glob("[0-9]*.json"), key=lambda one: int(one.stem)):
        try:
            kept.append(_read(path))
        except (ValueError, KeyError, TypeError):
            unread.append(UnreadableFileError(file=path.name, why="sidecar_damaged"))
    return kept, unread


def last_batch(folder: Path) -> int:
    """Give the highest number in use."""
    return max((int(path.stem) for path in folder.glob("[0-9]*.json")), default=0)
