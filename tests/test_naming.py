"""Which KPI a label means, in four languages; what is not sure is a question."""

from __future__ import annotations

import pytest

from kpi.catalog import catalog
from kpi.pasting.naming import Match, Unnamed, declared, find, kpi_named, places, squeezed, words_of
from kpi.words import LANGUAGES, Words

# KPIs that kpis.md names and the catalogue may still be waiting for
ANNOUNCED = {
    *("dataset_governance", "time_to_delete", "escalation_time", "approval_cycle_time", "triage_time"),
    *("high_risk_in_time", "privacy_negative_share", "privacy_response_time", "corrections", "sourced_claims"),
    *("ad_rejection_rate", "policy_warnings", "policy_update_time", "returning_viewers", "save_rate", "sla_4h"),
    *("active_channels", "tests_run", "posts_published", "cpc", "cpm", "roas", "share_rate", "saves"),
    *("unfollow_rate", "comments_answered", "escalated_share", "takedowns", "access_exceptions"),
    *("channel_diversification", "publishing_rate", "time_to_publish", "review_rounds", "follower_growth"),
    *("watch_time", "toxic_share", "engagement_rate_reach", "escalations"),
}

CLEAR = [
    ("CTR", "ctr"),
    ("Click-through rate", "ctr"),
    ("Doorklikratio", "ctr"),
    ("Klickfrekvens på inlägg", "ctr"),
    ("Rata de click", "ctr"),
    ("Netto-sentiment (positiva–negativa)", "net_sentiment"),
    ("NETTOSENTIMENT", "net_sentiment"),
    ("Response time median", "response_time_median"),
    ("Genomsnittlig svarstid", "response_time_mean"),
    ("Timp mediu de răspuns", "response_time_mean"),
    ("Timp mediu de raspuns", "response_time_mean"),
    ("Reactietijd (mediaan)", "response_time_median"),
    ("Svarsfrekvens inom 24 h: svarsfrekvens 24 h", "response_rate_24h"),
    ("Engagerad räckvidd (7 dagar)", "engaged_reach"),
    ("Follower growth calitativ (follow/unfollow ratio)", "follow_unfollow_ratio"),
    ("incidents", "policy_incidents"),
    ("Incidente de compliance", "compliance_incidents"),
    ("policy_incidents", "policy_incidents"),
    ("Conversie landingspagina (verkeer van social)", "landing_conversion"),
    ("Click-to-lead conversion (social naar landing)", "click_to_lead"),
]


@pytest.mark.parametrize(("label", "kpi"), CLEAR)
def test_a_label_names_its_kpi(label: str, kpi: str) -> None:
    assert kpi_named(label) == kpi


@pytest.mark.parametrize(
    ("label", "candidates"),
    [
        ("Svarstid", {"response_time_median", "response_time_mean"}),
        ("Reactietijd", {"response_time_median", "response_time_mean"}),
        ("Sentiment", {"net_sentiment", "positive_neutral_share"}),
        ("Negative sentiment share", {"net_sentiment", "positive_neutral_share"}),
        ("CTR and engagement rate", {"ctr", "engagement_rate"}),
    ],
)
def test_a_label_that_two_kpis_share_is_asked_about(label: str, candidates: set[str]) -> None:
    found = find(label)
    assert isinstance(found, Unnamed)
    assert set(found.candidates) == candidates
    assert kpi_named(label) is None


@pytest.mark.parametrize("label", ["NPS", "", "Er ROI", "x", "Customer happiness", "actress"])
def test_what_is_no_kpi_of_ours_names_none(label: str) -> None:
    assert kpi_named(label) is None


def test_a_name_counts_as_whole_words_only() -> None:
    assert places("ctr", ["actress", "direct", "rate"]) is None
    assert places("clickrate", ["link", "click", "rate"]) == frozenset({1, 2})


def test_candidates_stand_best_first() -> None:
    found = find("Engagement rate per follower")  # per impression is what Ninety measures
    assert isinstance(found, Unnamed)
    assert found.candidates[0] == "engagement_rate"


def test_what_stands_in_parentheses_only_explains() -> None:
    assert [word.aside for word in words_of("CTR (organic) web")] == [False, True, False]
    assert kpi_named("Engagement rate (CTR apart)") == "engagement_rate"


def test_a_found_name_says_of_which_words_it_is_made() -> None:
    found = find("Betaalde CTR van posts")
    assert isinstance(found, Match)
    assert found.words == frozenset({1})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kpi_is_known_by_its_name_on_the_screen(language: str) -> None:
    say = Words(language)
    assert {kpi: kpi_named(say(f"kpi.{kpi}"), language) for kpi in catalog()} == {kpi: kpi for kpi in catalog()}


def test_every_name_belongs_to_a_kpi() -> None:
    assert declared().keys() - catalog().keys() <= ANNOUNCED


def test_every_kpi_has_a_name_in_every_language() -> None:
    assert catalog().keys() <= declared().keys()
    assert {kpi: set(names) - {"never"} for kpi, names in declared().items()} == {
        kpi: set(LANGUAGES) for kpi in declared()
    }


def test_no_name_is_empty() -> None:
    names = [name for kpi in declared().values() for several in kpi.values() for name in several]
    assert all(squeezed(part) for name in names for part in name.split("+"))
