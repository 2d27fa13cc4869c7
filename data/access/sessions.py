"""Which sessions are over: everybody's at the latest after NINETY_SESSION_HOURS, somebody's when they log out.

`signed_out.json` beside the stores says who (a hash, no address) logged out in which second. Every session of theirs
that began until then is over, on every device, a copied cookie too: what a browser holds cannot be taken back, so the
server remembers instead. The file is written whole; one that says nothing sensible ends every session.

A second that lies ahead, because the clock was wrong when they logged out or is wrong now, ends what began until it was
met. It stays as it is, so that a cookie of then is over when the clock comes to it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import time
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from data.raw import write_whole
from data.reading.places import home

if TYPE_CHECKING:
    from pathlib import Path

LOG = logging.getLogger("ninety")
HOURS = 12.0  # a working day: who comes back on Monday signs in again
MOST_HOURS = 720.0
FORGET = 32 * 86400  # seconds; no cookie is read that long after it was given out


def life() -> int:
    """Give how long a session lasts at most, in seconds; raises ValueError for what is no number of hours."""
    hours = float(os.environ.get("NINETY_SESSION_HOURS") or HOURS)
    if not 0 < hours <= MOST_HOURS:  # not-a-number is refused with the rest
        raise ValueError(hours)
    return max(1, int(hours * 3600))


def name_of(issuer: str, subject: str) -> str:
    """Name somebody without naming them: sha256 of who vouches for them, and as whom."""
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()


@dataclass
class _Ended:
    """Who logged out when, as it stands in the file; None: the file says nothing sensible."""

    path: Path | None = None
    seconds: dict[str, int] | None = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)  # when a second that lies ahead was first met
    lock: Lock = field(default_factory=Lock)


_ENDED = _Ended()


def end(name: str) -> None:
    """End every session of somebody that began until now."""
    now = int(time.time())
    with _ENDED.lock:
        known = _known() or {}
        known = {who: second for who, second in known.items() if second > now - FORGET}
        _ENDED.seconds = known | {name: max(now, known.get(name, 0))}
        _ENDED.met[name] = now
        try:
            write_whole(_file(), json.dumps(_ENDED.seconds, indent=1).encode())
        except OSError as problem:  # a full disk keeps nobody signed in: it holds until the server stops
            LOG.error("log-out not written: %s", problem.strerror)  # noqa: TRY400


def is_over(name: str, began: int) -> bool:
    """Whether a session of somebody that began then (seconds since 1970) was ended.

    Whoever signs in again in the very second of their log-out signs in once more: the copied cookie would do the same.
    """
    now = int(time.time())
    with _ENDED.lock:
        known = _known()
        if known is None:
            return True
        until = known.get(name, -1)
        if until > now:
            until = _ENDED.met[name] = min(now, _ENDED.met.get(name, now))
    return began <= until


def _file() -> Path:
    return home() / "signed_out.json"


def _known() -> dict[str, int] | None:
    if _ENDED.path != _file():
        _ENDED.path, _ENDED.seconds, _ENDED.met = _file(), _read(_file()), {}
    return _ENDED.seconds


def _read(path: Path) -> dict[str, int] | None:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        said = None
    if isinstance(said, dict) and all(isinstance(second, int) for second in said.values()):
        return said
    LOG.error("%s cannot be read: nobody stays signed in. Take it away and start Ninety again.", path)
    return None
