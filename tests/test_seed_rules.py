"""Each of the 21 rules of the articles fires on a brand in which that happens, and none where nothing does.

Rows of every fact are put into a store, scored, compared and judged as those of real uploads are: thirteen ordinary
weeks, then the one that is judged (tests/seed_weeks.py).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kpi.plan import Plan
from kpi.review import take
from kpi.rule.rulebook import SETTING, Rulebook, written
from kpi.rule.rules import load_rules
from kpi.snapshot import EVERYWHERE
from tests.rows import Rows
from tests.seed_weeks import FACTS, LAST, LOADED, ORDINARY, WEEKS, Level, rows
from tests.test_thousand_sets import UPLOAD, insert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.rule.ruling import Alert

PLAN = Plan(brand="Windmeer", start=date(2026, 10, 5), currency="EUR")
MONDAY = date(2026, 11, 23)
RULES = {rule.id: rule for rule in load_rules()}
LIMITS = {"low_sentiment": 5.0, "low_retention": 0.25}  # a team's own
# what happens in the last week, and in the one before it; and the rules that the same change must set off too
SHIFTS: dict[str, tuple[Level, Level, set[str]]] = {
    "pause_scaling": (Level(ctr=1.3, points=-18, leads=1.6), ORDINARY, set()),
    "scale_budget": (Level(cost=0.7), ORDINARY, set()),
    "improve_offer": (Level(wait=0.5, cost=1.4), ORDINARY, set()),
    "change_format": (Level(retention=0.8), ORDINARY, {"check_platform"}),  # sudden, too
    "publish_proof": (Level(points=-20), Level(points=-10), set()),
    "retarget": (Level(engagement=1.3, unfollows=1.7), ORDINARY, set()),
    "fix_offer": (Level(ctr=1.3), ORDINARY, set()),
    "relevance_first": (Level(posts=2), ORDINARY, set()),
    "fix_call_to_action": (Level(retention=1.2, engaged=1.4), ORDINARY, set()),
    "match_landing": (Level(ctr=1.3, landing=0.7, leads=1.6), ORDINARY, set()),
    "slow_distribution": (Level(points=-35), ORDINARY, set()),
    "low_sentiment": (Level(points=-20), ORDINARY, set()),
    "low_retention": (Level(retention=0.8), ORDINARY, {"change_format", "check_platform"}),
    "stop_vanity_audience": (Level(engagement=0.7), ORDINARY, set()),
    "stop_vanity_growth": (Level(cpm=1.4), ORDINARY, set()),
    "check_platform": (Level(impressions=0.4), ORDINARY, set()),
    "restore_compliance": (Level(reach=0.5, warned="takedown"), ORDINARY, set()),
    "calm_polarisation": (Level(toxic=4, points=-18, unfollows=1.6), ORDINARY, set()),
    "governance_works": (Level(incidents=0.2, corrected=0.1, wait=0.5, points=18), ORDINARY, set()),
    "check_approval": (Level(approval=0.5, incidents=2.6), ORDINARY, set()),
    "scale_formats": (ORDINARY, ORDINARY, set()),  # no matter of one week: see below
    "escalate_threads": (Level(late=True), ORDINARY, set()),
}
CLICKED = "update posts set link_clicks = link_clicks * (case when format in ('reel', 'carousel') then 9 else 1 end)"


@pytest.fixture(scope="module")
def quiet() -> Iterator[Rows]:
    """Fill a store with the weeks before the last two; a test adds these, and takes them out again."""
    store = Rows()
    for number, fact in enumerate(FACTS, 1):
        told = {"batch_id": number, "fact": fact, "format": fact, "period_from": WEEKS[0].monday}
        told |= {"period_to": LAST.sunday, "snapshot_date": LAST.sunday, "loaded_at": LOADED}
        insert(store, "upload", [UPLOAD | told])
        span = {"batch_id": number, "fact": fact, "channel": None, "day_from": WEEKS[0].monday, "day_to": LAST.sunday}
        insert(store, "covered", [span])
    for week in WEEKS[:-2]:
        add(store, rows(week))
    yield store
    store.close()


def add(store: Rows, made: dict[str, list[dict[str, Any]]]) -> None:
    for fact, some in made.items():
        insert(store, fact, some)


def alerts(store: Rows, before: Level, last: Level, rulebook: Rulebook, *also: str) -> tuple[Alert, ...]:
    """Judge the last week, and leave the store as it was."""
    store.con.execute("begin")
    for week, level in zip(WEEKS[-2:], (before, last), strict=True):
        add(store, rows(week, level))
    store.con.execute("insert into setting values (?, ?)", [SETTING, written(rulebook)])
    for statement in also:
        store.con.execute(statement)
    try:
        return take(store, PLAN, LAST, MONDAY).alerts
    finally:
        store.con.execute("rollback")


def limited(rule: str) -> Rulebook:
    """Write the team's limit into a rule that waits for one."""
    if rule not in LIMITS:
        return Rulebook()
    (leg,) = RULES[rule].when
    return Rulebook().put(RULES[rule].model_copy(update={"when": (leg.model_copy(update={"limit": LIMITS[rule]}),)}))


def test_every_seed_rule_is_declared() -> None:
    assert list(SHIFTS) == list(RULES)
    assert sorted({rule.seed for rule in RULES.values()}, key=lambda seed: int(str(seed)[1:])) == [
        f"R{number}" for number in range(1, 22)
    ]


@pytest.mark.parametrize("rule", SHIFTS)
def test_a_rule_fires_when_it_happens_and_nothing_else_does(quiet: Rows, rule: str) -> None:
    last, before, following = SHIFTS[rule]
    found = alerts(quiet, before, last, limited(rule), *([CLICKED] if rule == "scale_formats" else []))
    assert {alert.rule for alert in found if alert.channel == EVERYWHERE} == {rule, *following}
    (alert,) = [alert for alert in found if (alert.rule, alert.channel) == (rule, EVERYWHERE)]
    assert alert.verdict == RULES[rule].verdict
    assert {leg.kpi for leg in alert.legs} <= set(RULES[rule].kpis)


@pytest.mark.parametrize("limits", [False, True])
def test_no_rule_fires_when_nothing_happens(quiet: Rows, limits: bool) -> None:
    rulebook = Rulebook()
    for rule in LIMITS if limits else ():
        rulebook = rulebook.put(limited(rule).rules[0])
    assert alerts(quiet, ORDINARY, ORDINARY, rulebook) == ()


def test_limits_of_nobody_judge_nothing(quiet: Rows) -> None:
    found = alerts(quiet, ORDINARY, Level(points=-60, retention=0.5), Rulebook())
    assert {alert.rule for alert in found}.isdisjoint(LIMITS)


@pytest.mark.parametrize(
    ("last", "rules"),
    [
        (Level(reach=0.5), set()),  # without a platform that says so
        (Level(warned="warning"), set()),  # the other way round
        (Level(reach=0.5, warned="warning"), {"restore_compliance"}),  # one of two is enough
        (Level(toxic=4, points=-18), set()),  # nobody leaves
        (Level(posts=2, ctr=1.3, leads=1.6), set()),  # more that is relevant
        (Level(cpm=1.4, leads=1.6), set()),  # dearer, and worth it
        (Level(engagement=0.7, leads=1.6), set()),
    ],
)
def test_a_rule_needs_every_leg(quiet: Rows, last: Level, rules: set[str]) -> None:
    assert {alert.rule for alert in alerts(quiet, ORDINARY, last, Rulebook())} == rules


def test_formats_are_named_that_bring_the_clicks(quiet: Rows) -> None:
    (alert,) = [one for one in alerts(quiet, ORDINARY, ORDINARY, Rulebook(), CLICKED) if one.channel == EVERYWHERE]
    assert sorted(part.name for part in alert.parts) == ["carousel", "reel"]
    assert sum(part.share for part in alert.parts) == pytest.approx(0.9)
    assert sum(part.of_all for part in alert.parts) == pytest.approx(0.5)
