"""The labels beside the store: a line that is odd costs itself alone, and what the file lost comes back."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from data import key, label_lines
from data.labels import add, rows, take_back
from data.ledger import moment
from data.rebuild import _labels, rebuild
from data.store import Store
from tests.test_follow import load
from tests.test_team_labels import ONE, TEXTS, TWO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.errors import DataError

DAMAGED = b"\0" * 5_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lines")
    opened = Store.open(folder / "brand.duckdb", brand="Noordlicht")
    load(opened, "a.csv", TEXTS)
    opened.close()
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    opened = Store.open(tmp_path / "brand.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def file(store: Store) -> Path:
    """Label two texts, one of them twice, and give the file of the lines."""
    add(store, ONE, 1, "Ana")
    take_back(store, add(store, TWO, None, None), "Bo")
    add(store, TWO, -1, "Ünal", drawn="topic:privacy")
    return label_lines.path_of(store.path)


def told(store: Store) -> list[dict[str, object]]:
    """Give the rows of the table as the file says them."""
    said: list[dict[str, object]] = json.loads(json.dumps(rows(store), default=str))
    return said


def lines(store: Store) -> list[dict[str, object]]:
    return [dict.fromkeys(label_lines.REMOVED) | row for row in label_lines.read(store.path)[0]]


@pytest.mark.parametrize(("harm", "when"), [("gone", "opened"), ("empty", "labelled"), ("cut", "taken back")])
def test_lines_that_are_lost_are_written_again_from_the_store(store: Store, file: Path, harm: str, when: str) -> None:
    first = file.read_bytes().splitlines(keepends=True)[0]
    file.unlink() if harm == "gone" else file.write_bytes(first if harm == "cut" else b"")
    if when == "opened":
        store.close()
        store = Store.open(store.path)
    elif when == "labelled":
        add(store, ONE, 0, "Bo")
    else:
        take_back(store, 1, "Bo")
    assert lines(store) == told(store) != []
    store.close()


def test_while_the_file_is_whole_nothing_is_written_when_a_store_opens(store: Store, file: Path) -> None:
    before = file.read_bytes()
    store.close()
    Store.open(store.path).close()
    assert file.read_bytes() == before


def test_labels_that_are_lost_with_the_store_are_told(store: Store) -> None:
    """The very first one is in the book."""
    add(store, ONE, 1, "Ana")
    store.close()
    store.path.write_bytes(DAMAGED)
    label_lines.path_of(store.path).unlink()
    ((name, error),) = rebuild(store.path).failed
    assert (name, error.fields) == (
        "labels.jsonl",
        {"file": "labels.jsonl", "why": "lines_gone", "kept": 1, "found": 0},
    )


@pytest.mark.parametrize(("kept", "why"), [(3, []), (4, ["lines_gone"])])
def test_a_file_with_fewer_labels_than_the_book_knows_of_is_told(
    store: Store, file: Path, kept: int, why: list[str]
) -> None:
    assert file.exists()
    failed: list[tuple[str, DataError]] = []
    assert len(_labels(store.path, None, {"labels": [[kept]]}, failed)) == 3
    assert [error.fields["why"] for _, error in failed] == why


def test_a_store_that_still_opens_has_what_its_lines_do_not_say(store: Store, file: Path) -> None:
    """A damaged line; and one by which a label is gone that stands: lines follow the store, so it lost that."""
    expected = rows(store)
    first, *rest = file.read_bytes().splitlines()
    line = {"removed": 3, "removed_at": "2026-11-20 10:00:00", "removed_by": None, "removed_revision": 9}
    file.write_bytes(b"\n".join([first[:30], *rest, json.dumps(line).encode(), b""]))
    store.close()
    assert [(name, error.fields["why"]) for name, error in rebuild(store.path).failed] == [
        ("labels.jsonl", "lines_damaged")
    ]
    again = Store.open(store.path)
    found = rows(again)
    assert [found[2].pop(name) for name in label_lines.REMOVED] == [
        moment(datetime(2026, 11, 20, 10, tzinfo=UTC)),
        None,
        9,
    ]
    for name in label_lines.REMOVED:
        expected[2].pop(name)
    assert found == expected
    assert lines(again) == told(again)
    again.close()


def test_an_old_state_leaves_nothing_beside_it(tmp_path: Path) -> None:
    Store.open(tmp_path / "past.duckdb", past=True).close()
    assert not key.path_of(tmp_path / "past.duckdb").exists()


def changed(**fields: object) -> str:
    label = {"number": 7, "source": "messages", "channel": "x", "text_id": "t", "words": 1, "sentiment": 1}
    label |= {"labelled_at": "2026-11-20 10:00:00", "labelled_by": None, "revision": 3} | fields
    return json.dumps({"label": {name: value for name, value in label.items() if value is not ...}})


ODD = {
    "a bare string": '"label"',
    "a number": "7",
    "a list": '["label"]',
    "nested": "[" * 100_000,
    "nested in a label": '{"label": ' * 5_000,
    "nothing": "{}",
    "a label that is a string": '{"label": "label"}',
    "a label that is a list": '{"label": [["number", 1]]}',
    "no words": changed(words=...),
    "no sentiment": changed(sentiment=...),
    "a negative number": changed(number=-1),
    "a number as text": changed(number="7"),
    "true for a number": changed(number=True),
    "too large a number": changed(number=2**40),
    "words beyond all bounds": changed(words=2**64),
    "another sentiment": changed(sentiment=2),
    "true for a sentiment": changed(sentiment=True),
    "a list for a sentiment": changed(sentiment=[1]),
    "a list for a source": changed(source=["messages"]),
    "another source": changed(source="posts"),
    "no moment": changed(labelled_at="yesterday"),
    "a number for a moment": changed(labelled_at=20261120),
    "an object for a name": changed(labelled_by={}),
    "half a letter": changed(text_id="\ud800"),
    "a number for where it was drawn": changed(drawn=1),
    "what takes back a label that is not there": '{"removed": 99, "removed_at": "2026-11-20", "removed_by": null, '
    '"removed_revision": 1}',
    "what takes back without a moment": '{"removed": 1}',
}


def read(tmp_path: Path, line: str) -> tuple[int, int]:
    path = tmp_path / "other.duckdb"
    label_lines.path_of(path).parent.mkdir(exist_ok=True)
    label_lines.path_of(path).write_text(line + "\n", encoding="utf-8")
    found, broken = label_lines.read(path)
    return len(found), broken


def test_each_odd_line_is_odd_by_itself(tmp_path: Path) -> None:
    assert read(tmp_path, changed()) == (1, 0)
    assert {name: read(tmp_path, line) for name, line in ODD.items()} == dict.fromkeys(ODD, (0, 1))


def test_lines_that_are_odd_cost_no_other(store: Store, file: Path) -> None:
    first, *rest = file.read_bytes().splitlines(keepends=True)
    odd = "".join(line + "\n" for line in ODD.values()).encode() + b"\xff\xfe\n"
    file.write_bytes(first + odd + b"".join(rest))
    assert label_lines.read(store.path)[1] == len(ODD) + 1
    assert lines(store) == told(store)
