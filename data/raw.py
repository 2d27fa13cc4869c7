"""The uploads as they came, kept beside the store: from them it can be rebuilt.

`<store>/uploads/0001_<sha8>_<name>` with `0001.json` beside it. Tables of one
file each have a sidecar, and share the bytes. A file is whole or not there: it
is written under another name, synced and renamed.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def keep(folder: Path, batch_id: int, content: bytes, said: dict[str, Any], kept: Path | None = None) -> list[Path]:
    """Write an upload and its sidecar, the bytes only when no file has them yet.

    Gives the files that were written, to be removed should the load fail.
    """
    name = re.sub(r"[^\w.() -]", "_", Path(str(said["dropped"])).name)[-80:] or "upload"
    path = kept or folder / f"{batch_id:04}_{said['sha256'][:8]}_{name}"
    written = [sidecar(folder, batch_id)] if kept else [path, sidecar(folder, batch_id)]
    try:
        if kept is None:
            write_whole(path, content)
        write_sidecar(folder, batch_id, said | {"content": path.name})
    except BaseException:
        remove(written)
        raise
    return written


def remove(paths: list[Path]) -> None:
    """Take back what was written for a load that failed."""
    for path in paths:
        path.unlink(missing_ok=True)


def sidecar(folder: Path, batch_id: int) -> Path:
    """Give the path of what was said about an upload."""
    return folder / f"{batch_id:04}.json"


def write_sidecar(folder: Path, batch_id: int, said: dict[str, Any]) -> None:
    """Write what was said about an upload."""
    text = json.dumps({"batch_id": batch_id} | said, ensure_ascii=False, indent=1, default=str)
    write_whole(sidecar(folder, batch_id), text.encode())


def mark(folder: Path, batch_id: int, said: dict[str, Any]) -> None:
    """Note on the sidecar that an upload was taken back."""
    if before := said_of(folder, batch_id):
        write_sidecar(folder, batch_id, before | said)


def said_of(folder: Path, batch_id: int) -> dict[str, Any]:
    """Read what was said about an upload; nothing in a store that was copied without its uploads."""
    path = sidecar(folder, batch_id)
    said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return said


def sidecars(folder: Path, batch_ids: list[int]) -> dict[int, bytes]:
    """Take the sidecars of uploads as they are, to put them back should a change of them fail."""
    paths = {number: sidecar(folder, number) for number in batch_ids}
    return {number: path.read_bytes() for number, path in paths.items() if path.exists()}


def read_one(folder: Path, batch_id: int) -> Kept | None:
    """Find what is kept of an upload; nothing when its bytes were taken away."""
    path = sidecar(folder, batch_id)
    kept = _read(path) if path.exists() else None
    return kept if kept is not None and kept.content.exists() else None


def _read(path: Path) -> Kept:
    said = json.loads(path.read_text(encoding="utf-8"))
    return Kept(said["batch_id"], path.parent / said["content"], said)


def read_all(folder: Path) -> list[Kept]:
    """Read what is kept, in the order of the ledger."""
    return [_read(path) for path in sorted(folder.glob("[0-9]*.json"), key=lambda one: int(one.stem))]


def last_batch(folder: Path) -> int:
    """Give the highest number in use."""
    return max((int(path.stem) for path in folder.glob("[0-9]*.json")), default=0)
