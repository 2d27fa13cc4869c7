"""The labels as lines beside the store, `<store>/labels.jsonl`: one is added for each, however many there are.

A line is a label, or takes one back: {"label": {…}} or {"removed": 7, …}. What a crash cut off at the end is no line;
a number that stands there twice was said to nobody the first time, and the later line holds.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO


NAME = "labels.jsonl"


def path_of(store: Path) -> Path:
    """Give the file of a store's labels."""
    return store.with_suffix("") / NAME


class Lines:
    """The file while something is added to it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def added(self, labels: Sequence[Mapping[str, Any]]) -> None:
        """Add labels, as columns of the table."""
        for one in labels:
            self._add({"label": dict(one)})

    def removed(self, numbers: Sequence[int], at: datetime, by: str | None, revision: int) -> None:
        """Add that labels were taken back."""
        said = {"removed_at": at, "removed_by": by, "removed_revision": revision}
        for number in numbers:
            self._add({"removed": number} | said)

    def _add(self, line: Mapping[str, Any]) -> None:
        self._stream.write(json.dumps(line, ensure_ascii=False, default=str).encode() + b"\n")

    def sync(self) -> None:
        """Bring what was added to the disk."""
        self._stream.flush()
        os.fsync(self._stream.fileno())


@contextmanager
def whole(store: Path) -> Iterator[Lines]:
    """Open the file of a store to add lines, under the lock of all changes; it is as it was when the change fails."""
    path = path_of(store)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as stream:
        path.chmod(0o600)
        before = stream.seek(0, os.SEEK_END)
        if before and _last_byte(stream) != b"\n":
            stream.write(b"\n")  # a crash cut the last one off
        try:
            yield Lines(stream)
        except BaseException:
            stream.flush()
            stream.truncate(before)
            raise


def _last_byte(stream: BinaryIO) -> bytes:
    stream.seek(-1, os.SEEK_END)
    return stream.read(1)


def read(store: Path) -> tuple[list[dict[str, Any]], int]:
    """Read the labels as rows of the table, oldest first, and how many lines could not be read."""
    path = path_of(store)
    if not path.exists():
        return [], 0
    rows: dict[int, dict[str, Any]] = {}
    broken = 0
    for line in path.read_bytes().splitlines():
        try:
            _apply(rows, json.loads(line))
        except (ValueError, KeyError, TypeError):
            broken += 1
    return [rows[number] for number in sorted(rows)], broken


def _apply(rows: dict[int, dict[str, Any]], said: dict[str, Any]) -> None:
    if "label" in said:
        rows[int(said["label"]["number"])] = said["label"]
    else:
        rows[int(said.pop("removed"))] |= said
