"""Reads files in child processes: a crafted one can abort its reader, eat memory or never end.

A few children stay warm. One that aborts, is killed or takes too long costs
its file, which is refused, and is replaced; one that read a large file is
replaced too, so that its memory returns.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.reading.child import CHILDREN
from data.reading.exports import FORMATS, NOTHING_SAID, Reading, load_formats
from data.reading.wire import received

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping, Sequence

    from data.reading.workbook import Row

Grid = tuple[str, tuple[tuple[str, ...], ...]]  # the name of a sheet, and its cells
_TRIES = 3


def read(
    name: str,
    content: bytes,
    folders: Sequence[Path] = (FORMATS,),
    answers: Mapping[str, str] = NOTHING_SAID,
    *,
    cancel: threading.Event | None = None,
) -> tuple[Reading, ...]:
    """Read all usable tables of a file; see `data.reading.exports.read_exports`, whose DataErrors come through.

    Raises UnreadableFileError (too_large, took_too_long) where the child came to its end over the file, and
    ReadingCancelledError when `cancel` is set meanwhile. May be called from several threads at once.
    """
    request = {"task": "read", "name": name, "folders": [str(one) for one in folders], "answers": dict(answers)}

    def use(answer: dict[str, Any]) -> list[Reading | None]:
        formats = load_formats(*folders)
        return [received(sent, Path(sent.pop("path")), formats) for sent in answer["readings"]]

    load_formats(*folders)  # a broken declaration is told here, not in a child
    for _ in range(_TRIES):
        readings = CHILDREN.ask(request, content, cancel, use)
        if None not in readings:
            return tuple(one for one in readings if one is not None)
        CHILDREN.renew()  # a format, or the program itself, was edited in between: once more
    raise RuntimeError("the formats change while they are used")


def look(
    name: str, content: bytes, *, cancel: threading.Event | None = None
) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """Give the first rows of each sheet, as text, with their lines: of a file that no format may know."""
    heads = CHILDREN.ask({"task": "look", "name": name}, content, cancel, lambda answer: answer["heads"])
    return tuple((sheet, tuple((line, cells) for line, cells in rows)) for sheet, rows in heads)


def document(name: str, content: bytes) -> str | tuple[Grid, ...]:
    """Read a small document that people wrote: its text, or the sheets of its workbook as they are shown."""
    found = CHILDREN.ask({"task": "document", "name": name}, content, None, lambda answer: answer["document"])
    return found if isinstance(found, str) else tuple((sheet, tuple(map(tuple, rows))) for sheet, rows in found)


def warm() -> None:
    """Start a child, so that the first file need not wait for it."""
    CHILDREN.warm()
