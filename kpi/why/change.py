"""What each part brought to the change of a number, so that all parts add up to the change exactly.

Of a quotient with the sums n and d of each part, before (0) and after (1), and r0 = N0 / D0 of the whole:

    contribution = (n1 - r0 * d1) / D1 - (n0 - r0 * d0) / D0

A part that is as good as the whole was brings nothing, however large it grew; one that is better brings as much as
it is better, times its weight. Of a part with a value on both sides this splits further, with w = d / D, r = n / d:

    within = (w0 + w1) / 2 * (r1 - r0_own)          what the part itself did
    mix    = (w1 - w0) * ((r0_own + r1) / 2 - r0)   what it did to the whole by weighing more or less

A count has no denominator: its parts bring what they grew by.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kpi.basis import unlike
from kpi.catalog import catalog
from kpi.snapshot import Mix

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kpi.snapshot import Cell

SCALES = {"share": 1.0, "ratio": 1.0, "mean": 1.0, "balance": 100.0, "count": 1.0}  # kinds whose parts add up
Unsplit = Literal["empty_before", "empty_after"]  # there was nothing to divide by
NEAR = 1e-9  # of floats that should be one number


@dataclass(frozen=True)
class Sums:
    """What a number, or a part of it, is made of; a count has no denominator."""

    numerator: float = 0.0
    denominator: float | None = None

    @property
    def value(self) -> float | None:
        """The number they make; None where there is nothing to divide by."""
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator > 0 else None


@dataclass(frozen=True)
class Part:
    """What one part brought to a change. `within` and `mix` add up to `size`; of a count there is no mix."""

    name: str
    before: Sums
    after: Sums
    size: float
    within: float
    mix: float

    @property
    def own(self) -> float | None:
        """How the part itself moved; None where it has no value on one of the sides."""
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value


@dataclass(frozen=True)
class Split:
    """A change and the parts it is made of."""

    before: float
    after: float
    parts: tuple[Part, ...]  # largest first, whatever the sign

    @property
    def size(self) -> float:
        """After minus before."""
        return self.after - self.before

    @property
    def within(self) -> float:
        """What the parts' own moves come to."""
        return math.fsum(part.within for part in self.parts)

    @property
    def mix(self) -> float:
        """What the shift between the parts comes to."""
        return math.fsum(part.mix for part in self.parts)

    @property
    def against(self) -> tuple[str, ...]:
        """The parts that have a move of their own, if the whole moved against every one of them (Simpson's paradox)."""
        if _same(self.before, self.after):
            return ()
        moved = {part.name: part.own for part in self.parts if part.own is not None}
        all_opposite = all(own * self.size < 0 and not _same(own, 0, self.after) for own in moved.values())
        return tuple(moved) if len(moved) > 1 and all_opposite else ()


def split(before: Mapping[str, Sums], after: Mapping[str, Sums], scale: float = 1.0) -> Split | Unsplit:
    """Split the change between two sides into their parts; a part that one side lacks is empty there."""
    empty = Sums() if all(one.denominator is None for one in (*before.values(), *after.values())) else Sums(0.0, 0.0)
    whole = total([empty, *before.values()]), total([empty, *after.values()])
    start, end = whole[0].value, whole[1].value
    if start is None or end is None:
        return "empty_before" if start is None else "empty_after"
    found = [
        _part(name, before.get(name, empty), after.get(name, empty), whole, scale) for name in sorted({*before, *after})
    ]
    return Split(scale * start, scale * end, tuple(sorted(found, key=lambda part: -abs(part.size))))


def total(sides: Iterable[Sums]) -> Sums:
    """Add up what a number is made of."""
    sides = list(sides)
    below = [one.denominator for one in sides if one.denominator is not None]
    return Sums(math.fsum(one.numerator for one in sides), math.fsum(below) if below else None)


def mix(before: Sequence[Cell], after: Sequence[Cell], total_before: Cell, total_after: Cell) -> Mix | None:
    """Say how far weights moved a total that went against every channel's own move; None where it did not.

    None too where the channels are not the whole, or one of them was not counted alike on both sides; what was
    estimated is not made of its channels' estimates.
    """
    kind = catalog()[total_after.kpi].kind
    if total_before.estimated or total_after.estimated:
        return None
    if kind not in SCALES or kind == "count" or unlike(total_before, total_after):
        return None
    then = {cell.channel: cell for cell in before}
    if any(unlike(then[cell.channel], cell) for cell in after if cell.channel in then and _known(cell, then)):
        return None
    sides = _channels(before, total_before), _channels(after, total_after)
    if sides[0] is None or sides[1] is None:
        return None
    found = split(sides[0], sides[1], SCALES[kind])
    return Mix(found.against, found.within, found.mix) if isinstance(found, Split) and found.against else None


def adds_up(parts: Iterable[Sums], whole: Sums) -> bool:
    """Whether parts are the whole: nothing is split that does not add up."""
    found = total(parts)
    below = _same(found.denominator or 0.0, whole.denominator or 0.0)
    return below and _same(found.numerator, whole.numerator)


def _known(cell: Cell, then: Mapping[str, Cell]) -> bool:
    return cell.value is not None and then[cell.channel].value is not None


def _channels(cells: Sequence[Cell], whole: Cell) -> dict[str, Sums] | None:
    """Give the sums of each channel, if they are the whole and were counted as it was."""
    known = [cell for cell in cells if cell.numerator is not None and cell.denominator is not None]
    if whole.value is None or any(cell.basis != whole.basis for cell in known):
        return None
    sums = {cell.channel: Sums(cell.numerator or 0.0, cell.denominator) for cell in known}
    return sums if adds_up(sums.values(), Sums(whole.numerator or 0.0, whole.denominator)) else None


def _part(name: str, before: Sums, after: Sums, whole: tuple[Sums, Sums], scale: float) -> Part:
    if whole[0].denominator is None or whole[1].denominator is None:
        grown = scale * (after.numerator - before.numerator)
        return Part(name, _scaled(before, scale), _scaled(after, scale), grown, grown, 0.0)
    start = whole[0].value or 0.0
    size = _excess(after, start, whole[1].denominator) - _excess(before, start, whole[0].denominator)
    within = _within(before, after, whole[0].denominator, whole[1].denominator)
    return Part(
        name, _scaled(before, scale), _scaled(after, scale), scale * size, scale * within, scale * (size - within)
    )


def _excess(part: Sums, start: float, below: float) -> float:
    """Say by how much a part lifts a whole above where the whole started."""
    return (part.numerator - start * (part.denominator or 0.0)) / below


def _within(before: Sums, after: Sums, below_before: float, below_after: float) -> float:
    """Weigh a part's own move with its mean weight; without a value on both sides it made none."""
    if before.value is None or after.value is None:
        return 0.0
    weight = ((before.denominator or 0.0) / below_before + (after.denominator or 0.0) / below_after) / 2
    return weight * (after.value - before.value)


def _scaled(sums: Sums, scale: float) -> Sums:
    return Sums(scale * sums.numerator, sums.denominator)


def _same(one: float, other: float, size: float = 1.0) -> bool:
    return math.isclose(one, other, rel_tol=NEAR, abs_tol=NEAR * abs(size))
