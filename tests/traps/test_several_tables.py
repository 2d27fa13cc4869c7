"""Two tables under each other in one file: neither may be read as rows of the other, nor be counted twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.store import Store
from tests.exports import X_POSTS, as_csv, x_posts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OVERVIEW = ("Date", "Impressions", "Likes", "New follows", "Unfollows", "Create Post")
DAYS = as_csv(OVERVIEW, [{"Date": "Mon, Nov 16, 2026", "Impressions": 900, "New follows": 5, "Unfollows": 2}])
POSTS = x_posts({"Post id": "1", "Impressions": 100}, {"Post id": "2", "Impressions": 250})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb")
    yield opened
    opened.close()


def impressions(store: Store) -> list[tuple[object, ...]]:
    return store.query("SELECT post_id, impressions FROM posts ORDER BY post_id")


@pytest.mark.parametrize("between", [b"", b"\n", b"\nAccount overview\n"])
@pytest.mark.parametrize("order", [(POSTS, DAYS), (DAYS, POSTS)])
def test_the_days_below_the_posts_are_no_posts(store: Store, order: tuple[bytes, bytes], between: bytes) -> None:
    store.load("x.csv", between.join(order), {"account": "us"})
    assert impressions(store) == [("1", 100), ("2", 250)]
    days = store.query("SELECT metric, value FROM account_day WHERE metric IN ('impressions', 'follows') ORDER BY 1")
    assert days == [("follows", 5), ("impressions", 900)]


def test_a_post_that_stands_in_two_tables_of_a_file_counts_once(store: Store) -> None:
    more = as_csv((*X_POSTS, "Bookmarks"), [{"Post id": "2", "Date": "Mon, Nov 16, 2026", "Impressions": 260}])
    store.load("x.csv", POSTS + b"\n" + more)
    assert [post for post, _ in impressions(store)] == ["1", "2"]
    assert store.query("SELECT count(*) FROM posts") == [(2,)]
