"""The sidecars of the uploads, written again from the ledger where they are gone or cannot be read any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import raw
from data.intake.commit import said_of

if TYPE_CHECKING:
    from pathlib import Path

    from data.ledger import Upload
    from data.store import Store


def mend(store: Store) -> None:
    """Say again of each upload what the ledger says, where its bytes are there; a damaged sidecar is put aside."""
    sound = {kept.batch_id for kept in raw.read_sound(store.folder)[0]}
    if not store.folder.is_dir() or not store.query("SELECT 1 FROM upload LIMIT 1"):
        return
    for upload in store.uploads():
        if upload.batch_id not in sound and (content := _bytes(store.folder, upload)) is not None:
            _write(store.folder, upload, content)


def _bytes(folder: Path, upload: Upload) -> Path | None:
    """Find the bytes of an upload, which may have come with an earlier table of the file, or what was read of it."""
    remains = raw.remains_of(folder, upload.batch_id)
    if remains.is_file():
        return remains
    return next((path for path in folder.glob(f"[0-9]*_{upload.sha256[:8]}_*") if path.is_file()), None)


def _write(folder: Path, upload: Upload, content: Path) -> None:
    path = raw.sidecar(folder, upload.batch_id)
    if path.exists():
        path.replace(path.with_suffix(".damaged"))
    dropped = upload.file if content.suffix == raw.REMAINS else content.name.split("_", 2)[2]
    raw.write_sidecar(folder, upload.batch_id, said_of(upload) | {"dropped": dropped, "content": content.name})
