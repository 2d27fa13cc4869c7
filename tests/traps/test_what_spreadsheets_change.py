"""What a spreadsheet does to an export when somebody opens it and saves it again, and a download that broke off."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.errors import DoubtfulExportError
from data.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ASKED = {"account": "a"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb")
    yield opened
    opened.close()


def facebook(*times: str) -> bytes:
    rows = [f"{place},9,{time},7\n" for place, time in enumerate(times)]
    return ("Post ID,Page ID,Publish time,Reach\n" + "".join(rows)).encode()


@pytest.mark.parametrize(
    "times",
    [
        ("2025-11-04 10:00", "04/23/2025 07:48"),  # Swedish Excel took 04/11/2025 for the 4th of November
        ("11/04/2025 10:00", "23/04/2025 07:48"),  # saved as day/month
    ],
)
def test_a_spreadsheet_that_swapped_day_and_month_is_noticed(store: Store, times: tuple[str, str]) -> None:
    with pytest.raises(DoubtfulExportError) as refused:
        store.load("fb.csv", facebook(*times))
    assert (refused.value.fields["why"], refused.value.fields["column"]) == ("mixed_dates", "Publish time")
    assert refused.value.fields["cell"] in times


def test_dates_that_are_all_of_one_kind_are_read(store: Store) -> None:
    store.load("fb.csv", facebook("04/11/2025 10:00", "04/23/2025 07:48"))
    store.load("saved.csv", facebook("2025-04-11 10:00", "2025-04-24 07:48"))
    assert store.query("select max(day), min(day) from posts") == [(date(2025, 4, 24), date(2025, 4, 11))]


def days(*hours: str, mark: str = ",") -> bytes:
    rows = [mark.join((f"2026-11-{16 + place}", "5", hour)) + "\n" for place, hour in enumerate(hours)]
    return (mark.join(("Date", "Views", "Watch time (hours)")) + "\n" + "".join(rows)).encode()


@pytest.mark.parametrize(
    ("content", "hours"),
    [
        (days("14.155", "6.8793"), [14.155, 6.8793]),
        (days('"1,234.5"', '"2,345"'), [1234.5, 2345]),
        (days("14,155", "6,8793", mark=";"), [14.155, 6.8793]),  # was 14155 hours
        (days('"14,155"', '"6,8793"'), [14.155, 6.8793]),
        (days("0.123"), [0.123]),
        (days("0,123", mark=";"), [0.123]),  # was 123 hours
        (days("1822.089", "202.708", mark=";"), [1822.089, 202.708]),
        (days("12", "14,155", mark=";"), [12]),  # fourteen, or fourteen thousand: refused
        (days('"0,500"'), [0.5]),
    ],
)
def test_a_comma_is_a_decimal_mark_where_the_column_says_so(store: Store, content: bytes, hours: list[float]) -> None:
    store.load("Table data.csv", content, ASKED)
    assert store.query("select value from account_day where metric = 'watch_hours' order by day") == [
        (pytest.approx(hour),) for hour in hours
    ]


def test_a_count_below_one_is_no_count(store: Store) -> None:
    receipt = store.load("days.csv", b"Date,Views\n2026-11-16,0.123\n2026-11-17,1.234\n", ASKED)
    assert store.query("select value from account_day") == [(1234,)]  # no count has decimals
    assert [(one.source_row, one.header, one.cell) for one in receipt.refusals] == [(2, "Views", "0.123")]


def test_a_file_that_breaks_off_within_a_row_is_refused_with_the_row(store: Store) -> None:
    whole = b"Date,Views,Watch time (hours),Subscribers\n2026-11-16,5,1.5,2\n2026-11-17,5,25.98,3"
    with pytest.raises(DoubtfulExportError) as refused:
        store.load("days.csv", whole[:-3], ASKED)  # 25.98 hours became 25.9
    assert refused.value.fields == {
        "file": "days.csv", "why": "cut_off", "row": 3, "column": "Watch time (hours)", "cell": "25.9",
    }  # fmt: skip
    assert store.load("days.csv", whole, ASKED).rows_new == 6


def overview(*days: str) -> bytes:
    return ("Date,Video Views,Profile Views\n" + "".join(f"{day},5,1\n" for day in days)).encode()


def test_days_without_a_year_in_another_order_are_of_no_known_year(store: Store) -> None:
    """A week of TikTok sorted by views: each step back made another year, down to 2022."""
    with pytest.raises(DoubtfulExportError) as refused:
        store.load("o.csv", overview("April 14", "April 12", "April 16", "April 13"), ASKED | {"year": "2026"})
    assert (refused.value.fields["why"], refused.value.fields["row"]) == ("days_out_of_order", 4)


def test_two_days_with_the_newest_first_are_of_one_year(store: Store) -> None:
    """The first of two days was taken for one of the year before."""
    store.load("o.csv", overview("March 2", "March 1"), ASKED | {"year": "2026"})
    assert store.query("select distinct day from account_day order by 1") == [(date(2026, 3, 1),), (date(2026, 3, 2),)]


@pytest.mark.parametrize("name", ["Oct-26-2026_Nov-22-2026_1.csv", "Oct-26-2026_Nov-22-2026_1 (2).csv"])
def test_days_that_are_all_swapped_contradict_the_days_of_the_export(store: Store, name: str) -> None:
    """2 and 6 November became 11 February and 11 June, and were in no week of the export."""
    with pytest.raises(DoubtfulExportError) as refused:
        store.load(name, facebook("02/11/2026 10:00", "06/11/2026 10:00"))
    assert (refused.value.fields["why"], refused.value.fields["cell"]) == ("swapped_days", "02/11/2026 10:00")
    assert store.load(name, facebook("11/02/2026 10:00", "11/06/2026 10:00")).rows_new == 2


def test_days_that_are_all_swapped_contradict_the_time_inside_the_link(store: Store) -> None:
    rows = "Post ID,Account username,Publish time,Permalink,Views\n17,a,{},https://www.instagram.com/p/DH8wS7FNSBD/,9\n"
    with pytest.raises(DoubtfulExportError) as refused:
        store.load("ig.csv", rows.format("02/04/2025 10:33").encode())
    assert refused.value.fields["why"] == "swapped_days"
    assert store.load("ig.csv", rows.format("04/02/2025 10:33").encode()).rows_new == 1


def test_rows_below_a_footer_are_data_when_the_sheet_was_sorted(store: Store) -> None:
    """All rows below "Showing top 500 results" were left out without a word."""
    rows = 'bbb,B,"Nov 2, 2026",10\nShowing top 500 results,,,\nyyy,Y,"Nov 3, 2026",20\nzzz,Z,"Nov 4, 2026",30\n'
    receipt = store.load("Table data.csv", f"Content,Video title,Video publish time,Views\n{rows}".encode(), ASKED)
    assert (receipt.rows_new, receipt.rows_set_aside) == (3, 1)
    assert store.query("select sum(views) from posts") == [(60,)]


def test_two_long_ids_that_a_spreadsheet_rounded_are_refused(store: Store) -> None:
    """Two posts of one file became one."""
    rows = "Post ID,Page ID,Publish time,Reach\n{0}000,9,11/02/2026 10:00,7\n{0}000,9,11/03/2026 10:00,8\n"
    with pytest.raises(DoubtfulExportError) as refused:
        store.load("fb.csv", rows.format("122100000123451").encode())
    assert refused.value.fields["why"] == "rounded_ids"
