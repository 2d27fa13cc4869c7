"""Where a rule stands in a week over all its places: it holds, is close, is quiet, cannot be judged, or is off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpi.rule.rules import Rule
    from kpi.rule.ruling import LegState, RuleState

Standing = Literal["holds", "close", "quiet", "blind", "off"]
STANDINGS: tuple[Standing, ...] = ("holds", "close", "quiet", "blind", "off")

# what a leg can lack though its data can tell; whatever else is missing (kpi.rule.legs) keeps it from being judged
SHORT = ("not_enough", "not_each_week")
DECIDED = {*SHORT, "noise", "no_rise", "no_fall", "not_above", "not_below", "rose", "fell", "nothing_happened"}
MOVES = ("rises", "falls")


def standing(rule: Rule, states: Sequence[RuleState], *, off: bool = False) -> Standing:
    """Say where a rule stands: as its best place does, and cannot be judged only where no place can."""
    if off:
        return "off"
    found = {_in_place(rule, state) for state in states}
    return next((one for one in STANDINGS if one in found), "blind")


def holding(states: Iterable[RuleState]) -> tuple[str, ...]:
    """Name the places in which a rule holds."""
    return tuple(state.channel for state in states if state.holds)


def groups(legs: Iterable[LegState]) -> list[list[LegState]]:
    """Put alternatives together: of each group one leg is enough."""
    found: list[list[LegState]] = []
    for leg in legs:
        if leg.alternative and found:
            found[-1].append(leg)
        else:
            found.append([leg])
    return found


def judged(leg: LegState) -> bool:
    """Whether the data can tell whether a leg holds."""
    return leg.holds or leg.missing in DECIDED


def _in_place(rule: Rule, state: RuleState) -> Standing:
    if state.holds:
        return "holds"
    if rule.leading:
        return "blind" if state.lacks else "quiet"
    every = groups(state.legs)
    if not all(any(judged(leg) for leg in group) for group in every):
        return "blind"
    open_groups = [group for group in every if not any(leg.holds for leg in group)]
    if all(any(_nearly(leg) for leg in group) for group in open_groups):
        return "close"
    seen = any(leg.holds and leg.movement in MOVES for group in every for leg in group)
    return "close" if seen and len(open_groups) == 1 else "quiet"


def _nearly(leg: LegState) -> bool:
    """Whether a leg goes the right way, and is just short of a signal or of one week."""
    return leg.missing in SHORT or (leg.missing == "noise" and leg.evidence == "possible")
