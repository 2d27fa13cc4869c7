"""A folder that the team named, for files that leave the house: each is written whole, and none takes another's place.

The folder is said in full, may have to be made, and is not the one in which the stores lie.
"""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from data.access.acting import done_now
from data.access.rights import Right
from data.audit import Done
from data.own_files import hand_over
from data.reading.places import home

if TYPE_CHECKING:
    from collections.abc import Iterator

Why = Literal["relative", "inside", "no_folder", "not_allowed", "full", "unwritable"]
_WHY: dict[int | None, Why] = {
    errno.EACCES: "not_allowed",
    errno.EPERM: "not_allowed",
    errno.EROFS: "not_allowed",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.ENOTDIR: "no_folder",
    errno.EEXIST: "no_folder",
}


class FolderError(Exception):
    """A file cannot be put into a folder; text key `schedule.why.<why>`."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def folder(said: str | Path) -> Path:
    """Find a folder by what somebody wrote; raises FolderError for one that reports must not go to."""
    try:
        path = Path(said).expanduser()
        found = path.resolve()
    except (OSError, RuntimeError, ValueError):  # no such person, a ring of links, a character no path may have
        raise FolderError("no_folder") from None
    if not path.is_absolute():
        raise FolderError("relative")
    if found == home().resolve() or home().resolve() in found.parents:
        raise FolderError("inside")
    with suppress(OSError):  # where nobody may look, writing tells
        if found.exists() and not found.is_dir():
            raise FolderError("no_folder")
    return found


def put(into: Path, name: str, content: bytes) -> Path:
    """Write a file into a folder, making it; the same bytes are left as they lie, others get a name of their own.

    Gives where it lies: `report.pdf`, or `report-2.pdf` beside another one. Raises FolderError.
    """
    name = os.path.basename(name)  # noqa: PTH119 - a name only: nothing in it leads elsewhere
    try:
        into.mkdir(parents=True, exist_ok=True)
        for path in _names(into, name):
            if _placed(path, content):
                return path
    except OSError as problem:
        raise FolderError(_WHY.get(problem.errno, "unwritable")) from None
    raise AssertionError  # names never end


def tried(into: Path, store: Path) -> None:
    """Find out whether files of a store can be put into a folder; leaves nothing but it. Raises FolderError."""
    done_now(Done(Right.ADMINISTER, "try_outlet", {"outlet": "folder"}), store)
    try:
        into.mkdir(parents=True, exist_ok=True)
        draft = _draft(into, b"Ninety")
        draft.unlink()
    except OSError as problem:
        raise FolderError(_WHY.get(problem.errno, "unwritable")) from None


def _names(into: Path, name: str) -> Iterator[Path]:
    stem, dot, form = name.rpartition(".")
    yield into / name
    for number in count(2):
        yield into / f"{stem}-{number}{dot}{form}"


def _placed(path: Path, content: bytes) -> bool:
    """Whether a file lies there with this content now."""
    if path.exists():
        return path.is_file() and path.read_bytes() == content
    draft = _draft(path.parent, content)
    try:
        return _named(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _draft(into: Path, content: bytes) -> Path:
    """Write beside where it will lie: whoever looks there sees the whole file or none."""
    draft = into / f".ninety-{secrets.token_hex(4)}.part"
    try:
        with draft.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        hand_over(draft)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    return draft


def _named(draft: Path, path: Path) -> bool:
    """Give a file its name, unless somebody took it meanwhile."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return False
    except OSError:  # a drive that knows no links: then between the question and the move there is a moment
        if path.exists():
            return False
        draft.replace(path)
    return True
