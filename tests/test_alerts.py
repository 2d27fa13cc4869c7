"""Which rules hold, on weeks made by hand.

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

from kpi.alerts import Ground, alerts
from kpi.catalog import Kpi
from kpi.cells import ALL_ROWS, Cells
from kpi.noise import SIGNAL
from kpi.periods import Week, Window
from kpi.rules import Leg, Rule, load_rules
from kpi.ruling import Alert
from kpi.snapshot import EVERYWHERE, Cell

WEEK = Week(2026, 47)
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
    return bool(kpi and channel and one != other)


def fired(values: dict[str | tuple[str, str], Values], **kwargs: Any) -> list[tuple[str, str]]:
    """Name the rules that hold, and where."""
    return [(alert.rule, alert.channel) for alert in found(values, **kwargs)]


def found(values: dict[str | tuple[str, str], Values], comparable: Any = always, **kwargs: Any) -> tuple[Alert, ...]:
    return alerts(load_rules(), Ground(cells(values, **kwargs), WEEK, comparable, "EUR"), {"ctr": "Ann"}.get)


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
    four: dict[str | tuple[str, str], Values] = {("ctr", name): [10, 10] for name in ("a", "b", "c", "d")}
    assert fired(one) == [("pause_scaling", "x")]
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
    assert [alert.rule for alert in alerts(load_rules(), ground, {}.get)] == rules


def test_little_coverage_carries_no_leg() -> None:
    """Net sentiment of a fifth of the messages may be that of the loud ones."""
    made = cells({"ctr": [10, 13], "net_sentiment": [20, 17]})
    thin = {key: replace(made[key], coverage=0.2 if key[0] == "net_sentiment" else None) for key in made}
    assert alerts(load_rules(), Ground(Cells(made.weeks, thin, {}), WEEK, always), {}.get) == ()


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
