"""Two people who do the same at once: both see the same in the end, nothing is done twice, nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from data import audit
from data.errors import NothingToUndoError
from data.store import Store
from tests.exports import x_posts
from tests.faults.state import look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TypeVar

    T = TypeVar("T")

COUNTED = "SELECT count(*), sum(impressions) FROM posts"
POSTS = x_posts(*[{"Post id": str(n), "Impressions": 10} for n in range(50)])
MORE = x_posts(*[{"Post id": str(n), "Impressions": 20} for n in range(25, 75)])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    yield store
    store.close()
    assert look(store.path).wrong == ()  # the files beside it say the same


def at_once(*works: Callable[[], T]) -> list[T | Exception]:
    """Do things at the same moment; give what came of each, also what it raised."""
    start = Barrier(len(works))

    def one(work: Callable[[], T]) -> T | Exception:
        start.wait()
        try:
            return work()
        except NothingToUndoError as problem:
            return problem

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def test_a_file_that_two_prepared_and_both_agree_to_is_there_once(store: Store) -> None:
    prepared = [store.prepare("posts.csv", POSTS, by=who)[0] for who in ("Ann", "Bo")]
    done = at_once(*[lambda one=one: store.commit(one) for one in prepared])
    assert sorted(one.already_known for one in done) == [False, True]  # type: ignore[union-attr]
    assert {one.batch_id for one in done} == {1}  # type: ignore[union-attr]
    assert store.query(COUNTED) == [(50, 500)]
    assert [line.what for line in audit.lines(store.path)] == ["load"]


def test_an_upload_is_taken_back_once(store: Store) -> None:
    store.load("posts.csv", POSTS)
    revision = store.revision
    done = at_once(lambda: store.undo(1, "Ann"), lambda: store.undo(1, "Bo"))
    assert [type(one) for one in done].count(NothingToUndoError) == 1
    assert (store.revision, store.query(COUNTED)) == (revision + 1, [(0, None)])


def test_an_upload_is_taken_back_while_another_comes(store: Store) -> None:
    store.load("posts.csv", POSTS)
    for number in range(2, 8, 2):  # either may be first
        one = store.prepare("more.csv", MORE)[0]
        at_once(lambda back=number - 1: store.undo(back), lambda one=one: store.commit(one))  # type: ignore[misc]
        assert store.query(COUNTED) == [(50, 1000)]
        two = store.prepare("posts.csv", POSTS)[0]
        at_once(lambda back=number: store.undo(back), lambda two=two: store.commit(two))  # type: ignore[misc]
        assert store.query(COUNTED) == [(50, 500)]


def test_of_a_setting_that_two_change_one_holds_and_both_are_known(store: Store) -> None:
    at_once(
        lambda: store.set_settings({"currency": "SEK"}, "Ann"), lambda: store.set_settings({"currency": "RON"}, "Bo")
    )
    said = store.query("SELECT before, after FROM setting_change WHERE name = 'currency' ORDER BY number")
    (_, first), (second, last) = said[-2:]
    assert {first, last} == {"SEK", "RON"}
    assert (second, last) == (first, store.setting("currency"))
