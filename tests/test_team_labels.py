"""What people called a text belongs to the team: it outlives undos and rebuilds, and counts for that text alone."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import duckdb
import pytest

from data import label_lines
from data.asof import as_of
from data.errors import LabelError
from data.known import Known
from data.labels import Given, Label, Text, add, add_all, labels, take_back
from data.ledger import moment
from data.rebuild import rebuild
from data.since import since
from data.store import Store
from tests.test_follow import load, messages, put

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ONE, TWO = Text("messages", "instagram", "one"), Text("messages", "instagram", "two")
LABELS = "select * from label order by number"
TEXTS = messages(one="Great bank 👍", two="awful")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    load(opened, "a.csv", TEXTS)
    yield opened
    opened.close()


def told(store: Store) -> list[tuple[str, int | None, str | None]]:
    return [(one.text.text_id, one.sentiment, one.by) for one in labels(store)]


def test_a_label_says_what_who_and_when(store: Store) -> None:
    now = moment(None).replace(2026, 11, 20, 9)
    revision = store.revision
    assert (add(store, ONE, 1, "Ana", now=now), add(store, TWO, None, None, now=now)) == (1, 2)
    words = dict(store.query("select text_id, words from reading"))
    assert labels(store) == (Label(1, ONE, words["one"], 1, now, "Ana"), Label(2, TWO, words["two"], None, now, None))
    assert store.revision == revision + 2
    assert [one.number for one in labels(store, after=1)] == [2]
    assert store.query("select text_id, y, people from labelled_text order by 1") == [("one", 1.0, 1), ("two", None, 1)]


def test_several_people_may_label_a_text_and_each_says_one_thing(store: Store) -> None:
    add(store, ONE, 1, "Ana")
    add(store, ONE, 0, "Bo")
    add(store, ONE, -1, "Ana")
    add(store, ONE, None, "Cy")
    assert told(store) == [("one", 0, "Bo"), ("one", -1, "Ana"), ("one", None, "Cy")]
    assert store.query("select y, people from labelled_text") == [(-0.5, 3)]


def test_a_label_is_taken_back_once(store: Store) -> None:
    number = add(store, ONE, 1, "Ana")
    revision = store.revision
    assert take_back(store, number, "Bo")
    assert not take_back(store, number, "Ana")
    assert not take_back(store, 99, "Ana")
    assert (told(store), store.revision) == ([], revision + 1)
    assert store.query("select removed_by from label") == [("Bo",)]


def test_a_text_that_is_gone_cannot_be_labelled(store: Store) -> None:
    before = label_lines.read(store.path)
    with pytest.raises(LabelError):
        add_all(store, [Given(TWO, 1), Given(Text("messages", "x", "one"), 1)], "Ana")
    assert (store.query(LABELS), label_lines.read(store.path)) == ([], before)


def test_a_text_that_changed_while_somebody_read_it_is_not_labelled(store: Store) -> None:
    words = dict(store.query("select text_id, words from reading"))
    load(store, "b.csv", messages(17, one="what a terrible bank"), 18)
    with pytest.raises(LabelError):
        add(store, ONE, 1, "Ana", words=words["one"])
    add(store, TWO, -1, "Ana", words=words["two"])
    assert told(store) == [("two", -1, "Ana")]


def test_labels_survive_an_undo_and_a_reimport(store: Store) -> None:
    add(store, ONE, 1, "Ana")
    store.undo(1)
    assert told(store) == []
    load(store, "a.csv", TEXTS)
    assert told(store) == [("one", 1, "Ana")]


def test_a_label_counts_while_the_text_has_the_words_that_were_read(store: Store) -> None:
    add(store, ONE, 1, "Ana")
    same = load(store, "b.csv", messages(17, one="great   BANK! 👍"), 18)
    assert told(store) == [("one", 1, "Ana")]
    other = load(store, "c.csv", messages(18, one="Great bank 👎"), 19)
    assert told(store) == []
    add(store, ONE, -1, "Ana")
    assert told(store) == [("one", -1, "Ana")]
    store.undo(other)
    assert told(store) == [("one", 1, "Ana")]
    store.undo(same)
    assert told(store) == [("one", 1, "Ana")]


def test_a_rebuild_has_the_labels_and_what_was_taken_back(store: Store) -> None:
    add(store, ONE, 1, "Ana", drawn="channel:instagram topic:fees")
    take_back(store, add(store, TWO, None, None, drawn=""), "Bo")
    add(store, TWO, -1, "Ünal")
    before, revision, path = store.query(LABELS), store.revision, store.path
    store.close()
    path.write_bytes(b"\0" * 5_000)
    assert rebuild(path).failed == ()
    again = Store.open(path)
    assert again.query(LABELS) == before
    assert [one.drawn for one in labels(again)] == ["channel:instagram topic:fees", None]
    assert told(again) == [("one", 1, "Ana"), ("two", -1, "Ünal")]
    assert again.revision > revision
    assert add(again, ONE, 0, "Bo") == 4
    again.close()


def test_a_line_that_a_crash_cut_off_costs_no_other(store: Store) -> None:
    add(store, ONE, 1, "Ana")
    path = label_lines.path_of(store.path)
    with path.open("ab") as stream:
        stream.write(b'{"label": {"number": 2, "sour')
    add(store, TWO, 0, "Bo")
    rows, broken = label_lines.read(store.path)
    assert ([row["text_id"] for row in rows], broken) == (["one", "two"], 1)
    store.close()
    failed = rebuild(store.path).failed
    assert [(name, error.fields["why"]) for name, error in failed] == [("labels.jsonl", "lines_damaged")]


def test_a_label_that_was_never_entered_gives_way_to_the_one_with_its_number(store: Store) -> None:
    """A crash between the line and the store: nobody was told that it is kept."""
    add(store, ONE, 1, "Ana")
    path = label_lines.path_of(store.path)
    line = json.loads(path.read_bytes().splitlines()[0])
    path.write_bytes(b"")
    lost = {"label": line["label"] | {"sentiment": -1}}
    path.write_text(json.dumps(lost) + "\n" + json.dumps(line) + "\n", encoding="utf-8")
    rows, broken = label_lines.read(store.path)
    assert ([row["sentiment"] for row in rows], broken) == ([1], 0)


def test_a_change_that_fails_leaves_no_line(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store, ONE, 1, "Ana")
    before = label_lines.path_of(store.path).read_bytes()

    def full(_: object) -> None:
        raise OSError("full")

    with monkeypatch.context() as patch:
        patch.setattr("data.growing.os.fsync", full)
        with pytest.raises(OSError, match="full"):
            add(store, TWO, 1, "Ana")
    assert (label_lines.path_of(store.path).read_bytes(), told(store)) == (before, [("one", 1, "Ana")])
    assert add(store, TWO, 1, "Ana") == 2


def test_people_who_label_at_once_lose_nothing(store: Store) -> None:
    put(store, **{f"m{place}": f"text {place}" for place in range(12)})

    def work(name: str) -> None:
        for place in range(12):
            number = add(store, Text("messages", "instagram", f"m{place}"), 1, name)
            if place % 4 == 0:
                take_back(store, number, name)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, ["Ana", "Bo", "Cy"]))
    rows, broken = label_lines.read(store.path)
    assert (len(labels(store)), len(rows), broken) == (3 * 9, 3 * 12, 0)
    assert [row["number"] for row in rows] == list(range(1, 37))
    kept = [(row["number"], row["labelled_by"], row.get("removed_by")) for row in rows]
    assert kept == store.query("select number, labelled_by, removed_by from label order by number")


def test_an_old_state_has_the_labels_of_then(store: Store) -> None:
    add(store, ONE, 1, "Ana")
    back = add(store, TWO, -1, "Ana")
    then = Known(moment(None), store.revision)
    take_back(store, back, "Ana")
    add(store, ONE, 0, "Bo")
    with as_of(store, then) as past:
        assert past.query("select text_id, sentiment, removed_at from held_label order by number") == [
            ("one", 1, None),
            ("two", -1, None),
        ]
    assert told(store) == [("one", 1, "Ana"), ("one", 0, "Bo")]


def test_a_label_that_was_said_otherwise_is_told_as_a_change(store: Store) -> None:
    """As many labels as before, and another number: without this nothing would explain it."""
    add(store, ONE, 1, "Ana")
    then = Known(moment(None), store.revision)
    assert not since(store, then).labels
    add(store, ONE, -1, "Ana")
    assert since(store, then).labels


def test_the_store_refuses_what_is_no_label(store: Store) -> None:
    with store.shared.con.cursor() as cursor, pytest.raises(duckdb.ConstraintException):
        cursor.execute("INSERT INTO label (number) VALUES (1)")
