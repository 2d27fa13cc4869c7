"""What retention took out, and when: a line each beside the store, `<store>/receipts.jsonl`, nothing about a person."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from data.growing import add_lines
from data.ledger import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

NAME = "receipts.jsonl"


def path_of(store: Path) -> Path:
    """Give the file of a store's receipts."""
    return store.with_suffix("") / NAME


def add(store: Path, said: Mapping[str, Any]) -> dict[str, Any]:
    """Add a receipt, and bring it to the disk; gives it as it stands there."""
    line: dict[str, Any] = json.loads(json.dumps({"at": moment(None), **said}, default=str))
    add_lines(path_of(store), json.dumps(line, ensure_ascii=False).encode())
    return line


def receipts(store: Path) -> list[dict[str, Any]]:
    """List the receipts, newest first; a line that a crash cut off is none."""
    path = path_of(store)
    found: list[dict[str, Any]] = []
    for line in path.read_bytes().splitlines() if path.exists() else ():
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if isinstance(said, dict):
            found.append(said)
    return found[::-1]


def taken(store: Path, day: date, facts: Iterable[str]) -> tuple[date, int] | None:
    """Tell when the texts of a day went, and how many days they may be kept; None: no receipt says so for all facts."""
    told = receipts(store)[::-1]
    found = {one for fact in facts if (one := _first(told, fact, day)) is not None}
    return found.pop() if len(found) == 1 else None


def _first(told: Iterable[Mapping[str, Any]], fact: str, day: date) -> tuple[date, int] | None:
    parts = ((one["day"], part) for one in told for part in one["parts"] if part["fact"] == fact)
    hits = ((date.fromisoformat(at), int(part["days"])) for at, part in parts if part["before"] > day.isoformat())
    return next(hits, None)
