"""Which numbers of lifetime figures may be compared: those that were counted in the same way.

Posts go on gathering for weeks, so a number of posts three days old and one of posts ten days old differ
though nothing changed. Two numbers are alike when both are what was gained between two downloads, or when
both are of posts of the same age: equal within a day, or both settled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.snapshot import Unlike

if TYPE_CHECKING:
    from kpi.snapshot import Cell

NEAR = 1  # days: a download on Monday morning and one on Sunday night
# Settled: who downloads "the last 28 days" cannot see what a post gains later, and platforms offer just that range.
# Figures still grow then, slowly, and the parts of a ratio together; a stricter limit would compare nothing.
SETTLED = 28
# A week that knows the gain of its new posts only is another week than one that knows it of all: new posts gain at
# other rates. Some posts are always unknown, those that came between the download and midnight for one.
APART = 0.2


def unlike(one: Cell, other: Cell) -> Unlike | None:
    """Say why an earlier number cannot be compared with a later one; None = it can."""
    if one.basis is None or other.basis is None:
        return None  # a true daily figure, or a channel that has none
    if one.basis != other.basis:
        return Unlike("basis", one.basis, other.basis)
    if one.basis == "gained" or _same_age(one, other):
        return None
    return Unlike("age", _age(one), _age(other))


def untold(one: Cell, other: Cell) -> Unlike | None:
    """Say whether one of two weeks tells what most posts gained and the other does not; None = they are alike."""
    if one.basis != "gained" or other.basis != "gained" or abs(one.untold - other.untold) <= APART:
        return None
    return Unlike("untold")


def _same_age(one: Cell, other: Cell) -> bool:
    ages = (one.age, other.age, one.oldest, other.oldest)
    if None in ages:
        return True
    young, other_young, old, other_old = (age or 0 for age in ages)
    if min(young, other_young) >= SETTLED:
        return True
    return abs(young - other_young) <= NEAR and abs(old - other_old) <= NEAR


def _age(cell: Cell) -> str:
    """Write an age in days: `3`, or `3-10` where downloads of several days are behind it; before the Sunday it is 0."""
    young, old = max(cell.age or 0, 0), max(cell.oldest or 0, 0)
    return f"{young}" if young == old else f"{young}\u2013{old}"
