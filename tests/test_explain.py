"""What a number stands on adds up to the number (the two weeks of tests/two_weeks.py)."""

from __future__ import annotations

import pytest

from kpi.catalog import catalog
from kpi.cells import Filter
from kpi.explain import MOST, TITLES, explain
from kpi.periods import Week
from kpi.plan import PlanRow
from kpi.words import LANGUAGES, Words
from tests.ledger import upload
from tests.rows import Rows

WEEK = Week(2026, 47)
TARGETS = {"percent": "50%", "points": "+22", "hours": "2 h", "count": "3", "people": "3", "money": "3", "ratio": "3"}


def asked(kpi: str, **fields: object) -> PlanRow:
    return PlanRow(**{"id": kpi, "kpi": kpi, "target": TARGETS[catalog()[kpi].unit], **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize("kpi", [kpi.name for kpi in catalog().values() if kpi.kind in {"share", "ratio"}])
def test_contributions_add_up_to_the_quotient(two_weeks: Rows, kpi: str) -> None:
    found = explain(two_weeks, asked(kpi), WEEK)
    at = found.columns.index("numerator")
    numerators, denominators = ([row[at + part] or 0 for row in found.rows] for part in (0, 1))
    assert found.cell.value is not None
    assert sum(numerators) / sum(denominators) == pytest.approx(found.cell.value)


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
    found = explain(two_weeks, asked(kpi), WEEK)
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
    found = explain(empty, asked("ctr"), WEEK)
    (line,) = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    assert str(line.pop("day")) == "2026-11-17"
    assert line == {
        "channel": "x",
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
    found = explain(empty, asked("net_sentiment"), WEEK)
    assert [row[2:5] for row in found.rows] == [
        ("Thank you, [name]", "https://m.example", 1),
        ("Noord again", "https://n.example", -1),
    ]


def test_largest_contribution_comes_first(two_weeks: Rows) -> None:
    found = explain(two_weeks, asked("ctr"), WEEK)
    assert [(row[1], row[4], row[5]) for row in found.rows] == [("x", 45, 3000), ("instagram", 35, 1000)]


def test_rows_that_bring_nothing_are_not_listed(two_weeks: Rows) -> None:
    assert explain(two_weeks, asked("ctr"), WEEK).total == 2  # not the post without impressions, not the reply


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
    assert explain(two_weeks, asked("net_sentiment", filter=filtered), WEEK).total == total


@pytest.mark.parametrize(("days", "total"), [(7, 2), (14, 4)])
def test_window_of_the_row_holds_for_the_rows_behind_it(two_weeks: Rows, days: int, total: int) -> None:
    assert explain(two_weeks, asked("ctr"), WEEK, days).total == total
    assert explain(two_weeks, asked("ctr", window_days=days), WEEK).total == total


def test_each_channel_has_its_own_number(two_weeks: Rows) -> None:
    found = explain(two_weeks, asked("ctr"), WEEK)
    assert [(cell.channel, cell.value) for cell in found.per_channel if cell.value is not None] == [
        ("instagram", 35 / 1000),
        ("x", 45 / 3000),
    ]


def test_channel_without_a_number_says_why(two_weeks: Rows) -> None:
    per_channel = {cell.channel: cell.why for cell in explain(two_weeks, asked("ctr"), WEEK).per_channel}
    assert per_channel == {"instagram": None, "x": None, "youtube": "not_available"}


@pytest.mark.parametrize("kpi", catalog())
def test_every_kpi_explains_itself(two_weeks: Rows, kpi: str) -> None:
    found = explain(two_weeks, asked(kpi), WEEK)
    assert found.formula == catalog()[kpi].formula
    assert found.complete
    assert all(len(row) == len(found.columns) for row in found.rows)


def test_every_fact_has_words_for_its_rows() -> None:
    assert {kpi.fact for kpi in catalog().values()} <= TITLES.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_has_a_name(two_weeks: Rows, language: str) -> None:
    columns = {*explain(two_weeks, asked("ctr"), WEEK).columns, *explain(two_weeks, asked("mql"), WEEK).columns}
    assert all(Words(language)(f"column.{column}") for column in columns)


def test_long_list_is_cut_and_says_so(empty: Rows) -> None:
    for _ in range(MOST + 1):
        empty.add("incidents", day="2026-11-17", confirmed=True)
    found = explain(empty, asked("policy_incidents"), WEEK)
    assert (len(found.rows), found.total, found.complete) == (MOST, MOST + 1, False)
