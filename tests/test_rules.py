"""Rules are declared whole: known KPIs, a guard on every leg, a text in every language."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.declared import BrokenDeclarationError
from kpi.catalog import catalog
from kpi.rules import Rule, load_rules
from kpi.words import LANGUAGES, Words

RULES = {rule.id: rule for rule in load_rules()}
HEAD = '[rule.mine]\nverdict = "fix"\nowner_of = "ctr"\n'


@pytest.mark.parametrize(
    ("rule", "verdict", "weeks", "legs"),
    [
        ("pause_scaling", "stop", 1, ["ctr rises", "net_sentiment falls"]),
        ("scale_budget", "scale", 1, ["cpa falls", "net_sentiment flat"]),
        ("publish_proof", "fix", 2, ["net_sentiment falls"]),
        ("fix_offer", "fix", 1, ["ctr rises", "click_to_lead not_rises"]),
        ("match_landing", "fix", 1, ["ctr rises", "landing_conversion falls"]),
    ],
)
def test_rule_says_what_the_articles_say(rule: str, verdict: str, weeks: int, legs: list[str]) -> None:
    found = RULES[rule]
    assert (found.verdict, found.weeks) == (verdict, weeks)
    assert [f"{leg.kpi} {leg.movement}" for leg in found.when] == legs


def test_every_declared_rule_stands_in_the_table_above() -> None:
    assert list(RULES) == ["pause_scaling", "scale_budget", "publish_proof", "fix_offer", "match_landing"]


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
