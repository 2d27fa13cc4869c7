"""Which KPIs a set of columns can answer."""

from __future__ import annotations

import pytest

from kpi.catalog import catalog
from kpi.needs import answerable, fed

COUNTED = {"posts_published", "publishing_rate", "active_channels", "channel_diversification"}  # that they are there
CASES = [
    ("posts", {"impressions", "link_clicks"}, {"ctr", "impressions", *COUNTED}),
    ("posts", {"link_clicks"}, COUNTED),
    (
        "posts",
        {"impressions", "reactions", "comments", "shares"},
        {"engagement_rate", "share_rate", "impressions", *COUNTED},
    ),
    ("posts", {"reach"}, {"post_reach", *COUNTED}),
    ("posts", {"views", "avg_pct_viewed"}, {"video_retention", *COUNTED}),
    ("posts", {"views", "watch_s"}, {"watch_time", *COUNTED}),
    ("account_day", {"metric:follows"}, set()),
    ("account_day", {"metric:follows", "metric:unfollows"}, {"follow_unfollow_ratio", "follower_growth", "unfollows"}),
    ("account_day", {"metric:unfollows", "metric:followers"}, {"unfollow_rate", "unfollows"}),
    ("account_day", {"metric:returning_viewers_28d"}, {"returning_viewers"}),
    ("deletions", {"requested_on", "deleted_on"}, {"time_to_delete"}),
    ("escalations", {"escalated_at", "answered_at"}, {"escalations", "escalation_time"}),
    ("content_log", {"submitted_at"}, {"time_to_publish"}),
    ("datasets", {"name", "owner"}, {"dataset_governance"}),
    ("vendor_terms", {"policy_updated_on"}, {"policy_update_time"}),
    ("messages", {"received_at", "sentiment"}, {"net_sentiment", "positive_neutral_share"}),
    ("mentions", {"published_at", "is_toxic"}, {"toxic_share", "share_of_voice"}),
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


def test_a_risk_that_is_looked_at_and_answered_gives_what_was_in_time() -> None:
    fields = frozenset({"escalated_at", "triaged_at", "answered_at", "risk"})
    assert {"triage_time", "high_risk_in_time"} <= set(answerable("escalations", fields))


def test_every_kpi_is_fed_by_its_sources() -> None:
    assert {name for kpi in catalog().values() for source in kpi.sources for name in fed(source)} == set(catalog())
