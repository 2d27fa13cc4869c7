"""Who changed what, and who was refused: one line each beside the store, `<store>/audit.jsonl`, only ever added to.

A line says when, who (as they signed in, else the name they gave), what was done, on what (numbers and names of
settings, never what people wrote) and the revision it made. It is on the disk before the change is. Should the change
fail after all, its revision never comes, or comes with a later line (`unkept`). What belongs to no brand, such as who
signed in, stands in `<home>/audit.jsonl`.

Each line holds the hash of the bytes before it, so a line that was taken out or altered shows (`verify`). The end that
somebody cut off shows only against the hash of the last line (`Chain.head`) noted elsewhere.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from data.ledger import moment
from data.raw import write_all
from data.reading.places import home

try:
    import fcntl
except ImportError:  # Windows: there a log has one process
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from io import FileIO
    from pathlib import Path

    from data.access.rights import Right

NAME = "audit.jsonl"
REFUSED = "refused"
AGAIN = 60.0  # seconds in which the same refusal is not written down again: a page is drawn many times
_BLOCK = 4_096
_ADDING = Lock()
_LATELY: dict[tuple[str, ...], float] = {}


@dataclass(frozen=True)
class Done:
    """Something that somebody does; text key `audit.<what>`."""

    needs: Right
    what: str
    about: Mapping[str, Any] = field(default_factory=dict)  # numbers and names of settings
    by: str | None = None  # the name that was given where nobody signs in


@dataclass(frozen=True)
class Line:
    """One line of a log."""

    number: int  # 1, 2, 3 … in its file
    at: str  # UTC
    who: str | None
    needs: str
    what: str
    about: Mapping[str, Any]
    revision: int | None  # of the store, that it made; None: no number changed by it


@dataclass(frozen=True)
class Chain:
    """What a log is worth: its lines, those that a crash cut off, and the first that does not follow the one before."""

    lines: int
    cut_off: int
    broken: int | None
    head: str  # sha256 of the last line; "" = there is none


def path_of(store: Path | None) -> Path:
    """Give the file of a store's log; None: of what belongs to no brand."""
    return (home() if store is None else store.with_suffix("")) / NAME


def note(store: Path | None, done: Done, who: str | None, *, revision: int | None = None) -> None:
    """Add a line, and bring it to the disk; raises OSError where that cannot be, and then it is not there at all."""
    line = {"at": moment(None), "who": who or done.by, "needs": done.needs, "what": done.what}
    _add(path_of(store), line | {"about": dict(done.about), "revision": revision})


def refused(store: Path | None, done: Done, who: str) -> None:
    """Add that somebody was refused something; a log that cannot be written lets nobody do it after all."""
    key, now = (str(store), who, done.needs, done.what), monotonic()
    with _ADDING:
        for old in [one for one, at in _LATELY.items() if now - at > AGAIN]:
            del _LATELY[old]
        if key in _LATELY:
            return
        _LATELY[key] = now
    with suppress(OSError):
        note(store, Done(done.needs, REFUSED, {**done.about, "what": done.what}, done.by), who)


def lines(store: Path | None) -> tuple[Line, ...]:
    """Read a log, oldest first; a line that a crash cut off is left out."""
    found = (_read(number, raw) for number, raw in enumerate(_raw(path_of(store)), 1))
    return tuple(line for line in found if line is not None)


def verify(store: Path | None) -> Chain:
    """Hold every line against the one before it."""
    before, cut_off, broken, number = "", 0, None, 0
    for number, raw in enumerate(_raw(path_of(store)), 1):
        said = _said(raw)
        if said is None:
            cut_off += 1
        elif broken is None and said.get("prev") != before:
            broken = number
        before = sha256(raw).hexdigest()
    return Chain(number, cut_off, broken, before)


def unkept(known: Sequence[Line], revision: int) -> frozenset[int]:
    """Find the lines whose change did not come about, or is not there any more; `revision` is the store's now.

    The next change that does come has the revision that theirs would have had.
    """
    found, least = set(), revision + 1
    for line in reversed(known):
        if line.revision is not None:
            if line.revision >= least:
                found.add(line.number)
            least = min(least, line.revision)
    return frozenset(found)


# -- the file ------------------------------------------------------------------------------------------


def _add(path: Path, said: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with _ADDING, path.open("a+b", buffering=0) as stream, _alone(stream):
        path.chmod(0o600)
        end = stream.seek(0, os.SEEK_END)
        last = _last(stream, end)
        line = said | {"prev": sha256(last.removesuffix(b"\n")).hexdigest() if last else ""}
        try:
            cut = b"\n" if last and not last.endswith(b"\n") else b""  # a crash cut the last one off
            write_all(stream, cut + json.dumps(line, ensure_ascii=False, default=str).encode() + b"\n")
        except BaseException:
            with suppress(OSError):
                stream.truncate(end)
            raise


@contextmanager
def _alone(stream: FileIO) -> Iterator[None]:
    """Keep other processes from adding at the same time; closing the file lets go of it."""
    if fcntl is not None:
        fcntl.flock(stream, fcntl.LOCK_EX)
    yield


def _last(stream: FileIO, end: int) -> bytes:
    """Give the bytes of the last line, with its end where it has one."""
    found, start = b"", end
    while start > 0 and b"\n" not in found[:-1]:
        start = max(start - _BLOCK, 0)
        stream.seek(start)
        found = stream.read(end - start)
    return found[found[:-1].rfind(b"\n") + 1 :]


def _raw(path: Path) -> list[bytes]:
    try:
        whole = path.read_bytes()
    except FileNotFoundError:
        return []
    return whole.removesuffix(b"\n").split(b"\n") if whole else []


def _said(raw: bytes) -> dict[str, Any] | None:
    with suppress(ValueError):
        said = json.loads(raw)
        return said if isinstance(said, dict) else None
    return None


def _read(number: int, raw: bytes) -> Line | None:
    if (said := _said(raw)) is None:
        return None
    plain = {one.name: said.get(one.name) for one in fields(Line)}
    return Line(**plain | {"number": number, "about": said.get("about") or {}})
