"""Sheets that people keep: calendars, labels beside comments, sums from the CRM."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.errors import SetAsideError, UnknownExportError
from data.store import Store
from tests.exports import as_csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CALENDAR = ("Blog title", "AI ", "Published date ")
COMMENTS = ("author", "comment", "likes", "publishedAt", "sentiment_label", "sentiment_numeric")
BRANDWATCH = ("Query Name", "Date", "Title", "Url", "Page Type", "Sentiment", "Twitter Retweet of")
IN_2026 = {"year": "2026"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb")
    yield opened
    opened.close()


def calendar(*items: tuple[str, str]) -> bytes:
    """Write items: what stands under AI, and the day."""
    rows = [{"Blog title": f"item {n}", "AI ": ai, "Published date ": day} for n, (ai, day) in enumerate(items)]
    return as_csv(CALENDAR, rows, above=[["Autumn plan"]])


def test_a_blank_is_neither_ai_nor_no_ai(store: Store) -> None:
    store.load("plan.csv", calendar(("30% ", "2026-11-02"), ("", "2026-11-03"), ("0%", "2026-11-04")), IN_2026)
    assert store.query("select ai_used from content_log order by source_row") == [(True,), (None,), (False,)]


def test_a_person_in_the_wrong_column_is_no_answer(store: Store) -> None:
    receipt = store.load("plan.csv", calendar(("Anna ", "2026-11-02")), IN_2026)
    assert [(one.header, one.cell, one.reason) for one in store.refusals(receipt.batch_id)] == [
        ("AI", "Anna", "boolean")
    ]


def test_a_day_that_could_be_two_is_refused_with_its_cell(store: Store) -> None:
    receipt = store.load("plan.csv", calendar(("", "1/10/26"), ("", "2026-11-03")), IN_2026)
    assert store.query("select day from content_log") == [(date(2026, 11, 3),)]
    (refusal,) = store.refusals(receipt.batch_id)
    assert (refusal.source_row, refusal.cell, refusal.reason, refusal.whole_row) == (3, "1/10/26", "hand_date", True)


def test_items_out_of_order_do_not_fall_into_the_year_before(store: Store) -> None:
    store.load("plan.csv", calendar(("", "24th Sept"), ("", "22nd Sept "), ("", "Oct 1st")), IN_2026)
    assert store.query("select distinct year(day) from content_log") == [(2026,)]


def test_what_is_planned_is_not_published(store: Store) -> None:
    receipt = store.load("plan.csv", calendar(("", "2026-11-02"), ("12", "")), IN_2026)
    assert (receipt.rows_new, receipt.rows_refused) == (1, 1)


def test_a_label_and_a_number_that_contradict_each_other_count_as_no_label(store: Store) -> None:
    rows = [
        {"author": f"p{n}", "comment": "c", "publishedAt": "2026-11-02T08:00:00Z", "sentiment_label": word,
         "sentiment_numeric": number}
        for n, (word, number) in enumerate((("Positive", "1"), ("Negative", "1"), ("Positive", ""), ("", "-1")))
    ]  # fmt: skip
    receipt = store.load("comments.csv", as_csv(COMMENTS, rows))
    assert store.query("select sentiment from messages order by source_row") == [(1,), (None,), (1,), (None,)]
    assert [one.reason for one in store.refusals(receipt.batch_id)] == ["sentiment_contradiction"]


def test_a_comment_downloaded_again_is_the_same_comment(store: Store) -> None:
    old = {"author": "p", "comment": "nice", "publishedAt": "2026-11-02T08:00:00Z", "likes": "1"}
    new = {"author": "q", "comment": "nice", "publishedAt": "2026-11-03T08:00:00Z", "likes": "0"}
    store.load("comments.csv", as_csv(COMMENTS, [old]))
    receipt = store.load("comments (1).csv", as_csv(COMMENTS, [new, old | {"likes": "7"}]))
    assert (receipt.rows_new, store.query("select count(*) from messages")) == (1, [(2,)])


def test_a_comment_without_feelings_is_unlabelled_and_never_unanswered(store: Store) -> None:
    row = {"author": "p", "comment": "nice", "publishedAt": "2026-11-02T08:00:00Z"}
    store.load("comments.csv", as_csv(COMMENTS[:4], [row]))
    assert store.query("select sentiment, answer_known, wait_hours from messages") == [(None, False, None)]


def test_a_repost_is_not_an_opinion(store: Store) -> None:
    post = {"Query Name": "Us", "Date": "2026-11-02 08:00:00.0", "Page Type": "twitter", "Sentiment": "positive"}
    rows = [
        post | {"Url": "https://x.example/1"},
        post | {"Url": "https://x.example/2", "Twitter Retweet of": "https://x.example/1"},
    ]
    store.load("mentions.csv", as_csv(BRANDWATCH, rows), {"own_brand": "Us"})
    assert store.query("select is_copy from mentions order by source_row") == [(False,), (True,)]


DAYS = as_csv(("Date", "Leads"), [{"Date": f"2026-11-0{day}", "Leads": 2} for day in range(2, 9)])
WEEK = as_csv(("Week", "Leads"), [{"Week": "2026-W45", "Leads": 14}])


@pytest.mark.parametrize(
    "files", [(DAYS, WEEK), (WEEK, DAYS), (WEEK,), (DAYS,)], ids=["week last", "days last", "week", "days"]
)
def test_the_leads_of_a_week_and_of_its_days_are_the_same_leads(store: Store, files: tuple[bytes, ...]) -> None:
    for n, content in enumerate(files):
        store.load(f"crm {n}.csv", content)
    assert store.query("select sum(leads) from leads") == [(14,)]


def test_leads_of_a_month_belong_to_no_week(store: Store) -> None:
    with pytest.raises(SetAsideError) as refused:
        store.load("crm.csv", as_csv(("Maand", "Leads"), [{"Maand": "2026-10", "Leads": 60}]))
    assert refused.value.fields["why"] == "months"


def test_leads_by_source_are_not_those_of_social_media(store: Store) -> None:
    rows = [{"Date": "2026-11-02", "Source": "Organic Search", "Leads": 40}]
    with pytest.raises(UnknownExportError):
        store.load("crm.csv", as_csv(("Date", "Source", "Leads"), rows))
