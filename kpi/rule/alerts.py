"""Which rules hold in a week, for the brand and for each channel, with the evidence of every leg.

A leg compares full weeks that follow each other, and nothing else: no partial week, no gap, no posts of
another age, no figure that was renamed, and for a channel only that channel's own numbers. Without a value
there is no alert.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

from kpi.rule.ground import Ground
from kpi.rule.legs import Asked, evidence, holds, state
from kpi.rule.needed import needed
from kpi.rule.ruling import Alert, RuleState
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kpi.rule.ground import Judgeable, Material
    from kpi.rule.rules import Leg, Rule
    from kpi.rule.ruling import LegEvidence, Part

__all__ = ["Ground", "alerts", "asked_of", "firing", "places", "rule_states"]

NORMAL = NormalDist()


def alerts(rules: Sequence[Rule], ground: Judgeable, owner: Callable[[str], str | None]) -> tuple[Alert, ...]:
    """List the rules that hold: for the brand first, then for each channel by name."""
    return tuple(
        Alert(
            rule.id,
            rule.verdict,
            channel,
            rule.weeks,
            legs,
            rule.owner or owner(rule.owner_of),
            rule.name,
            rule.action,
            parts,
        )
        for rule, channel, asked in _everywhere(rules, ground)
        for legs, parts in [_found(rule, asked, ground, channel)]
        if legs or parts
    )


def rule_states(rules: Sequence[Rule], ground: Ground) -> tuple[RuleState, ...]:
    """Say how every rule stands, in every place it is looked at."""
    return tuple(_state(rule, asked, ground, channel) for rule, channel, asked in _everywhere(rules, ground))


def firing(rule: Rule, ground: Judgeable) -> Iterator[str]:
    """Name the places in which a rule holds."""
    return (channel for _, channel, asked in _everywhere([rule], ground) if any(_found(rule, asked, ground, channel)))


def places(rule: Rule, ground: Judgeable) -> tuple[str, ...]:
    """Name the places in which a rule is looked at: the brand, and the channels in which it could hold."""
    if rule.of_one_place:
        return (EVERYWHERE,)
    groups = [frozenset[str]().union(*(ground.places(leg) for leg in group)) for group in _groups(rule)]
    return (EVERYWHERE, *sorted(frozenset.intersection(*groups)))


def _groups(rule: Rule) -> tuple[tuple[Leg, ...], ...]:
    return rule.groups or (rule.reads,)


def asked_of(rule: Rule, places: int) -> tuple[tuple[Asked, ...], ...]:
    """Ask more of each leg where a rule looks at many places: all of them together may err as often as one.

    Moves that must come together vouch for each other; of alternatives each gives chance one try more. A limit vouches
    for nothing: a value may lie beyond it in every week.
    """
    vouching = max(sum(all(leg.vouches for leg in group) for group in rule.groups), 1)
    times = places ** (1 / vouching)
    return tuple(
        tuple(Asked(leg, _beyond(leg, times * sum(one.by_chance for one in group)), rule.weeks) for leg in group)
        for group in rule.groups
    )


def _beyond(leg: Leg, times: float) -> float:
    """Ask for a move that chance makes so many times more seldom; what claims that nothing moved asks for none."""
    if times <= 1 or not leg.by_chance:
        return leg.beyond
    return NORMAL.inv_cdf(1 - tail(leg.beyond) / times)


def tail(beyond: float) -> float:
    """Say how often chance moves one leg so far."""
    return 1 - NORMAL.cdf(beyond)


def _everywhere(rules: Iterable[Rule], ground: Judgeable) -> Iterator[tuple[Rule, str, tuple[tuple[Asked, ...], ...]]]:
    """List each rule in each of its places, with what it asks there: the brand first, then channels by name."""
    looked = [(rule, places(rule, ground)) for rule in rules]
    for channel in (EVERYWHERE, *sorted({one for _, found in looked for one in found} - {EVERYWHERE})):
        for rule, found in looked:
            if channel in found:
                yield rule, channel, asked_of(rule, 1 if channel == EVERYWHERE else len(found) - 1)


def _material(asked: Asked, ground: Judgeable, channel: str) -> Material:
    where = asked.leg.channel or channel
    return ground.material(asked.leg, where, asked.weeks, tail(asked.beyond))


def _found(
    rule: Rule, asked: tuple[tuple[Asked, ...], ...], ground: Judgeable, channel: str
) -> tuple[tuple[LegEvidence, ...], tuple[Part, ...]]:
    """Collect what a rule that holds stands on; nothing when it does not."""
    if rule.leading:
        return (), _leaders(rule, ground, channel)
    legs: list[LegEvidence] = []
    for group in asked:
        if not (found := list(_holding(group, ground, channel))):
            return (), ()
        legs += found
    return tuple(legs), ()


def _holding(group: Iterable[Asked], ground: Judgeable, channel: str) -> Iterator[LegEvidence]:
    for asked in group:
        material = _material(asked, ground, channel)
        if holds(asked, material):
            yield evidence(asked, material, ground.currency)


def _leaders(rule: Rule, ground: Judgeable, channel: str) -> tuple[Part, ...]:
    assert rule.leading is not None  # noqa: S101 - asked before
    count = 1 if channel == EVERYWHERE else len(places(rule, ground)) - 1
    return ground.leaders(rule.leading, channel, count)


def _state(rule: Rule, asked: tuple[tuple[Asked, ...], ...], ground: Ground, channel: str) -> RuleState:
    if rule.leading:
        parts = _leaders(rule, ground, channel)
        lacks = None if parts else ground.lacking(rule.leading, channel)
        return RuleState(rule.id, channel, (), bool(parts), parts, lacks)
    groups = [[(one, _material(one, ground, channel)) for one in group] for group in asked]
    legs = [[state(one, found, ground.currency, needed(one, found)) for one, found in group] for group in groups]
    held = all(any(leg.holds for leg in group) for group in legs)
    return RuleState(rule.id, channel, tuple(leg for group in legs for leg in group), held)
