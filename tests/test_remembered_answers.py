"""A question is asked once, and answered as the store answers it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from typing import Any

from kpi.catalog import catalog
from kpi.cells import ALL_ROWS
from kpi.periods import BLOCK, Week, in_blocks
from kpi.plan import Plan
from kpi.plan_row import PlanRow
from kpi.remembered import Remembered
from kpi.review import take
from kpi.score import score
from tests.rows import Rows


class Counted:
    """Answers with what was asked, and counts."""

    def __init__(self) -> None:
        self.asked = 0

    def query(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        self.asked += 1
        return [(sql, *params)]


class Noted:
    """Passes questions on, and keeps them."""

    def __init__(self, rows: Rows) -> None:
        self.rows, self.asked = rows, list[str]()

    def query(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        self.asked.append(sql)
        return self.rows.query(sql, params)


def test_the_same_question_is_asked_once() -> None:
    store = Counted()
    remembered = Remembered(store)
    answers = [remembered.query("select ?", [date(2026, 11, 22)]) for _ in range(3)]
    assert answers == [[("select ?", date(2026, 11, 22))]] * 3
    assert store.asked == 1


def test_another_parameter_is_another_question() -> None:
    remembered = Remembered(Counted())
    assert remembered.query("select ?", [[1, 2]]) != remembered.query("select ?", [[1, 3]])
    assert remembered.query("select ?", [1]) != remembered.query("select ?", ["1"])


def test_what_a_caller_does_to_an_answer_stays_with_him() -> None:
    remembered = Remembered(Counted())
    remembered.query("select 1").clear()
    assert remembered.query("select 1") == [("select 1",)]


def test_the_weeks_of_a_block_are_whole_half_years() -> None:
    asked = Week(2026, 47).last(26)
    blocks = in_blocks(asked)
    assert len(blocks) % BLOCK == 0
    assert set(asked) <= set(blocks)
    assert [week.previous() for week in blocks[1:]] == blocks[:-1]
    assert in_blocks(blocks) == blocks


def test_another_week_scans_nothing_again() -> None:
    first, wanted = Week(2026, 47), [(catalog()["ctr"], ALL_ROWS, 7)]
    with closing(Rows()) as rows:
        for back in range(30):
            rows.add("posts", day=first.previous(back).monday, impressions=1000 + back, link_clicks=10)
        store = Noted(rows)
        remembered = Remembered(store)
        score(remembered, wanted, first.last(26))
        store.asked.clear()
        later = score(remembered, wanted, first.previous().last(26))
    assert not [sql for sql in store.asked if "ctr.numerator" in sql]
    assert later.get("ctr", ALL_ROWS, f"{first.previous().id}/7").value == 10 / 1001
    assert f"{first.id}/7" not in {window for _, _, window, _ in later}


def test_the_review_of_another_week_asks_nothing_new() -> None:
    """Posts of one download are older in every earlier week, which is no reason to look at them again."""
    last, today = Week(2026, 47), date(2026, 11, 23)
    targets = {"ctr": "3%", "saves": "50", "response_time_median": "4 h"}
    plan = Plan(
        brand="Noordlicht",
        start=last.previous(6).monday,
        rows=tuple(PlanRow(id=name, kpi=name, target=target) for name, target in targets.items()),
    )
    with closing(Rows()) as rows:
        rows.cover("posts", "2026-06-01", "2026-11-22")
        rows.cover("messages", "2026-06-01", "2026-11-22")
        rows.con.execute(
            """
            insert into upload by name
            select 1 as batch_id, 'a' as sha256, 'a.csv' as file, 'instagram_posts' as format, 'posts' as fact,
                'x' as channel, 'us' as account, date '2026-11-22' as snapshot_date, '[]' as fields, '{}' as answers,
                now() as loaded_at, 0 as rows_read, 0 as rows_new, 0 as rows_changed, 0 as rows_unchanged,
                0 as rows_older, 0 as cells_refused, 0 as rows_refused, '[]' as notes
            """
        )
        for back in range(20):
            monday = last.previous(back).monday
            rows.add("posts", day=monday, impressions=5000, link_clicks=90 + back, saves=7, snapshot_date="2026-11-22")
            rows.message(monday.isoformat(), 3.0 + back)
        store = Noted(rows)
        remembered = Remembered(store)
        assert take(remembered, plan, last, today).posts == 20
        assert any("snapshot_date - last" in sql for sql in store.asked)  # the baseline looked at posts of an age
        store.asked.clear()
        earlier = take(remembered, plan, last.previous(3), today)
        assert not store.asked
        assert earlier == take(rows, plan, last.previous(3), today)
