"""Where a rule stands over all its places."""

from __future__ import annotations

from typing import Any

import pytest

from kpi.rule.rule_standing import DECIDED, groups, holding, standing
from kpi.rule.rules import Leading, Leg, Rule
from kpi.rule.ruling import Lack, LegState, RuleState
from kpi.snapshot import EVERYWHERE
from kpi.words import texts

RULE = Rule(id="r", verdict="stop", owner_of="ctr", when=(Leg(kpi="ctr", movement="rises"),))


def leg(
    missing: str | None, evidence: Any = "noise", movement: Any = "rises", *, alternative: bool = False
) -> LegState:
    return LegState(
        kpi="ctr",
        channel=None,
        topics=(),
        paid=None,
        movement=movement,
        unit="percent",
        currency=None,
        before=0.01,
        after=0.012,
        sample_before=1000,
        sample_after=1000,
        evidence=evidence,
        holds=missing is None,
        missing=missing,
        alternative=alternative,
    )


def state(*legs: LegState, channel: str = EVERYWHERE) -> RuleState:
    return RuleState("r", channel, legs, all(any(one.holds for one in group) for group in groups(legs)))


HOLDS, SHORT, FAR, UNKNOWN = leg(None), leg("not_enough"), leg("no_rise"), leg("too_few_weeks", None)


@pytest.mark.parametrize(
    ("states", "stands"),
    [
        ([], "blind"),  # nothing can be judged yet
        ([state(HOLDS)], "holds"),
        ([state(FAR), state(HOLDS, channel="x")], "holds"),  # as its best place does
        ([state(SHORT)], "close"),
        ([state(leg("noise", "possible"))], "close"),
        ([state(leg("noise"))], "quiet"),
        ([state(FAR)], "quiet"),
        ([state(HOLDS, FAR)], "close"),  # one of two signs is there
        ([state(leg(None, movement="flat"), FAR)], "quiet"),  # that nothing moves is the ordinary case
        ([state(HOLDS, FAR, FAR)], "quiet"),
        ([state(HOLDS, UNKNOWN)], "blind"),  # whatever the first says, the second cannot be told
        ([state(UNKNOWN), state(FAR, channel="x")], "quiet"),
        ([state(FAR, leg("too_few_weeks", None, alternative=True))], "quiet"),
        ([state(HOLDS, leg("coverage", "too_little", alternative=True))], "holds"),
    ],
)
def test_rule_stands_as_its_best_place(states: list[RuleState], stands: str) -> None:
    assert standing(RULE, states) == stands


def test_a_rule_that_is_off_says_nothing() -> None:
    assert standing(RULE, [state(HOLDS)], off=True) == "off"


def test_what_leads_holds_is_quiet_or_cannot_be_judged() -> None:
    leading = Rule(id="r", verdict="scale", owner_of="ctr", leading=Leading(of="ctr"))
    assert standing(leading, [RuleState("r", EVERYWHERE, (), holds=False)]) == "quiet"
    assert standing(leading, [RuleState("r", EVERYWHERE, (), holds=True)]) == "holds"
    lacking = RuleState("r", EVERYWHERE, (), holds=False, lacks=Lack("no_results"))
    assert standing(leading, [lacking]) == "blind"
    assert standing(leading, [lacking, RuleState("r", "x", (), holds=False)]) == "quiet"  # as its best place does


def test_places_in_which_it_holds_are_named() -> None:
    assert holding([state(FAR), state(HOLDS, channel="x")]) == ("x",)


def test_what_is_decided_is_among_what_a_leg_can_lack() -> None:
    lacks = {key.removeprefix("leg_missing.") for key in texts("en") if key.startswith("leg_missing.")}
    assert lacks > DECIDED
