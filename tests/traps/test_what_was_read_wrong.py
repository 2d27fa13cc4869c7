"""What an audit of issue 4 found: numbers that were read, judged or handed on as something else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from kpi.catalog import catalog
from kpi.forecast import forecast
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.review import take
from kpi.snapshot import Good, Unit
from kpi.target import Between, TargetError, read_baseline, read_target, read_written
from kpi.words import Words
from pages._download import xlsx_file
from pages._tables import safe_cell, safe_csv
from tests.ledger import upload

if TYPE_CHECKING:
    from kpi.snapshot import ScoreRow
    from tests.rows import Rows

WEEK = Week(2026, 47)


@pytest.mark.parametrize(
    ("text", "good", "unit", "suggestion"),
    [
        (".5%", "up", "percent", "0.5%"),  # was 5%
        (",5 %", "up", "percent", "0,5 %"),
        ("> .5%", "up", "percent", "> 0.5%"),
        ("12 h 24 h", "down", "hours", ""),  # was 36 h, and was suggested for "12 h within 24 h"
        ("12 h within 24 h", "down", "hours", ""),
        ("12 h 60 d", "down", "hours", ""),  # was 1,452 h
        ("0.5 pp", "up", "percent", "+0.5 pp"),  # was the level 0.5%
        ("2 procentpunten", "up", "percent", "+2 procentpunten"),
        ("85% within 1 day", "up", "percent", ""),  # was a deadline on the first day of the plan
        ("85% binnen 3 dagen", "up", "percent", ""),
        ("-20--10", "up", "points", ""),
    ],
)
def test_target_that_says_something_else_is_refused(text: str, good: Good, unit: Unit, suggestion: str) -> None:
    found = read_written(text, good, unit, "en")
    assert isinstance(found, TargetError)
    assert found.suggestion == suggestion


@pytest.mark.parametrize(
    ("text", "good", "unit"),
    [
        ("8 à 12", "up", "count"),  # 8
        ("0/1 per month", "down", "count"),  # 0 / month
        ("85% -> 90%", "up", "percent"),  # 85% to 90%, of which 85% is enough
        ("from 15% to 80%", "up", "percent"),  # 15% to 80%, which the baseline keeps
        ("6 naar 3", "down", "count"),  # 6, the baseline
        ("6 → 3 / maand", "down", "count"),
        ("down to 15 h", "down", "hours"),  # 15 h less than the baseline
        ("5 per year", "down", "count"),  # 5 in any window
        ("2 per 14 days", "up", "count"),
        ("2 biweekly", "up", "count"),  # 2 weekly
        ("4 tkr", "down", "money"),  # 4
        ("425 bani", "down", "money"),  # 425
        ("by 10%", "up", "percent"),  # 10%
        ("100% within a month", "up", "percent"),  # 100% a month
        ("-15% while CTR stays flat", "down", "hours"),  # -15% whatever CTR does
        ("+10 points unless the baseline is above 30", "up", "points"),
        ("min 10 max 20", "up", "count"),
        ("+3", "up", "percent"),  # +3% of the baseline
        ("90 (30 dagar)", "up", "count"),  # by day 30
    ],
)
def test_nothing_else_is_suggested(text: str, good: Good, unit: Unit) -> None:
    found = read_written(text, good, unit, None)
    assert isinstance(found, TargetError)
    assert found.suggestion == ""


@pytest.mark.parametrize("text", ["-20 to -10", "-20\u2013-10", "\u221220\u2013\u221210", "-20 tot -10"])
def test_range_below_zero(text: str) -> None:
    found = read_target(text, "up", "points")
    assert isinstance(found, Between)
    assert (found.low, found.high) == (-20, -10)
    assert read_target(found.describe(Words("en")), "up", "points") == found


def test_comma_that_ends_a_clause_is_still_one() -> None:
    found = read_target("only if incidents do not rise,12 h", "down", "hours")
    assert not isinstance(found, TargetError)
    assert found.goal(None) == 12
    assert isinstance(read_baseline(".5%", "percent"), TargetError)


def clicks(store: Rows, link_clicks: int, **fields: str | int) -> ScoreRow:
    for week in WEEK.last(12):
        store.add("posts", day=week.monday.isoformat(), impressions=100_000, link_clicks=link_clicks)
        upload(store, "posts", week.monday.isoformat(), week.sunday.isoformat())
    row = PlanRow.model_validate({"id": "ctr", "kpi": "ctr", "target": "+5%", **fields})
    plan = Plan(brand="Noord", start=date(2026, 10, 5), rows=(row,))
    return take(store, plan, WEEK, date(2026, 11, 23)).rows[0]


@pytest.mark.parametrize("days", [90, 40])
def test_nothing_is_not_5_percent_more_than_nothing(empty: Rows, days: int) -> None:
    found = clicks(empty, 0, deadline_days=days)
    assert (found.baseline, found.goal, found.status, found.reason) == (0, None, "too_little", "baseline")
    assert found.forecast is None or found.forecast.chance is None
    assert found.luck is None


def test_a_change_from_less_than_nothing_asks_for_no_less() -> None:
    more = read_target("+10%", "up", "people")
    assert not isinstance(more, TargetError)
    assert more.goal(-50) is None  # was -55
    assert not more.met(-52, -50)


def test_a_change_from_an_unknown_baseline_is_not_missed(empty: Rows) -> None:
    plan = Plan(
        brand="Noord", start=date(2026, 10, 5), rows=(PlanRow(id="ctr", kpi="ctr", target="+5%", deadline_days=40),)
    )
    empty.add("posts", day=WEEK.monday.isoformat(), impressions=100_000, link_clicks=1000)
    upload(empty, "posts", WEEK.monday.isoformat(), WEEK.sunday.isoformat())
    found = take(empty, plan, WEEK, date(2026, 11, 23)).rows[0]
    assert (found.baseline, found.overdue, found.status, found.reason) == (None, True, "too_little", "baseline")


def test_no_forecast_is_sure() -> None:
    share, count = catalog()["ai_registration"], catalog()["policy_incidents"]
    full = forecast(
        share,
        list(enumerate([0.75, 0.8, 0.85, 0.9, 0.95, 1.0])),
        12,
        0.03,
        lambda value: value >= 1,  # type: ignore[arg-type]
    )
    none = forecast(count, list(enumerate([6.0, 5, 4, 3, 2, 1])), 12, 1.0, lambda value: value == 0)  # type: ignore[arg-type]
    assert full is not None
    assert none is not None
    assert full.low < full.value == full.high == 1  # was 100% to 100%, with a chance of 100%
    assert full.chance is not None
    assert 0.5 < full.chance < 0.95
    assert none.chance is not None
    assert 0.5 < none.chance < 1


@pytest.mark.parametrize("text", ["\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20x", " =1", "\n=1", "\u00a0@x", "\ufeff=1"])
def test_formula_in_disguise_is_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert f"'{text}".encode() in safe_csv(pd.DataFrame({"a": [text]}), Words("en"))


def test_formula_behind_a_control_character_is_text_in_excel() -> None:
    from io import BytesIO  # noqa: PLC0415 - only here

    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(BytesIO(xlsx_file([("a", "\x00=1+1")], pd.DataFrame({"b": ["\x0b=1+1", "\x00@x"]}))))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]  # type: ignore[union-attr]
    assert [cell.data_type for cell in cells] == ["s"] * len(cells)
    assert [cell.value for cell in cells] == ["a", "'=1+1", "b", "'=1+1", "'@x"]
