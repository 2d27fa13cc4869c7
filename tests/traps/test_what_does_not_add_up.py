"""Currencies, kinds of result, unique people, parts of a ratio that only one platform tells."""

from __future__ import annotations

import pytest

from kpi.score import Filter
from tests.rows import Rows
from tests.traps.scored import MONDAY, SUNDAY, cell


@pytest.mark.parametrize("other", [{"currency": "USD"}, {"currency": None}, {"result_kind": "sales"}])
def test_two_currencies_or_kinds_of_result_make_no_cpa(empty: Rows, other: dict[str, str | None]) -> None:
    empty.ad(MONDAY, channel="facebook", spend=100, results=10)
    empty.ad(MONDAY, channel="google_ads", spend=100, results=10, **other)
    assert (cell(empty, "cpa").value, cell(empty, "cpa").why) == (None, "mixed")
    assert cell(empty, "cpa", "facebook").value == 10


def test_one_kind_of_result_can_be_taken_out_of_several(empty: Rows) -> None:
    empty.ad(MONDAY, spend=100, results=10)
    empty.ad(MONDAY, spend=90, results=3, result_kind="sales")
    assert cell(empty, "cpa", rows=Filter(result_kind="sales")).value == 30


def test_an_ad_that_got_nothing_costs_all_the_same(empty: Rows) -> None:
    empty.ad(MONDAY, spend=100, results=10)
    empty.ad(MONDAY, spend=100, results=0, result_kind="")  # no result, so no kind of result
    assert cell(empty, "cpa").value == 20


def test_an_ad_period_longer_than_a_week_belongs_to_no_week(empty: Rows) -> None:
    empty.ad(MONDAY, spend=100, results=10)
    empty.add("ads", campaign="c", period_from="2026-11-01", period_to="2026-11-30", result_kind="leads", spend=9e9)
    assert cell(empty, "cpa").value == 10


def reach(store: Rows, day: str, people: float, *, metric: str = "engaged_reach_7d", **values: str) -> None:
    store.add("account_day", day=day, metric=metric, value=people, **values)


def test_people_do_not_add_up_over_channels(empty: Rows) -> None:
    reach(empty, SUNDAY, 900, channel="instagram")
    assert cell(empty, "engaged_reach").value == 900
    reach(empty, SUNDAY, 800, channel="tiktok")
    assert (cell(empty, "engaged_reach").value, cell(empty, "engaged_reach").why) == (None, "not_additive")


def test_people_do_not_add_up_over_accounts(empty: Rows) -> None:
    reach(empty, SUNDAY, 900, account="us")
    reach(empty, SUNDAY, 800, account="us too")
    assert cell(empty, "engaged_reach", "x").why == "not_additive"


def test_people_do_not_add_up_over_days(empty: Rows) -> None:
    reach(empty, MONDAY, 500, metric="engaged_reach")
    reach(empty, SUNDAY, 300, metric="engaged_reach")
    assert (cell(empty, "engaged_reach").value, cell(empty, "engaged_reach").why) == (None, "not_available")
    reach(empty, MONDAY, 700)
    reach(empty, SUNDAY, 650)
    assert cell(empty, "engaged_reach").value == 650  # the platform's own figure of the seven days


def test_follows_of_a_platform_without_unfollows_stay_out(empty: Rows) -> None:
    for channel, metric, people in (("x", "follows", 8), ("x", "unfollows", 4), ("instagram", "follows", 1000)):
        empty.add("account_day", day=MONDAY, channel=channel, metric=metric, value=people)
    assert cell(empty, "follow_unfollow_ratio").value == 2
    assert cell(empty, "follow_unfollow_ratio", "instagram").why == "not_available"


def test_nobody_who_unfollowed_is_no_ratio(empty: Rows) -> None:
    for metric, people in (("follows", 8), ("unfollows", 0)):
        empty.add("account_day", day=MONDAY, metric=metric, value=people)
    assert (cell(empty, "follow_unfollow_ratio").value, cell(empty, "follow_unfollow_ratio").why) == (None, "no_sample")


def test_a_reply_is_not_a_post_that_could_be_clicked(empty: Rows) -> None:
    empty.add("posts", day=MONDAY, impressions=1000, link_clicks=10)
    empty.add("posts", day=MONDAY, impressions=9000, link_clicks=0, is_reply=True)
    assert cell(empty, "ctr").value == 0.01


def test_visits_from_elsewhere_are_not_social(empty: Rows) -> None:
    for social, events in ((True, 3), (False, 50), (None, 50)):
        empty.add("web", day=MONDAY, channel="web", is_social=social, sessions=100, key_events=events)
    assert cell(empty, "landing_conversion").value == 0.03


def test_a_typo_is_no_correction(empty: Rows) -> None:
    for correction, reason in (("none", None), ("corrected", "typo"), ("removed", "privacy"), ("corrected", "other")):
        empty.add("content_log", day=MONDAY, correction=correction, correction_reason=reason)
    empty.cover("content_log", MONDAY, SUNDAY)
    assert cell(empty, "correction_ratio").value == 1 / 4
    assert cell(empty, "compliance_incidents").value == 1


def test_a_correction_without_a_reason_is_neither_an_error_nor_none(empty: Rows) -> None:
    for correction, reason in (("none", None), ("corrected", "error"), ("corrected", None), ("removed", None)):
        empty.add("content_log", day=MONDAY, correction=correction, correction_reason=reason)
    found = cell(empty, "correction_ratio")
    assert (found.value, found.denominator, found.coverage) == (1 / 2, 2, 2 / 4)


def test_a_late_correction_counts_in_the_week_of_publishing(empty: Rows) -> None:
    late = {"correction": "corrected", "correction_reason": "error", "corrected_on": "2026-12-20"}
    empty.add("content_log", day=MONDAY, **late)
    assert cell(empty, "correction_ratio").value == 1
