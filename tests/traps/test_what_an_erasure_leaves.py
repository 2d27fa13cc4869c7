"""Nobody who was erased comes back or counts twice, whatever was loaded, looked at or destroyed before and after."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import duckdb
import pytest

from data import connect, key, raw
from data.access.rights import Right
from data.audit import Done
from data.labels import Text, add
from data.privacy.blank import Blank
from data.privacy.person import erase
from data.privacy.receipts import receipts
from data.privacy.scrub import destroy_key, pending, scrub
from data.rebuild import rebuild
from data.store import Store
from kpi.scheduling.scrubs import scrubs
from tests.exports import INBOX, as_csv
from tests.test_chores import NOON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HER = "Anna Kowalska"
HEARD = ("Link", "Published at", "Sentiment", "Brand", "Source", "Language", "Title", "Text")
NOBODY_NAMED = [column for column in INBOX if column != "Sender"]
WHERE = {"account": "noord"}
OWN = {**WHERE, "own_brand": "Noord"}
_ROWS = (
    "select count(*), count(distinct message_id), count(*) filter (starts_with(message_id, 'erased-')) from messages"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(tmp_path / "noord.duckdb", brand="Noord")
    yield made
    made.close()


def messages(first: int, last: int, header: list[str] | tuple[str, ...] = INBOX) -> bytes:
    rows = [
        {
            "Message ID": f"m{number}",
            "Received at": f"2026-11-10 10:{number:02}",
            "Sender": HER if number % 3 == 0 else f"p{number}",
            "Message": f"a wrong bill {number} zqsecret{number}",
            "Channel": "Instagram",
        }
        for number in range(first, last)
    ]
    return as_csv(header, rows)


def heard(first: int, last: int) -> bytes:
    rows = [
        {
            "Link": f"https://x.com/anna{number}/status/185800123456{number:03}",
            "Published at": "2026-11-10 10:00",
            "Brand": "Noord",
            "Source": "x",
            "Title": f"loves it {number}",
            "Text": f"I love the service {number}",
        }
        for number in range(first, last)
    ]
    return as_csv(HEARD, rows)


def test_a_message_known_without_its_author_counts_once_when_the_author_comes(store: Store) -> None:
    store.load("nobody.csv", messages(1, 10, NOBODY_NAMED), WHERE)
    store.load("newer.csv", messages(2, 8, NOBODY_NAMED), WHERE)  # so there is history too
    erase(store, [HER], "r1")
    (prepared,) = store.prepare("hers.csv", messages(1, 11), WHERE)
    assert (prepared.preview.upload.rows_new, store.query(_ROWS)) == (1, [(9, 9, 0)]), "looking changes nothing"
    assert store.commit(prepared).rows_new == 1
    assert store.query(_ROWS) == [(10, 10, 3)]
    assert store.query("select count(text) from messages where starts_with(message_id, 'erased-')") == [(0,)]
    assert store.query("select count(*) from history.messages where message_id in ('m3', 'm6', 'm9')") == [(0,)]
    held = b"".join(path.read_bytes() for path in store.folder.iterdir())
    assert [number for number in range(1, 10) if f"zqsecret{number}".encode() in held] == [1, 2, 4, 5, 7, 8]
    assert pending(store.path) is None
    store.undo(3)
    assert store.query(_ROWS) == [(9, 9, 3)]
    store.close()
    assert not rebuild(store.path).failed
    again = Store.open(store.path)
    assert again.query(_ROWS) == [(9, 9, 3)]
    again.close()


def test_ids_labels_and_draws_outlive_the_key_of_the_people(store: Store) -> None:
    store.set_brands(["Noord"])
    store.load("first.csv", heard(1, 10), OWN)
    texts = store.query("select channel, mention_id from mentions order by all")
    for channel, one in texts[:4]:
        add(store, Text("mentions", channel, one), 1, "Mila")
    drawn, old = store.query("select text_id, draw from reading order by all"), str(store.setting(key.SETTING))
    destroy_key(store)
    assert old not in {store.setting(key.SETTING), store.setting(key.OF_IDS)}
    assert key.path_of(store.path, key.OF_IDS).stat().st_mode & 0o777 == 0o600
    later = store.load("later.csv", heard(1, 12), OWN)
    assert later.rows_new == 2
    store.undo(later.batch_id)
    store.close()
    (store.path.with_suffix("") / "book.json").unlink()
    store.path.unlink()
    assert not rebuild(store.path).failed
    again = Store.open(store.path)
    assert again.query("select channel, mention_id from mentions order by all") == texts
    assert again.query("select text_id, draw from reading order by all") == drawn
    assert again.query("select count(*) from held_label") == [(4,)]
    again.close()


def test_a_preview_from_before_an_erasure_does_not_bring_her_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "_PATIENCE", 3)
    store.load("first.csv", messages(1, 4), WHERE)
    (prepared,) = store.prepare("second.csv", messages(4, 10), WHERE)
    with store.shared.asking():  # so what was prepared is not freed by it
        erase(store, [HER], "r1")
    store.commit(prepared)
    assert store.query(_ROWS) == [(9, 9, 3)]
    held = b"".join(path.read_bytes() for path in store.folder.iterdir())
    assert HER.encode() not in held
    assert {one.scrubbed is not None for one in raw.read_all(store.folder)} == {True}


class Busy:
    """A cursor in the middle of a call."""

    def close(self) -> None:
        raise duckdb.ResourceInUseException("in use")


def test_what_somebody_is_in_the_way_of_is_done_by_the_server_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "_PATIENCE", 3)
    store.load("first.csv", messages(1, 10), WHERE)
    busy = Busy()
    store.shared.held.add(busy)  # type: ignore[arg-type]  # it is only closed
    done = erase(store, [HER], "r1")
    assert (done.done.rows, done.done.is_fresh, done.left) == (3, False, ("noord.duckdb",))
    assert pending(store.path) is not None
    store.shared.held.discard(busy)  # type: ignore[arg-type]
    assert scrubs(store.path, NOON) > NOON  # while the store is open
    assert pending(store.path) is None
    told = [(one.counts["rows"], one.counts["files"], one.counts["fresh"], one.left) for one in receipts(store.path)]
    assert told == [(3, 1, 0, ("noord.duckdb",)), (3, 1, 1, ())]
    assert store.query(_ROWS) == [(9, 9, 3)]


@pytest.mark.parametrize("seed", [1])
def test_in_whatever_order_things_happen_every_message_counts_once(store: Store, seed: int) -> None:
    """Against the plainest model: the union of what the uploads that count speak of."""
    chance, live = random.Random(seed), dict[int, set[int]]()  # noqa: S311 - nothing secret
    for step in range(10):
        match ("load", "erase", "load", "key", "undo", "load", "scrub", "undo", "rebuild", "load")[
            chance.randrange(10)
        ]:
            case "load":
                first = chance.randrange(1, 12)
                said = messages(first, first + 6, chance.choice([list(INBOX), NOBODY_NAMED]))
                done = store.load(f"{step}.csv", said, WHERE)
                live[done.batch_id] = {*range(first, first + 6)}
            case "undo" if live:
                store.undo(batch := chance.choice(sorted(live)))
                del live[batch]
            case "erase":
                erase(store, [chance.choice([HER, "p4", "p7"])], f"r{step}")
            case "key":
                destroy_key(store)
            case "scrub":
                scrub(store, [Blank("messages", "day < DATE '2026-11-16'")], Done(Right.ADMINISTER, "retention"))
            case "rebuild":
                store.close()
                assert not rebuild(store.path).failed
                store = Store.open(store.path)
        number = len(set().union(*live.values()))
        assert store.query("select count(*), count(distinct message_id) from messages") == [(number, number)], step
    store.close()
