"""How often a rule would disturb this brand in a quarter in which nothing changes.

Quarters are drawn from the brand's own weeks (kpi.rule.quiet): some weeks of history, then 13 that are judged by the
very code that judges real ones, for the brand and every channel. Of a rule about limits
alone a number is at most there; beside a leg that must move it lies where the brand has it: only that leg is chance.
What happens or does not is a fact and no chance: of a rule about nothing else no quarter is drawn. The same brand and
rule give the same answer each time.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from kpi.noise import WEEKS
from kpi.rule.alerts import firing, places
from kpi.rule.leading import SHOWN, led, weeks_of
from kpi.rule.quiet import drawn, ordinary, quiet_results
from kpi.rule.quiet_ground import QuietGround, series_of
from kpi.rule.rule_ground import ground, tracks
from kpi.rule.rules import LEVELS, MOST_WEEKS
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kpi.periods import Week
    from kpi.plan import Plan
    from kpi.queries import Queries
    from kpi.rule.ground import Ground
    from kpi.rule.leading import Weekly
    from kpi.rule.quiet import Ordinary, Weeks
    from kpi.rule.quiet_ground import Series
    from kpi.rule.rules import Leg, Rule

QUARTERS = 200
QUARTER = 13  # weeks
LENGTH = WEEKS + MOST_WEEKS + QUARTER  # of a drawn series
KNOWN = 26  # weeks of the brand that tell what is ordinary
SEED = 90


@dataclass(frozen=True)
class FalseAlarm:
    """What became of quarters without any change."""

    quarters: int  # 0: nothing of the rule hangs on chance
    fired: int  # quarters in which it held in some week, somewhere
    places: int  # that it was looked at in: the brand and its channels

    @property
    def chance(self) -> float:
        """How many of all quarters it disturbed, 0 to 1."""
        return self.fired / self.quarters if self.quarters else 0.0


@dataclass(frozen=True)
class Quiet:
    """What the ordinary weeks of a brand look like to some rules."""

    numbers: Mapping[Series, tuple[Leg, Mapping[str, Ordinary]]] = field(default_factory=dict)
    results: Mapping[str, Mapping[str, Sequence[Weekly]]] = field(default_factory=dict)  # by rule and channel


def chance(store: Queries, plan: Plan, rule: Rule, week: Week, quarters: int = QUARTERS) -> FalseAlarm:
    """Count the quiet quarters in which a rule would have fired, at the volumes of the weeks up to this one."""
    return of_quiet([rule], read_quiet(store, plan, [rule], week), quarters)


def together(store: Queries, plan: Plan, rules: Sequence[Rule], week: Week, quarters: int = QUARTERS) -> FalseAlarm:
    """Count the quiet quarters in which any of these rules would have fired."""
    return of_quiet(rules, read_quiet(store, plan, rules, week), quarters)


def read_quiet(store: Queries, plan: Plan, rules: Sequence[Rule], week: Week) -> Quiet:
    """Describe the ordinary weeks of a brand, as far as rules read them."""
    found = ground(store, plan, (measured := tracks(store, plan, rules, week, KNOWN)))
    legs = {series_of(leg): (leg, rule) for rule in rules for leg in rule.when}
    numbers = {key: (leg, _ordinary(found, rule, leg)) for key, (leg, rule) in legs.items()}
    results = {
        rule.id: {name: weeks_of(store, measured, rule.leading, name) for name in places(rule, found)}
        for rule in rules
        if rule.leading
    }
    return Quiet(numbers, results)


def of_quiet(rules: Sequence[Rule], quiet: Quiet, quarters: int = QUARTERS, seed: int = SEED) -> FalseAlarm:
    """Count the quarters in which some rule fires, where ordinary weeks look like this."""
    by_chance = [rule for rule in rules if not rule.of_facts]
    looked = max((len(_places(rule, quiet)) for rule in rules), default=0)
    if not by_chance:
        return FalseAlarm(0, 0, looked)
    random = np.random.default_rng(seed)
    series = {key: drawn(leg.of, known, (quarters, LENGTH), random) for key, (leg, known) in quiet.numbers.items()}
    fired = sum(
        any(_leads(rule, quiet, random) if rule.leading else _fires(rule, series, quarter) for rule in by_chance)
        for quarter in range(quarters)
    )
    return FalseAlarm(quarters, fired, looked)


def _places(rule: Rule, quiet: Quiet) -> tuple[str, ...]:
    if rule.leading:
        return tuple(quiet.results[rule.id])
    return places(rule, QuietGround({key: known for key, (_, known) in quiet.numbers.items()}))


def _ordinary(found: Ground, rule: Rule, leg: Leg) -> dict[str, Ordinary]:
    """Describe the ordinary weeks of a leg's number, in each place the rule is looked at."""
    where = {leg.channel or EVERYWHERE} if rule.of_one_place else {EVERYWHERE, *found.places(leg)}
    told = ((name, ordinary(found.ordinary(leg, name, list(found.cells.weeks)))) for name in sorted(where))
    return {name: one if _moves(rule) else _within(leg, one) for name, one in told if one is not None}


def _moves(rule: Rule) -> bool:
    """Whether a limit alone does not set it off: some other leg must move, whatever has long been beyond its limit."""
    return any(
        all(leg.movement not in LEVELS for leg in group) and any(leg.movement != "appears" for leg in group)
        for group in rule.groups
    )


def _within(leg: Leg, one: Ordinary) -> Ordinary:
    """Put a number that is truly past its limit at the limit: to say so would be no false alarm."""
    if leg.limit is None:
        return one
    return replace(one, mean=min(one.mean, leg.limit) if leg.movement == "above" else max(one.mean, leg.limit))


def _fires(rule: Rule, series: Mapping[Series, Mapping[str, Weeks]], quarter: int) -> bool:
    found = QuietGround(series, quarter)
    return any(any(firing(rule, found.at(week))) for week in _judged(LENGTH))


def _leads(rule: Rule, quiet: Quiet, random: np.random.Generator) -> bool:
    """Whether some week of one more quarter names formats, where all of a channel are as good."""
    assert rule.leading is not None  # noqa: S101 - asked before
    known = quiet.results[rule.id]
    for channel, weekly in known.items():
        count = 1 if channel == EVERYWHERE else len(known) - 1
        made = quiet_results(weekly, SHOWN + QUARTER, random) if weekly else []
        if any(led(made[week + 1 - SHOWN : week + 1], rule.leading, count) for week in _judged(len(made))):
            return True
    return False


def _judged(length: int) -> Iterable[int]:
    return range(length - QUARTER, length) if length else ()
