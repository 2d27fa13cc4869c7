"""Before an upload is taken back, its reversal says what will go, what comes back and what came over it since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import NothingToUndoError
from data.intake.reversal import Reversal
from data.store import Store
from tests.exports import X_POSTS, x_posts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ONE, TWO, THREE = ({"Post id": str(101 + n), "Impressions": 100, "Likes": 7} for n in range(3))
WITHOUT_LIKES = [name for name in X_POSTS if name != "Likes"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


def test_rows_that_nobody_else_speaks_of_are_removed(store: Store) -> None:
    store.load("a.csv", x_posts(ONE, TWO))
    assert store.reversal(1) == Reversal(rows_removed=2, rows_restored=0, restored_from=(), overwritten_since=())


def test_earlier_versions_come_back_each_from_its_file(store: Store) -> None:
    store.load("a.csv", x_posts(ONE, TWO))
    store.load("b.csv", x_posts(TWO | {"Likes": 8}))
    store.load("c.csv", x_posts(ONE | {"Likes": 9}, TWO | {"Likes": 9}, THREE))
    found = store.reversal(3)
    assert (found.rows_removed, found.rows_restored) == (1, 2)
    assert found.restored_from == (("a.csv", 1), ("b.csv", 1))
    assert found.overwritten_since == ()


def test_rows_that_a_later_upload_replaced_stay_as_they_are(store: Store) -> None:
    store.load("a.csv", x_posts(ONE, TWO, THREE))
    store.load("b.csv", x_posts(ONE | {"Likes": 8}))
    store.load("c.csv", x_posts(TWO | {"Likes": 9}))
    assert store.reversal(1) == Reversal(
        rows_removed=1, rows_restored=0, restored_from=(), overwritten_since=((2, "b.csv", 1), (3, "c.csv", 1))
    )


def test_a_figure_that_a_later_upload_kept_from_it_goes_too(store: Store) -> None:
    store.load("all.csv", x_posts(ONE))
    store.load("few.csv", x_posts({"Post id": "101", "Impressions": 130}, header=WITHOUT_LIKES))
    found = store.reversal(1)
    assert (found.overwritten_since, found.rows_losing) == (((2, "few.csv", 1),), 1)
    store.undo(1)
    assert store.query("select impressions, reactions from posts") == [(130, None)]


def test_it_changes_nothing_and_knows_only_what_counts(store: Store) -> None:
    store.load("a.csv", x_posts(ONE))
    before = store.revision
    store.reversal(1)
    assert store.revision == before
    store.undo(1)
    with pytest.raises(NothingToUndoError):
        store.reversal(1)


def test_the_ledger_keeps_what_was_taken_back(store: Store) -> None:
    store.load("a.csv", x_posts(ONE), by="ana")
    store.undo(1, by="ben")
    (entry,) = store.uploads()
    assert (entry.loaded_by, entry.undone_by, entry.file, entry.rows_read) == ("ana", "ben", "a.csv", 1)
    assert len(entry.sha256) == 64
    assert len(entry.format_version) == 8
    assert entry.period_from is not None
