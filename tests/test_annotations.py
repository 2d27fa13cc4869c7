"""What a team notes about a day stays with the store, and a break parts the series."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from data.annotations import Annotation, annotate, held, remove_annotation
from data.known import Known
from data.rebuild import rebuild
from data.store import Store
from kpi.annotations import Notebook, read_notebook
from kpi.catalog import catalog
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.review import take
from kpi.snapshot import EVERYWHERE, Cell
from tests.ledger import upload

if TYPE_CHECKING:
    from pathlib import Path

    from kpi.snapshot import ScoreRow
    from tests.rows import Rows

CTR = catalog()["ctr"]
WEEK = Week(2026, 47)


def note(day: date, kind: str = "break", kpi: str | None = None, channel: str | None = None) -> Annotation:
    return Annotation(1, day, kpi, channel, kind, "New tool", datetime.fromisoformat("2026-11-01"))  # type: ignore[arg-type]


def cell(window: str) -> Cell:
    return Cell("ctr", window, EVERYWHERE, 0.01, None, None, 100, None, None)


# -- the table -----------------------------------------------------------------------------


def test_note_stands_until_it_is_taken_away(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "noord.duckdb")
    first = annotate(store, date(2026, 11, 2), " New tool ", "break", "ctr", None, "Ann")
    annotate(store, date(2026, 11, 9), "Fair")
    assert [(one.id, one.text, one.kind, one.kpi, one.written_by) for one in read_notebook(store).notes] == [
        (first, "New tool", "break", "ctr", "Ann"),
        (2, "Fair", "note", None, None),
    ]
    remove_annotation(store, first, "Bo")
    assert [one.text for one in read_notebook(store).notes] == ["Fair"]
    assert annotate(store, date(2026, 11, 9), "Third") == 3
    store.close()


def test_notes_come_back_with_a_rebuild(tmp_path: Path) -> None:
    path = tmp_path / "noord.duckdb"
    store = Store.open(path)
    annotate(store, date(2026, 11, 2), "New tool", "break", by="Ann")
    gone = annotate(store, date(2026, 11, 3), "Wrong day")
    remove_annotation(store, gone)
    before = read_notebook(store)
    store.close()
    rebuild(path)
    store = Store.open(path)
    assert read_notebook(store) == before
    assert [row[5] for row in held(store, None)] == ["New tool"]
    store.close()


def test_a_past_monday_is_read_with_the_notes_of_then(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "noord.duckdb")
    early = annotate(store, date(2026, 10, 5), "Early", now=datetime.fromisoformat("2026-10-06"))
    annotate(store, date(2026, 10, 5), "Late", now=datetime.fromisoformat("2026-11-20"))
    remove_annotation(store, early, now=datetime.fromisoformat("2026-11-10"))

    def then(day: int, month: int) -> list[str]:
        rows = held(store, Known(datetime.fromisoformat(f"2026-{month}-{day:02}")))
        assert all(row[-3:] == [None, None, None] for row in rows)
        return [row[5] for row in rows]

    assert (then(1, 10), then(1, 11), then(15, 11), then(25, 11)) == ([], ["Early"], [], ["Late"])
    store.close()


# -- what a break parts --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "one", "other", "parted"),
    [
        (date(2026, 11, 16), "2026-W46/7", "2026-W47/7", True),  # a Monday: the week begins with it
        (date(2026, 11, 18), "2026-W46/7", "2026-W47/7", True),  # a Wednesday: the week lies across it
        (date(2026, 11, 18), "2026-W47/7", "2026-W48/7", True),
        (date(2026, 11, 18), "2026-W48/7", "2026-W49/7", False),
        (date(2026, 11, 18), "2026-W45/7", "2026-W46/7", False),
        (date(2026, 11, 16), "2026-W47/7", "2026-W51/28", False),  # both begin with it or later
        (date(2026, 11, 16), "2026-W46/7", "2026-W47/30", True),
        (date(2026, 11, 2), "2026-W46/30", "2026-W47/30", True),  # two windows across it, each with another share
    ],
)
def test_break_parts_what_lies_on_two_sides_of_it(day: date, one: str, other: str, parted: bool) -> None:
    found = Notebook((note(day),)).parted(CTR, EVERYWHERE, cell(one), cell(other))
    assert (found is not None) == parted
    assert found is None or found.why == "noted"


@pytest.mark.parametrize(
    ("made", "channel", "parted"),
    [
        (note(date(2026, 11, 16), kpi="ctr"), EVERYWHERE, True),
        (note(date(2026, 11, 16), kpi="cpa"), EVERYWHERE, False),
        (note(date(2026, 11, 16), channel="x"), "x", True),
        (note(date(2026, 11, 16), channel="x"), "linkedin", False),
        (note(date(2026, 11, 16), channel="x"), EVERYWHERE, True),  # a channel is part of the total
        (note(date(2026, 11, 16), kind="note"), EVERYWHERE, False),
    ],
)
def test_break_concerns_its_kpi_and_channel(made: Annotation, channel: str, parted: bool) -> None:
    found = Notebook((made,)).parted(CTR, channel, cell("2026-W46/7"), cell("2026-W47/7"))
    assert (found is not None) == parted


# -- end to end ----------------------------------------------------------------------------


def row(store: Rows, baseline: str = "1%") -> ScoreRow:
    promised = PlanRow(id="ctr", kpi="ctr", baseline=baseline, target="1.9%")
    plan = Plan(brand="Noord", start=date(2026, 9, 28), rows=(promised,))
    return take(store, plan, WEEK, date(2026, 11, 23)).rows[0]


def half_a_year(store: Rows) -> None:
    for week in WEEK.last(20):
        store.add("posts", day=week.monday.isoformat(), impressions=100_000, link_clicks=1500 + 20 * (week.number % 3))
        upload(store, "posts", week.monday.isoformat(), week.sunday.isoformat())


def write(store: Rows, day: str, kind: str) -> None:
    store.con.execute(
        "insert into annotation (id, day, kind, text, written_at, written_by, revision) "
        "values (1, ?, ?, 'New tool', now()::timestamp, 'Ann', 1)",
        [day, kind],
    )


def test_break_ends_comparison_limits_scatter_baseline_and_forecast(empty: Rows) -> None:
    half_a_year(empty)
    before = row(empty, "auto")
    assert before.limits
    assert before.forecast
    assert before.baseline
    write(empty, WEEK.previous(2).monday.isoformat(), "break")
    after = row(empty, "auto")
    assert (after.limits, after.forecast, after.baseline, after.runs) == (None, None, None, ())
    assert after.no_baseline is not None
    assert after.no_baseline.why == "noted"
    assert [point.week for point in after.breaks] == [WEEK.previous(2).id]
    assert after.week_move is not None  # both weeks lie behind it
    assert len([point for point in after.series if point.other]) == 17


def test_break_in_the_week_itself_leaves_nothing_to_compare_with(empty: Rows) -> None:
    half_a_year(empty)
    write(empty, WEEK.monday.isoformat(), "break")
    found = row(empty)
    assert found.week_move is None
    assert found.no_move is not None
    assert found.no_move.why == "noted"


def test_note_changes_no_number(empty: Rows) -> None:
    half_a_year(empty)
    before = row(empty)
    write(empty, WEEK.monday.isoformat(), "note")
    found = row(empty)
    assert [one.text for one in found.annotations] == ["New tool"]
    assert replace(found, annotations=()) == before
