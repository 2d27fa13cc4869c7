"""A rule as it is filled in: what is read back, and the one sentence for each field that is wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kpi.rule.rule_form import LegDraft, Reader, RuleDraft, drafted, read_rule, read_test
from kpi.rule.rules import Rule, load_rules
from kpi.words import LANGUAGES, Words

NL = Reader(Words("nl"), "EUR")
EN = Reader(Words("en"), "EUR")


def draft(*legs: LegDraft, **fields: Any) -> RuleDraft:
    return replace(RuleDraft(name="Mine", action="Ask.", legs=legs), **fields)


def leg(kpi: str = "ctr", movement: Any = "rises", amount: str = "", **fields: Any) -> LegDraft:
    return LegDraft(kpi=kpi, movement=movement, amount=amount, **fields)


def problems(made: RuleDraft, reader: Reader = EN, taken: tuple[str, ...] = ()) -> dict[str, str]:
    """Say what is wrong, by field."""
    found = read_rule(made, reader, taken)
    assert not isinstance(found, Rule)
    return {name: problem.describe(reader.say) for name, problem in found.items()}


def made(told: RuleDraft, reader: Reader = EN) -> Rule:
    found = read_rule(told, reader)
    assert isinstance(found, Rule)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_a_declared_rule_that_is_opened_and_saved_stays_what_it_is(rule: Rule, language: str) -> None:
    reader = Reader(Words(language), "EUR")
    assert read_rule(drafted(rule, reader), reader) == rule.model_copy(update={"off": False})  # saving it is a yes


def test_a_test_needs_signs_and_weeks_and_no_words() -> None:
    tested = read_test(draft(leg(), name="", action="", owner="x" * 99, weeks=3), EN)
    assert isinstance(tested, Rule)
    assert (tested.when[0].kpi, tested.weeks, tested.name, tested.action) == ("ctr", 3, None, None)
    wrong = read_test(draft(leg(""), name=""), EN)
    assert not isinstance(wrong, Rule)
    assert wrong.keys() == {"0.kpi"}


def test_words_changed_in_one_language_stand_for_all() -> None:
    opened = replace(drafted(load_rules()[0], NL), name="Wacht  even")
    assert made(opened, NL).name == "Wacht even"
    assert made(opened, NL).action is None


@pytest.mark.parametrize(
    ("reader", "kpi", "written", "value"),
    [
        (NL, "ctr", "2,6%", 0.026),
        (EN, "ctr", "2.6 %", 0.026),
        (NL, "response_time_median", "6 uur", 6.0),
        (EN, "response_time_median", "2h 30m", 2.5),
        (NL, "net_sentiment", "-5", -5.0),
        (EN, "net_sentiment", "+12", 12.0),
        (NL, "cpa", "€ 1.250,50", 1250.5),
        (EN, "follower_growth", "-1 000", -1000.0),
        (EN, "policy_incidents", "3", 3.0),
    ],
)
def test_limit_is_read_in_the_reader_s_notation(reader: Reader, kpi: str, written: str, value: float) -> None:
    assert made(draft(leg(kpi, "above", written)), reader).when[0].limit == pytest.approx(value)


@pytest.mark.parametrize(
    ("told", "field", "said"),
    [
        (draft(leg(), name=" "), "name", "Give the rule a name."),
        (draft(leg(), action=""), "action", "Say what to do when it holds."),
        (draft(leg(), owner="x" * 81), "owner", "Keep it to 80 characters."),
        (draft(leg("")), "0.kpi", "Choose a KPI."),
        (draft(leg(movement="above")), "0.amount", "Write the limit."),
        (draft(leg(movement="above", amount="6 h")), "0.amount", "“6 h”: this KPI is a percentage, such as 2.6%."),
        (draft(leg(movement="above", amount="2")), "0.amount", "“2” has no unit. Did you mean “2%”?"),
        (
            draft(leg("saves", "above", "2-3")),
            "0.amount",
            "Write one number, without a range, a sign or a bound.",
        ),
        (
            draft(leg(movement="above", amount="100%")),
            "0.amount",
            "CTR can never be above 100%, so this would never hold.",
        ),
        (
            draft(leg("net_sentiment", "below", "-100")),
            "0.amount",
            "net sentiment can never be below -100, so this would never hold.",
        ),
        (
            draft(leg("net_sentiment", "above", "-101")),
            "0.amount",
            "net sentiment is always above -101, so this would say nothing.",
        ),
        (
            draft(leg("net_sentiment", "below", "101")),
            "0.amount",
            "net sentiment is always below 101, so this would say nothing.",
        ),
        (
            draft(leg("net_sentiment", "flat")),
            "0.amount",
            "Write the smallest move that matters to you; without it, a small sample would always look calm.",
        ),
        (draft(leg("net_sentiment", "flat", "0")), "0.amount", "A move that matters is more than zero."),
        (
            draft(leg("net_sentiment", "flat", "250")),
            "0.amount",
            "net sentiment cannot move by 250, so this would always hold.",
        ),
        (
            draft(leg("ctr", "appears")),
            "0.movement",
            "Only a count can be more than zero by surprise. For CTR, choose “is above a limit”.",
        ),
        (draft(leg(), leg()), "1.kpi", "This says the same of the same KPI as sign 1."),
        (draft(leg(), leg(movement="falls")), "1.movement", "This and sign 1 can never hold at once."),
        (
            draft(leg(movement="above", amount="3%"), leg(movement="below", amount="2%")),
            "1.movement",
            "This and sign 1 can never hold at once.",
        ),
    ],
)
def test_every_wrong_field_gets_one_sentence(told: RuleDraft, field: str, said: str) -> None:
    assert problems(told) == {field: said}


def test_every_wrong_field_is_named_at_once() -> None:
    assert problems(RuleDraft()).keys() == {"name", "action", "0.kpi"}


def test_name_of_another_rule_is_taken() -> None:
    assert problems(draft(leg(), name="pause SCALING"), taken=("Pause scaling",)) == {
        "name": "Another rule has this name already."
    }


@pytest.mark.parametrize(
    "legs",
    [
        (leg(), leg(movement="falls", alternative=True)),  # one of the two is enough
        (leg(), leg(movement="falls", channel="x")),  # of other rows
        (leg(movement="above", amount="2%"), leg(movement="below", amount="3%")),  # between
    ],
)
def test_legs_that_can_hold_together_are_taken(legs: tuple[LegDraft, ...]) -> None:
    assert len(made(draft(*legs)).when) == 2


def test_a_filter_that_the_kpi_has_not_is_left_out() -> None:
    (kept,) = made(draft(leg("cpa", topics=("ai",), paid=True, channel="x"))).when
    assert (kept.topics, kept.paid, kept.channel) == (("ai",), None, "x")


def test_strictness_belongs_to_moves_and_limits_only() -> None:
    moving, calm = made(draft(leg(beyond=3.3), leg("net_sentiment", "flat", "12", beyond=3.3))).when
    assert (moving.beyond, calm.within) == (3.3, 12.0)
    assert calm.beyond < 3.3


def test_first_leg_is_no_alternative() -> None:
    assert not made(draft(leg(alternative=True))).when[0].alternative


def test_owner_s_kpi_follows_the_legs() -> None:
    assert made(draft(leg("cpa"), owner_of="ctr")).owner_of == "cpa"


@pytest.mark.parametrize("written", ["100%", "0%", "-5%", "8"])
def test_share_of_what_leads_lies_between_nothing_and_all(written: str) -> None:
    leading = next(rule for rule in load_rules() if rule.leading)
    assert problems(replace(drafted(leading, EN), share=written)).keys() == {"share"}
