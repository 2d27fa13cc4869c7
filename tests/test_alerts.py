"""Which rules hold, on weeks made by hand: five rules of the articles, with limits that are checked in the head.

Every value has a standard error of 1, so a difference has a sigma of 1.41 and is a signal beyond 2.33; the legs of
the stop rule want 2.47, the fall of the scale rule 4.67. Before them lie eight weeks of one value: a rule waits for
weeks that show how much the value moves by itself.
The scale of a KPI does not matter to a rule, so a CTR of "10" is as good as one of 1%.
"""

from __future__ import annotations

from dataclasses import replace
from math import hypot
from typing import Any

import pytest

from kpi.catalog import Kpi
from kpi.cells import ALL_ROWS, Cells
from kpi.noise import SIGNAL
from kpi.periods import Week, Window
from kpi.rule.alerts import Ground, alerts, asked_of, firing, places, rule_states
from kpi.rule.rules import Leading, Leg, Rule
from kpi.rule.ruling import Alert, Part
from kpi.snapshot import EVERYWHERE, Cell

WEEK = Week(2026, 47)
RULES = (
    Rule(
        id="pause_scaling",
        verdict="stop",
        owner_of="ctr",
        when=(
            Leg(kpi="ctr", movement="rises", beyond=1.75),
            Leg(kpi="net_sentiment", movement="falls", beyond=1.75),
        ),
    ),
    Rule(
        id="scale_budget",
        verdict="scale",
        owner_of="cpa",
        when=(
            Leg(kpi="cpa", movement="falls", beyond=3.3),
            Leg(kpi="net_sentiment", movement="flat", within=12),
        ),
    ),
    Rule(
        id="publish_proof",
        verdict="fix",
        weeks=2,
        owner_of="net_sentiment",
        when=(Leg(kpi="net_sentiment", movement="falls", beyond=2.33),),
    ),
    Rule(
        id="fix_offer",
        verdict="fix",
        owner_of="click_to_lead",
        when=(
            Leg(kpi="ctr", movement="rises", beyond=2.58),
            Leg(kpi="click_to_lead", movement="not_rises", within=0.005),
        ),
    ),
    Rule(
        id="match_landing",
        verdict="fix",
        owner_of="landing_conversion",
        when=(Leg(kpi="ctr", movement="rises"), Leg(kpi="landing_conversion", movement="falls")),
    ),
)
Values = list[float | None]
BEFORE = 8


def cells(values: dict[str | tuple[str, str], Values], error: float | None = 1.0, sample: int = 10_000) -> Cells:
    """Make the weekly values of KPIs, oldest first, the last one in week 47; (KPI, channel) for a channel."""
    weeks = WEEK.last(BEFORE + max(len(series) for series in values.values()))
    made = {}
    for name, late in values.items():
        series = [next(value for value in late if value is not None)] * BEFORE + late
        kpi, channel = name if isinstance(name, tuple) else (name, EVERYWHERE)
        for week, value in zip(reversed(weeks), reversed(series), strict=False):
            window = Window(week, 7).id
            made[kpi, ALL_ROWS, window, channel] = Cell(kpi, window, channel, value, None, None, sample, None, error)
    return Cells(tuple(weeks), made, {})


def always(kpi: Kpi, channel: str, one: Week, other: Week) -> bool:
    """Take every week for full."""
    return bool(kpi and channel and one <= other)


def fired(values: dict[str | tuple[str, str], Values], **kwargs: Any) -> list[tuple[str, str]]:
    """Name the rules that hold, and where."""
    return [(alert.rule, alert.channel) for alert in found(values, **kwargs)]


def found(values: dict[str | tuple[str, str], Values], comparable: Any = always, **kwargs: Any) -> tuple[Alert, ...]:
    return alerts(RULES, Ground(cells(values, **kwargs), WEEK, comparable, "EUR"), {"ctr": "Ann"}.get)


@pytest.mark.parametrize(
    ("values", "rules"),
    [
        ({"ctr": [10, 13], "net_sentiment": [20, 17]}, ["pause_scaling"]),
        ({"ctr": [10, 12.4], "net_sentiment": [20, 17]}, []),  # CTR moves by 2.4: short of 1.75 sigma
        ({"ctr": [10, 13], "net_sentiment": [20, 18]}, []),  # sentiment moves by 2: noise
        ({"ctr": [10, 13], "net_sentiment": [20, 23]}, []),
        ({"ctr": [13, 10], "net_sentiment": [20, 17]}, []),
        ({"cpa": [50, 45], "net_sentiment": [20, 20]}, ["scale_budget"]),
        ({"cpa": [50, 45], "net_sentiment": [20, 18]}, ["scale_budget"]),  # a move of 2 is noise: flat
        ({"cpa": [50, 45], "net_sentiment": [20, 23]}, []),  # not flat
        ({"cpa": [50, 45], "net_sentiment": [20, 17]}, []),
        ({"cpa": [50, 45.4], "net_sentiment": [20, 20]}, []),  # 4.6: flat is the ordinary case, so it has to be rare
        ({"net_sentiment": [20, 18, 16]}, ["publish_proof"]),  # 2 a week is noise, 4 in two weeks beyond 2.33 x 1.41
        ({"net_sentiment": [20, 18.5, 17]}, []),  # 3 in two weeks: a signal, but this rule wants 3.30
        ({"net_sentiment": [20, 21, 16]}, []),  # the first week rose
        ({"net_sentiment": [20, 16, 16]}, []),  # the second stood still
        ({"net_sentiment": [20, 19, 18]}, []),  # 2 in two weeks: noise
        ({"net_sentiment": [20, 16]}, []),  # one week only, after a quiet one
        ({"ctr": [10, 13], "landing_conversion": [20, 17]}, ["match_landing"]),
        ({"ctr": [10, 13], "landing_conversion": [20, 18]}, []),
        ({"ctr": [10, 14], "click_to_lead": [20, 17]}, ["fix_offer"]),  # it even falls
        ({"ctr": [10, 13.6], "click_to_lead": [20, 17]}, []),
        ({"ctr": [10, 14], "click_to_lead": [20, 23]}, []),
        ({"ctr": [10, 10], "net_sentiment": [20, 20], "cpa": [50, 50], "click_to_lead": [5, 5]}, []),
    ],
)
def test_rule_holds_when_every_leg_is_beyond_the_noise(
    values: dict[str | tuple[str, str], Values], rules: list[str]
) -> None:
    assert [rule for rule, _ in fired(values)] == rules


@pytest.mark.parametrize(
    ("error", "rules"),
    [
        (0.001, ["fix_offer"]),  # a rise of 0.0023 would show: that is within half a percentage point
        (0.003, []),  # only a rise of 0.0070 would show
    ],
)
def test_absence_of_a_rise_is_claimed_only_from_a_sample_that_would_show_one(error: float, rules: list[str]) -> None:
    values: dict[str | tuple[str, str], Values] = {"ctr": [0.01, 0.02], "click_to_lead": [0.013, 0.013]}
    assert [rule for rule, _ in fired(values, error=error)] == rules


@pytest.mark.parametrize(
    ("kwargs", "why"),
    [
        ({"error": None}, "sigma unknown"),
        ({"sample": 20}, "sample too small"),
        ({"comparable": lambda *_: False}, "a week is not full"),
        ({"comparable": lambda kpi, *_: kpi.name == "ctr"}, "a week of one leg is not full"),
    ],
)
def test_rule_is_silent_without_ground_to_stand_on(kwargs: dict[str, Any], why: str) -> None:
    values: dict[str | tuple[str, str], Values] = {"ctr": [10, 20], "net_sentiment": [20, 0]}
    assert fired(values) == [("pause_scaling", EVERYWHERE)]
    assert fired(values, **kwargs) == [], why


@pytest.mark.parametrize("gap", [[10, None, 20], [10, 20, None], [None, 20]])
def test_rule_is_silent_over_a_gap(gap: Values) -> None:
    assert fired({"ctr": gap, "net_sentiment": [20, 20, 0]}) == []


def test_ordinary_ups_and_downs_of_the_weeks_before_count_as_noise() -> None:
    calm: Values = [20, 20, 20, 20, 20, 20, 10]
    wild: Values = [26, 20, 26, 20, 14, 20, 26, 20, 14, 20, 26, 26, 20, 10]  # moving ranges of 6: sigma 5.3 a week
    assert [rule for rule, _ in fired({"ctr": [10, 13], "net_sentiment": calm})] == ["pause_scaling"]
    assert fired({"ctr": [10, 13], "net_sentiment": wild}) == []


def test_the_move_itself_is_no_ordinary_scatter() -> None:
    (alert,) = found({"ctr": [10, 10, 10, 10, 10, 30], "net_sentiment": [20, 17]})
    assert alert.legs[0].move.sigma == pytest.approx(2**0.5)  # the jump of 20 would have made it 5


def test_brand_comes_first_and_a_channel_uses_its_own_numbers_only() -> None:
    values: dict[str | tuple[str, str], Values] = {
        "ctr": [10, 13],
        "net_sentiment": [20, 17],
        ("ctr", "x"): [10, 14],
        ("net_sentiment", "x"): [20, 16],
        ("ctr", "linkedin"): [10, 14],
        ("net_sentiment", "linkedin"): [20, 20],
        ("ctr", "tiktok"): [10, 14],  # no sentiment of its own: the brand's does not stand in
    }
    assert fired(values) == [("pause_scaling", EVERYWHERE), ("pause_scaling", "x")]


def test_rule_fires_for_a_channel_though_the_brand_is_quiet() -> None:
    values: dict[str | tuple[str, str], Values] = {
        "ctr": [10, 10],
        "net_sentiment": [20, 20],
        ("ctr", "linkedin"): [10, 13],
        ("net_sentiment", "linkedin"): [20, 17],
    }
    assert fired(values) == [("pause_scaling", "linkedin")]


def test_each_of_many_channels_has_to_show_more() -> None:
    """One channel is as good as the brand; of five, each leg wants 2.10 sigma, so that all err as often as one."""
    one: dict[str | tuple[str, str], Values] = {("ctr", "x"): [10, 12.6], ("net_sentiment", "x"): [20, 17]}
    unheard: dict[str | tuple[str, str], Values] = {("ctr", name): [10, 10] for name in ("a", "b", "c", "d")}
    four = unheard | {("net_sentiment", name): [20, 20] for name in ("a", "b", "c", "d")}
    assert fired(one) == [("pause_scaling", "x")]
    assert fired(one | unheard) == [("pause_scaling", "x")]  # where nobody labels texts it could not fire anyway
    assert fired(one | four) == []
    clear: dict[str | tuple[str, str], Values] = {("ctr", "x"): [10, 13.1], ("net_sentiment", "x"): [20, 16.9]}
    assert fired(clear | four) == [("pause_scaling", "x")]


@pytest.mark.parametrize(("weeks", "rules"), [(5, []), (6, ["pause_scaling"])])
def test_rule_waits_until_seven_weeks_show_how_much_a_value_moves_by_itself(weeks: int, rules: list[str]) -> None:
    values: dict[str | tuple[str, str], Values] = {
        "ctr": [*([None] * 10), *([10] * weeks), 10, 14],
        "net_sentiment": [*([None] * 10), *([20] * weeks), 20, 14],
    }
    made = cells(values)
    kept = {key: made[key] for key in made if Window.parse(key[2]).week >= WEEK.previous(weeks + 1)}
    ground = Ground(Cells(made.weeks, kept, {}), WEEK, always)
    assert [alert.rule for alert in alerts(RULES, ground, {}.get)] == rules


def test_little_coverage_carries_no_leg() -> None:
    """Net sentiment of a fifth of the messages may be that of the loud ones."""
    made = cells({"ctr": [10, 13], "net_sentiment": [20, 17]})
    thin = {key: replace(made[key], coverage=0.2 if key[0] == "net_sentiment" else None) for key in made}
    assert alerts(RULES, Ground(Cells(made.weeks, thin, {}), WEEK, always), {}.get) == ()


def test_alert_carries_its_evidence_and_the_owner_of_its_kpi() -> None:
    (alert,) = found({"ctr": [10, 13], "net_sentiment": [20, 17]})
    assert (alert.verdict, alert.weeks, alert.owner) == ("stop", 1, "Ann")
    ctr, sentiment = alert.legs
    assert (ctr.kpi, ctr.movement, ctr.move.before, ctr.move.after, ctr.move.evidence) == (
        "ctr",
        "rises",
        10,
        13,
        "signal",
    )
    assert (sentiment.unit, sentiment.sample_before, sentiment.sample_after) == ("points", 10_000, 10_000)


def test_leg_in_money_tells_its_currency() -> None:
    (alert,) = found({"cpa": [50, 45], "net_sentiment": [20, 20]})
    assert [leg.currency for leg in alert.legs] == ["EUR", None]
    assert alert.owner is None


@pytest.mark.parametrize(
    ("movement", "values", "holds"),
    [  # a limit has no error: sigma 1, a signal beyond 1.645
        ("below", [5, 8.3], True),
        ("below", [5, 8.4], False),
        ("above", [5, 11.7], True),
        ("above", [5, 11.6], False),
        ("above", [15, 9], False),
    ],
)
def test_limit_is_passed_only_beyond_the_noise(movement: Any, values: Values, holds: bool) -> None:
    leg = Leg(kpi="net_sentiment", movement=movement, limit=10)
    rule = Rule(id="mine", verdict="review", owner_of="net_sentiment", when=(leg,))
    ground = Ground(cells({"net_sentiment": values}), WEEK, always)
    assert bool(alerts([rule], ground, {}.get)) == holds


@pytest.mark.parametrize(
    ("values", "holds"),
    [([10, 10], True), ([10, 13], True), ([10, 8], True), ([10, 7], False)],
)
def test_not_falling_is_rising_or_standing_still(values: Values, holds: bool) -> None:
    leg = Leg(kpi="ctr", movement="not_falls", within=5)
    rule = Rule(id="mine", verdict="ok", owner_of="ctr", when=(leg,))
    assert bool(alerts([rule], Ground(cells({"ctr": values}), WEEK, always), {}.get)) == holds


def holds(leg: Leg, values: Values, weeks: int = 1) -> bool:
    rule = Rule(id="mine", verdict="ok", weeks=weeks, owner_of=leg.kpi, when=(leg,))
    return bool(alerts([rule], Ground(cells({leg.kpi: values}), WEEK, always), {}.get))


@pytest.mark.parametrize(("movement", "late"), [("rises", [10, 20, 20]), ("falls", [20, 10, 10])])
def test_a_week_that_stands_still_is_no_week_of_a_movement(movement: Any, late: Values) -> None:
    assert not holds(Leg(kpi="net_sentiment", movement=movement), late, weeks=2)
    assert holds(Leg(kpi="net_sentiment", movement=movement), [*late[:2], 2 * late[1] - late[0]], weeks=2)


@pytest.mark.parametrize(("within", "seen"), [(SIGNAL * hypot(1, 1), True), (SIGNAL * hypot(1, 1) - 1e-9, False)])
def test_a_sample_that_would_just_show_a_rise_is_enough_to_miss_one(within: float, seen: bool) -> None:
    assert holds(Leg(kpi="net_sentiment", movement="not_rises", within=within), [10, 10]) == seen


@pytest.mark.parametrize(("beyond", "passed"), [(3, False), (3 - 1e-9, True)])
def test_a_move_of_just_so_many_sigmas_is_not_beyond_them(beyond: float, passed: bool) -> None:
    assert holds(Leg(kpi="net_sentiment", movement="above", limit=0, beyond=beyond), [3, 3]) == passed


# -- how strict a rule is, and where it is looked at ------------------------------------------------------

RISES, FALLS = Leg(kpi="ctr", movement="rises", beyond=2.33), Leg(kpi="cpa", movement="falls", beyond=2.33)
FLAT = Leg(kpi="net_sentiment", movement="flat", within=5)
LIMIT = Leg(kpi="net_sentiment", movement="below", limit=5, beyond=2.33)
WARNED = Leg(kpi="policy_incidents", movement="appears")
EVERYTHING: dict[str | tuple[str, str], Values] = {
    (kpi, channel): [10, 10]
    for kpi in ("ctr", "cpa", "net_sentiment", "policy_incidents")
    for channel in (EVERYWHERE, "a", "b", "c", "d")
}


def rule(*legs: Leg, **told: Any) -> Rule:
    return Rule(**{"id": "mine", "verdict": "stop", "owner_of": legs[0].kpi, "when": legs} | told)


def alternative(leg: Leg) -> Leg:
    return leg.model_copy(update={"alternative": True})


@pytest.mark.parametrize(
    ("legs", "places", "beyond"),
    [  # 2.33 sigma err in 0.99 of 100; a quarter of that is 2.81 sigma, an eighth 3.03, half 2.58
        ([RISES], 1, [2.33]),
        ([RISES], 4, [2.81]),
        ([RISES, FALLS], 4, [2.58, 2.58]),  # they vouch for each other: half each is a quarter together
        ([RISES, FLAT], 4, [2.81, 1.645]),  # a flat number is the ordinary case
        ([RISES, LIMIT], 4, [2.81, 2.81]),  # and so may one be that is below its limit
        ([RISES, WARNED], 4, [2.81, 1.645]),
        ([RISES, alternative(FALLS)], 1, [2.58, 2.58]),  # two tries
        ([RISES, alternative(FALLS)], 4, [3.03, 3.03]),
        ([RISES, alternative(FLAT)], 1, [2.33, 1.645]),
        ([RISES, FALLS, alternative(WARNED)], 4, [2.81, 2.81, 1.645]),
    ],
)
def test_all_tries_together_err_as_often_as_one(legs: list[Leg], places: int, beyond: list[float]) -> None:
    asked = [one.beyond for group in asked_of(rule(*legs), places) for one in group]
    assert asked == pytest.approx(beyond, abs=0.005)


@pytest.mark.parametrize(
    ("values", "held"),
    [
        ({"ctr": [10, 20], "cpa": [50, 40], "net_sentiment": [20, 20]}, True),
        ({"ctr": [10, 20], "cpa": [50, 50], "net_sentiment": [20, 20]}, True),
        ({"ctr": [10, 10], "cpa": [50, 40], "net_sentiment": [20, 20]}, True),
        ({"ctr": [10, 20], "net_sentiment": [20, 20]}, True),  # of the other nothing is known
        ({"ctr": [10, 10], "cpa": [50, 50], "net_sentiment": [20, 20]}, False),
        ({"ctr": [10, 20], "cpa": [50, 40], "net_sentiment": [20, 0]}, False),
    ],
)
def test_of_alternatives_one_is_enough_and_every_group_must_hold(
    values: dict[str | tuple[str, str], Values], held: bool
) -> None:
    either = rule(RISES, alternative(FALLS), FLAT)
    ground = Ground(cells(values), WEEK, always, "EUR")
    (state,) = [one for one in rule_states([either], ground) if one.channel == EVERYWHERE]
    assert state.holds == held
    assert bool(alerts([either], ground, {}.get)) == held
    assert [leg.alternative for leg in state.legs] == [False, True, False]


def test_alert_names_the_alternatives_that_hold() -> None:
    either = rule(RISES, alternative(FALLS))
    ground = Ground(cells({"ctr": [10, 10], "cpa": [50, 40]}), WEEK, always, "EUR")
    (alert,) = alerts([either], ground, {}.get)
    assert [leg.kpi for leg in alert.legs] == ["cpa"]


def test_rule_is_looked_at_where_every_group_has_a_number() -> None:
    ground = Ground(cells(EVERYTHING | {("ctr", "e"): [10, 10]}), WEEK, always)
    assert places(rule(RISES), ground) == (EVERYWHERE, "a", "b", "c", "d", "e")
    assert places(rule(RISES, FALLS), ground) == (EVERYWHERE, "a", "b", "c", "d")
    assert places(rule(RISES, alternative(FALLS)), ground) == (EVERYWHERE, "a", "b", "c", "d", "e")
    on_x = RISES.model_copy(update={"channel": "a"})
    assert places(rule(on_x, FALLS), ground) == (EVERYWHERE,)
    assert places(rule(WARNED), ground) == (EVERYWHERE,)  # what happened on a channel happened to the brand
    assert places(rule(WARNED, RISES), ground) == (EVERYWHERE, "a", "b", "c", "d")


def test_leg_that_names_a_channel_reads_that_channel_only() -> None:
    on_x = RISES.model_copy(update={"channel": "x"})
    values: dict[str | tuple[str, str], Values] = {"ctr": [10, 10], ("ctr", "x"): [10, 20], ("ctr", "y"): [10, 20]}
    found = alerts([rule(on_x)], Ground(cells(values), WEEK, always), {}.get)
    assert [alert.channel for alert in found] == [EVERYWHERE]
    still: dict[str | tuple[str, str], Values] = {"ctr": [10, 20], ("ctr", "x"): [10, 10]}
    assert alerts([rule(on_x)], Ground(cells(still), WEEK, always), {}.get) == ()


def test_states_are_of_every_place_also_where_a_rule_does_not_hold() -> None:
    ground = Ground(cells(EVERYTHING), WEEK, always)
    states = rule_states([rule(RISES, id="one"), rule(FALLS, id="two")], ground)
    assert [(state.rule, state.channel) for state in states] == [
        (name, channel) for channel in (EVERYWHERE, "a", "b", "c", "d") for name in ("one", "two")
    ]
    assert not any(state.holds for state in states)
    brand, channel = states[1].legs[0], states[3].legs[0]
    assert brand.needed == pytest.approx(10 - 2.33 * 2**0.5)
    assert channel.needed == pytest.approx(10 - 2.81 * 2**0.5, abs=0.01)  # of four channels each must show more


def test_alert_of_a_team_s_own_rule_carries_its_words() -> None:
    own = rule(RISES, name="Too loud", action="Stop it", owner="Bo")
    ground = Ground(cells({"ctr": [10, 20]}), WEEK, always)
    (alert,) = alerts([own], ground, {"ctr": "Ann"}.get)
    assert (alert.name, alert.action, alert.owner) == ("Too loud", "Stop it", "Bo")
    (declared,) = alerts([rule(RISES)], ground, {"ctr": "Ann"}.get)
    assert (declared.name, declared.action, declared.owner) == (None, None, "Ann")


def test_rule_about_what_leads_holds_where_something_does() -> None:
    def lead(leading: Leading, channel: str, count: int) -> tuple[Part, ...]:
        assert leading.of == "ctr"
        return (Part(f"reel of {count}", 0.8, 0.5, 100),) if channel != "a" else ()

    values: dict[str | tuple[str, str], Values] = {("ctr", name): [10, 10] for name in (EVERYWHERE, "a", "b")}
    best = Rule(id="best", verdict="scale", owner_of="ctr", leading=Leading(of="ctr"))
    ground = Ground(cells(values), WEEK, always, lead=lead)
    found = alerts([best], ground, {}.get)
    assert [(alert.channel, alert.parts[0].name, alert.legs) for alert in found] == [
        (EVERYWHERE, "reel of 1", ()),
        ("b", "reel of 2", ()),
    ]
    assert [(state.channel, state.holds) for state in rule_states([best], ground)] == [
        (EVERYWHERE, True),
        ("a", False),
        ("b", True),
    ]
    assert list(firing(best, ground)) == [EVERYWHERE, "b"]
