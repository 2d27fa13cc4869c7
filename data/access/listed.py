"""The access list as it stands now: read again when its file changes.

A file that breaks while Ninety runs closes Ninety for everybody, and says so, until it is mended: the edit that broke
it may have been the one that took somebody's rights away, so the last good list is not good any more. Whoever edits
the file has the server before them and needs no page to mend it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from data import audit
from data.access import people
from data.access.rights import HOUSE, Right
from data.errors import AccessListError

if TYPE_CHECKING:
    from pathlib import Path

    from data.access.people import AccessList

LISTED = "access_list"  # in the log
LOG = logging.getLogger("ninety")
_Stamp = tuple[int, int, int]


@dataclass
class _Seen:
    """What was read the last time, of which file as it was then."""

    path: Path | None = None
    stamp: _Stamp | None = None
    taken: AccessList | None = None  # None: it was broken
    reading: Lock = field(default_factory=Lock)


_SEEN = _Seen()


def current() -> AccessList:
    """Give the list as its file says it now; raises AccessListError when there is none that can be taken."""
    path = people.path_of()
    with _SEEN.reading:
        stamp = _stamp(path)
        if (path, stamp) != (_SEEN.path, _SEEN.stamp):
            _SEEN.taken = _read(path)
            _SEEN.path, _SEEN.stamp = path, stamp
        if _SEEN.taken is None:
            raise AccessListError(file=path.name, why="access_closed", at="", value="")
        return _SEEN.taken


def _stamp(path: Path) -> _Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _read(path: Path) -> AccessList | None:
    try:
        found = people.load(path)
        _tell(path, found)
    except AccessListError as broken:
        # which key is wrong is for who has the server before them: its value may be somebody's address
        LOG.error("access list %s refused: %s at %r", path, broken.fields["why"], _place(broken))  # noqa: TRY400
        return None
    return found


def _tell(path: Path, found: AccessList) -> None:
    """Write down that the list is another than the one that was taken before, under an earlier start too."""
    content = sha256(path.read_bytes()).hexdigest()
    before = next((line.about.get("sha256") for line in reversed(audit.lines(None)) if line.what == LISTED), None)
    if content != before:
        about = {"people": len(found.people), "groups": len(found.groups), "sha256": content}
        audit.note(None, audit.Done(Right.ADMINISTER, LISTED, about), HOUSE.id)


def _place(broken: AccessListError) -> str:
    return str(broken.fields["at"]).split(".")[0]
