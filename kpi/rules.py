"""Stop, scale and fix rules, declared in rules.toml: 1 to 4 legs that together mean a verdict.

A leg cannot be written without its guard: one that claims that nothing moved must say how small a
move its sample would have shown. Whether a rule holds is told by kpi.alerts.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from data.declared import Declared, build, read
from kpi.catalog import catalog
from kpi.noise import SIGNAL
from kpi.snapshot import Movement, Verdict  # noqa: TC001 - pydantic reads the annotations

FILE = Path(__file__).parent / "rules.toml"
ABSENT = ("flat", "not_rises", "not_falls")
LEVELS = ("above", "below")


class Leg(Declared):
    """One condition: a KPI and what it does."""

    kpi: str
    movement: Movement
    beyond: float = Field(default=SIGNAL, ge=SIGNAL)  # sigmas that a move must have
    within: float | None = Field(default=None, gt=0)  # of a move that is not there: the smallest that would be seen
    limit: float | None = None  # of `above` and `below`

    @model_validator(mode="after")
    def _has_its_guard(self) -> Self:
        if self.kpi not in catalog():
            raise ValueError(f"unknown KPI {self.kpi!r}")
        if (self.within is not None) != (self.movement in ABSENT):
            raise ValueError(f"`within` belongs to {', '.join(ABSENT)}, and they need it")
        if (self.limit is not None) != (self.movement in LEVELS):
            raise ValueError(f"`limit` belongs to {', '.join(LEVELS)}, and they need it")
        return self


class Rule(Declared):
    """Legs that lead to a verdict when all of them hold."""

    id: str
    verdict: Verdict
    weeks: int = Field(default=1, ge=1, le=8)
    owner_of: str
    when: tuple[Leg, ...] = Field(min_length=1, max_length=4)

    @model_validator(mode="after")
    def _owner_is_of_a_leg(self) -> Self:
        if self.owner_of not in {leg.kpi for leg in self.when}:
            raise ValueError(f"owner_of: no leg reads {self.owner_of!r}")
        return self


@cache
def load_rules(file: Path = FILE) -> tuple[Rule, ...]:
    """Read every rule, in the order of the file."""
    rules = read(file)["rule"]
    return tuple(build(Rule, {"id": name, **body}, f"{file.name}: rule.{name}") for name, body in rules.items())
