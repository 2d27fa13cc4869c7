"""A rule as a sentence: grammar of each language, whatever its legs are."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from kpi.catalog import catalog
from kpi.rule.rule_words import (
    clause,
    condition,
    grounds,
    noun,
    place_name,
    rule_action,
    rule_name,
    sentence,
    statement,
)
from kpi.rule.rules import Leading, Leg, Rule, load_rules
from kpi.rule.ruling import LegEvidence
from kpi.snapshot import EVERYWHERE, Move, Movement
from kpi.words import LANGUAGES, Words, texts

Four = tuple[str, str, str, str]  # en, nl, ro, sv


def rule(*when: Leg, weeks: int = 1, **fields: object) -> Rule:
    own = {"id": "own_1", "verdict": "stop", "weeks": weeks, "name": "Mine", "action": "Ask first.", "when": when}
    owner_of = when[0].kpi if when else "ctr"
    return Rule.model_validate({**own, "owner_of": owner_of, **fields})


def leg(kpi: str, movement: Movement, **fields: object) -> Leg:
    within = 0.1 if movement in {"flat", "not_rises", "not_falls"} else None
    return Leg.model_validate({"kpi": kpi, "movement": movement, "within": within, **fields})


CTR_UP, MOOD_DOWN = leg("ctr", "rises"), leg("net_sentiment", "falls")
CPM, CPC = leg("cpm", "rises"), leg("cpc", "rises", alternative=True)
SAID: list[tuple[Rule, Four]] = [
    (
        rule(CTR_UP, MOOD_DOWN),
        (
            "CTR rises and net sentiment falls",
            "de CTR stijgt en het netto sentiment daalt",
            "CTR-ul crește și sentimentul net scade",
            "CTR ökar och nettosentimentet sjunker",
        ),
    ),
    (
        rule(MOOD_DOWN, weeks=2),
        (
            "net sentiment falls, 2 weeks running",
            "het netto sentiment daalt, 2 weken op rij",
            "sentimentul net scade, 2 săptămâni la rând",
            "nettosentimentet sjunker, 2 veckor i rad",
        ),
    ),
    (
        rule(leg("cpa", "falls"), leg("net_sentiment", "flat"), leg("ctr", "not_rises")),
        (
            "CPA falls, net sentiment stays level and CTR does not rise",
            "de CPA daalt, het netto sentiment gelijk blijft en de CTR niet stijgt",
            "CPA-ul scade, sentimentul net rămâne la același nivel și CTR-ul nu crește",
            "CPA sjunker, nettosentimentet ligger still och CTR inte ökar",
        ),
    ),
    (  # alternatives that do the same share their verb, and come last
        rule(CPM, CPC, leg("ctr", "not_falls")),
        (
            "CTR does not fall and CPM or CPC rises",
            "de CTR niet daalt en de CPM of de CPC stijgt",
            "CTR-ul nu scade și CPM-ul sau CPC-ul crește",
            "CTR inte sjunker och CPM eller CPC ökar",
        ),
    ),
    (
        rule(CTR_UP, leg("net_sentiment", "falls"), leg("toxic_share", "rises", alternative=True)),
        (
            "CTR rises and either net sentiment falls or the toxic share rises",
            "de CTR stijgt en ofwel het netto sentiment daalt ofwel het toxische aandeel stijgt",
            "CTR-ul crește și fie sentimentul net scade, fie ponderea mențiunilor toxice crește",
            "CTR ökar och antingen nettosentimentet sjunker eller den toxiska andelen ökar",
        ),
    ),
    (  # alone they need no "either"
        rule(leg("response_time_median", "above", limit=6.5), leg("takedowns", "appears", alternative=True)),
        (
            "the median response time is above 6.5 h or the number of takedowns is more than zero",
            "de mediane reactietijd boven 6,5 uur ligt of het aantal weggehaalde posts meer dan nul is",
            "timpul median de răspuns este peste 6,5 ore sau numărul de postări eliminate este mai mare decât zero",
            "mediansvarstiden ligger över 6,5 h eller antalet nedtagna inlägg är större än noll",
        ),
    ),
    (
        rule(leg("ctr", "below", limit=0.012, channel="linkedin", topics=("AI", "privacy"), paid=False)),
        (
            "CTR (organic only) about “AI” or “privacy” on LinkedIn is below 1.2%",
            "de CTR (alleen organisch) over ‘AI’ of ‘privacy’ op LinkedIn onder 1,2% ligt",
            "CTR-ul (doar organic) despre „AI” sau „privacy” pe LinkedIn este sub 1,2 %",
            "CTR (endast organiskt) om ”AI” eller ”privacy” på LinkedIn ligger under 1,2 %",
        ),
    ),
    (
        rule(leading=Leading(of="ctr")),
        (
            "a few formats bring at least 80% of the results behind CTR and do better than the rest",
            "enkele formats minstens 80% van de resultaten voor de CTR opleveren en het beter doen dan de rest",
            (
                "câteva formate aduc cel puțin 80 % din rezultatele pe care se bazează CTR-ul "
                "și merg mai bine decât restul"
            ),
            "några få format ger minst 80 % av resultaten för CTR och lyckas bättre än resten",
        ),
    ),
]


@pytest.mark.parametrize(("told", "said"), SAID)
def test_condition_is_a_clause_of_the_language(told: Rule, said: Four) -> None:
    read = [condition(told, Words(language), "EUR").replace("\u00a0", " ") for language in LANGUAGES]
    assert read == list(said)


def test_whole_sentence_ends_in_verdict_and_action() -> None:
    said = [sentence(rule(CTR_UP), Words(language)) for language in LANGUAGES]
    assert said == [
        "If CTR rises: STOP. Ask first.",
        "Als de CTR stijgt: STOP. Ask first.",
        "Dacă CTR-ul crește: STOP. Ask first.",
        "Om CTR ökar: STOPP. Ask first.",
    ]


@pytest.mark.parametrize(("written", "said"), [("Ask", "Ask."), ("Ask!", "Ask!"), ("Why?", "Why?")])
def test_an_action_ends_as_a_sentence(written: str, said: str) -> None:
    assert sentence(rule(CTR_UP, action=written), Words("en")) == f"If CTR rises: STOP. {said}"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            leg("ctr", "below", limit=0.02),
            ("CTR is below 2%", "De CTR ligt onder 2%", "CTR-ul este sub 2 %", "CTR ligger under 2 %"),
        ),
        (
            leg("net_sentiment", "not_rises"),
            (
                "Net sentiment does not rise",
                "Het netto sentiment stijgt niet",
                "Sentimentul net nu crește",
                "Nettosentimentet ökar inte",
            ),
        ),
    ],
)
def test_a_leg_alone_has_the_word_order_of_a_main_clause(told: Leg, said: Four) -> None:
    assert [statement(told, Words(language)).replace("\u00a0", " ") for language in LANGUAGES] == list(said)


def test_limit_in_money_has_the_currency_of_the_plan() -> None:
    told = leg("cpa", "above", limit=425)
    assert clause(told, Words("sv"), "SEK").replace("\u00a0", " ") == "CPA ligger över 425 kr"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kpi_has_a_noun_of_its_own(language: str) -> None:
    say = Words(language)
    missing = [name for name in catalog() if not say.has(f"rule_noun.{name}")]
    assert missing == []
    nouns = [noun(name, say) for name in catalog()]
    assert len(set(nouns)) == len(nouns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_movement_can_be_said(language: str) -> None:
    for family in ("rules.leg", "rules.fact", "rules.does"):
        said = {key for key in texts(language) if key.startswith(f"{family}.")}
        assert said == {f"{family}.{movement}" for movement in get_args(Movement)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_declared_rule_is_a_sentence_with_an_action(language: str) -> None:
    say = Words(language)
    for declared in load_rules():
        assert rule_name(declared, say) != declared.id
        assert rule_action(declared, say)
        assert sentence(declared, say, "EUR").endswith((".", "!"))


def test_own_words_stand_before_the_declared_ones() -> None:
    declared = load_rules()[0]
    mine = declared.model_copy(update={"name": "Ours", "action": "Wait."})
    assert rule_name(mine, Words("nl")) == "Ours"
    assert rule_action(mine, Words("nl")) == "Wait."


def test_channel_without_a_word_stands_as_it_is() -> None:
    assert place_name("intranet", Words("en")) == "intranet"
    assert place_name(EVERYWHERE, Words("ro")) == Words("ro")("headline.brand")


@pytest.mark.parametrize(("language", "fact"), [("en", "Fact"), ("nl", "Feit"), ("sv", "Faktum"), ("ro", "Fapt")])
def test_what_happened_at_all_is_a_fact_and_no_signal(language: str, fact: str) -> None:
    shown, say = (
        LegEvidence("late_threads", "appears", "count", None, Move(0, 1, None, "signal"), 0, 1),
        Words(language),
    )
    assert grounds(shown, say) == fact
    assert grounds(replace(shown, movement="rises"), say) == say("evidence.signal")
