"""Files that only grow: what a crash cut off costs no other line, and what does not go in whole is not there at all."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data import audit, growing, label_lines
from data.access.rights import Right
from data.growing import add_lines
from data.privacy import receipts, retained
from data.privacy.scrub import Scrubbed
from data.texts import faded

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
TORN = b'{"at": "2026-11-2'
LABEL = {
    "number": 1,
    "source": "messages",
    "channel": "x",
    "text_id": "1",
    "words": 2,
    "sentiment": 1,
    "drawn": None,
    "labelled_at": "2026-11-23 09:00:00",
    "labelled_by": "Ana",
    "revision": 1,
}


def labelled(store: Path) -> None:
    with label_lines.whole(store) as lines:
        lines.added([LABEL])
        lines.sync()


def read_before(store: Path) -> None:
    add_lines(faded.path_of(store), json.dumps(dict.fromkeys(faded._COLUMNS, "1")).encode())


FILES: list[tuple[Callable[[Path], Path], Callable[[Path], object], Callable[[Path], int]]] = [
    (
        audit.path_of,
        lambda store: audit.note(store, audit.Done(Right.VIEW, "issue"), "ana"),
        lambda store: len(audit.lines(store)),
    ),
    (
        retained.path_of,
        lambda store: retained.add(store, {"day": "2026-11-23"}),
        lambda store: len(retained.receipts(store)),
    ),
    (
        receipts.path_of,
        lambda store: receipts.receipt(store, Scrubbed(), (), "R-1", date(2026, 11, 23)),
        lambda store: len(receipts.receipts(store)),
    ),
    (label_lines.path_of, labelled, lambda store: len(label_lines.read(store)[0])),
    (faded.path_of, read_before, lambda store: len(faded._read(faded.path_of(store)))),
]


@pytest.mark.parametrize(("place", "add", "count"), FILES, ids=[place(Path("x")).name for place, *_ in FILES])
def test_a_line_after_one_that_a_crash_cut_off_is_read(
    place: Callable[[Path], Path], add: Callable[[Path], object], count: Callable[[Path], int], tmp_path: Path
) -> None:
    file = place(tmp_path / "noord.duckdb")
    file.parent.mkdir(parents=True)
    file.write_bytes(TORN)
    assert count(tmp_path / "noord.duckdb") == 0
    add(tmp_path / "noord.duckdb")
    assert count(tmp_path / "noord.duckdb") == 1
    assert file.read_bytes().splitlines()[0] == TORN
    assert file.stat().st_mode & 0o077 == 0


def test_what_a_full_disk_takes_half_of_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "noord" / "lines.jsonl"
    add_lines(file, b"one")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(growing.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        add_lines(file, b"two", b"three")
    monkeypatch.undo()
    add_lines(file)
    assert file.read_bytes() == b"one\n"


def test_the_last_line_is_found_however_long_it_is(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    for line in (b"x" * 9_000, b"y", b"z" * growing._BLOCK):
        add_lines(file, line)
        with growing.growing(file) as opened:
            assert opened.last() == line + b"\n"


def test_threads_add_whole_lines(tmp_path: Path) -> None:
    file, lines = tmp_path / "lines.jsonl", [str(n).encode() * 50 for n in range(100)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda line: add_lines(file, line), lines))
    assert sorted(file.read_bytes().splitlines()) == sorted(lines)


def test_nothing_else_adds_to_a_file() -> None:
    """A lock beside the brands is opened so too; nothing is ever written into it."""
    appending = [path for path in (ROOT / "data").rglob("*.py") if '.open("a' in path.read_text(encoding="utf-8")]
    assert {path.relative_to(ROOT).as_posix() for path in appending} == {"data/growing.py", "data/brand_files/turn.py"}
