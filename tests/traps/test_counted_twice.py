"""The same money, visit or lead in two exports, and two exports in one file: all of it counted twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import DoubtfulExportError
from data.store import Store
from tests.exports import as_csv
from tests.rows import Rows
from tests.traps.scored import MONDAY, SUNDAY, cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOOGLE = ("Campaign status", "Campaign", "Ad group", "Impr.", "Cost", "Conversions", "Currency code")
WEEK = [["Ad report"], ["November 16, 2026 - November 22, 2026"]]
META = (
    "Ad name", "Campaign name", "Reporting starts", "Reporting ends", "Results", "Result indicator",
    "Amount spent (EUR)",
)  # fmt: skip
GA4 = ("Date", "Session default channel group", "Sessions")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb")
    yield opened
    opened.close()


def ad(store: Rows, first: str, last: str, spend: float, results: float, *, name: str = "one") -> None:
    store.add(
        "ads", ad=name, campaign="c", day=last, period_from=first, period_to=last,
        spend=spend, results=results, result_kind="leads", currency="EUR",
    )  # fmt: skip


def test_a_report_by_day_and_one_by_week_hold_the_same_money(empty: Rows) -> None:
    for day in range(16, 23):
        ad(empty, f"2026-11-{day}", f"2026-11-{day}", 10, 1)
    ad(empty, MONDAY, SUNDAY, 70, 7)
    assert (cell(empty, "cpa").numerator, cell(empty, "cpa").sample) == (70, 7)


def test_a_report_taken_on_wednesday_is_part_of_the_one_of_the_week(empty: Rows) -> None:
    ad(empty, MONDAY, "2026-11-18", 30, 3)
    ad(empty, MONDAY, SUNDAY, 70, 20)
    assert cell(empty, "cpa").value == 3.5


def test_a_campaign_is_the_sum_of_its_ads_and_no_further_ad(empty: Rows) -> None:
    ad(empty, MONDAY, SUNDAY, 10, 1)
    ad(empty, MONDAY, SUNDAY, 20, 1, name="two")
    ad(empty, MONDAY, SUNDAY, 30, 2, name="")
    assert (cell(empty, "cpa").numerator, cell(empty, "cpa").denominator) == (30, 2)


def test_visits_by_channel_group_and_by_source_are_the_same_visits(empty: Rows) -> None:
    for channel, source, sessions, events in (
        ("web", "Organic Social", 200, 10),
        ("facebook", "facebook.com", 120, 2),
        ("instagram", "instagram", 80, 8),
    ):
        empty.add(
            "web", day=MONDAY, channel=channel, source=source, is_social=True, sessions=sessions, key_events=events
        )
    assert (cell(empty, "landing_conversion").value, cell(empty, "landing_conversion").sample) == (0.05, 200)


@pytest.mark.parametrize(("kpi", "facebook"), [("mql", 3), ("click_to_lead", 0.01)])
def test_leads_of_all_channels_and_of_each_are_not_added(empty: Rows, kpi: str, facebook: float) -> None:
    for channel, clicks, leads, mql in (("all", 1000, 20, 5), ("facebook", 600, 6, 3), ("x", 400, 14, 2)):
        empty.add("funnel", day=MONDAY, channel=channel, link_clicks=clicks, leads=leads, mql=mql)
    empty.cover("funnel", MONDAY, SUNDAY)
    assert (cell(empty, kpi).value, cell(empty, kpi).why) == (None, "total_and_parts")
    assert cell(empty, kpi, "facebook").value == facebook


def test_a_name_written_in_two_ways_is_one_account(store: Store) -> None:
    header = ("Date", "New follows", "Unfollows")
    for name, days in (("Noord", (17,)), (" noord", (17, 18))):
        rows = [{"Date": f"Nov {day}, 2026", "New follows": 30, "Unfollows": 10} for day in days]
        content = as_csv(header, [row | {"Date": f"Mon, {row['Date']}"} for row in rows])
        store.load("x.csv", content, {"account": name})
    found = store.query("select account, sum(value) from account_day where metric = 'follows' group by 1")
    assert found == [("Noord", 60)]


def google(*rows: tuple[str, str, str, str]) -> bytes:
    fields = ("Campaign status", "Campaign", "Ad group", "Cost")
    return as_csv(
        GOOGLE, [dict(zip(fields, row, strict=True)) | {"Conversions": "1.00", "Currency code": "EUR"} for row in rows],
        WEEK,
    )  # fmt: skip


TWO_ADS = (("On", "c", "one", "10.00"), ("On", "c", "two", "20.00"))


@pytest.mark.parametrize("total", [("Totaal", "", "", "30.00"), ("", "Summa", "", "30.00"), ("", "", "", "30.00")])
def test_a_total_that_a_person_wrote_below_is_no_campaign(store: Store, total: tuple[str, str, str, str]) -> None:
    store.load("ads.csv", google(*TWO_ADS, total), {"account": "a"})
    assert store.query("select count(*), sum(spend) from ads") == [(2, 30)]


def refused(store: Store, content: bytes) -> DoubtfulExportError:
    with pytest.raises(DoubtfulExportError) as caught:
        store.load("two.csv", content, {"account": "a", "year": "2025"})
    return caught.value


def test_two_ad_exports_below_each_other_are_refused_with_the_row(store: Store) -> None:
    later = as_csv(GOOGLE, [{"Campaign status": "On", "Campaign": "c", "Ad group": "two", "Cost": "25.00"}])
    found = refused(store, google(*TWO_ADS) + later)
    assert (found.fields["why"], found.fields["row"], found.fields["cell"]) == ("pasted_twice", 7, "c")


def test_rows_that_all_stand_in_the_file_twice_are_refused(store: Store) -> None:
    assert refused(store, google(*TWO_ADS, *TWO_ADS)).fields["why"] == "pasted_twice"


def test_two_equal_ads_are_two_ads(store: Store) -> None:
    store.load("ads.csv", google(*TWO_ADS, TWO_ADS[0]), {"account": "a"})
    assert store.query("select sum(spend) from ads") == [(40,)]


def test_days_without_a_year_that_come_twice_are_not_given_the_year_before(store: Store) -> None:
    """Four days pasted twice were read as those of two years."""
    header = ("Date", "Video Views", "Profile Views")
    days = [{"Date": f"November {day}", "Video Views": 5, "Profile Views": 1} for day in (16, 17, 18, 19)]
    found = refused(store, as_csv(header, [*days, *days]))
    assert (found.fields["why"], found.fields["row"], found.fields["cell"]) == ("pasted_twice", 6, "November 16")
    written = ("December 31", "January 1", "May 1", "September 1", "December 31")
    year = [{"Date": day, "Video Views": 5, "Profile Views": 1} for day in written]
    store.load("year.csv", as_csv(header, year), {"account": "a", "year": "2025"})
    assert store.query("select count(distinct day) from account_day") == [(5,)]


def test_money_of_an_ad_without_results_makes_results_dearer(store: Store) -> None:
    """Meta leaves the cell blank: 10 for one lead and 10 for none are 20 a lead."""
    day = {"Campaign name": "c", "Reporting starts": MONDAY, "Reporting ends": SUNDAY, "Amount spent (EUR)": "10"}
    store.load("m.csv", as_csv(META, [day | {"Ad name": "a", "Results": 1}, day | {"Ad name": "b"}]), {"account": "a"})
    assert store.query("select sum(spend), sum(results), count(results) from ads") == [(20, 1, 2)]


COMMENTS = ("author", "comment", "likes", "publishedAt")


@pytest.mark.parametrize("again", ["", "author,comment,likes,publishedAt\r\n"])
def test_comments_pasted_twice_are_not_twice_as_many(store: Store, again: str) -> None:
    """Their ids are made of what they say: each copy got ids of its own, and everybody had said it twice."""
    said = [{"author": f"@{who}", "comment": "Nice", "publishedAt": f"{MONDAY}T08:00:00Z"} for who in "abc"]
    once = as_csv(COMMENTS, said)
    header, _, rows = once.decode().partition("\r\n")
    found = refused(store, f"{header}\r\n{rows}{again}{rows}".encode())
    assert found.fields["why"] == "pasted_twice"
    assert store.load("comments.csv", once).rows_new == 3


def test_the_same_words_of_one_person_are_two_comments(store: Store) -> None:
    said = [{"author": "@a", "comment": text, "publishedAt": f"{MONDAY}T08:00:00Z"} for text in ("Nice", "Nice", "Ok")]
    assert store.load("comments.csv", as_csv(COMMENTS, said)).rows_new == 3
