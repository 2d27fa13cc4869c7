"""The rows behind a number add up to it, and can be found again in their files."""

from __future__ import annotations

import pytest

from kpi.catalog import catalog
from kpi.cells import ALL_ROWS, Filter
from kpi.periods import Week, Window
from kpi.score import score
from kpi.snapshot import Cell
from kpi.why.listing import MOST, TITLES, Listing, Narrowed, told_apart
from kpi.why.weighed import weighed
from kpi.words import LANGUAGES, Words
from tests.ledger import upload
from tests.rows import Rows

WEEK = Week(2026, 47)


def cell_of(store: Rows, kpi: str, filtered: Filter = ALL_ROWS, days: int | None = None) -> Cell:
    found = catalog()[kpi]
    window = Window(WEEK, days or found.window_days)
    return score(store, [(found, filtered, window.days)], [WEEK]).get(kpi, filtered, window)


def listed(store: Rows, kpi: str, filtered: Filter = ALL_ROWS, days: int | None = None, **asked: str) -> Listing:
    return weighed(store, catalog()[kpi], filtered, cell_of(store, kpi, filtered, days), Narrowed(**asked))


@pytest.mark.parametrize("kpi", [kpi.name for kpi in catalog().values() if kpi.kind in {"share", "ratio"}])
def test_contributions_add_up_to_the_quotient(two_weeks: Rows, kpi: str) -> None:
    found = listed(two_weeks, kpi)
    at = found.columns.index("numerator")
    numerators, denominators = ([row[at + part] or 0 for row in found.rows] for part in (0, 1))
    value = cell_of(two_weeks, kpi).value
    assert sum(numerators) == pytest.approx((value or 0) * sum(denominators))
    assert (value is None) == (sum(denominators) == 0)


@pytest.mark.parametrize(
    ("kpi", "values"),
    [
        ("net_sentiment", [1, -1, -1, -1, 0]),  # a neutral text counts in the denominator only
        ("response_time_median", [30, 3, 2, 2, 1]),
        ("response_time_mean", [30, 3, 2, 2, 1]),
        ("policy_incidents", [1, 1]),
        ("video_retention", [0.25]),
        ("mql", [2, 1]),  # of 30 days
    ],
)
def test_each_row_shows_what_it_brings(two_weeks: Rows, kpi: str, values: list[float]) -> None:
    found = listed(two_weeks, kpi)
    at = found.columns.index("value")
    assert [row[at] for row in found.rows] == values


def test_row_names_its_text_its_link_its_file_and_its_line(empty: Rows) -> None:
    number = upload(empty, "posts", "2026-11-16", "2026-11-22")
    empty.add(
        "posts",
        day="2026-11-17",
        title="Proof",
        url="https://x.example/1",
        impressions=1000,
        link_clicks=12,
        batch_id=number,
        source_row=41,
    )
    found = listed(empty, "ctr")
    (line,) = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    assert str(line.pop("day")) == "2026-11-17"
    assert line == {
        "channel": "x",
        "format": "",
        "title": "Proof",
        "url": "https://x.example/1",
        "numerator": 12,
        "denominator": 1000,
        "file": "posts.csv",
        "source_row": 41,
    }


def test_opinions_show_the_message_or_the_mention_behind_a_label(empty: Rows) -> None:
    empty.brands("Noord")
    empty.message("2026-11-17", 1, sentiment=1, text="Thank you, [name]", url="https://m.example")
    empty.add("mentions", day="2026-11-17", brand="Noord", sentiment=-1, title="Noord again", url="https://n.example")
    found = listed(empty, "net_sentiment")
    assert [row[3:6] for row in found.rows] == [
        ("Thank you, [name]", "https://m.example", 1),
        ("Noord again", "https://n.example", -1),
    ]


def test_largest_contribution_comes_first(two_weeks: Rows) -> None:
    found = listed(two_weeks, "ctr")
    assert [(row[1], row[5], row[6]) for row in found.rows] == [("x", 45, 3000), ("instagram", 35, 1000)]


def test_rows_that_bring_nothing_are_not_listed(two_weeks: Rows) -> None:
    assert listed(two_weeks, "ctr").total == 2  # not the post without impressions, not the reply


@pytest.mark.parametrize(
    ("filtered", "total"),
    [
        (Filter(), 5),
        (Filter(channel="facebook"), 3),
        (Filter(channel="tiktok"), 0),
        (Filter(topics=("AI",)), 0),  # the message about AI carries no label
    ],
)
def test_filter_of_the_row_holds_for_the_rows_behind_it(two_weeks: Rows, filtered: Filter, total: int) -> None:
    assert listed(two_weeks, "net_sentiment", filtered).total == total


@pytest.mark.parametrize(("days", "total"), [(7, 2), (14, 4)])
def test_window_of_the_row_holds_for_the_rows_behind_it(two_weeks: Rows, days: int, total: int) -> None:
    assert listed(two_weeks, "ctr", days=days).total == total


@pytest.mark.parametrize("kpi", catalog())
def test_every_kpi_lists_its_rows(two_weeks: Rows, kpi: str) -> None:
    found = listed(two_weeks, kpi)
    assert found.complete
    assert all(len(row) == len(found.columns) for row in found.rows)


def test_every_fact_has_words_for_its_rows() -> None:
    assert {kpi.fact for kpi in catalog().values()} <= TITLES.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_has_a_name(two_weeks: Rows, language: str) -> None:
    columns = {*listed(two_weeks, "ctr").columns, *listed(two_weeks, "mql").columns}
    say = Words(language)
    assert all(say.has(f"column.{column}") or say.has(f"field.{column}") for column in columns)


def test_long_list_is_cut_and_says_so(empty: Rows) -> None:
    for _ in range(MOST + 1):
        empty.add("incidents", day="2026-11-17", confirmed=True)
    found = listed(empty, "policy_incidents")
    assert (len(found.rows), found.total, found.complete) == (MOST, MOST + 1, False)


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ({}, 5),
        ({"channel": "facebook"}, 5),
        ({"channel": "instagram"}, 0),
        ({"by": "topic", "part": "AI"}, 1),
        ({"by": "topic", "part": ""}, 4),
    ],
)
def test_the_list_can_be_narrowed(two_weeks: Rows, asked: dict[str, str], total: int) -> None:
    """The messages that know of answers: one is about AI, the others have no topic."""
    found = listed(two_weeks, "response_time_median", **asked)
    assert found.total == total


def test_every_kpi_that_can_be_told_apart_names_it() -> None:
    named = {told_apart(kpi) for kpi in catalog().values()} - {None}
    assert named
    assert all(Words(language)(f"field.{name}") for language in LANGUAGES for name in named)
