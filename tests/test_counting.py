"""How a number was counted, and why it is not compared: said beside the number, and drawn in the trend."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import pytest

from kpi.counting import break_label, caveats, counted, point_state, uncompared
from kpi.paper.document import document
from kpi.paper.notes import notes
from kpi.paper.plot import chart
from kpi.snapshot import Cell, Point, ScoreRow, Unlike, Why
from kpi.words import LANGUAGES, Words
from pages._charts import trend
from tests.snapshots import ROWS, example, row
from tests.test_pages import show, week_47  # noqa: F401 - week_47 is a fixture
from tests.visits import fresh, read, visit  # noqa: F401 - fresh is a fixture

if TYPE_CHECKING:
    from kpi.snapshot import Snapshot

EN = Words("en")
RENAMED = Unlike("renamed", "impressions", "views", "instagram", "impressions")
AGE = Unlike("age", "10", "3")


def number(**fields: Any) -> Cell:
    return replace(example().rows[3].now, **fields)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ""),
        (
            {"basis": "gained", "since": date(2026, 11, 9), "until": date(2026, 11, 15)},
            "what posts gained 9–15 Nov 2026",
        ),
        ({"basis": "published", "until": date(2026, 11, 15), "age": 0}, "posts since publication, up to 15 Nov"),
        ({"basis": "published", "until": date(2026, 11, 15), "value": None}, ""),
    ],
)
def test_a_number_says_what_was_counted(fields: dict[str, Any], said: str) -> None:
    assert counted(number(**fields), EN).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (AGE, "not compared: posts measured at another age, 10 days against 3"),
        (
            Unlike("basis", "published", "gained"),
            "not compared: since publication against gained between two downloads",
        ),
        (RENAMED, "not compared: Instagram renamed the figure, “impressions” is now “views”"),
    ],
)
def test_a_number_says_why_it_is_not_compared(why: Unlike, said: str) -> None:
    assert uncompared(why, EN) == said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", get_args(Why))
def test_every_reason_has_words(language: str, why: Why) -> None:
    assert "{" not in uncompared(Unlike(why, "published", "gained", "x"), Words(language))


def special() -> ScoreRow:
    """Make a CTR whose figure was renamed in week 45, with younger posts in week 44 and provisional days in week 47."""
    points = [Point(f"2026-W{week}", 0.01 + week / 10_000, 400, partial=False) for week in range(42, 48)]
    points[2] = replace(points[2], other=AGE, parted=AGE)
    points[3] = replace(points[3], parted=RENAMED)
    points[:2] = [replace(point, other=RENAMED) for point in points[:2]]
    points[5] = replace(points[5], provisional=True)
    return replace(row(*ROWS[3]), series=tuple(points), provisional=True, no_move=AGE)


def drawn(kind: str) -> list[dict[str, Any]]:
    """Give the data of every layer of a kind in the trend."""
    spec = trend(special(), "en")
    layers = [layer for layer in spec["layer"] if layer["mark"]["type"] == kind]
    return [value for layer in layers for value in spec["datasets"][layer["data"]["name"]]]


def test_a_row_lists_what_must_be_known_first() -> None:
    assert caveats(special(), EN) == [
        "Provisional: the last days still settle",
        "Not compared: posts measured at another age, 10 days against 3",
    ]


def test_the_trend_marks_what_cannot_be_compared_by_shape_and_by_word() -> None:
    spec = trend(special(), "en")
    shapes = {layer["mark"]["shape"] for layer in spec["layer"] if layer["mark"]["type"] == "point"}
    assert shapes == {"circle", "diamond", "triangle-up"}
    assert [point_state(point, EN) for point in special().series[1:]] == [
        uncompared(RENAMED, EN),
        uncompared(AGE, EN),
        "",
        "",
        "provisional: the last days still settle",
    ]


def test_the_line_of_the_trend_breaks_where_weeks_cannot_be_compared() -> None:
    assert [value["stretch"] for value in drawn("line")] == [0, 0, 1, 2, 2, 2]
    assert [len(line) for line in chart(special()).lines] == [2, 3]


def test_a_break_is_drawn_once_with_its_word() -> None:
    (point,) = special().breaks
    assert (point.week, break_label(point, EN)) == ("2026-W45", "from here: views")
    assert [value["label"] for value in drawn("text") if "label" in value] == ["from here: views"]
    paper = document(replace(example(), rows=(special(),)), EN)
    assert (paper.charts[0].breaks, len(paper.charts[0].plot.breaks)) == (("from here: views",), 1)


def test_paper_says_what_was_counted() -> None:
    gained = number(basis="gained", since=date(2026, 11, 16), until=date(2026, 11, 22))
    small = notes(replace(example(), rows=(replace(special(), now=gained),)), EN)
    assert next(note.text for note in small if note.name == "Counted") == "CTR: what posts gained 16–22 Nov 2026"


def told(snapshot: Snapshot) -> Snapshot:
    now = number(basis="published", until=date(2026, 11, 22), age=0, oldest=0)
    return replace(snapshot, rows=(replace(special(), now=now, no_baseline=AGE),))


@pytest.mark.usefixtures("week_47")
@pytest.mark.parametrize("page", ["monday", "kpi"])
def test_pages_say_it_beside_the_number(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    show(monkeypatch, told(example()))
    said = read(visit(page)).replace("\\", "")
    assert "Posts since publication, up to 22 Nov" in said
    assert "ot compared: posts measured at another age, 10 days against 3" in said


@pytest.mark.usefixtures("week_47")
def test_the_kpi_page_says_why_there_is_no_baseline(monkeypatch: pytest.MonkeyPatch) -> None:
    show(monkeypatch, told(example()))
    assert "Baseline: not compared: posts measured at another age" in read(visit("kpi")).replace("\\", "")


@pytest.mark.usefixtures("week_47")
def test_the_scorecard_says_it_in_two_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    show(monkeypatch, told(example()))
    (table,) = (frame.value for frame in visit("scorecard").dataframe)
    assert table["counted"][0] == "posts since publication, up to 22 Nov · provisional: the last days still settle"
    assert table["evidence"][0] == "not compared: posts measured at another age, 10 days against 3"
