"""Each row over the weeks of a report and as many before: numbers checked in the head, or reckoned anew in Python.

October 2026 is weeks 40 to 44, November 45 to 48. What is loaded later than 23 November changes nothing of a report
that ends with week 47.
"""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import date, timedelta
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

import pytest

from data.store import Store
from kpi.deciding.outcome import outcome
from kpi.noise import sure_scatter
from kpi.periods import Week
from kpi.plan import Plan, PlanRow, plan_in_force
from kpi.reporting.reported import reported
from kpi.reporting.span import Span, span
from kpi.reporting.stretches import stretches
from tests.ledger import upload
from tests.snapshots import example
from tests.test_outcome import decision, note

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kpi.queries import Queries
    from kpi.reporting.report import Stretch
    from kpi.reporting.span import Kind
    from kpi.snapshot import Cell, Snapshot
    from tests.rows import Rows

END = Week(2026, 47)
TODAY = date(2026, 12, 28)


def plan(*kpis: str, **said: Any) -> Plan:
    """Promise the KPIs; leads are counted in 30 days, and all else in a week."""
    aims = {"mql": "100 / month"}
    rows = tuple(PlanRow(id=kpi, kpi=kpi, target=aims.get(kpi, "better week over week"), **said) for kpi in kpis)
    return Plan(brand="Noord", start=date(2026, 9, 28), currency="EUR", rows=rows)


def at(of: Plan, end: Week = END) -> Snapshot:
    """Give a snapshot with the rows of a plan; what else it says of them is no matter here."""
    full = example()
    return replace(full, week=end, rows=tuple(replace(full.rows[0], plan=row) for row in of.rows))


def over(store: Queries, of: Plan, kind: Kind = "month", end: Week = END) -> tuple[Stretch, ...]:
    return stretches(store, of, at(of, end), span(kind, end, of))


def only(store: Rows, kpi: str, kind: Kind = "month", end: Week = END, **said: Any) -> Stretch:
    (found,) = over(store, plan(kpi, **said), kind, end)
    return found


def value(cell: Cell | None) -> float:
    assert cell is not None
    assert cell.value is not None
    return cell.value


def weekly(store: Rows, fact: str, weeks: Iterable[int], channel: str | None = "x") -> None:
    for number in weeks:
        week = Week(2026, number)
        upload(store, fact, week.monday.isoformat(), week.sunday.isoformat(), channel=channel)


def posts(store: Rows, told: dict[int, tuple[int, int]], **said: Any) -> None:
    """Insert one post a week: shown so often, clicked so often."""
    for number, (shown, clicks) in told.items():
        store.add("posts", day=monday(number), impressions=shown, link_clicks=clicks, **said)
    weekly(store, "posts", told, said.get("channel", "x"))


def leads(store: Rows, told: dict[int, int]) -> None:
    for number, mql in told.items():
        store.add("funnel", day=monday(number), mql=mql)
    weekly(store, "funnel", told, None)


def monday(number: int) -> str:
    return Week(2026, number).monday.isoformat()


STEADY = dict.fromkeys(range(30, 45), (100_000, 1000))


# -- one number of several weeks ---------------------------------------------------------------------


def test_a_month_is_one_ratio_of_sums_not_a_mean_of_weeks(empty: Rows) -> None:
    """10,000 clicks of 400,000 are 2.5%; the three weeks are 1%, 1% and 4%, on average 2%."""
    posts(empty, {**STEADY, 45: (100_000, 1000), 46: (100_000, 1000), 47: (200_000, 8000)})
    found = only(empty, "ctr")
    assert (found.made, found.weeks, found.missing, found.missing_before) == ("pooled", 3, 0, 0)
    assert (value(found.during), value(found.before)) == (0.025, 0.01)
    assert found.during is not None
    assert (found.during.numerator, found.during.denominator) == (10_000, 400_000)
    assert found.move is not None
    assert found.move.evidence == "signal"
    assert found.move.size == pytest.approx(0.015)


def test_a_month_is_one_median_of_all_its_rows(empty: Rows) -> None:
    """Waits of 1, 2, 3 hours in week 45, of 9 and 10 in 46: the middle of the five is 3, of the two medians 5.75."""
    for number, waits in {44: (4, 4, 4), 43: (4,), 45: (1, 2, 3), 46: (9, 10)}.items():
        for wait in waits:
            empty.message(monday(number), wait)
    weekly(empty, "messages", range(40, 47))
    found = only(empty, "response_time_median", end=Week(2026, 46))
    assert (found.made, value(found.during), value(found.before)) == ("pooled", 3, 4)


@pytest.mark.parametrize(("end", "weeks", "leads_in_all"), [(44, 5, 70), (47, 3, 42), (48, 4, 56)])
def test_months_of_five_and_of_four_weeks_are_brought_to_the_same_window(
    empty: Rows, end: int, weeks: int, leads_in_all: int
) -> None:
    """14 leads a week are 60 in 30 days, whatever the month; how many there were in all is kept."""
    leads(empty, dict.fromkeys(range(30, 49), 14))
    found = only(empty, "mql", end=Week(2026, end))
    assert (found.weeks, found.window_days) == (weeks, 30)
    assert [value(found.during), value(found.before)] == pytest.approx([60, 60])
    assert found.during is not None
    assert found.during.numerator == leads_in_all
    assert found.move is not None
    assert found.move.evidence != "signal"


@pytest.mark.parametrize(("end", "days", "told"), [(45, 7, 2), (46, 14, 4), (47, 30, 60 / 7)])
def test_a_count_is_not_blown_up_to_a_window_that_has_hardly_begun(
    empty: Rows, end: int, days: int, told: float
) -> None:
    """2 leads a week: after two weeks of November they are 4 in 14 days, and not "8.6 in 30 days"."""
    leads(empty, dict.fromkeys(range(30, 49), 2))
    found = only(empty, "mql", end=Week(2026, end))
    assert found.window_days == days
    assert [value(found.during), value(found.before)] == pytest.approx([told, told])


def test_people_are_the_mean_of_the_weeks_for_they_do_not_add_up(empty: Rows) -> None:
    """Channels we posted on: the same one in two weeks is one, so 1, 2 and 3 are 2 a week and not 6."""
    for number, channels in {42: "x", 43: "x", 44: "x", 45: "x", 46: "xy", 47: "xyz"}.items():
        for channel in channels:
            empty.add("posts", day=monday(number), channel=channel)
        weekly(empty, "posts", [number])
    found = only(empty, "active_channels")
    assert (found.made, value(found.during), value(found.before)) == ("mean", 2, 1)
    assert found.during is not None
    assert (found.during.numerator, found.during.denominator) == (None, None)


def test_a_register_is_what_it_was_at_the_end(empty: Rows) -> None:
    """One of two sets of data has an owner until week 46, and both in week 47."""
    empty.add("datasets", dataset_id="a", day=monday(30), owner="Ann", retention_days=30)
    empty.add("datasets", dataset_id="b", day=monday(30), retired_on=monday(47))
    empty.add("datasets", dataset_id="c", day=monday(47), owner="Ben", retention_days=30)
    weekly(empty, "datasets", range(30, 48))
    found = only(empty, "dataset_governance")
    assert (found.made, value(found.during), value(found.before)) == ("end", 1, 0.5)
    assert found.missing == 0


def test_a_plan_is_one_number_from_its_first_week_on(empty: Rows) -> None:
    posts(empty, {**dict.fromkeys(range(30, 40), (100_000, 1000)), **dict.fromkeys(range(40, 48), (100_000, 3000))})
    found = only(empty, "ctr", "plan")
    assert (found.weeks, value(found.during), value(found.before)) == (8, 0.03, 0.01)


# -- weeks that are missing --------------------------------------------------------------------------


def test_a_missing_week_is_told_and_a_count_goes_without_it(empty: Rows) -> None:
    """7, none and 21 leads: 28 in two weeks are 60 in 30 days; the week without its export is no 0."""
    leads(empty, {**dict.fromkeys(range(30, 45), 14), 45: 7, 47: 21})
    found = only(empty, "mql")
    assert (found.missing, found.missing_before) == (1, 0)
    assert [value(found.during), value(found.before)] == pytest.approx([60, 60])
    assert found.during is not None
    assert (found.during.numerator, found.during.sample) == (28, 28)
    assert found.move is not None


def test_a_ratio_is_that_of_the_rows_there_are(empty: Rows) -> None:
    for number, (spend, results) in {42: (10, 1), 43: (10, 1), 44: (10, 1), 45: (10, 1), 47: (90, 3)}.items():
        empty.ad(monday(number), spend=spend, results=results, link_clicks=10)
        weekly(empty, "ads", [number])
    found = only(empty, "cpa")
    assert (found.missing, value(found.during)) == (1, 25)
    assert found.move is not None


@pytest.mark.parametrize("seed", range(4))
def test_whatever_weeks_are_missing_the_rest_is_reckoned_as_by_hand(empty: Rows, seed: int) -> None:
    """Five weeks of October, five before; of each side some exports were never loaded."""
    draw = random.Random(seed)  # noqa: S311 - a test
    there = {number for number in range(28, 45) if number < 35 or draw.random() < 0.7} | {44}
    paid = {number: (draw.randint(50, 900), draw.randint(1, 9)) for number in sorted(there)}
    leads(empty, (won := {number: draw.randint(0, 20) for number in sorted(there)}))
    for number, (spend, results) in paid.items():
        empty.ad(monday(number), spend=spend, results=results)
        weekly(empty, "ads", [number])
    led, cost = over(empty, plan("mql", "cpa"), end=Week(2026, 44))
    for side, missing, weeks in (("during", "missing", range(40, 45)), ("before", "missing_before", range(35, 40))):
        known = [number for number in weeks if number in there]
        assert {getattr(led, missing), getattr(cost, missing)} == {5 - len(known)}
        if len(known) < 3:
            assert (getattr(led, side), getattr(cost, side)) == (None, None)
            continue
        whole = sum(won[number] for number in known)
        assert value(getattr(led, side)) == pytest.approx(whole * 30 / (7 * len(known)))
        spent, bought = (sum(paid[number][at] for number in known) for at in (0, 1))
        assert value(getattr(cost, side)) == pytest.approx(spent / bought)


def test_below_half_of_its_weeks_there_is_no_number(empty: Rows) -> None:
    leads(empty, {**dict.fromkeys(range(30, 45), 14), 47: 21})
    found = only(empty, "mql")
    assert (found.missing, found.during, found.move) == (2, None, None)
    assert found.unlike is not None
    assert found.unlike.why == "gap"
    assert value(found.before) == pytest.approx(60)


def test_what_began_with_the_plan_has_a_number_and_nothing_before(empty: Rows) -> None:
    posts(empty, dict.fromkeys(range(40, 48), (100_000, 1000)))
    found = only(empty, "ctr", "plan")
    assert (value(found.during), found.before, found.missing, found.missing_before) == (0.01, None, 0, 8)


def test_totals_since_publication_are_not_compared_over_a_gap(empty: Rows) -> None:
    told = {**STEADY, 45: (100_000, 1000), 47: (200_000, 8000)}
    posts(empty, told, saves=10)
    found = only(empty, "ctr")
    assert (found.missing, value(found.during), found.move) == (1, 0.03, None)
    assert found.unlike is not None
    assert found.unlike.why == "gap"
    saved = only(empty, "saves")
    assert saved.during is None  # a part of a count is no lower count
    assert value(saved.before) == 10


def test_nothing_at_all_is_no_number(empty: Rows) -> None:
    for found in over(empty, plan("ctr", "mql", "active_channels", "dataset_governance", "response_time_median")):
        assert (found.during, found.before, found.move) == (None, None, None)
        assert found.unlike is not None


# -- what is not compared ----------------------------------------------------------------------------


def test_never_across_a_break_though_the_month_has_a_number(empty: Rows) -> None:
    posts(empty, {**STEADY, **dict.fromkeys(range(45, 48), (100_000, 3000))})
    note(empty, monday(46), "break")
    found = only(empty, "ctr")
    assert (value(found.during), found.before, found.move) == (0.03, None, None)
    assert found.unlike is not None
    assert found.unlike.why == "noted"
    note_free = only(empty, "ctr", end=Week(2026, 45))
    assert note_free.move is not None


def test_a_break_between_the_weeks_of_a_mean_is_seen_too(empty: Rows) -> None:
    for number in range(40, 48):
        empty.add("posts", day=monday(number))
    weekly(empty, "posts", range(40, 48))
    assert only(empty, "active_channels").unlike is None
    note(empty, monday(46), "break")
    found = only(empty, "active_channels")
    assert found.unlike is not None
    assert (found.unlike.why, found.move, value(found.during)) == ("noted", None, 1)


def test_a_week_that_tells_less_is_seen_within_a_month_too(empty: Rows) -> None:
    """Who left is not told on the second day of week 46: its growth is that of one day, beside weeks of two."""
    for number in range(40, 48):
        for later in (0, 1):
            day = (Week(2026, number).monday + timedelta(days=later)).isoformat()
            empty.add("account_day", day=day, metric="follows", value=9)
            if (number, later) != (46, 1):
                empty.add("account_day", day=day, metric="unfollows", value=4)
    weekly(empty, "account_day", range(40, 48))
    found = only(empty, "follower_growth")
    assert found.unlike is not None
    assert (found.made, found.unlike.why, found.move) == ("mean", "coverage", None)
    assert value(found.during) == pytest.approx(25 / 3)


def test_other_sources_are_another_number(empty: Rows) -> None:
    posts(empty, {**STEADY, **dict.fromkeys(range(45, 48), (100_000, 1000))})
    posts(empty, dict.fromkeys(range(46, 48), (100_000, 9000)), channel="y")
    found = only(empty, "ctr")
    assert found.unlike is not None
    assert (found.unlike.why, found.move) == ("sources", None)
    assert [value(found.during), value(found.before)] == pytest.approx([21_000 / 500_000, 0.01])
    own = only(empty, "ctr", filter={"channel": "x"})
    assert (own.unlike, value(own.during)) == (None, 0.01)


def test_young_posts_are_not_held_against_old_ones(empty: Rows) -> None:
    """Downloaded on 23 November: the posts of November gathered for days, those before for weeks."""
    posts(empty, {**STEADY, **dict.fromkeys(range(45, 48), (100_000, 3000))}, snapshot_date="2026-11-23")
    found = only(empty, "ctr")
    assert found.unlike is not None
    assert (found.unlike.why, found.before, found.move) == ("age", None, None)
    assert found.during is not None
    assert (found.during.value, found.during.age) == (0.03, 1)


def test_posts_of_several_ages_have_no_mean(empty: Rows) -> None:
    """What posts of one, eight and fifteen days gathered is three things; settled posts of three weeks are one."""
    told = {**STEADY, 45: (10_000, 0), 46: (20_000, 0), 47: (60_000, 0)}
    posts(empty, told, snapshot_date="2026-11-23")
    young = only(empty, "impressions")
    assert (young.made, young.during, young.move) == ("mean", None, None)
    empty.con.execute("update posts set snapshot_date = date '2026-12-27'")
    settled = only(empty, "impressions")
    assert [value(settled.during), value(settled.before)] == [30_000, 100_000]


# -- how sure that is --------------------------------------------------------------------------------


def test_restless_weeks_hide_what_the_sample_alone_would_show(empty: Rows) -> None:
    restless = {number: (100_000, 1400 if number % 2 else 600) for number in range(30, 45)}
    november = dict.fromkeys(range(45, 48), (100_000, 1300))
    posts(empty, {**restless, **november})
    found = only(empty, "ctr").move
    assert found is not None
    assert found.sigma is not None
    assert found.evidence == "noise"
    assert found.size == pytest.approx(0.013 - 2600 / 300_000)
    week = sure_scatter([restless[number][1] / 100_000 for number in range(32, 45)], 0.05, None)
    assert week is not None
    assert found.sigma == pytest.approx(week * math.sqrt(2 / 3), rel=0.01)  # three weeks on either side


def test_too_few_weeks_show_no_scatter_and_prove_nothing(empty: Rows) -> None:
    posts(empty, {42: (100_000, 1000), 43: (100_000, 1000), 44: (100_000, 1000)})
    posts(empty, dict.fromkeys(range(45, 48), (100_000, 9000)))
    found = only(empty, "ctr").move
    assert found is not None
    assert found.evidence == "too_little"
    assert found.size == pytest.approx(0.08)


def test_a_decision_on_its_first_monday_is_held_against_the_same_numbers(empty: Rows) -> None:
    draw = random.Random(6)  # noqa: S311 - a test
    posts(empty, {number: (draw.randint(50_000, 90_000), draw.randint(300, 1500)) for number in range(30, 48)})
    leads(empty, {number: draw.randint(5, 30) for number in range(30, 48)})
    for row in over(empty, (of := plan("ctr", "mql"))):
        became = outcome(empty, of, decision(kpi=row.row, made_on=date(2026, 11, 2)), END, TODAY)
        assert row.move is not None
        assert became.move is not None
        assert (row.move.before, row.move.after) == (became.move.before, became.move.after)
        assert row.window_days == became.window_days


# -- reckoned anew -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("kind", "end"), [("month", 44), ("month", 47), ("plan", 47)])
def test_any_rows_come_to_what_a_hand_would_reckon(empty: Rows, seed: int, kind: Kind, end: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - a test
    first = date(2026, 6, 29)
    days = [first + timedelta(days=back) for back in range(0, (Week(2026, 48).sunday - first).days + 1, 2)]
    shown = [(day, draw.randint(1000, 9000), draw.randint(5, 90)) for day in days]
    mqls = [(day, draw.randint(0, 5)) for day in days]
    waits = [(day, draw.randint(1, 600) / 60) for day in days for _ in range(draw.randint(0, 2))]
    channels = [(day, name) for day in days for name in "abc" if draw.random() < 0.1]
    for day, impressions, clicks in shown:
        empty.add("posts", day=day.isoformat(), channel="a", impressions=impressions, link_clicks=clicks)
    for day, name in channels:
        empty.add("posts", day=day.isoformat(), channel=name)
    for day, mql in mqls:
        empty.add("funnel", day=day.isoformat(), mql=mql)
    for day, wait in waits:
        empty.message(day.isoformat(), wait)
    for fact in ("posts", "funnel", "messages"):
        upload(empty, fact, first.isoformat(), Week(2026, 48).sunday.isoformat(), channel=None)
    of = plan("ctr", "mql", "response_time_median", "active_channels")
    n = span(kind, Week(2026, end), of).weeks
    clicked, led, waited, active = over(empty, of, kind, Week(2026, end))
    for side, last in (("during", Week(2026, end)), ("before", Week(2026, end).previous(n))):
        days = [last.monday + timedelta(days=6 - back) for back in range(7 * n)]
        told = [(s, c) for day, s, c in shown if day in days]
        assert value(getattr(clicked, side)) == pytest.approx(sum(c for _, c in told) / sum(s for s, _ in told))
        leads_of = sum(count for day, count in mqls if day in days)
        assert value(getattr(led, side)) == pytest.approx(leads_of * 30 / (7 * n))
        assert getattr(led, side).error == pytest.approx(math.sqrt(leads_of) * 30 / (7 * n))
        assert value(getattr(waited, side)) == pytest.approx(median(hours for day, hours in waits if day in days))
        weeks = [{"a"} | {name for day, name in channels if Week.of(day) == week} for week in last.last(n)]
        assert value(getattr(active, side)) == pytest.approx(fmean(len(names) for names in weeks))


def test_the_sample_brand_in_november_is_what_its_rows_make(sample_home: Path) -> None:
    """Every message and every log line of weeks 45 to 47, read back and reckoned without the KPI engine."""
    store = Store.open(sample_home / "noordlicht-energie.duckdb")
    body = store.query("select body from plan order by version desc limit 1")[0][0]
    of = plan_in_force(body)
    assert of is not None
    found = {one.row: one for one in over(store, of)}
    days = [date(2026, 11, 2), date(2026, 11, 22)]
    sql = (
        "select received_at, coalesce(replied_at, known_until) from messages where answer_known and day between ? and ?"
    )
    waits = [(end - begin).total_seconds() / 3600 for begin, end in store.query(sql, days)]
    assert value(found["response_time_median"].during) == pytest.approx(median(waits))
    told = [mql for (mql,) in store.query("select mql from leads where day between ? and ?", days) if mql is not None]
    assert value(found["mql"].during) == pytest.approx(sum(told) * 30 / 21)
    sql = "select correction, correction_reason from content_log where day between ? and ? and correction is not null"
    looked = [(how, why) for how, why in store.query(sql, days) if how == "none" or why is not None]
    wrong = [why for how, why in looked if how != "none" and why in {"error", "claim", "privacy", "platform_rule"}]
    assert value(found["correction_ratio"].during) == pytest.approx(len(wrong) / len(looked))
    sql = "select max(value) from account_day where metric = 'engaged_reach_7d' and day between ? and ?"
    assert value(found["engaged_reach"].during) == store.query(sql, [date(2026, 11, 16), days[1]])[0][0]
    store.close()


# -- the same again ----------------------------------------------------------------------------------


def test_the_same_report_twice_is_the_same(empty: Rows) -> None:
    posts(empty, {**STEADY, **dict.fromkeys(range(45, 48), (100_000, 3000))})
    of = plan("ctr", "mql")
    snapshot = at(of)
    one, other = (reported(snapshot, "month", empty, of, journal=(), today=TODAY) for _ in range(2))
    assert one == other
    assert one.fingerprint != snapshot.fingerprint


def test_what_comes_after_the_last_week_is_not_in_the_report(empty: Rows) -> None:
    """The three weeks of November that were over on 23 November stay as they were when December was loaded."""
    kpis = ("ctr", "mql", "response_time_median", "active_channels", "cpa")
    said = {**STEADY, **dict.fromkeys(range(45, 48), (100_000, 3000))}
    posts(empty, said)
    leads(empty, dict.fromkeys(said, 14))
    empty.message(monday(47), 3)
    weekly(empty, "messages", range(40, 48))
    before = over(empty, plan(*kpis))
    posts(empty, dict.fromkeys(range(48, 53), (900_000, 90_000)))
    leads(empty, dict.fromkeys(range(48, 53), 999))
    for _ in range(20):
        empty.message(monday(48), 90)
    weekly(empty, "messages", range(48, 53))
    assert over(empty, plan(*kpis)) == before
    assert only(empty, "mql", end=Week(2026, 48)).during != before[1].during


def test_rows_are_in_the_order_of_the_plan_and_a_span_of_its_own_is_kept(empty: Rows) -> None:
    posts(empty, STEADY)
    of = plan("mql", "ctr")
    end = Week(2026, 44)
    found = stretches(empty, of, at(of, end), Span("month", Week(2026, 43), end, 5))
    assert [one.row for one in found] == ["mql", "ctr"]
    assert {one.weeks for one in found} == {2}
