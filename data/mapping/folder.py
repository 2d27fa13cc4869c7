"""The team's own formats: one TOML file each, in a folder beside the store's uploads.

What a file said before it was changed or removed stays in `earlier/`, named after when that was: an old state of
the store is read with the formats of its time (data/asof.py).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from data.access.acting import done_now
from data.access.rights import Right
from data.audit import Done
from data.errors import FormatConflictError
from data.mapping.mapping import header_keys
from data.mapping.toml import to_toml
from data.raw import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from data.format import Format
    from data.known import Known
    from data.ledger import Upload

EARLIER = "earlier"
STAMP = "%Y%m%dT%H%M%S%f"


def save_format(folder: Path, form: Format, known: Mapping[str, Format]) -> Path:
    """Keep a new format, or the new state of one of the same name that is the team's; raises FormatConflictError.

    `known` are all formats there are, by name: a new one may neither take the name nor the header of another.
    """
    path = folder / f"{form.name}.toml"
    if form.name in known and not path.exists():
        raise FormatConflictError(file=form.name, why="name_taken", value=form.label or form.name)
    for other in known.values():
        if other.name != form.name and header_keys(other) == header_keys(form):
            raise FormatConflictError(file=form.name, why="header_taken", value=other.label or other.name)
    _permit(folder, "format", form)
    _keep_earlier(path)
    write_whole(path, to_toml(form).encode())
    return path


def rename_format(folder: Path, form: Format, label: str) -> Format:
    """Give a team's format another label; its name stays, so its uploads stay its own."""
    _permit(folder, "rename_format", form)
    renamed = type(form)(**form.model_dump(by_alias=True) | {"label": label})
    _keep_earlier(folder / f"{form.name}.toml")
    write_whole(folder / f"{form.name}.toml", to_toml(renamed).encode())
    return renamed


def remove_format(folder: Path, form: Format, uploads: Iterable[Upload]) -> None:
    """Forget a format; raises FormatConflictError while an upload that counts was read with it."""
    if used := uses(form.name, uploads):
        files = ", ".join(f"{upload.batch_id} · {upload.file}" for upload in used[:5])
        raise FormatConflictError(file=form.label or form.name, why="in_use", value=files + (" …" if used[5:] else ""))
    _permit(folder, "remove_format", form)
    _keep_earlier(folder / f"{form.name}.toml")
    (folder / f"{form.name}.toml").unlink(missing_ok=True)


def _permit(folder: Path, what: str, form: Format) -> None:
    """Ask for the right to bring exports in: a format says what their columns mean."""
    done_now(Done(Right.UPLOAD, what, {"format": form.name}), folder.parent.with_suffix(".duckdb"))


def _keep_earlier(path: Path) -> None:
    if path.exists():
        now = datetime.now(UTC).strftime(STAMP)
        write_whole(path.parent / EARLIER / f"{path.stem}.{now}.toml", path.read_bytes())


def formats_of(folder: Path, known: Known) -> dict[str, bytes]:
    """Give the files of the formats as they were at a point of the past, by name of the file."""
    found = {path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))}
    for path in sorted((folder / EARLIER).glob("*.toml"), reverse=True):  # newest first, so the oldest that fits stays
        name, _, until = path.stem.rpartition(".")
        if not known.had(datetime.strptime(until, STAMP)):  # noqa: DTZ007 - UTC, as the store keeps it
            found[f"{name}.toml"] = path.read_bytes()
    return found


def uses(name: str, uploads: Iterable[Upload]) -> list[Upload]:
    """List the uploads that count and were read with a format."""
    return [upload for upload in uploads if upload.format == name and upload.undone_at is None]
