"""Receipts of what was erased, without anything of a person: `<store>/erasures.jsonl`, one line each, only added to.

A line says which request it was, when it was asked and done, and how much was found where. Each carries the hash of
the one before it, so a line that was changed or taken out shows.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from data.growing import add_lines
from data.ledger import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from data.privacy.scrub import Scrubbed

NAME = "erasures.jsonl"


@dataclass(frozen=True)
class Receipt:
    """What was done for one request in one brand."""

    brand: str
    request: str
    asked: date
    done_at: datetime  # UTC
    counts: Mapping[str, int] = field(default_factory=dict)  # text keys erasure.count.<name>
    left: tuple[str, ...] = ()  # files in which a name still stands
    proof: str = ""  # hash of this line and the one before

    @property
    def days(self) -> int:
        """Calendar days from the request to its end."""
        return (self.done_at.date() - self.asked).days


def path_of(store: Path) -> Path:
    """Give the file of a store's receipts."""
    return store.with_suffix("") / NAME


def receipt(store: Path, done: Scrubbed, left: Iterable[str], request: str, asked: date) -> Receipt:
    """Write the receipt of an erasure, and give it; it is on the disk then."""
    counts = {"rows": done.rows, "names": done.names, "labels": done.labels, "files": done.files}
    counts |= {"unread": len(done.unread), "reports": done.reports, "old": done.old, "fresh": int(done.is_fresh)}
    before = receipts(store)
    made = Receipt(store.stem, request, asked, moment(None), counts, tuple(left))
    proof = _proof(made, before[-1].proof if before else "")
    line = json.dumps(_said(made) | {"proof": proof}, ensure_ascii=False)
    add_lines(path_of(store), line.encode())
    return Receipt(**{**vars(made), "proof": proof})


def receipts(store: Path) -> list[Receipt]:
    """Read the receipts of a store, oldest first; a line that a crash cut off is none."""
    found: list[Receipt] = []
    for line in path_of(store).read_bytes().splitlines() if path_of(store).exists() else ():
        try:
            said: dict[str, Any] = json.loads(line)
            days = {"asked": date.fromisoformat(said["asked"]), "done_at": datetime.fromisoformat(said["done_at"])}
            found.append(Receipt(**{**said, **days, "left": tuple(said["left"])}))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def first_changed(store: Path) -> int | None:
    """Find the first receipt that does not follow from the one before it, counted from 1; None: all do."""
    before = ""
    for number, one in enumerate(receipts(store), 1):
        if one.proof != _proof(one, before):
            return number
        before = one.proof
    return None


def _said(one: Receipt) -> dict[str, Any]:
    said = asdict(one) | {"asked": one.asked.isoformat(), "done_at": one.done_at.isoformat(), "left": list(one.left)}
    return {name: value for name, value in said.items() if name != "proof"}


def _proof(one: Receipt, before: str) -> str:
    return hashlib.sha256((before + json.dumps(_said(one), sort_keys=True)).encode()).hexdigest()
