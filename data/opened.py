"""A file as it was dropped -> the tables in it: a zip is opened, and each of its members read like a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.errors import SetAsideError, UnknownExportError
from data.notes import note
from data.reading import reader
from data.reading.archive import documents

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from threading import Event

    from data.reading.exports import Reading


def tables(
    name: str, content: bytes, folders: Sequence[Path], answers: Mapping[str, str], *, cancel: Event | None = None
) -> tuple[Reading, ...]:
    """Read every usable table; raises DataError when there is none, or when one cannot be trusted.

    Members of a zip that Ninety has no use for are left out, as sheets of a workbook are, and the first table says so.
    """
    found: list[Reading] = []
    unused: list[SetAsideError | UnknownExportError] = []
    parts = documents(name, content)
    for part in parts:
        try:
            readings = reader.read(part.name, part.content, folders, answers, cancel=cancel)
        except (SetAsideError, UnknownExportError) as problem:
            unused.append(problem)
        else:
            member = part.name.removeprefix(f"{name}/") if len(parts) > 1 else ""
            found += [replace(one, table=_table(member, one.table)) for one in readings]
    if not found:
        raise unused[0]
    left_out = tuple(note("other_table", sheet=str(one.fields["file"])) for one in unused)
    return (replace(found[0], notes=(*found[0].notes, *left_out)), *found[1:])


def _table(member: str, table: str) -> str:
    """Name a table of a zip by its member, and by its sheet where the member has several."""
    return " › ".join(filter(None, (member, table)))
