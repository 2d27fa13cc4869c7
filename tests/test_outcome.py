"""What became of a decision, on brands whose numbers are checked in the head or reckoned anew in Python.

A decision of Monday 9 November 2026 (the first day of week 46) is followed from week 46 on, against the weeks that
end with 45. Each week of CTR has one post with 100,000 impressions; 1,000 clicks are 1%.
"""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import date, datetime
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest

from kpi.deciding.decisions import Decision
from kpi.deciding.outcome import MOST, Outcome, outcome, weeks_passed
from kpi.deciding.outcome_sides import SURE
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from tests.ledger import upload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.rows import Rows

MONDAY = date(2026, 11, 9)
TODAY = date(2026, 11, 23)
WEEK = Week(2026, 47)
BEFORE = range(34, 46)
PLAN = Plan(
    brand="Noord",
    start=date(2026, 9, 28),
    currency="EUR",
    rows=(
        PlanRow(id="ctr", kpi="ctr", target="1.9%"),
        PlanRow(id="ctr_x", kpi="ctr", target="1.9%", filter={"channel": "x"}),  # type: ignore[arg-type]
    ),
)


def decision(**said: Any) -> Decision:
    made: dict[str, Any] = {
        "number": 1,
        "week": Week(2026, 45),
        "kind": "start",
        "action": "New hooks",
        "owner": "Ann",
        "due": date(2026, 11, 20),
        "kpi": "ctr",
        "made_on": MONDAY,
        "made_at": datetime.fromisoformat("2026-11-09T08:00"),
        "made_by": "Ann",
        "version": 1,
    }
    return Decision(**made | said)


def brand(store: Rows, clicks: Mapping[int, int], channel: str = "x") -> Rows:
    for number, link_clicks in clicks.items():
        week = Week(2026, number)
        store.add("posts", day=week.monday.isoformat(), channel=channel, impressions=100_000, link_clicks=link_clicks)
        upload(store, "posts", week.monday.isoformat(), week.sunday.isoformat(), channel=channel)
    return store


def steady(level: int = 1000, wobble: int = 0) -> dict[int, int]:
    return {number: level + (wobble if number % 2 else -wobble) for number in BEFORE}


def became(store: Rows, made: Decision | None = None, week: Week = WEEK, today: date = TODAY) -> Outcome:
    return outcome(store, PLAN, made or decision(), week, today)


def test_two_weeks_are_held_against_two_weeks_as_ratios_of_sums(empty: Rows) -> None:
    found = became(brand(empty, {**steady(), 46: 1200, 47: 1400}), decision(by_how_much="+0.2 pp"))
    assert found.move is not None
    assert (found.move.before, found.move.after, found.weeks, found.passed) == (0.01, 0.013, 2, 2)
    # one sigma: sqrt(p (1 - p) / n) of 2,002 in 200,004 and of 2,602; the weeks before never moved
    assert found.move.sigma == pytest.approx(math.hypot(0.00022260, 0.00025336), rel=1e-3)
    assert found.goal == pytest.approx(0.012)
    assert found.reached == pytest.approx(1.5)
    assert found.smallest == pytest.approx(SURE * found.move.sigma)
    assert (found.verdict, found.doubt) == ("worked", None)


@pytest.mark.parametrize(
    ("after", "asked", "verdict"),
    [
        (1300, "", "worked"),
        (1300, "+0.3 pp", "worked"),
        (1300, "+40%", "partly"),
        (1300, "1.5%", "partly"),
        (1030, "+0.02 pp", "unclear"),  # as far as asked, and no more than chance does
        (1000, "", "unclear"),
        (700, "+0.2 pp", "against"),
    ],
)
def test_verdict_follows_the_move_and_what_was_asked(empty: Rows, after: int, asked: str, verdict: str) -> None:
    found = became(brand(empty, {**steady(), 46: after, 47: after}), decision(by_how_much=asked))
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("said", "after", "told"),
    [
        ({}, 1300, "before"),  # due, or overdue: nobody said that it was done
        ({"due": date(2026, 12, 4)}, 1300, "before"),
        ({"by_how_much": "+1 pp"}, 1300, "before"),
        ({"closed": "done"}, 1300, "worked"),
        ({"closed": "done", "by_how_much": "+1 pp"}, 1300, "partly"),
        ({"kind": "keep"}, 1300, "worked"),  # goes on, and needs nobody to begin it
        ({}, 700, "against"),
        ({}, 1000, "unclear"),
    ],
)
def test_nothing_has_worked_that_was_not_done_yet(empty: Rows, said: dict[str, Any], after: int, told: str) -> None:
    found = became(brand(empty, {**steady(), 46: after, 47: after}), decision(**said))
    assert found.told == told


def test_falling_is_better_where_the_kpi_should_fall(empty: Rows) -> None:
    for number in (*BEFORE, 46, 47):
        for minute in range(12):
            wait = (8 if number < 46 else 4) + minute / 60
            empty.message(Week(2026, number).monday.isoformat(), wait)
    made = decision(kpi="response_time_median", by_how_much="< 6 h")
    found = became(empty, made)
    assert found.verdict == "worked"
    assert found.move is not None
    assert found.move.after == pytest.approx(4 + median(range(12)) / 60)
    assert became(empty, replace(made, by_how_much="< 3 h")).verdict == "partly"


def test_restless_weeks_hide_what_the_sample_alone_would_show(empty: Rows) -> None:
    found = became(brand(empty, {**steady(wobble=300), 46: 1300, 47: 1300}))
    assert (found.verdict, found.doubt) == ("unclear", "noise")
    assert found.smallest is not None
    assert found.smallest > 0.003


def test_too_few_weeks_before_show_no_scatter_and_decide_nothing(two_weeks: Rows) -> None:
    """Two weeks: 40 clicks of 4,000 impressions, then 80 of 4,000; twice as much, and nobody knows."""
    found = became(two_weeks, decision(made_on=date(2026, 11, 16), week=Week(2026, 46)))
    assert found.move is not None
    assert (found.move.before, found.move.after, found.weeks) == (0.01, 0.02, 1)
    assert found.move.sigma == pytest.approx(math.hypot(0.00161, 0.00224), rel=0.01)
    assert (found.verdict, found.doubt) == ("unclear", "scatter")


def test_a_small_sample_decides_nothing(empty: Rows) -> None:
    for number in (*BEFORE, 46, 47):
        monday = Week(2026, number).monday.isoformat()
        empty.add("posts", day=monday, impressions=100, link_clicks=1 if number < 46 else 40)
        upload(empty, "posts", monday, Week(2026, number).sunday.isoformat())
    assert (became(empty).verdict, became(empty).doubt) == ("unclear", "sample")


def test_before_the_first_full_week_it_is_too_early(empty: Rows) -> None:
    store = brand(empty, {**steady(), 46: 1300, 47: 1300})
    assert became(store, decision(made_on=date(2026, 11, 17))).verdict == "too_early"  # week 48 is the first whole one
    assert became(store, week=Week(2026, 46), today=date(2026, 11, 13)).verdict == "too_early"
    assert became(store, week=Week(2026, 46), today=date(2026, 11, 16)).weeks == 1


def test_the_week_of_a_decision_in_mid_week_is_on_neither_side(empty: Rows) -> None:
    store = brand(empty, {**steady(), 46: 99_000, 47: 1300})
    found = became(store, decision(made_on=date(2026, 11, 11)))
    assert found.move is not None
    assert (found.move.before, found.move.after, found.weeks) == (0.01, 0.013, 1)


def test_a_decision_is_followed_for_a_quarter() -> None:
    made = decision(made_on=date(2026, 1, 5))
    assert weeks_passed(made, WEEK, TODAY) == MOST


def test_a_week_without_its_export_ends_what_is_compared(empty: Rows) -> None:
    store = brand(empty, {**steady(), 46: 1300})
    assert (became(store).weeks, became(store).passed) == (1, 2)
    nothing = became(brand(empty, {}), decision(made_on=date(2026, 11, 16)))
    assert (nothing.verdict, nothing.unlike is not None) == ("no_data", True)


def test_never_across_a_break(empty: Rows) -> None:
    store = brand(empty, {**steady(), 46: 1300, 47: 1300})
    note(store, "2026-11-09", "break")
    found = became(store)
    assert found.verdict == "no_data"
    assert found.unlike is not None
    assert found.unlike.why == "noted"


def test_a_break_a_week_later_leaves_the_week_before_it(empty: Rows) -> None:
    store = brand(empty, {**steady(), 46: 1300, 47: 9000})
    note(store, "2026-11-16", "break")
    found = became(store)
    assert found.move is not None
    assert (found.weeks, found.move.after, found.verdict) == (1, 0.013, "worked")


def note(store: Rows, day: str, kind: str) -> None:
    values = (1, day, kind, "Black week", "2026-11-20 09:00", 1)
    store.con.execute(
        "insert into annotation (id, day, kind, text, written_at, revision) values (?, ?, ?, ?, ?, ?)", values
    )


def test_young_posts_are_not_held_against_old_ones(empty: Rows) -> None:
    """Downloaded on 23 November: posts of week 47 have gathered for a day, those of 45 for two weeks."""
    for number in (*BEFORE, 46, 47):
        monday = Week(2026, number).monday.isoformat()
        clicks = {"impressions": 100_000, "link_clicks": 1000, "snapshot_date": "2026-11-23"}
        empty.add("posts", day=monday, **clicks)
        upload(empty, "posts", monday, Week(2026, number).sunday.isoformat())
    found = became(empty)
    assert found.unlike is not None
    assert (found.verdict, found.unlike.why) == ("no_data", "age")


def test_notes_and_other_decisions_of_these_weeks_are_named(empty: Rows) -> None:
    store = brand(empty, {**steady(), 46: 1300, 47: 1300})
    note(store, "2026-11-12", "note")
    among = [
        decision(),
        decision(number=2, made_on=date(2026, 11, 12)),
        decision(number=3, made_on=date(2026, 11, 12), kpi="cpa"),
        decision(number=4, made_on=date(2026, 9, 1)),
        decision(number=5, made_on=date(2026, 11, 12), closed="dropped"),
    ]
    found = outcome(store, PLAN, decision(), WEEK, TODAY, among=among)
    assert found.others == (2,)
    assert [one.text for one in found.notes] == ["Black week"]


def test_what_was_on_its_way_before_is_said(empty: Rows) -> None:
    rising = {**steady(600), 44: 1000, 45: 1000, 46: 1400, 47: 1400}
    found = became(brand(empty, rising))
    assert (found.verdict, found.already) == ("worked", True)
    flat = became(brand(empty, {**steady(), 46: 1300, 47: 1300}, channel="y"), decision(channel="y"))
    assert not flat.already


def test_a_row_of_the_plan_decides_which_posts_count(empty: Rows) -> None:
    store = brand(brand(empty, {**steady(), 46: 1300, 47: 1300}), {**steady(), 46: 500, 47: 500}, channel="y")
    found = became(store, decision(row="ctr_x"))
    assert found.move is not None
    assert found.move.after == 0.013
    gone = became(store, decision(row="no longer there", channel="y"))
    assert gone.move is not None
    assert gone.move.after == 0.005


def test_keeping_a_level_is_a_success_where_that_was_decided(empty: Rows) -> None:
    store = brand(empty, {**steady(), 46: 1010, 47: 990})
    kept = became(store, decision(kind="keep", by_how_much="0.9%"))
    assert (kept.verdict, kept.reached) == ("worked", None)
    assert became(store, decision(kind="start", by_how_much="0.9%")).verdict == "unclear"


def test_a_count_is_brought_to_the_window_of_its_row(empty: Rows) -> None:
    """MQL count in 30 days: 28 in two weeks are 60 a month; +20 asks for 80 and 42 in two weeks are 90."""
    for number in (*BEFORE, 46, 47):
        week = Week(2026, number)
        empty.add("funnel", day=week.monday.isoformat(), mql=14 if number < 46 else 21)
        upload(empty, "funnel", week.monday.isoformat(), week.sunday.isoformat(), channel=None)
    found = became(empty, decision(kpi="mql", by_how_much="+20"))
    assert found.move is not None
    assert (found.move.before, found.move.after) == (pytest.approx(60), pytest.approx(90))
    assert (found.goal, found.reached, found.window_days) == (pytest.approx(80), pytest.approx(1.5), 30)


def test_a_kpi_that_is_no_longer_known_has_no_outcome(empty: Rows) -> None:
    assert became(brand(empty, steady()), decision(kpi="klout")).verdict == "no_data"


@pytest.mark.parametrize("seed", range(6))
def test_any_weeks_come_to_what_a_hand_would_reckon(empty: Rows, seed: int) -> None:
    """Random clicks, impressions and number of weeks: sums over sums, and the error of two shares."""
    draw = random.Random(seed)  # noqa: S311 - a test
    passed = draw.randint(1, 6)
    weeks = [Week(2026, 45).previous(back) for back in range(13)] + [Week(2026, 46 + at) for at in range(passed)]
    told = {}
    for week in weeks:
        told[week] = draw.randint(50_000, 90_000), draw.randint(300, 1500)
        figures = {"impressions": told[week][0], "link_clicks": told[week][1], "snapshot_date": "2027-06-30"}
        empty.add("posts", day=week.monday.isoformat(), **figures)
        upload(empty, "posts", week.monday.isoformat(), week.sunday.isoformat())
    end = weeks[-1]
    found = became(empty, week=end, today=date(2026, 12, 28))
    sides = [Week(2026, 45).last(passed), end.last(passed)]
    sums = [[sum(told[week][at] for week in side) for at in (0, 1)] for side in sides]
    assert found.move is not None
    assert found.weeks == passed
    assert [found.move.before, found.move.after] == pytest.approx([clicks / shown for shown, clicks in sums])
    errors = [
        math.sqrt(p * (1 - p) / n) for n, p in ((shown + 4, (clicks + 2) / (shown + 4)) for shown, clicks in sums)
    ]
    assert found.move.sigma is not None
    assert found.move.sigma >= math.hypot(*errors)  # restless weeks add to it
    sure = abs(found.move.size) > SURE * found.move.sigma
    assert (found.verdict in {"worked", "against"}) == sure
