"""Which numbers of lifetime figures may be compared: those that were counted in the same way.

Posts go on gathering for weeks, so a number of posts three days old and one of posts ten days old differ
though nothing changed. Two numbers are alike when both are what was gained between two downloads, or when
both are of posts of the same age: equal within a day, or both settled.

Of any amount that is added up over rows as many of them must tell it: what half of the rows bring is not half as much.

A number that a scorer alone makes of texts, without labels, is compared with nothing, not even with another such one:
it answers a real change with only a part of it, and a scorer's error may be larger than any change. Nor is one that
was estimated compared with one that was counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.snapshot import Unlike

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.catalog import Kpi
    from kpi.snapshot import Cell

    Pairs = Iterable[tuple[Cell, Cell]]

NEAR = 1  # days: a download on Monday morning and one on Sunday night
# Settled: who downloads "the last 28 days" cannot see what a post gains later, and platforms offer just that range.
# Figures still grow then, slowly, and the parts of a ratio together; a stricter limit would compare nothing.
SETTLED = 28
# A week that knows the gain of its new posts only is another week than one that knows it of all: new posts gain at
# other rates. Some posts are always unknown, those that came between the download and midnight for one.
APART = 0.2
# A tenth of an amount may hang on how many rows tell it: less than any rule calls a move of impressions or of people,
# and more than a post or two without a figure, as most downloads have them, make of an ordinary week.
UNEVEN = 0.1
BEFORE = "before"  # it is the earlier number alone that has no labels
AMOUNTS = {"count", "people", "hours"}  # units of what is added up; a share or a rate stays what it is


def unlike(one: Cell, other: Cell) -> Unlike | None:
    """Say why an earlier number cannot be compared with a later one; None = it can."""
    if one.indicative or other.indicative:
        return Unlike("labels", BEFORE if not other.indicative else "")
    if (one.estimated is None) is not (other.estimated is None):
        return Unlike("estimated", *("estimate" if cell.estimated else "tool" for cell in (one, other)))
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


def uneven(kpi: Kpi, one: Cell, other: Cell, parts: Pairs) -> Unlike | None:
    """Say whether an amount changed, or may have, because another share of the rows tells it; None = it did not.

    So may an estimate, where a channel was labelled in one of the two periods only.

    `parts` are the same two numbers by channel. Each is held against itself: that a channel which never tells it has
    more posts this week leaves the others as they are.
    """
    if one.estimated and other.estimated:
        return _sampled(tuple(parts))
    if kpi.coverage is None or kpi.kind not in {"count", "measured"} or kpi.unit not in AMOUNTS:
        return None
    if one.value is None or other.value is None:
        return None
    if _hanging(tuple(parts) or ((one, other),)) <= UNEVEN:
        return None
    return Unlike("coverage", _percent(one), _percent(other))


def _hanging(parts: tuple[tuple[Cell, Cell], ...]) -> float:
    """Say which share of an amount the change in coverage alone explains: of each part as its better side tells it."""
    wholes = [sum(abs(cell.value or 0.0) for cell in side) for side in zip(*parts, strict=True)]
    hanging = 0.0
    for pair in parts:
        told = [cell.coverage for cell in pair]
        if None in told or not (most := max(one or 0.0 for one in told)):
            continue  # no rows at all in one of them, or nothing told in either
        better = told.index(most)
        share = abs(pair[better].value or 0.0) / wholes[better] if wholes[better] else 0.0
        hanging += share * (1 - min(one or 0.0 for one in told) / most)
    return hanging


def _sampled(parts: tuple[tuple[Cell, Cell], ...]) -> Unlike | None:
    """Find a channel with texts on both sides that one of them alone speaks of, to no small part."""
    for pairs in (parts, tuple((later, earlier) for earlier, later in parts)):
        spoken = sum(_labelled(cell) for cell, _ in pairs)
        for cell, across in pairs:
            if across.estimated and not _labelled(across) and _labelled(cell) > UNEVEN * spoken:
                return Unlike("sampled", channel=cell.channel)
    return None


def _labelled(cell: Cell) -> float:
    """Count the texts that an estimate speaks of."""
    return 0.0 if cell.estimated is None or cell.indicative else cell.estimated.texts * (cell.coverage or 0.0)


def _percent(cell: Cell) -> str:
    return f"{100 * (cell.coverage or 0.0):.0f}"


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
