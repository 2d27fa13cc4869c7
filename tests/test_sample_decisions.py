"""The sample team decided through the same functions as anybody, at the time of then, and only once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.journal import entries, newest
from data.store import Store
from kpi.deciding.activities import done
from kpi.deciding.asked import problems
from kpi.deciding.decisions import decisions
from kpi.deciding.sample_decisions import remember_decisions
from kpi.sample import sample_plan
from kpi.words import Words

if TYPE_CHECKING:
    from pathlib import Path

PLAN = sample_plan(date(2026, 9, 28))


def test_what_was_decided_up_to_a_day_is_remembered_once(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "sample.duckdb", brand="Sample")
    remember_decisions(store, PLAN, date(2026, 11, 22))
    count = newest(store)
    remember_decisions(store, PLAN, date(2026, 11, 22))
    known = entries(store)
    store.close()
    assert len(known) == count
    found = decisions(known)
    assert [one.made_on.isoweekday() for one in found] == [1] * 7
    assert {one.closed for one in found} == {"done", "dropped", None}
    assert all(problems(one, Words("en")) == {} for one in found)
    assert all(one.written_at.date() <= date(2026, 11, 22) for one in known)
    assert done(known, PLAN).keys() == {"sample_1", "sample_2", "sample_3", "sample_5"}


def test_nothing_is_remembered_of_days_to_come(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "sample.duckdb", brand="Sample")
    remember_decisions(store, PLAN, date(2026, 10, 6))
    assert len(decisions(entries(store))) == 1
    store.close()
