"""Exports that a naive reader turns into wrong numbers without an error."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.errors import DoubtfulExportError
from data.store import Store
from tests.exports import as_csv, inbox, x_posts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

META = ("Post ID", "Account username", "Publish time", "Permalink", "Views", "Likes")
VIDEOS = ("Content", "Video title", "Video publish time", "Views")
ADS = (
    "Campaign name", "Ad name", "Reporting starts", "Reporting ends", "Results", "Result indicator", "Reach",
    "Impressions", "Amount spent (EUR)",
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb")
    yield opened
    opened.close()


def test_a_post_of_sunday_night_in_california_is_of_monday_in_amsterdam(store: Store) -> None:
    store.load("ig.csv", as_csv(META, [{"Post ID": "1", "Account username": "a", "Publish time": "11/15/2026 20:00"}]))
    assert store.query("select day, hour(published_at) from posts") == [(date(2026, 11, 16), 4)]


def test_the_time_inside_the_id_beats_the_written_one_unless_they_contradict(store: Store) -> None:
    link = "https://www.instagram.com/reel/DIywAgBp-9_/"  # 23 April 2025, 14:47 UTC
    near = {"Post ID": "1", "Account username": "a", "Publish time": "04/22/2025 23:50", "Permalink": link}
    far = near | {"Post ID": "2", "Publish time": "06/01/2025 12:00"}
    receipt = store.load("ig.csv", as_csv(META, [near, far]))
    assert store.query("select post_id, day from posts order by 1") == [
        ("1", date(2025, 4, 23)),
        ("2", date(2025, 6, 1)),
    ]
    assert receipt.notes == ({"code": "id_time_differs", "n": 1},)


def test_the_total_of_a_table_is_no_post(store: Store) -> None:
    rows = [
        {"Content": "Total", "Views": 30},
        {"Content": "a1", "Video publish time": "Nov 16, 2026", "Views": 10},
        {"Content": "b2", "Video publish time": "Nov 17, 2026", "Views": 20},
    ]
    receipt = store.load("Table data.csv", as_csv(VIDEOS, rows))
    assert store.query("select count(*), sum(views) from posts") == [(2, 30)]
    assert receipt.notes == ({"code": "control_sum_ok", "header": "Views", "total": 30},)


def test_an_ad_of_a_day_that_cannot_be_read_is_not_given_the_whole_month(store: Store) -> None:
    table = (
        'Campaign report\n"November 1, 2026 - November 22, 2026"\nCampaign,Day,Impr.,Cost\n'
        "c,2026-11-16,200,10.00\nc,the day after,300,20.00\nc, --,100,5.00\n"
    )
    receipt = store.load("report.csv", table.encode(), {"account": "a"})
    assert store.query("select period_from, period_to, spend from ads") == [
        (date(2026, 11, 16), date(2026, 11, 16), 10)
    ]
    assert [(one.source_row, one.reason) for one in receipt.refusals] == [(5, "date"), (6, "missing")]


def test_results_of_an_unknown_kind_are_not_read(store: Store) -> None:
    """A lead and a like are both a result: without the indicator beside them, cost per result would be of neither."""
    header = tuple(one for one in ADS if one != "Result indicator")
    week = {"Campaign name": "c", "Reporting starts": "2026-11-16", "Reporting ends": "2026-11-22", "Results": 40}
    rows = [week | {"Ad name": "leads", "Amount spent (EUR)": "400"}, week | {"Ad name": "likes", "Results": 4000}]
    receipt = store.load("ads.csv", as_csv(header, rows), {"account": "a"})
    assert store.query("select count(*), sum(spend), count(results) from ads") == [(2, 400, 0)]
    assert receipt.notes == ({"code": "unexplained", "header": "Results"},)


def test_the_nameless_total_of_meta_ads_is_no_ad_and_reach_is_never_added(store: Store) -> None:
    week = {
        "Campaign name": "c",
        "Reporting starts": "2026-11-16",
        "Reporting ends": "2026-11-22",
        "Result indicator": "leads",
    }
    rows = [
        {"Reach": 150, "Impressions": 300, "Amount spent (EUR)": "12.50"},
        week | {"Ad name": "one", "Reach": 100, "Impressions": 200, "Amount spent (EUR)": "10", "Results": 4},
        week | {"Ad name": "two", "Reach": 100, "Impressions": 50, "Amount spent (EUR)": "1.5", "Results": 1},
        week | {"Ad name": "two", "Reach": 40, "Impressions": 50, "Amount spent (EUR)": "1", "Results": 1},
    ]
    store.load("ads.csv", as_csv(ADS, rows), {"account": "a"})
    query = "select sum(spend), sum(results), sum(impressions), min(currency), max(day) from ads"
    assert store.query(query) == [(12.5, 6, 300, "EUR", date(2026, 11, 22))]
    assert store.query("select reach from ads order by impressions") == [(None,), (100,)]


def test_ids_that_excel_rounded_are_refused_and_not_mistaken_for_one_post(store: Store) -> None:
    rounded = [{"Post id": f"18915641287848{n}000"} for n in (31, 32, 33)]
    with pytest.raises(DoubtfulExportError) as refused:
        store.load("x.csv", x_posts(*rounded))
    assert refused.value.fields["why"] == "rounded_ids"


def test_a_long_id_keeps_its_last_digit(store: Store) -> None:
    store.load(
        "x.csv", x_posts({"Post id": "1891564128784855141"}, {"Post id": ""})
    )  # a blank one made pandas round all
    assert store.query("select post_id from posts") == [("1891564128784855141",)]


def test_a_blank_feeling_is_unlabelled_and_not_neutral(store: Store) -> None:
    when = {"Received at": "2026-11-16T10:00:00Z"}
    store.load("i.csv", inbox(when | {"Message ID": "1", "Sentiment": "neutral"}, when | {"Message ID": "2"}))
    assert store.query("select sentiment from messages order by message_id") == [(0,), (None,)]


def test_a_later_export_without_answer_times_does_not_make_answered_messages_wait(store: Store) -> None:
    answered = {"Message ID": "1", "Received at": "2026-11-16T10:00:00Z", "First response at": "2026-11-16T12:00:00Z"}
    store.load("inbox.csv", inbox(answered | {"Channel": "Facebook"}))
    hootsuite = ("Date (GMT)", "Facebook Page", "Message ID", "Type", "Sentiment")
    later = {"Message ID": "1", "Date (GMT)": "2026-11-16 10:00:00", "Facebook Page": "p", "Sentiment": "Positive"}
    newest = later | {"Message ID": "2", "Date (GMT)": "2026-11-20 10:00:00"}
    store.load("hootsuite.csv", as_csv(hootsuite, [later, newest]))
    found = store.query("select message_id, answer_known, wait_hours, sentiment from messages order by 1")
    assert found == [("1", True, 2.0, 1), ("2", False, None, 1)]


def test_columns_of_another_meaning_under_one_name_are_not_mixed_up(store: Store) -> None:
    header = ("Post ID", "Account username", "Publish time", "Views", "Views")
    content = as_csv(header, []) + b"1,a,11/16/2026 10:00,5,9\n"
    receipt = store.load("ig.csv", content)
    assert store.query("select views from posts") == [(5,)]
    assert receipt.notes == ({"code": "duplicate_header", "header": "Views"},)


def test_thumbnails_of_a_video_are_no_base_of_its_engagement(store: Store) -> None:
    """A Short seen 1,000 times in the feed and shown on 20 thumbnails: 50 of 1,000 engaged, not 250%."""
    header = (*VIDEOS, "Impressions", "Likes", "Comments added", "Shares")
    short = {"Content": "a1", "Video publish time": "Nov 16, 2026", "Views": 1000, "Impressions": 20, "Likes": 50}
    store.load("Table data.csv", as_csv(header, [short | {"Comments added": 0, "Shares": 0}]))
    assert store.query("select reactions / impressions from posts") == [(0.05,)]


def test_views_of_chosen_days_do_not_replace_the_lifetime_of_an_older_video(store: Store) -> None:
    old = {"Content": "a1", "Video publish time": "Jan 5, 2026"}
    store.load("Table data.csv", as_csv(VIDEOS, [old | {"Views": 9000}]))
    rows = [old | {"Views": 40}, {"Content": "b2", "Video publish time": "Nov 10, 2026", "Views": 70}]
    receipt = store.load("Content 2026-11-09_2026-11-16 Us.zip/Table data.csv", as_csv(VIDEOS, rows))
    assert store.query("select post_id, views from posts order by 1") == [("a1", 9000), ("b2", 70)]
    assert [(one.source_row, one.header, one.reason) for one in receipt.refusals] == [
        (2, "Video publish time", "before_period")
    ]
