"""Each KPI once, on two weeks whose numbers are checked in the head (tests/two_weeks.py)."""

from __future__ import annotations

import math

import pytest

from kpi.catalog import catalog
from kpi.periods import Week, Window
from kpi.plan import load_templates
from kpi.score import ALL_ROWS, Cells, Filter, score
from kpi.snapshot import EVERYWHERE, Cell
from tests.rows import Rows
from tests.two_weeks import fill

WEEKS = [Week(2026, 46), Week(2026, 47)]
EVERY_KPI = [(kpi, ALL_ROWS, kpi.window_days) for kpi in catalog().values()]


@pytest.fixture(scope="module")
def cells() -> Cells:
    store = Rows()
    fill(store)
    found = score(store, EVERY_KPI, WEEKS)
    store.close()
    return found


def at(cells: Cells, kpi: str, week: int, channel: str = EVERYWHERE) -> Cell:
    return cells.get(kpi, ALL_ROWS, Window(Week(2026, week), catalog()[kpi].window_days), channel)


@pytest.mark.parametrize(
    "row",
    [  # KPI, week, value, numerator, denominator, sample, coverage
        ("ctr", 46, 40 / 4000, 40, 4000, 4000, 2 / 4),
        ("ctr", 47, 80 / 4000, 80, 4000, 4000, 2 / 4),
        ("engagement_rate", 46, (50 + 30) / 4000, 80, 4000, 4000, 2 / 4),
        ("engagement_rate", 47, (100 + 60) / 4000, 160, 4000, 4000, 2 / 5),
        ("video_retention", 46, (300 * 0.4 + 100 * 0.2) / 400, None, 400, 400, 1),
        ("video_retention", 47, 1500 / (100 * 60), None, 100, 100, 1),
        ("follow_unfollow_ratio", 46, None, 3, 0, 0, 1),
        ("follow_unfollow_ratio", 47, 10 / 2, 10, 2, 2, 2 / 3),
        ("engaged_reach", 46, None, None, 900, 900, None),
        ("engaged_reach", 47, 1200, None, 1200, 1200, None),
        ("response_time_median", 46, 4, None, 3, 3, 1),
        ("response_time_median", 47, 2, None, 5, 5, 5 / 6),
        ("response_time_mean", 46, (2 + 4 + 9) / 3, 15, 3, 3, 1),
        ("response_time_mean", 47, (1 + 2 + 3 + 30 + 2) / 5, 38, 5, 5, 5 / 6),
        ("response_rate_24h", 46, 3 / 3, 3, 3, 3, 1),
        ("response_rate_24h", 47, 3 / 4, 3, 4, 4, 5 / 6),
        ("net_sentiment", 46, 100 * (3 - 0) / 4, 3, 4, 4, 1),
        ("net_sentiment", 47, 100 * (1 - 3) / 5, -2, 5, 5, 5 / 8),
        ("positive_neutral_share", 46, 4 / 4, 4, 4, 4, 1),
        ("positive_neutral_share", 47, 2 / 5, 2, 5, 5, 5 / 8),
        ("share_of_voice", 46, 1 / (1 + 4), 1, 5, 5, None),
        ("share_of_voice", 47, 2 / (2 + 6), 2, 8, 8, None),
        ("cpa", 46, (100 + 50) / (4 + 1), 150, 5, 5, 1),
        ("cpa", 47, (120 + 30) / (6 + 0), 150, 6, 6, 1),
        ("landing_conversion", 46, 2 / 100, 2, 100, 100, 1),
        ("landing_conversion", 47, 6 / 200, 6, 200, 200, 1),
        ("click_to_lead", 46, 2 / 100, 2, 100, 100, 1),
        ("click_to_lead", 47, 5 / 200, 5, 200, 200, 1),
        ("mql", 46, 1, 1, None, 1, 23 / 30),
        ("mql", 47, 1 + 2, 3, None, 3, 1),
        ("assisted_conversions", 47, 3, 3, None, 3, 1),
        ("correction_ratio", 46, None, None, None, 0, None),
        ("correction_ratio", 47, 1 / 3, 1, 3, 3, 3 / 4),
        ("compliance_incidents", 46, None, None, None, 0, 84 / 91),
        ("compliance_incidents", 47, 1, 1, None, 1, 1),
        ("ai_registration", 47, 2 / 3, 2, 3, 3, 3 / 4),
        ("proof_asset_share", 47, 1 / 3, 1, 3, 3, 3 / 4),
        ("first_pass_review", 47, 2 / 3, 2, 3, 3, 3 / 4),
        ("policy_incidents", 46, None, None, None, 0, 14 / 30),
        ("policy_incidents", 47, 2, 2, None, 2, 21 / 30),
        ("template_answers", 47, 2 / 3, 2, 3, 3, 3 / 4),
    ],
)
def test_value(cells: Cells, row: tuple[str, int, float | None, float | None, float | None, int, float | None]) -> None:
    kpi, week, value, numerator, denominator, sample, coverage = row
    cell = at(cells, kpi, week)
    assert cell.value == pytest.approx(value, nan_ok=False)
    assert (cell.numerator, cell.denominator, cell.sample) == (numerator, denominator, sample)
    assert cell.coverage == pytest.approx(coverage)


def test_every_kpi_of_the_ready_made_plans_has_a_value_in_week_47(cells: Cells) -> None:
    planned = {row.kpi for template in load_templates().values() for row in template.rows}
    assert len(planned) == 23
    assert [kpi for kpi in planned if at(cells, kpi, 47).value is None] == []


@pytest.mark.parametrize(
    ("kpi", "week", "channel", "why"),
    [
        ("correction_ratio", 46, EVERYWHERE, "no_data"),
        ("ctr", 47, "pinterest", "no_data"),
        ("ctr", 46, "tiktok", "not_available"),
        ("follow_unfollow_ratio", 46, "x", "no_sample"),
        ("follow_unfollow_ratio", 47, "instagram", "not_available"),
        ("engaged_reach", 46, EVERYWHERE, "not_additive"),
        ("policy_incidents", 46, EVERYWHERE, "not_covered"),
        ("response_time_median", 47, "instagram", "not_available"),
        ("net_sentiment", 47, "instagram", "not_available"),
    ],
)
def test_no_value_says_why(cells: Cells, kpi: str, week: int, channel: str, why: str) -> None:
    cell = at(cells, kpi, week, channel)
    assert (cell.value, cell.error, cell.why) == (None, None, why)


@pytest.mark.parametrize(
    ("kpi", "week", "channel", "value"),
    [
        ("ctr", 47, "instagram", 35 / 1000),
        ("ctr", 47, "x", 45 / 3000),
        ("engaged_reach", 46, "instagram", 900),
        ("engaged_reach", 46, "tiktok", 800),
        ("net_sentiment", 47, "x", -100),
        ("cpa", 47, "facebook", 25),
    ],
)
def test_each_channel_has_its_own_value(cells: Cells, kpi: str, week: int, channel: str, value: float) -> None:
    assert at(cells, kpi, week, channel).value == pytest.approx(value)


@pytest.mark.parametrize(
    ("kpi", "week", "error"),
    [
        ("ctr", 47, math.sqrt((82 / 4004) * (1 - 82 / 4004) / 4004)),
        ("positive_neutral_share", 46, math.sqrt((6 / 8) * (2 / 8) / 8)),  # 4 of 4, and yet not certain
        ("cpa", 47, 25 / math.sqrt(6)),
        ("follow_unfollow_ratio", 47, 5 * math.sqrt(1 / 10 + 1 / 2)),
        ("net_sentiment", 47, 100 * math.sqrt((2 / 8 + 4 / 8 - (2 / 8) ** 2) / 8)),
        ("mql", 47, math.sqrt(3)),
        ("response_time_mean", 46, math.sqrt((9 + 1 + 16) / 2) / math.sqrt(3)),
        ("video_retention", 47, None),
    ],
)
def test_error_of_sampling(cells: Cells, kpi: str, week: int, error: float | None) -> None:
    assert at(cells, kpi, week).error == pytest.approx(error)


def test_waiting_messages_are_told(cells: Cells) -> None:
    assert [at(cells, kpi, 47).censored for kpi in ("response_time_median", "response_rate_24h")] == [2, 2]
    assert at(cells, "response_time_median", 46).censored == 0


@pytest.mark.parametrize(
    ("kpi", "asked", "value"),
    [
        ("ctr", Filter(channel="x"), 45 / 3000),
        ("response_time_median", Filter(topics=("ai", "privacy")), 3.0),
        ("response_time_median", Filter(topics=("Ai",)), 3.0),
        ("response_time_median", Filter(topics=("price",)), None),
        ("cpa", Filter(result_kind="leads"), 25),
        ("cpa", Filter(result_kind="sales"), None),
        ("proof_asset_share", Filter(proof=True), 1.0),
        ("ctr", Filter(paid=False), 0.02),  # a post of the own page is organic unless it is marked
        ("ctr", Filter(paid=True), None),
    ],
)
def test_a_filter_takes_its_rows(two_weeks: Rows, kpi: str, asked: Filter, value: float | None) -> None:
    cell = score(two_weeks, [(catalog()[kpi], asked, 7)], WEEKS).get(kpi, asked, "2026-W47/7")
    assert cell.value == pytest.approx(value)


def test_posts_that_lead_to_proof_are_those_the_content_log_says(empty: Rows) -> None:
    empty.add("posts", day="2026-11-17", impressions=4000, link_clicks=80, url="https://x.com/us/status/1")
    empty.add("posts", day="2026-11-17", impressions=9000, link_clicks=9, url="https://x.com/us/status/2")
    empty.add("content_log", day="2026-11-17", url="https://x.com/us/status/1", proof_asset=True)
    empty.add("content_log", day="2026-11-17", url="https://x.com/us/status/2", proof_asset=False)
    asked = Filter(proof=True)
    assert score(empty, [(catalog()["ctr"], asked, 7)], WEEKS).get("ctr", asked, "2026-W47/7").value == 0.02


def test_a_filter_on_formats_and_campaigns_compares_words_without_case(empty: Rows) -> None:
    for form, campaign, clicks in (("Reel", "Spring", 10), ("reel", "Autumn", 20), ("Photo", "spring", 40)):
        empty.add("posts", day="2026-11-17", impressions=1000, link_clicks=clicks, format=form, campaign=campaign)
    empty.ad("2026-11-17", spend=90, results=3, campaign="Spring")
    empty.ad("2026-11-17", spend=10, results=10, campaign="Autumn")
    found = {
        "ctr": [Filter(formats=("REEL",)), Filter(campaigns=("spring",)), Filter(formats=("reel", "photo"))],
        "cpa": [Filter(campaigns=("spring",)), Filter(formats=("reel",))],
    }
    wanted = [(catalog()[name], asked, 7) for name, filters in found.items() for asked in filters]
    cells = score(empty, wanted, WEEKS)
    values = {name: [cells.get(name, asked, "2026-W47/7").value for asked in found[name]] for name in found}
    assert values == {"ctr": [0.015, 0.025, 70 / 3000], "cpa": [30, None]}


def test_a_filter_on_a_channel_counts_zero_where_that_channel_is_covered(empty: Rows) -> None:
    empty.cover("incidents", "2026-11-16", "2026-11-22", channel="instagram")
    wanted = [(catalog()["policy_incidents"], Filter(channel=channel), 7) for channel in ("instagram", "tiktok")]
    cells = score(empty, wanted, WEEKS)
    values = [cells.get("policy_incidents", asked, "2026-W47/7").value for _, asked, _ in wanted]
    assert values == [0, None]


def test_windows_of_all_lengths_stand_side_by_side(two_weeks: Rows) -> None:
    ctr = catalog()["ctr"]
    cells = score(two_weeks, [(ctr, ALL_ROWS, 7), (ctr, ALL_ROWS, 30), (ctr, ALL_ROWS, 91)], WEEKS)
    both_weeks = (40 + 80) / (4000 + 4000)
    found = {days: cells.get("ctr", ALL_ROWS, Window(Week(2026, 47), days)).value for days in (7, 30, 91)}
    assert found == {7: 0.02, 30: both_weeks, 91: both_weeks}


def test_a_series_has_a_cell_for_every_week(two_weeks: Rows) -> None:
    weeks = [Week(2026, 45), *WEEKS, Week(2026, 48)]
    cells = score(two_weeks, EVERY_KPI, reversed(weeks))
    series = cells.series("ctr", ALL_ROWS, 7)
    assert [cell.window for cell in series] == ["2026-W45/7", "2026-W46/7", "2026-W47/7", "2026-W48/7"]
    assert [cell.value for cell in series] == [None, 0.01, 0.02, None]
    assert [cell.value for cell in cells.series("ctr", ALL_ROWS, 7, "x")] == [None, 0.01, 0.015, None]
    assert cells.channels("ctr", ALL_ROWS, 7) == ("instagram", "x")


def test_one_statement_answers_all_kpis_of_a_fact(two_weeks: Rows) -> None:
    asked: list[str] = []

    class Counting:
        def query(self, sql: str, params: object = ()) -> list[tuple[object, ...]]:
            asked.append(sql)
            return two_weeks.query(sql, params)

    kpis = [kpi for kpi in catalog().values() if kpi.clock is None]  # another clock is another statement
    score(Counting(), [(kpi, ALL_ROWS, 7) for kpi in kpis], WEEKS)
    # and the days that uploads cover, the downloads of posts, and what sentiment is counted from (a setting, or labels)
    assert len(asked) == len({kpi.fact for kpi in kpis}) + 4


def test_nothing_wanted_is_nothing_scored(two_weeks: Rows) -> None:
    assert len(score(two_weeks, [], WEEKS)) == 0
    assert len(score(two_weeks, EVERY_KPI, [])) == 0
    assert score(two_weeks, [], WEEKS).get("ctr", ALL_ROWS, "2026-W47/7").why == "no_data"
