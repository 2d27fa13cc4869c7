"""The sources page: every upload stays in sight, with its days, its state and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.exports import x_posts
from tests.test_pages import read, visit

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from data.store import Store

WEEKS = {45: ("Mon, Nov 2, 2026", "Sun, Nov 8, 2026"), 47: ("Mon, Nov 16, 2026", "Sun, Nov 22, 2026")}


def week(number: int, impressions: int = 100) -> bytes:
    first, last = WEEKS[number]
    return x_posts(
        {"Post id": f"{number}1", "Date": first, "Impressions": impressions},
        {"Post id": f"{number}2", "Date": last, "Impressions": impressions},
    )


def ledger(page: AppTest) -> list[tuple[int, str, str]]:
    table = page.dataframe[-1].value
    return list(table[["number", "file", "state"]].itertuples(index=False, name=None))


def test_without_uploads_the_page_says_where_to_begin(noordlicht: Store) -> None:  # noqa: ARG001
    page = visit("sources")
    assert "No uploads yet" in read(page)
    page.button[0].click().run()
    assert page.title[0].value == "Upload"


def test_the_ledger_lists_every_upload_newest_first(noordlicht: Store) -> None:
    for number in WEEKS:
        noordlicht.load(f"week{number}.csv", week(number))
    assert ledger(visit("sources")) == [(2, "week47.csv", "Counts"), (1, "week45.csv", "Counts")]


def test_a_missing_week_is_named(noordlicht: Store) -> None:
    for number in WEEKS:
        noordlicht.load(f"week{number}.csv", week(number))
    (source,) = visit("sources", week="2026-W47").dataframe[0].value.to_dict("records")
    assert (source["format"], source["channel"], list(source["missing"])) == ("X posts", "X", ["Week 46"])


def test_undo_says_what_it_reverses_and_restores_what_was_before(noordlicht: Store) -> None:
    noordlicht.load("first.csv", week(47))
    noordlicht.load("later.csv", week(47, impressions=900))
    page = visit("sources")
    assert "go out again: **0**. Changed rows that become as they were: **2**" in read(page)
    page.button(key="undo_2").click().run()
    assert noordlicht.query("select distinct impressions from posts") == [(100,)]
    assert ledger(page) == [(2, "later.csv", "Taken back"), (1, "first.csv", "Counts")]
    assert "Taken back" in read(page)


def test_any_upload_can_be_looked_into(noordlicht: Store) -> None:
    noordlicht.load("clean.csv", week(45))
    noordlicht.load("doubtful.csv", x_posts({"Post id": "1", "Impressions": 5}, {"Post id": "2", "Impressions": "1,5"}))
    page = visit("sources")
    assert "1 cell left out" in read(page)
    page.selectbox(key="upload").set_value(1).run()
    assert "cell left out" not in read(page)
    assert "**2 rows read**: 2 new" in read(page)


def test_two_people_may_undo_the_same_upload(noordlicht: Store) -> None:
    noordlicht.load("week47.csv", week(47))
    page = visit("sources")
    noordlicht.undo(1)
    page.button(key="undo_1").click().run()
    assert not page.exception
    assert ledger(page) == [(1, "week47.csv", "Taken back")]
