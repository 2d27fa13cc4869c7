"""An export that leaves half of its cells blank: the sum is half of what it was, and nothing happened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from kpi.counting import uncompared
from kpi.periods import Week
from kpi.plan import AUTO, Plan, PlanRow
from kpi.review import take
from kpi.snapshot import Snapshot, Unlike
from kpi.words import LANGUAGES, Words
from tests.ledger import upload

if TYPE_CHECKING:
    from tests.rows import Rows

WEEK = Week(2026, 47)
WEEKS = WEEK.last(14)
SETTLED = date(2026, 12, 31)  # of all posts: no age of theirs is another
SHOWN = PlanRow(id="shown", kpi="impressions", baseline=AUTO, target="+10%")
CLICKED = PlanRow(id="clicked", kpi="ctr", baseline=AUTO, target="3%")
PLAN = Plan(brand="Noord", start=date(2026, 10, 5), rows=(SHOWN, CLICKED))


def judged(store: Rows, *, shown: float = 1.0, blank: int = 0, always: int = 0) -> Snapshot:
    """Judge the last of fourteen weeks: its posts were shown so much, and so many of fourteen are blank."""
    number = upload(store, "posts", WEEKS[0].monday.isoformat(), WEEK.sunday.isoformat())
    for week in WEEKS:
        _posts(store, week, number, *((shown, blank) if week == WEEK else (1.0, always)))
    return take(store, PLAN, WEEK, date(2026, 11, 23))


def _posts(store: Rows, week: Week, number: int, shown: float, blank: int) -> None:
    for post in range(14):
        ups_and_downs = 0.8 + 0.4 * ((5 * post + 3 * week.number**2) % 14) / 13 + 0.01 * (week.number % 3)
        impressions = None if post < blank else round(20_000 * shown * ups_and_downs)
        figures = {"impressions": impressions, "link_clicks": impressions and impressions // 100}
        day = (week.monday + timedelta(days=post // 2)).isoformat()
        store.add("posts", day=day, channel="x", snapshot_date=SETTLED.isoformat(), batch_id=number, **figures)


def fired(snapshot: Snapshot) -> set[str]:
    return {alert.rule for alert in snapshot.alerts}


def test_blank_cells_are_no_fall(empty: Rows) -> None:
    found = judged(empty, blank=8)
    row, clicked = found.rows
    assert row.now.coverage == pytest.approx(6 / 14)
    assert fired(found) == set()
    assert row.no_move == row.no_baseline == Unlike("coverage", "100", "43")
    assert (row.week_move, row.baseline_move, row.status) == (None, None, "too_little")
    assert clicked.week_move is not None  # a rate is of the rows that tell both of its parts


def test_a_true_fall_is_still_seen(empty: Rows) -> None:
    found = judged(empty, shown=0.4)
    assert "check_platform" in fired(found)
    assert found.rows[0].week_move is not None


def test_a_fall_is_seen_where_some_posts_never_tell_it(empty: Rows) -> None:
    found = judged(empty, shown=0.3, blank=8, always=8)
    assert "check_platform" in fired(found)
    assert (found.rows[0].no_move, found.rows[0].no_baseline) == (None, None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_compared_says_how_much_was_told(language: str) -> None:
    told = uncompared(Unlike("coverage", "100", "43"), Words(language))
    assert "100" in told
    assert "43" in told
