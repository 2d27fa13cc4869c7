"""The value of the week from which on a leg would hold, its sample being what it is: the exact inverse of the test.

Where a leg holds and where it does not are parted by a few values: the ends of the noise around those the week is
compared with. The nearest of them beyond which the very same test says yes is what is needed.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.forecast import possible
from kpi.noise import SIGNAL
from kpi.rule.legs import holds, moves_of

if TYPE_CHECKING:
    from kpi.rule.ground import Material
    from kpi.rule.legs import Asked

HAIR = 1e-9


def needed(asked: Asked, material: Material) -> float | None:
    """Find the nearest value at which a leg holds; None when no value alone would do, or when it holds."""
    now = material.cells[-1].value
    if asked.leg.movement == "appears":
        if material.lacks or now is None or holds(asked, material):
            return None
        return 1.0 if holds(asked, put(material, 1.0)) else None
    if now is None or material.lacks or material.weekly is None or holds(asked, material):
        return None
    edges = sorted(_edges(asked, material), key=lambda edge: abs(edge - now))
    return next((edge for edge in edges if _would_do(asked, material, edge, now)), None)


def put(material: Material, value: float) -> Material:
    """Put another value in the place of the week's own; its sample and its error stay."""
    return replace(material, cells=(*material.cells[:-1], replace(material.cells[-1], value=value)))


def _edges(asked: Asked, material: Material) -> set[float]:
    """List the values at which the answer can change."""
    if (moves := moves_of(asked.leg, material)) is None:
        return set()
    found: set[float] = set()
    for one in (moves.whole, moves.each[-1]):
        off = one.sigma or 0.0
        found |= {one.before + way * sigmas * off for way in (1, -1) for sigmas in (0.0, SIGNAL, asked.beyond)}
    return found


def _would_do(asked: Asked, material: Material, edge: float, now: float) -> bool:
    """Whether the leg holds a hair beyond an edge, seen from the value of the week, at a value that can be."""
    hair = HAIR * max(abs(edge), abs(now), abs(edge - now))
    ways = (1, -1) if edge == now else (math.copysign(1, edge - now),)
    values = [edge + way * hair for way in ways]
    return any(possible(asked.leg.of, value) == value and holds(asked, put(material, value)) for value in values)
