"""Rules are declared whole: known KPIs, a guard on every leg, a text in every language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data.declared import BrokenDeclarationError
from kpi.catalog import catalog
from kpi.cells import Filter
from kpi.rule.rules import Leading, Leg, Rule, load_rules
from kpi.words import LANGUAGES, Words

RULES = {rule.id: rule for rule in load_rules()}
HEAD = '[rule.mine]\nverdict = "fix"\nowner_of = "ctr"\n'


# kpis.md 5, rule by rule; `or` = one of the two is enough
ARTICLES = {
    "pause_scaling": ("R1", "stop", "ctr rises, net_sentiment falls"),
    "scale_budget": ("R2", "scale", "cpa falls, net_sentiment flat"),
    "improve_offer": ("R3", "fix", "response_time_median falls, cpa rises"),
    "change_format": ("R4", "fix", "video_retention falls"),
    "publish_proof": ("R5", "fix", "net_sentiment falls"),
    "retarget": ("R6", "fix", "engagement_rate rises, follow_unfollow_ratio falls"),
    "fix_offer": ("R7", "fix", "ctr rises, click_to_lead not_rises"),
    "relevance_first": ("R8", "stop", "publishing_rate rises, ctr not_rises, click_to_lead not_rises"),
    "fix_call_to_action": ("R9", "fix", "video_retention rises, engaged_reach rises, ctr not_rises"),
    "match_landing": ("R10", "fix", "ctr rises, landing_conversion falls"),
    "slow_distribution": ("R11", "stop", "follower_growth above 0, net_sentiment falls"),
    "low_sentiment": ("R12", "fix", "net_sentiment below 0"),
    "low_retention": ("R12", "fix", "video_retention below 0.2"),
    "stop_vanity_audience": ("R13", "stop", "follower_growth above 0, click_to_lead not_rises, engagement_rate falls"),
    "stop_vanity_growth": ("R14", "stop", "follower_growth above 0, click_to_lead not_rises, cpm rises, or cpc rises"),
    "check_platform": ("R15", "review", "impressions falls, or video_retention falls"),
    "restore_compliance": ("R16", "stop", "post_reach falls, policy_warnings appears, or takedowns appears"),
    "calm_polarisation": ("R17", "stop", "toxic_share rises, net_sentiment falls, unfollows rises"),
    "governance_works": (
        "R18",
        "ok",
        "policy_incidents falls, correction_ratio falls, response_time_median falls, net_sentiment rises",
    ),
    "check_approval": ("R19", "review", "approval_cycle_time falls, policy_incidents rises"),
    "scale_formats": ("R20", "scale", ""),
    "escalate_threads": ("R21", "stop", "late_threads appears"),
}


def written(rule: Rule) -> str:
    """Write the legs of a rule as the table does."""
    legs = [(leg, "" if leg.limit is None else f" {leg.limit:g}") for leg in rule.when]
    return ", ".join(f"{'or ' * leg.alternative}{leg.kpi} {leg.movement}{limit}" for leg, limit in legs)


def test_rules_say_what_the_articles_say() -> None:
    assert {rule.id: (rule.seed, rule.verdict, written(rule)) for rule in RULES.values()} == ARTICLES
    assert {rule.id: rule.weeks for rule in RULES.values() if rule.weeks > 1} == {"publish_proof": 2}
    leading = RULES["scale_formats"].leading
    assert leading is not None
    assert (leading.of, leading.by, leading.share) == ("ctr", "format", 0.8)


def test_limits_that_only_a_team_can_know_are_off_until_it_sets_them() -> None:
    assert [rule.id for rule in RULES.values() if rule.off] == ["low_sentiment", "low_retention"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_rule_has_its_texts_and_reads_known_kpis(rule: Rule, language: str) -> None:
    say = Words(language)
    assert all(say(f"{table}.{rule.id}") for table in ("rule", "rule_name", "rule_action"))
    assert say(f"verdict.{rule.verdict}")
    assert {leg.kpi for leg in rule.when} <= catalog().keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("movement", ["rises", "falls", "flat", "not_rises", "not_falls", "above", "below"])
def test_movement_is_said_with_its_numbers(movement: str, language: str) -> None:
    said = Words(language)(f"movement.{movement}", kpi="CTR", before="1.0%", after="1.2%")
    assert all(part in said for part in ("CTR", "1.0%", "1.2%"))


@pytest.mark.parametrize(
    ("legs", "complaint"),
    [
        ('{ kpi = "ctr", movement = "flat" }', "`within` belongs to flat"),
        ('{ kpi = "ctr", movement = "not_rises" }', "`within` belongs to flat"),
        ('{ kpi = "ctr", movement = "not_falls", within = 0 }', "greater than 0"),
        ('{ kpi = "ctr", movement = "rises", within = 1 }', "`within` belongs to flat"),
        ('{ kpi = "ctr", movement = "above" }', "`limit` belongs to above"),
        ('{ kpi = "ctr", movement = "falls", limit = 1 }', "`limit` belongs to above"),
        ('{ kpi = "ctr", movement = "falls", beyond = 1 }', "greater than or equal to 1.645"),
        ('{ kpi = "applause", movement = "falls" }', "unknown KPI 'applause'"),
        ('{ kpi = "ctr", movement = "drops" }', "rises"),
        ('{ kpi = "ctr", movment = "falls" }', "movment: unknown key"),
        ('{ kpi = "cpa", movement = "falls" }', "no leg reads 'ctr'"),
        ("", "at least 1 item"),
        ('{ kpi = "ctr", movement = "appears" }', "only a count appears, and 'ctr' is none"),
        ('{ kpi = "ctr", movement = "rises", alternative = true }', "the first leg is no alternative"),
        ('{ kpi = "net_sentiment", movement = "rises", paid = true }', "'net_sentiment' is not known by paid"),
        (", ".join(['{ kpi = "ctr", movement = "falls" }'] * 5), "at most 4 items"),
    ],
)
def test_rule_without_its_guard_stops_the_program(tmp_path: Path, legs: str, complaint: str) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(f"{HEAD}when = [{legs}]\n")
    with pytest.raises(BrokenDeclarationError) as problem:
        load_rules(file)
    assert complaint in str(problem.value)
    assert "rule.mine" in str(problem.value)


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ('leading = { of = "applause" }', "unknown KPI 'applause'"),
        ('leading = { of = "cpa", by = "campaign" }', "'cpa' is no rate of results"),  # money: the less, the better
        ('leading = { of = "net_sentiment" }', "'net_sentiment' is no rate of results"),
        ('leading = { of = "ctr", by = "campaign" }', "'ctr' is not told apart by 'campaign'"),
        ('leading = { of = "ctr", share = 1 }', "less than 1"),
        ('leading = { of = "ctr" }\nwhen = [{ kpi = "ctr", movement = "rises" }]', "`leading` says"),
    ],
)
def test_rule_about_what_leads_is_of_results_and_of_their_parts(tmp_path: Path, lines: str, complaint: str) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(f"{HEAD}{lines}\n")
    with pytest.raises(BrokenDeclarationError) as problem:
        load_rules(file)
    assert complaint in str(problem.value)


def test_legs_are_put_in_groups_of_alternatives() -> None:
    one, two, three = (Leg(kpi=kpi, movement="rises") for kpi in ("ctr", "cpa", "cpm"))
    either = two.model_copy(update={"alternative": True})
    rule = Rule(id="mine", verdict="stop", owner_of="cpm", when=(one, either, three))
    assert rule.groups == ((one, either), (three,))
    assert rule.kpis == ("ctr", "cpa", "cpm")
    assert rule.reads == rule.when
    best = Rule(id="best", verdict="scale", owner_of="ctr", leading=Leading(of="ctr"))
    assert ([leg.kpi for leg in best.reads], best.groups, best.kpis) == (["ctr"], (), ("ctr",))


def test_filter_of_a_leg_is_what_it_asks_for() -> None:
    leg = Leg(kpi="ctr", movement="rises", channel="x", topics=("price",), paid=False)
    assert leg.filter == Filter(channel="x", topics=("price",), paid=False)


@pytest.mark.parametrize(
    ("movement", "told", "vouches", "by_chance", "moved"),
    [
        ("rises", {}, True, True, True),
        ("falls", {}, True, True, True),
        ("flat", {"within": 1}, False, False, True),
        ("not_rises", {"within": 1}, False, False, True),
        ("not_falls", {"within": 1}, False, False, True),
        ("above", {"limit": 1}, False, True, False),
        ("below", {"limit": 1}, False, True, False),
        ("appears", {}, False, False, False),
    ],
)
def test_what_a_movement_is_worth(
    movement: Any, told: dict[str, float], vouches: bool, by_chance: bool, moved: bool
) -> None:
    leg = Leg(kpi="policy_incidents", movement=movement, **told)
    assert (leg.vouches, leg.by_chance, leg.moved) == (vouches, by_chance, moved)
