"""Wrong weekly numbers that lifetime figures make, each once: post figures go on growing, are renamed and shrink."""

from __future__ import annotations

from datetime import date

import pytest

from kpi.catalog import catalog
from kpi.cells import ALL_ROWS
from kpi.periods import Week, Window
from kpi.plan import Plan, PlanRow
from kpi.review import take
from kpi.score import score
from kpi.snapshot import Cell, ScoreRow, Snapshot, Unlike
from tests.downloads import download
from tests.ledger import upload
from tests.rows import Rows

W46, W47 = Week(2026, 46), Week(2026, 47)
SUNDAY_46, SUNDAY_47 = "2026-11-15", "2026-11-22"
OLD, NEW = "2026-11-10", "2026-11-17"


def cell(store: Rows, kpi: str, week: Week = W47) -> Cell:
    return score(store, [(catalog()[kpi], ALL_ROWS, 7)], [week]).get(kpi, ALL_ROWS, Window(week, 7))


PROMISED = {  # baseline and target
    "ctr": ("1%", "3%"),
    "engagement_rate": ("1%", "3%"),
    "net_sentiment": ("+10", "+20"),
    "follow_unfollow_ratio": ("3", "5"),
    "cpa": ("€46", "€39"),
}


def snapshot(store: Rows, kpi: str) -> Snapshot:
    baseline, target = PROMISED[kpi]
    rows = (PlanRow(id=kpi, kpi=kpi, baseline=baseline, target=target),)
    plan = Plan(brand="Noord", start=date(2026, 9, 28), currency="EUR", rows=rows)
    return take(store, plan, W47, date(2026, 11, 23))


def row(store: Rows, kpi: str) -> ScoreRow:
    return snapshot(store, kpi).rows[0]


def test_lifetime_totals_are_not_what_happened_this_week(empty: Rows) -> None:
    """A post of last week has 30,000 impressions by now; 1,000 of them came this week."""
    download(empty, "2026-10-19", SUNDAY_46, {"old": (OLD, 29_000, 290)})
    download(empty, "2026-10-26", SUNDAY_47, {"old": (OLD, 30_000, 295), "new": (NEW, 4_000, 80)})
    assert cell(empty, "ctr").denominator == 1_000 + 4_000
    assert cell(empty, "ctr").numerator == 5 + 80


def test_a_fall_that_only_tells_that_posts_are_younger_is_none(empty: Rows) -> None:
    """Engagement comes late: every week ends at 2%, but on its first Sunday it stands at 1%. Nothing fell."""
    columns = ("impressions", "reactions", "comments", "shares")
    full, young = (100_000, 2000, 0, 0), (50_000, 500, 0, 0)
    posts: dict[str, tuple[object, ...]] = {week.id: (week.monday, *full) for week in W47.last(6)}
    posts[W47.id] = (W47.monday, *young)
    download(empty, W47.previous(5).monday.isoformat(), SUNDAY_47, posts, columns=columns)
    found = row(empty, "engagement_rate")
    assert (found.now.value, found.week_move) == (0.01, None)
    assert found.no_move == Unlike("age", "7", "0")
    assert snapshot(empty, "engagement_rate").alerts == ()


@pytest.mark.parametrize(("meaning", "compared"), [("views", False), ("impressions", True)])
def test_a_figure_that_was_renamed_is_not_compared_across(empty: Rows, meaning: str, compared: bool) -> None:
    """Instagram's views count repeats, its impressions did not: CTR halves on the day of the new name."""
    old = {"impressions": "impressions"}
    for week in (W47.previous(2), W46):
        first = week.previous(3).monday.isoformat()
        posts = {one.id: (one.monday, 50_000, 500) for one in week.last(3)}
        download(empty, first, week.sunday.isoformat(), posts, meanings=old)
    posts = {one.id: (one.monday, 100_000, 500) for one in W47.last(3)}
    download(empty, W47.previous(3).monday.isoformat(), SUNDAY_47, posts, meanings={"impressions": meaning})
    found = row(empty, "ctr")
    assert (found.week_move is not None) == compared
    if not compared:
        # of the old posts nobody knows what they gained, the new one began at zero
        assert (found.now.numerator, found.now.denominator) == (500, 100_000)
        assert found.no_move == Unlike("renamed", "impressions", "views", "x", "impressions")
        assert [point.week for point in found.breaks] == [W47.id]


def test_a_difference_between_two_names_is_no_gain(empty: Rows) -> None:
    """40,000 impressions, then 90,000 views: nobody saw it 50,000 times this week."""
    download(empty, "2026-10-19", SUNDAY_46, {"old": (OLD, 40_000, 400)}, meanings={"impressions": "impressions"})
    download(
        empty,
        "2026-10-26",
        SUNDAY_47,
        {"old": (OLD, 90_000, 410), "new": (NEW, 1000, 10)},
        meanings={"impressions": "views"},
    )
    assert (cell(empty, "ctr").denominator, cell(empty, "ctr").coverage) == (1000, 0.5)


@pytest.mark.parametrize(("tool", "compared"), [("talkwalker", False), ("meltwater", True)])
def test_another_tool_labels_otherwise_and_nobody_changed_their_mind(empty: Rows, tool: str, compared: bool) -> None:
    empty.brands("Noord")
    for day, label, kind in (("2026-11-10", 1, "meltwater"), ("2026-11-17", -1, tool)):
        week = Week.of(date.fromisoformat(day))
        upload(empty, "mentions", week.monday.isoformat(), week.sunday.isoformat(), kind=kind)
        for _ in range(100):
            empty.add("mentions", day=day, brand="Noord", sentiment=label)
    found = row(empty, "net_sentiment")
    assert (found.week_move is not None) == compared
    assert found.no_move == (None if compared else Unlike("tool", "meltwater", "talkwalker", "x", "tool"))


def test_likes_that_were_taken_back_stay_a_loss(empty: Rows) -> None:
    """LinkedIn tells negative days; clipped to zero, the week would gain 5 reactions that nobody gave."""
    columns = ("impressions", "reactions", "comments", "shares")
    download(empty, "2026-10-19", SUNDAY_46, {"old": (OLD, 900, 20, 0, 0)}, columns=columns)
    posts = {"old": (OLD, 1000, 12, 0, 0), "new": (NEW, 400, 5, 0, 0)}
    download(empty, "2026-10-26", SUNDAY_47, posts, columns=columns)
    found = cell(empty, "engagement_rate")
    assert (found.numerator, found.denominator, found.shrunk) == (-8 + 5, 100 + 400, 1)
    assert found.value == -3 / 500


def test_watch_time_of_a_video_that_lost_views_counts_on_both_sides(empty: Rows) -> None:
    """600 views and 6,000 s more of one, 100 views and 1,000 s less of another, 20 s each: 5,000 of 10,000 s."""
    columns = ("views", "watch_s", "duration_s")
    download(empty, "2026-10-19", SUNDAY_46, {"a": (OLD, 400, 4000, 20), "b": (OLD, 900, 9000, 20)}, columns=columns)
    download(empty, "2026-10-26", SUNDAY_47, {"a": (OLD, 1000, 10_000, 20), "b": (OLD, 800, 8000, 20)}, columns=columns)
    assert cell(empty, "video_retention").value == 5000 / 10_000


def followers(store: Rows, until: str) -> None:
    """Tell two weeks of X: 10 follows and 2 unfollows a day, the last one unfinished."""
    upload(store, "account_day", "2026-11-09", until, kind="x_overview")
    for week in (W46, W47):
        store.add("account_day", day=week.monday, metric="follows", value=70)
        store.add("account_day", day=week.monday, metric="unfollows", value=14)


@pytest.mark.parametrize(("until", "partial"), [("2026-11-22", True), ("2026-11-23", False)])
def test_the_last_day_of_x_is_not_finished(empty: Rows, until: str, partial: bool) -> None:
    """One real file said 5,866 impressions for its last day, and two days later 14,795."""
    followers(empty, until)
    found = row(empty, "follow_unfollow_ratio")
    assert (found.partial, found.provisional) == (partial, partial)
    assert (found.week_move is None) == partial
    assert found.no_move == (Unlike("provisional") if partial else None)


def test_ads_of_the_last_days_are_called_provisional_and_still_compared(empty: Rows) -> None:
    upload(empty, "ads", "2026-11-09", SUNDAY_47, kind="meta_ads")
    for week in (W46, W47):
        empty.ad(week.monday.isoformat(), spend=500, results=20)
    found = row(empty, "cpa")
    assert (found.provisional, found.partial, found.week_move is not None) == (True, False, True)


def test_figures_of_chosen_days_are_no_lifetime(empty: Rows) -> None:
    """YouTube counts the chosen days alone: 80 views of this week after 100 of the last are no loss of 20."""
    columns = ("views", "watch_s", "duration_s")
    download(empty, "2026-11-09", SUNDAY_46, {"old": ("2026-10-05", 100, 500, 10)}, columns=columns)
    download(empty, "2026-11-02", SUNDAY_47, {"old": ("2026-10-05", 80, 400, 10)}, columns=columns)
    assert empty.query("select views, watch_s from gained") == [(None, None)]


def test_an_inbox_beside_a_listening_tool_is_no_change_of_tool(empty: Rows) -> None:
    empty.brands("Noord")
    for week in (W46, W47):
        upload(empty, "messages", week.monday.isoformat(), week.sunday.isoformat(), channel=None, kind="inbox")
        upload(empty, "mentions", week.monday.isoformat(), week.sunday.isoformat(), channel=None, kind="meltwater")
        for _ in range(100):
            empty.add("mentions", day=week.monday, brand="Noord", sentiment=1)
    empty.con.execute("delete from covered where batch_id = 1")  # no inbox in week 46
    empty.con.execute("delete from upload where batch_id = 1")
    assert row(empty, "net_sentiment").no_move == Unlike("sources")


def test_a_week_that_knows_the_gain_of_new_posts_only_is_not_compared_with_one_that_knows_all(empty: Rows) -> None:
    """A column was ticked off in one download: 1.2% of all posts and 6% of the new ones made a signal."""
    some, more = ("impressions", "link_clicks"), ("impressions", "link_clicks", "saves")
    for week, columns in ((W47.previous(2), more), (W46, more), (W47, some)):
        first, age = week.previous(3).monday.isoformat(), 7 * (week.monday - W47.previous(4).monday).days
        old = {f"old {n}": (W47.previous(4).monday, 10_000 * age, 100 * age, 10)[: 1 + len(columns)] for n in range(2)}
        old = {name: (week.previous(3).monday, *rest) for name, (_, *rest) in old.items()}
        posts = old | {week.id: (week.monday, 50_000, 3_000, 10)[: 1 + len(columns)]}
        download(empty, first, week.sunday.isoformat(), posts, columns=columns)
    found = row(empty, "ctr")
    assert (found.now.basis, found.now.denominator, found.now.untold) == ("gained", 50_000, pytest.approx(2 / 3))
    assert (found.week_move, found.no_move) == (None, Unlike("untold"))
