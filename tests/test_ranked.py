"""The rows that brought most to a change: SQL and the formula of kpi.why.change agree, row by row."""

from __future__ import annotations

import math
from typing import Any

import pytest

from kpi.why.change import Split, Sums, split
from kpi.why.compared import Alone, Pair
from kpi.why.contributions import grouped
from kpi.why.listing import ALL, Listing, Narrowed
from kpi.why.ranked import changed
from tests.downloads import download
from tests.ledger import upload
from tests.rows import Rows
from tests.test_compared import compared, plan
from tests.test_contributions import MONDAY_46, MONDAY_47, simpson


def listed(store: Rows, kpi: str, narrowed: Narrowed = ALL, *, most: int = 500, **fields: object) -> Listing:
    found = compared(store, plan(kpi, **fields), "week")  # type: ignore[arg-type]
    assert isinstance(found, Pair), found
    answers = grouped(store, found)
    assert not isinstance(answers, Alone)
    return changed(store, found, answers, narrowed, most=most)


def column(found: Listing, name: str) -> list[Any]:
    return [row[found.columns.index(name)] for row in found.rows]


def test_every_row_brings_what_the_formula_says(empty: Rows) -> None:
    simpson(empty)
    found = listed(empty, "ctr")
    parts = split(
        {"x": Sums(100, 1000), "instagram": Sums(10, 1000)}, {"x2": Sums(11, 100), "instagram2": Sums(38, 1900)}
    )
    assert isinstance(parts, Split)
    assert sorted(column(found, "contribution")) == pytest.approx(sorted(part.size for part in parts.parts))
    sizes = [abs(size) for size in column(found, "contribution")]
    assert sizes == sorted(sizes, reverse=True)
    assert math.fsum(column(found, "contribution")) == pytest.approx(0.0245 - 0.055)


def test_a_row_shows_both_weeks_and_where_it_stands(empty: Rows) -> None:
    simpson(empty)
    found = listed(empty, "ctr")
    first = dict(zip(found.columns, found.rows[0], strict=True))
    assert (first["channel"], str(first["day"]), first["format"]) == ("instagram", MONDAY_47, "image")
    assert (first["numerator_was"], first["denominator_was"]) == (None, None)
    assert (first["numerator_now"], first["denominator_now"]) == (38, 1900)


def test_a_post_that_gained_in_both_weeks_is_one_row(empty: Rows) -> None:
    download(empty, "2026-10-05", "2026-11-08", {"old": ("2026-11-03", 600, 4), "steady": ("2026-11-03", 100, 1)})
    download(empty, "2026-10-12", "2026-11-15", {"old": ("2026-11-03", 1000, 10), "steady": ("2026-11-03", 200, 2)})
    download(empty, "2026-10-19", "2026-11-22", {"old": ("2026-11-03", 1400, 30), "steady": ("2026-11-03", 300, 3)})
    found = listed(empty, "ctr")
    assert column(found, "title") == ["old"]  # the other gained the same in both weeks
    assert column(found, "numerator_was") == [6]
    assert column(found, "numerator_now") == [20]
    assert column(found, "contribution") == pytest.approx([21 / 500 - 7 / 500])
    assert column(found, "file") == ["posts.csv"]


@pytest.mark.parametrize(
    ("narrowed", "channels"),
    [
        (Narrowed(channel="x"), {"x"}),
        (Narrowed(by="format", part="image"), {"instagram"}),
        (Narrowed(channel="x", by="format", part="image"), set()),
        (Narrowed(channel="tiktok"), set()),
    ],
)
def test_the_list_can_be_narrowed_without_changing_what_a_row_brought(
    empty: Rows, narrowed: Narrowed, channels: set[str]
) -> None:
    simpson(empty)
    found, whole = listed(empty, "ctr", narrowed), listed(empty, "ctr")
    assert set(column(found, "channel")) == channels
    assert set(column(found, "contribution")) <= set(column(whole, "contribution"))


def test_counted_things_bring_one_each(empty: Rows) -> None:
    for day, channel in ((MONDAY_46, "x"), (MONDAY_46, "x"), (MONDAY_47, "x")):
        empty.add("incidents", day=day, channel=channel, confirmed=True, kind="privacy")
    upload(empty, "incidents", MONDAY_46, "2026-11-22", channel=None)
    found = listed(empty, "policy_incidents", window_days=7)
    assert sorted(column(found, "contribution")) == [-1, -1, 1]
    assert "value_now" in found.columns


def test_labels_bring_points(empty: Rows) -> None:
    for day, label in ((MONDAY_46, 1), (MONDAY_46, -1), (MONDAY_47, 1), (MONDAY_47, 0)):
        empty.message(day, 1, sentiment=label, channel="x")
    upload(empty, "messages", MONDAY_46, "2026-11-22", channel="x")
    found = listed(empty, "net_sentiment")
    assert math.fsum(column(found, "contribution")) == pytest.approx(50)
    assert sorted(column(found, "contribution")) == pytest.approx([-50, 50, 50])


def test_a_long_list_is_cut_after_the_largest_and_says_so(empty: Rows) -> None:
    simpson(empty)
    found = listed(empty, "ctr", most=1)
    assert (len(found.rows), found.total, found.complete) == (1, 4, False)
