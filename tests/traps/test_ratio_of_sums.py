"""A ratio of the brand is a ratio of sums; the mean of ratios says 10.05% where 6.14% is true."""

from __future__ import annotations

import pytest

from tests.rows import Rows
from tests.traps.scored import MONDAY, cell


def test_a_small_post_does_not_weigh_as_much_as_a_large_one(empty: Rows) -> None:
    for impressions, clicks in ((1000, 35), (3000, 45)):
        empty.add("posts", day=MONDAY, impressions=impressions, link_clicks=clicks)
    assert cell(empty, "ctr").value == 0.02
    mean_of_ratios = (35 / 1000 + 45 / 3000) / 2
    assert mean_of_ratios == pytest.approx(0.025)


def test_a_channel_with_few_impressions_does_not_pull_the_brand(empty: Rows) -> None:
    empty.add("posts", day=MONDAY, channel="instagram", impressions=1000, link_clicks=35)
    empty.add("posts", day=MONDAY, channel="x", impressions=3000, link_clicks=45)
    assert [cell(empty, "ctr", channel).value for channel in ("instagram", "x", "*")] == [0.035, 0.015, 0.02]


def test_cpa_is_money_over_results_not_the_mean_of_the_ads(empty: Rows) -> None:
    empty.ad(MONDAY, spend=100, results=1)
    empty.ad(MONDAY, spend=100, results=9)
    assert cell(empty, "cpa").value == 20


def test_retention_is_weighted_by_time_that_could_be_watched(empty: Rows) -> None:
    empty.add("posts", day=MONDAY, views=10, duration_s=10, watch_s=100)  # all of a short one
    empty.add("posts", day=MONDAY, views=10, duration_s=90, watch_s=100)  # a ninth of a long one
    assert cell(empty, "video_retention").value == 200 / 1000
