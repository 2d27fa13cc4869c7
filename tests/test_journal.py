"""The journal keeps what was written in its order, whoever writes at once, and through a rebuild."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from data.journal import Draft, Entry, entries, newest, write
from data.rebuild import rebuild
from data.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "acme.duckdb", brand="Acme")
    yield store
    store.close()


def note(store: Store, kind: str, **body: object) -> tuple[Entry, ...]:
    return write(store, lambda _: [Draft(kind, "case:1", body, "ann")])


def test_an_entry_comes_back_as_it_was_written(store: Store) -> None:
    (written,) = note(store, "alert.fired", week="2026-W47", size=1.5, what=["a", None])
    assert entries(store) == (written,)
    assert (written.number, written.written_by, written.body) == (
        1,
        "ann",
        {"week": "2026-W47", "size": 1.5, "what": ["a", None]},
    )


def test_an_entry_leaves_the_revision_alone(store: Store) -> None:
    before = store.revision
    note(store, "alert.fired")
    assert (store.revision, entries(store)[0].revision) == (before, before)


def test_the_journal_can_be_read_from_and_up_to_an_entry(store: Store) -> None:
    for kind in ("one", "two", "three"):
        note(store, kind)
    assert [one.kind for one in entries(store, after=1)] == ["two", "three"]
    assert [one.kind for one in entries(store, until=2)] == ["one", "two"]
    assert newest(store) == 3


def test_nothing_to_say_writes_nothing(store: Store) -> None:
    assert write(store, lambda _: []) == ()
    assert newest(store) == 0


def test_who_raises_on_reading_writes_nothing(store: Store) -> None:
    def refuse(_: Sequence[Entry]) -> list[Draft]:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - its own
        write(store, refuse)
    assert newest(store) == 0


def test_of_two_who_do_the_same_at_once_the_second_sees_the_first(store: Store) -> None:
    def once(known: Sequence[Entry]) -> list[Draft]:
        return [] if known else [Draft("alert.fired", "case:1", {})]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: write(store, once), range(40)))
    assert newest(store) == 1


def test_the_journal_survives_a_rebuild(store: Store, tmp_path: Path) -> None:
    written = note(store, "decision.made", action="Pauze de campagne — nu")
    store.close()
    rebuild(tmp_path / "acme.duckdb")
    again = Store.open(tmp_path / "acme.duckdb")
    assert entries(again) == written
    again.close()
