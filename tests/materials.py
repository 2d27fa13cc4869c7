"""Weeks of one number made by hand, for one leg to be judged on: each with an error of 1, unless a test says other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kpi.rule.ground import Material
from kpi.rule.legs import Asked
from kpi.rule.rules import Leg
from kpi.snapshot import Cell

Values = list[float | None]


def leg(movement: Any, kpi: str = "cpa", **told: Any) -> Leg:
    """Make a leg; of cost per result, that can be any amount."""
    return Leg(kpi=kpi, movement=movement, **told)


def asked(movement: Any, kpi: str = "cpa", weeks: int = 1, **told: Any) -> Asked:
    """Ask for it in one place."""
    made = leg(movement, kpi, **told)
    return Asked(made, made.beyond, weeks)


def material(values: Values, kpi: str = "cpa", error: float | None = 1.0, **told: Any) -> Material:
    """Put weekly values of ten thousand each together, the one before the move first; ordinary weeks stand still."""
    fields = {name: told.pop(name) for name in ("sample", "coverage", "censored", "bound") if name in told}
    cell = Cell(kpi, "", "*", None, None, None, 10_000, None, error)
    cells = tuple(replace(cell, value=value, **fields) for value in values)
    return replace(Material(cells, weekly=0.0, known=12), **told)
