"""The labels as lines beside the store, `<store>/labels.jsonl`: one is added for each, however many there are.

A line is a label, or takes one back: {"label": {…}} or {"removed": 7, …}. What a crash cut off at the end is no line;
a number that stands there twice was said to nobody the first time, and the later line holds. A line that says something
odd costs itself alone; what the store has and the file lost is written again.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from data.growing import growing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from data.growing import Growing

NAME = "labels.jsonl"


def path_of(store: Path) -> Path:
    """Give the file of a store's labels."""
    return store.with_suffix("") / NAME


class Lines:
    """The file while something is added to it."""

    def __init__(self, file: Growing) -> None:
        self._file: Growing = file
        self._lines: list[bytes] = []

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
        self._lines.append(json.dumps(line, ensure_ascii=False, default=str).encode())

    def sync(self) -> None:
        """Bring what was added to the disk."""
        self._file.add(*self._lines)
        self._lines = []


@contextmanager
def whole(store: Path) -> Iterator[Lines]:
    """Open the file of a store to add lines, under the lock of all changes; it is as it was when the change fails."""
    with growing(path_of(store)) as file:
        yield Lines(file)


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
        except (ValueError, KeyError, TypeError, RecursionError):
            broken += 1
    return [rows[number] for number in sorted(rows)], broken


def _apply(rows: dict[int, dict[str, Any]], said: Any) -> None:
    """Enter a line; one that does not say what it must raises ValueError, KeyError or TypeError."""
    if "label" in said:
        label = {**said["label"]}
        _check({"drawn": None} | label, _LABEL)
        rows[label["number"]] = label
    else:
        _check(said, _TAKEN_BACK)
        rows[said["removed"]] |= {name: said[name] for name in REMOVED}


def _check(said: Mapping[str, Any], says: Mapping[str, Callable[[Any], bool]]) -> None:
    for name, is_right in says.items():
        if not is_right(said[name]):
            raise ValueError(name)


def _is_number(most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.encode() is not None  # half a letter cannot be written: ValueError


def _is_text_or_none(value: Any) -> bool:
    return value is None or _is_text(value)


def _is_moment(value: Any) -> bool:
    return datetime.fromisoformat(value).tzinfo is None


REMOVED = ("removed_at", "removed_by", "removed_revision")
_LABEL: dict[str, Callable[[Any], bool]] = {
    "number": _is_number(2**31 - 1),
    "source": {"messages", "mentions"}.__contains__,
    "channel": _is_text,
    "text_id": _is_text,
    "words": _is_number(2**64 - 1),
    "drawn": _is_text_or_none,  # an older line does not say it
    "sentiment": lambda value: value is None or (type(value) is int and value in {1, 0, -1}),
    "labelled_at": _is_moment,
    "labelled_by": _is_text_or_none,
    "revision": _is_number(2**63 - 1),
}
_TAKEN_BACK: dict[str, Callable[[Any], bool]] = {
    "removed": _is_number(2**31 - 1),
    "removed_at": _is_moment,
    "removed_by": _is_text_or_none,
    "removed_revision": _is_number(2**63 - 1),
}


# -- what was lost of it ---------------------------------------------------------------------------------


def size(store: Path) -> int:
    """Give the bytes of the file; 0 where there is none."""
    path = path_of(store)
    return path.stat().st_size if path.exists() else 0


def count(store: Path) -> int:
    """Count the lines, whatever they say; 0 where there is no file."""
    path = path_of(store)
    return path.read_bytes().count(b"\n") if path.exists() else 0


def mend(store: Path, table: Sequence[Mapping[str, Any]]) -> int:
    """Write again what the table says and the file does not, or otherwise; gives how many labels."""
    there = {row["number"]: row for row in read(store)[0]}
    lost = [row for row in table if not _says(there.get(row["number"]), row)]
    if lost:
        with whole(store) as lines:
            for row in lost:
                lines.added([{name: row[name] for name in row if name not in REMOVED}])
                if row["removed_at"]:
                    lines.removed([row["number"]], *(row[name] for name in REMOVED))
            lines.sync()
    return len(lost)


def _says(line: Mapping[str, Any] | None, row: Mapping[str, Any]) -> bool:
    return line is not None and all(
        line.get(name) == (str(value) if isinstance(value, datetime) else value) for name, value in row.items()
    )
