"""Which KPIs a set of columns can answer."""

from __future__ import annotations

import pytest

from kpi.catalog import catalog
from kpi.needs import answerable, fed

CASES = [
    ("posts", {"impressions", "link_clicks"}, {"ctr"}),
    ("posts", {"link_clicks"}, set()),
    ("posts", {"impressions", "reactions", "comments", "shares"}, {"engagement_rate"}),
    ("posts", {"views", "avg_pct_viewed"}, {"video_retention"}),
    ("account_day", {"metric:follows"}, set()),
    ("account_day", {"metric:follows", "metric:unfollows"}, {"follow_unfollow_ratio"}),
    ("messages", {"received_at", "sentiment"}, {"net_sentiment", "positive_neutral_share"}),
    ("funnel", {"leads", "mql"}, {"mql"}),
    ("ads", {"spend", "results"}, {"cpa"}),
    ("incidents", {"confirmed"}, {"policy_incidents"}),
]


@pytest.mark.parametrize(("fact", "fields", "kpis"), CASES)
def test_a_kpi_needs_its_columns(fact: str, fields: set[str], kpis: set[str]) -> None:
    assert set(answerable(fact, frozenset(fields))) == kpis


def test_a_message_with_its_answer_gives_the_waiting_times() -> None:
    assert {"response_time_median", "response_rate_24h"} <= set(
        answerable("messages", frozenset({"received_at", "reply_after"}))
    )


def test_every_kpi_is_fed_by_its_sources() -> None:
    assert {name for kpi in catalog().values() for source in kpi.sources for name in fed(source)} == set(catalog())
