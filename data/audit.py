"""Who changed what, and who was refused: one line each beside the store, `<store>/audit.jsonl`, only ever added to.

A line says when, who (as they signed in, else the name they gave), what was done, on what (numbers and names of
settings, never what people wrote) and the revision it made. It is on the disk before the change is.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data.access.acting import who
from data.ledger import moment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from data.access.rights import Right

NAME = "audit.jsonl"


def path_of(store: Path) -> Path:
    """Give the file of a store's log."""
    return store.with_suffix("") / NAME


@dataclass(frozen=True)
class Done:
    """Something that somebody does to a store; text key `audit.<what>`."""

    needs: Right
    what: str
    about: Mapping[str, Any] = field(default_factory=dict)  # numbers and names of settings
    by: str | None = None  # the name that was given where nobody signs in


def note(store: Path, done: Done, *, revision: int | None = None) -> None:
    """Add a line, and bring it to the disk."""
    said = {"at": moment(None), "who": who().id or done.by, "needs": done.needs, "what": done.what}
    line = said | {"about": dict(done.about), "revision": revision}
    path = path_of(store)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as stream:
        path.chmod(0o600)
        stream.write(json.dumps(line, ensure_ascii=False, default=str).encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
