"""Silence is told apart: it does not hold, or nobody can judge it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kpi.alerting.findings import findings
from kpi.alerting.judging import Lack, Ruled, lacks, read_lacks
from kpi.rule.rules import load_rules
from kpi.rule.ruling import Lack as NotTold
from kpi.rule.ruling import LegState, RuleState
from tests.cases import taken

if TYPE_CHECKING:
    from kpi.alerting.findings import Finding

RULE = next(rule for rule in load_rules() if rule.id == "pause_scaling")


def stop() -> Finding:
    (one,) = findings(taken(stop=3.0))
    return one


def leg(kpi: str, missing: str | None, *, alternative: bool = False) -> LegState:
    base = LegState(kpi, None, (), None, "rises", "percent", None, 1.0, 2.0, 9, 9, "noise", missing is None, missing)
    return replace(base, alternative=alternative)


def standing(*legs: LegState) -> Ruled:
    return Ruled({RULE.id: RULE}, [RuleState(RULE.id, "linkedin", legs, holds=False)])


@pytest.mark.parametrize(
    ("legs", "lacking"),
    [
        ([leg("ctr", None), leg("cpa", "nothing_known")], (Lack("cpa", "no_data"),)),
        ([leg("ctr", None), leg("cpa", "week_not_full")], (Lack("cpa", "not_full"),)),
        ([leg("ctr", None), leg("cpa", "unlike")], (Lack("cpa", "nothing_before"),)),
        ([leg("ctr", "blind"), leg("cpa", "too_little_data")], (Lack("ctr", "too_little"), Lack("cpa", "too_little"))),
        # one condition that is seen to fail is enough, whatever the other would say
        ([leg("ctr", "noise"), leg("cpa", "nothing_known")], ()),
        ([leg("ctr", None), leg("cpa", "no_rise")], ()),
        # of alternatives all must be seen to fail
        ([leg("ctr", "noise"), leg("cpa", "nothing_known", alternative=True)], (Lack("cpa", "no_data"),)),
        ([leg("ctr", "noise"), leg("cpa", "fell", alternative=True)], ()),
    ],
)
def test_rule_says_which_of_its_kpis_lack_data(legs: list[LegState], lacking: tuple[Lack, ...]) -> None:
    assert lacks(taken(), stop(), lambda: standing(*legs)) == lacking


def test_channel_that_is_gone_with_its_data_has_none() -> None:
    assert lacks(taken(), stop(), lambda: Ruled({RULE.id: RULE}, [])) == (Lack("ctr", "no_data"),)


def test_rule_about_what_leads_ends_only_where_its_formats_could_be_judged() -> None:
    leading = next(rule for rule in load_rules() if rule.leading)
    finding = replace(stop(), subject=f"rule:{leading.id}@linkedin", rule=leading.id, kpis=())

    def look(*states: RuleState) -> Ruled:
        return Ruled({leading.id: leading}, states)

    quiet = RuleState(leading.id, "linkedin", (), holds=False)
    assert lacks(taken(), finding, lambda: look(quiet)) == ()
    blind = replace(quiet, lacks=NotTold("too_few_results", 3))
    for known in (look(blind), look()):
        assert lacks(taken(), finding, lambda known=known: known) == (Lack("ctr", "too_little"),)


def test_rule_that_is_off_no_longer_holds() -> None:
    assert lacks(taken(complete=False), stop(), lambda: Ruled({}, [])) == ()


def test_without_a_plan_the_sources_tell() -> None:
    assert lacks(taken(), stop(), lambda: None) == ()
    assert lacks(taken(complete=False), stop(), lambda: None) == (Lack("ctr", "not_full"),)


def test_lack_comes_back_from_the_journal_as_it_was() -> None:
    one = Lack("cpa", "no_data")
    assert read_lacks({"lacks": [one.body]}) == (one,)
