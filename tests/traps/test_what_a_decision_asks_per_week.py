"""6 a week asked of a KPI that is counted over 30 days: 8 → 2 a week keeps it, whole and not to 98.6%."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kpi.deciding.outcome import outcome
from kpi.periods import Week
from tests.test_outcome import PLAN, decision, upload

if TYPE_CHECKING:
    from tests.rows import Rows


@pytest.mark.parametrize(("asked", "goal"), [("-6 per week", 2), ("2 per week", 2)])
def test_what_is_asked_a_week_is_held_against_weeks(empty: Rows, asked: str, goal: float) -> None:
    weeks = Week(2026, 47).last(17)
    for week in weeks:
        for _ in range(2 if week >= Week(2026, 46) else 8):
            empty.add("incidents", day=week.monday.isoformat(), confirmed=True, kind="claim")
    upload(empty, "incidents", weeks[0].monday.isoformat(), weeks[-1].sunday.isoformat(), channel=None)
    found = outcome(
        empty, PLAN, decision(kpi="policy_incidents", by_how_much=asked), Week(2026, 47), date(2026, 11, 23)
    )
    assert found.move is not None
    assert (found.move.before, found.move.after, found.goal, found.window_days) == (8, 2, goal, 7)
    assert found.verdict == "worked"
