"""Dates as people type them: what the column settles is read, what it does not settle stays as it was."""

from __future__ import annotations

import pytest

from data.values.handwritten import handwritten

IN_2026 = 2026


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["18/02/26", "1/10/26"], ["2026-02-18", "2026-10-01"]),  # 18 shows that the day comes first
        (["02/18/2026", "1/10/26"], ["2026-02-18", "2026-01-10"]),  # and here that the month does
        (["1/10/26", "2/11/26"], ["1/10/26", "2/11/26"]),  # nothing shows it
        (["18/02/26", "02/19/26"], ["18/02/26", "02/19/26"]),  # both
        (["1/10/26", "3/3/26"], ["1/10/26", "2026-03-03"]),  # the third of March either way
        (["18.02.26", "31-1-2026"], ["2026-02-18", "2026-01-31"]),
        (["2026-10-05", "2026-10-06T00:00:00"], ["2026-10-05", "2026-10-06"]),  # Excel's own dates
        (["5 okt 2025", "Sept 3 2026"], ["2025-10-05", "2026-09-03"]),
        (["Anna", "8.5", "16thFeb", None], ["Anna", "8.5", "16thFeb", None]),
        (["31/02/26", "18/02/26"], ["31/02/26", "2026-02-18"]),  # no such day
    ],
)
def test_a_date_is_read_when_only_one_reading_fits(cells: list[str | None], read: list[str | None]) -> None:
    assert handwritten(cells, IN_2026) == read


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["24th Sept", "Jan 21st", "3 februari"], ["2025-09-24", "2026-01-21", "2026-02-03"]),  # a year begins
        (["24th Sept", "22nd Sept", "1 Oct"], ["2026-09-24", "2026-09-22", "2026-10-01"]),  # out of order, same year
        (["30 Dec", "05/01/25", "18/01/25"], ["2024-12-30", "2025-01-05", "2025-01-18"]),  # a stated year counts more
        (["1 May", "1 Nov"], ["1 May", "2026-11-01"]),  # half a year apart: of which year?
        (["Feb 29"], ["Feb 29"]),  # not in 2026
    ],
)
def test_a_date_without_a_year_is_nearest_to_the_row_after_it(cells: list[str | None], read: list[str | None]) -> None:
    assert handwritten(cells, IN_2026) == read


def test_what_was_approved_in_december_for_january_is_of_the_year_before() -> None:
    days = ["2026-01-05", "2026-01-20", "2026-06-01", "soon"]
    assert handwritten(["28 Dec", "Jan 18th", "1 Dec", "3 May"], IN_2026, days) == [
        "2025-12-28",
        "2026-01-18",
        "1 Dec",  # half a year before its publication, or after?
        "3 May",
    ]


def test_without_a_stated_year_nothing_is_guessed() -> None:
    assert handwritten(["24th Sept"], None) == ["24th Sept"]
