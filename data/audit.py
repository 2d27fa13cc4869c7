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
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from data.growing import growing
from data.reading.places import home

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from data.access.rights import Right

NAME = "audit.jsonl"
REFUSED = "refused"
AGAIN = 60.0  # seconds in which the same refusal is not written down again: a page is drawn many times
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
    at: datetime  # UTC, as the store keeps moments; in the file it says so
    who: str | None  # an address, HOUSE, COMMAND with a name, or whatever name was given; None: nobody said
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
    line = {
        "at": datetime.now(UTC).replace(microsecond=0).isoformat(),
        "who": who or done.by,
        "needs": done.needs,
        "what": done.what,
    }
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
    with _ADDING, growing(path) as file:
        last = file.last()
        line = said | {"prev": sha256(last.removesuffix(b"\n")).hexdigest() if last else ""}
        file.add(json.dumps(line, ensure_ascii=False, default=str).encode())


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
    if (said := _said(raw)) is None or (at := _moment(said.get("at"))) is None:
        return None
    plain = {one.name: said.get(one.name) for one in fields(Line)}
    return Line(**plain | {"number": number, "at": at, "about": said.get("about") or {}})


def _moment(said: Any) -> datetime | None:
    """Read a moment; an earlier version wrote UTC without saying so."""
    try:
        at = datetime.fromisoformat(said)
    except (ValueError, TypeError):
        return None
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
