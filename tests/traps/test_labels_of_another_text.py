"""A label, a score or a topic of one text is never that of another: after undos, renamed brands, edits and copies."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from data.labels import Text, add, labels
from data.store import Store
from kpi.sentiment.label_file import labels_csv
from kpi.sentiment.label_upload import take_up
from kpi.words import Words
from tests.exports import as_csv
from tests.test_follow import LISTENING, OPINIONS, READ, load, mention, messages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LABELLED = "select text_id, y from labelled_text order by 1"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_read_is_what_people_said_whatever_happened(store: Store, seed: int) -> None:
    """Files of texts and of mentions come, go and come again, and brands get other names: each opinion is read once."""
    chance, live = Random(seed), {}  # noqa: S311 - no secret
    store.set_brands(["Noordlicht"])
    for step in range(9):
        kind = chance.choice(["messages", "mentions", "undo", "brands"])
        said = {f"m{chance.randrange(6)}": chance.choice(["good", "bad 👎", "so so", ""]) for _ in range(3)}
        if kind == "messages":
            live[load(store, "a.csv", messages(10 + chance.randrange(9), **said), 20)] = step
        elif kind == "mentions":
            rows = [
                mention(name, chance.choice(["Noordlicht", "NL Search", "Zuid"]), Text=text)
                for name, text in said.items()
            ]
            live[store.load("m.csv", as_csv(LISTENING, rows), {"own_brand": "Noordlicht"}).batch_id] = step
        elif kind == "undo" and live:
            store.undo(chance.choice(sorted(live)))
            live = {one.batch_id: 0 for one in store.uploads() if one.undone_at is None}
        elif kind == "brands":
            store.set_brands(chance.choice([["Noordlicht"], ["Noordlicht", "NL search"], ["Zuid"], []]))
        assert store.query(READ) == store.query(OPINIONS)


def test_a_mention_that_two_of_our_searches_found_is_one_text(store: Store) -> None:
    store.set_brands(["Noordlicht", "NL search"], ["Zuid"])
    rows = [mention("a", "Noordlicht", Text="the sentence of one"), mention("a", "NL search", Text="and of the other")]
    load(store, "m.csv", as_csv(LISTENING, [*rows, mention("a", "Zuid", Text="a sentence about Zuid")]))
    assert store.query("select text from opinions") == [("and of the other",)]
    assert store.query(READ) == store.query(OPINIONS)


def test_a_thumb_that_turned_is_another_text(store: Store) -> None:
    load(store, "a.csv", messages(one="👍", two="fine :)"))
    for name in ("one", "two"):
        add(store, Text("messages", "instagram", name), 1, "Ana")
    load(store, "b.csv", messages(17, one="👎", two="fine :("), 18)
    assert store.query(LABELLED) == []
    load(store, "c.csv", messages(18, one=" 👍 "), 19)
    assert store.query(LABELLED) == [("one", 1.0)]


def test_an_id_that_another_channel_uses_too_is_another_text(store: Store) -> None:
    load(store, "a.csv", messages(one="same words"))
    with store.shared.change(None) as tx:
        tx.execute("INSERT INTO reading SELECT source, 'x', text_id, words, 0.5, language, 0, 0, scorer FROM reading")
    add(store, Text("messages", "x", "one"), -1, "Ana")
    assert store.query("select channel, y from labelled_text") == [("x", -1.0)]
    assert [one.text.channel for one in labels(store)] == ["x"]


def test_a_file_of_labels_of_another_brand_labels_nothing(store: Store, tmp_path: Path) -> None:
    load(store, "a.csv", messages(one="great", two="bad"))
    add(store, Text("messages", "instagram", "one"), 1, "Ana")
    content = labels_csv(store, Words("en"))
    other = Store.open(tmp_path / "other.duckdb")
    load(other, "a.csv", messages(one="awful", three="great"))
    assert (take_up(other, "l.csv", content, "Ana").gone, labels(other)) == (1, ())
    other.close()


def test_a_label_of_nobody_can_tell_is_no_neutral_one(store: Store) -> None:
    load(store, "a.csv", messages(one="great"))
    add(store, Text("messages", "instagram", "one"), None, "Ana")
    assert store.query(LABELLED) == [("one", None)]
    add(store, Text("messages", "instagram", "one"), 1, "Bo")
    assert store.query(LABELLED) == [("one", 1.0)]
