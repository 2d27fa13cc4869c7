"""The team's own formats: one TOML file each, in a folder beside the store's uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import FormatConflictError
from data.mapping.mapping import header_keys
from data.mapping.toml import to_toml
from data.raw import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from data.format import Format
    from data.ledger import Upload


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
    write_whole(path, to_toml(form).encode())
    return path


def rename_format(folder: Path, form: Format, label: str) -> Format:
    """Give a team's format another label; its name stays, so its uploads stay its own."""
    renamed = type(form)(**form.model_dump(by_alias=True) | {"label": label})
    write_whole(folder / f"{form.name}.toml", to_toml(renamed).encode())
    return renamed


def remove_format(folder: Path, form: Format, uploads: Iterable[Upload]) -> None:
    """Forget a format; raises FormatConflictError while an upload that counts was read with it."""
    if used := uses(form.name, uploads):
        files = ", ".join(f"{upload.batch_id} · {upload.file}" for upload in used[:5])
        raise FormatConflictError(file=form.label or form.name, why="in_use", value=files + (" …" if used[5:] else ""))
    (folder / f"{form.name}.toml").unlink(missing_ok=True)


def uses(name: str, uploads: Iterable[Upload]) -> list[Upload]:
    """List the uploads that count and were read with a format."""
    return [upload for upload in uploads if upload.format == name and upload.undone_at is None]
