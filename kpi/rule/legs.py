"""Whether one leg of a rule holds in a week, and what it lacks where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from kpi.noise import SIGNAL, covered, move, settled
from kpi.rule.rules import ABSENT, LEVELS
from kpi.rule.ruling import LegEvidence, LegState
from kpi.snapshot import Move

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.catalog import Kpi
    from kpi.rule.ground import Material
    from kpi.rule.rules import Leg
    from kpi.snapshot import Cell

Direction = Literal[1, -1]
DIRECTION: dict[str, Direction] = {"rises": 1, "above": 1, "falls": -1, "below": -1}


@dataclass(frozen=True)
class Moves:
    """What a leg is judged by: the move over all of its weeks, and that of each of them."""

    whole: Move
    each: tuple[Move, ...]


@dataclass(frozen=True)
class Asked:
    """A leg as it is asked for in a place: where many are looked at, each must show more."""

    leg: Leg
    beyond: float  # sigmas
    weeks: int = 1


def holds(asked: Asked, material: Material) -> bool:
    """Whether a leg holds: nothing that cannot be compared does."""
    return (
        _lacks(material, asked.leg) is None
        and (moves := moves_of(asked.leg, material)) is not None
        and _moves(asked, moves)
    )


def evidence(asked: Asked, material: Material, currency: str | None) -> LegEvidence:
    """Say what a leg that holds stands on."""
    leg, cells, moves = asked.leg, material.cells, moves_of(asked.leg, material)
    assert moves is not None  # noqa: S101 - it holds
    return LegEvidence(
        leg.kpi,
        leg.movement,
        leg.of.unit,
        currency if leg.of.unit == "money" else None,
        moves.whole,
        cells[0].sample,
        cells[-1].sample,
        provisional=material.provisional,
        channel=leg.channel,
        topics=leg.topics,
        paid=leg.paid,
    )


def state(asked: Asked, material: Material, currency: str | None, needed: float | None = None) -> LegState:
    """Say how a leg stands in a week, whether it holds or not."""
    leg, cells = asked.leg, material.cells
    moves = moves_of(leg, material)
    missing = lacking(asked, material)
    told = moves if material.lacks is None else None
    sigma = told.whole.sigma if told else None
    return LegState(
        kpi=leg.kpi,
        channel=leg.channel,
        topics=leg.topics,
        paid=leg.paid,
        movement=leg.movement,
        unit=leg.of.unit,
        currency=currency if leg.of.unit == "money" else None,
        before=_reference(leg, cells),
        after=told.whole.after if told else cells[-1].value,
        sample_before=cells[0].sample,
        sample_after=cells[-1].sample,
        evidence=told.whole.evidence if told and known(material, leg) else None,
        holds=missing is None,
        missing=missing,
        needed=needed,
        weeks_known=None if leg.movement == "appears" else material.known,
        alternative=leg.alternative,
        smallest=SIGNAL * sigma if sigma else None,
        provisional=material.provisional,
    )


def known(material: Material, leg: Leg) -> bool:
    """Whether enough weeks show how much the value moves by itself; what happens at all needs none."""
    return leg.movement == "appears" or material.weekly is not None


def moves_of(leg: Leg, material: Material) -> Moves | None:
    """Compare the weeks of a leg; None where one of them has no value."""
    cells, weekly, kpi = material.cells, material.weekly, leg.of
    if leg.movement == "appears":
        return _appearing(cells[1:])
    if leg.limit is None:
        whole = move(cells[0], cells[-1], weekly, kpi)
        each = [move(one, other, weekly, kpi) for one, other in pairwise(cells)]
    else:
        whole = move(leg.limit, cells[-1], weekly, kpi)
        each = [move(leg.limit, cell, weekly, kpi) for cell in cells[1:]]
    steps = tuple(one for one in each if one is not None)
    return Moves(whole, steps) if whole is not None and len(steps) == len(each) else None


def lacking(asked: Asked, material: Material) -> str | None:
    """Say what is missing for a leg to hold: text key `leg_missing.<it>`; None = it holds."""
    leg = asked.leg
    if lacks := _lacks(material, leg):
        return lacks
    moves = moves_of(leg, material)
    if moves is None:
        return "nothing_before"
    if _moves(asked, moves):
        return None
    if leg.movement == "appears":
        return "not_each_week" if moves.whole.after > 0 else "nothing_happened"
    if moves.whole.evidence == "too_little":
        return _too_little(leg, material.cells)
    return _present(leg, moves) if leg.movement in ABSENT else _short(asked, moves)


def _lacks(material: Material, leg: Leg) -> str | None:
    """Say why nothing can be compared at all."""
    return material.lacks or (None if known(material, leg) else "too_few_weeks")


def _too_little(leg: Leg, cells: Sequence[Cell]) -> str:
    """Say why a sample carries no judgement."""
    kpi: Kpi = leg.of
    sides = [cells[-1]] if leg.limit is not None else [cells[0], cells[-1]]
    if any(cell.sample < kpi.enough for cell in sides):
        return "too_little_data"
    if not all(covered(cell, kpi) for cell in sides):
        return "coverage"
    if not all(settled(cell, kpi) for cell in sides):
        return "waiting"
    return "spread"


def _present(leg: Leg, moves: Moves) -> str:
    """Say what contradicts a leg that claims the absence of a move."""
    every = (moves.whole, *moves.each)
    if leg.movement in {"flat", "not_rises"} and any(_signal(one, 1) for one in every):
        return "rose"
    if leg.movement in {"flat", "not_falls"} and any(_signal(one, -1) for one in every):
        return "fell"
    return "blind"


def _short(asked: Asked, moves: Moves) -> str:
    """Say what a move lacks."""
    movement, whole = asked.leg.movement, moves.whole
    direction = DIRECTION[movement]
    if whole.size * direction <= 0:
        return {"rises": "no_rise", "falls": "no_fall", "above": "not_above", "below": "not_below"}[movement]
    if any(one.size * direction <= 0 for one in moves.each):
        return "not_each_week"
    return "not_enough" if whole.evidence == "signal" else "noise"


def _reference(leg: Leg, cells: Sequence[Cell]) -> float | None:
    if leg.movement == "appears":
        return 0.0
    return leg.limit if leg.movement in LEVELS else cells[0].value


def _appearing(cells: Sequence[Cell]) -> Moves | None:
    """Count what happened: an event is a fact, and needs no sample."""
    counts = [cell.value for cell in cells if cell.value is not None]
    if len(counts) < len(cells):
        return None
    return Moves(Move(0.0, sum(counts), None, "signal"), tuple(Move(0.0, one, None, "signal") for one in counts))


def _moves(asked: Asked, moves: Moves) -> bool:
    """Whether the whole move is what the leg says, and every week of it agrees."""
    leg, whole, every = asked.leg, moves.whole, (moves.whole, *moves.each)
    match leg.movement:
        case "rises" | "above":
            return _signal(whole, 1, asked.beyond) and all(one.size > 0 for one in moves.each)
        case "falls" | "below":
            return _signal(whole, -1, asked.beyond) and all(one.size < 0 for one in moves.each)
        case "appears":
            return all(one.after > 0 for one in moves.each)
        case "flat":
            return _seen(whole, leg) and not any(_signal(one, 1) or _signal(one, -1) for one in every)
        case "not_rises":
            return (_seen(whole, leg) or _signal(whole, -1)) and not any(_signal(one, 1) for one in every)
        case "not_falls":
            return (_seen(whole, leg) or _signal(whole, 1)) and not any(_signal(one, -1) for one in every)


def _signal(one: Move, direction: Direction, beyond: float = SIGNAL) -> bool:
    return one.evidence == "signal" and one.size * direction > beyond * (one.sigma or 0)


def _seen(whole: Move, leg: Leg) -> bool:
    """Whether a move as small as `within` would have shown itself in this sample."""
    if whole.sigma is None or whole.evidence == "too_little" or leg.within is None:
        return False
    return SIGNAL * whole.sigma <= leg.within
