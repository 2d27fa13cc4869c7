"""Stop, scale and fix rules, declared in rules.toml or made by a team: 1 to 4 legs that together mean a verdict.

A leg cannot be written without its guard: one that claims that nothing moved must say how small a
move its sample would have shown. Whether a rule holds is told by kpi.rule.alerts; which rules a team uses by
kpi.rule.rulebook.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from data.declared import Declared, build, read
from kpi.catalog import Kpi, catalog
from kpi.cells import Filter
from kpi.noise import SIGNAL
from kpi.snapshot import Movement, Verdict  # noqa: TC001 - pydantic reads the annotations

FILE = Path(__file__).parent / "rules.toml"
MOVING = ("rises", "falls")
ABSENT = ("flat", "not_rises", "not_falls")
LEVELS = ("above", "below")
MOST_LEGS = 4
MOST_WEEKS = 8
ADDS_UP = ("share", "ratio")  # kinds of a KPI whose parts bring results for what they took


class Leg(Declared):
    """One condition: a KPI, of which rows, and what it does."""

    kpi: str
    movement: Movement
    beyond: float = Field(default=SIGNAL, ge=SIGNAL)  # sigmas that a move must have
    within: float | None = Field(default=None, gt=0)  # of a move that is not there: the smallest that would be seen
    limit: float | None = None  # of `above` and `below`
    alternative: bool = False  # of the leg before it: one of the two is enough
    channel: str | None = None  # None = of each place the rule is looked at for
    topics: tuple[str, ...] = ()
    paid: bool | None = None

    @model_validator(mode="after")
    def _has_its_guard(self) -> Self:
        if self.kpi not in catalog():
            raise ValueError(f"unknown KPI {self.kpi!r}")
        if (self.within is not None) != (self.movement in ABSENT):
            raise ValueError(f"`within` belongs to {', '.join(ABSENT)}, and they need it")
        if (self.limit is not None) != (self.movement in LEVELS):
            raise ValueError(f"`limit` belongs to {', '.join(LEVELS)}, and they need it")
        kpi = catalog()[self.kpi]
        if self.movement == "appears" and kpi.kind != "count":
            raise ValueError(f"only a count appears, and {self.kpi!r} is none")
        if missing := sorted(self.filter.used.keys() - kpi.filters.keys()):
            raise ValueError(f"{self.kpi!r} is not known by {', '.join(missing)}")
        return self

    @property
    def of(self) -> Kpi:
        """Its KPI."""
        return catalog()[self.kpi]

    @property
    def filter(self) -> Filter:
        """Of which rows it speaks, wherever the rule is looked at."""
        return Filter(channel=self.channel, topics=self.topics, paid=self.paid)

    @property
    def vouches(self) -> bool:
        """Whether chance alone seldom makes it hold: a move. What stands or lasts may hold in every week."""
        return self.movement in MOVING

    @property
    def moved(self) -> bool:
        """Whether it compares with the week before: a limit that is passed, or what happens, is of its own weeks."""
        return self.movement in MOVING or self.movement in ABSENT

    @property
    def by_chance(self) -> bool:
        """Whether chance can carry a number past what it asks for."""
        return self.movement in MOVING or self.movement in LEVELS


class Leading(Declared):
    """A rule about what brings the results: the fewest of a kind that make so much of them."""

    of: str  # a KPI of results (numerator) and what they took (denominator)
    by: str = "format"
    share: float = Field(default=0.8, gt=0, lt=1)
    beyond: float = Field(default=SIGNAL, ge=SIGNAL)  # sigmas by which their rate must be above that of the rest

    @model_validator(mode="after")
    def _can_be_shared_out(self) -> Self:
        if self.of not in catalog():
            raise ValueError(f"unknown KPI {self.of!r}")
        kpi = catalog()[self.of]
        if kpi.kind not in ADDS_UP or kpi.unit == "money":
            raise ValueError(f"{self.of!r} is no rate of results")
        if self.by not in kpi.groups:
            raise ValueError(f"{self.of!r} is not told apart by {self.by!r}")
        return self


class Rule(Declared):
    """Legs that lead to a verdict when all of them hold; or what brings the results."""

    id: str
    verdict: Verdict
    weeks: int = Field(default=1, ge=1, le=MOST_WEEKS)
    owner_of: str
    when: tuple[Leg, ...] = Field(default=(), max_length=MOST_LEGS)
    leading: Leading | None = None
    seed: str | None = None  # its number in the list of rules that the articles give
    off: bool = False  # as it is declared: until a team has written its own limit into it
    name: str | None = None  # in the team's own words; None = the declared texts
    action: str | None = None
    owner: str | None = None  # None = who owns the plan's row of `owner_of`

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if bool(self.when) == (self.leading is not None):
            raise ValueError("`when` has at least 1 item, or `leading` says what brings the results")
        if self.when and self.when[0].alternative:
            raise ValueError("the first leg is no alternative to another")
        if self.owner_of not in self.kpis:
            raise ValueError(f"owner_of: no leg reads {self.owner_of!r}")
        return self

    @property
    def kpis(self) -> tuple[str, ...]:
        """Name every KPI that it reads, in the order of its legs."""
        return tuple(dict.fromkeys([leg.kpi for leg in self.when] + ([self.leading.of] if self.leading else [])))

    @property
    def groups(self) -> tuple[tuple[Leg, ...], ...]:
        """Put alternatives together: of each group one leg is enough, and every group must hold."""
        found: list[list[Leg]] = []
        for leg in self.when:
            if leg.alternative:
                found[-1].append(leg)
            else:
                found.append([leg])
        return tuple(tuple(group) for group in found)

    @property
    def reads(self) -> tuple[Leg, ...]:
        """List the legs; of what leads, one that reads its KPI."""
        return self.when or (Leg(kpi=self.kpis[0], movement="rises"),)

    @property
    def of_one_place(self) -> bool:
        """Whether it is looked at once, for the brand: a leg names its channel, or the rule is of what happens at all.

        What happened on a channel is among what happened to the brand, so each place would say the same again.
        """
        return any(leg.channel for leg in self.when) or self.of_facts

    @property
    def of_facts(self) -> bool:
        """Whether nothing of it hangs on chance: it is of what happens, or does not."""
        return bool(self.when) and all(leg.movement == "appears" for leg in self.when)


@cache
def load_rules(file: Path = FILE) -> tuple[Rule, ...]:
    """Read every declared rule, in the order of the file."""
    rules = read(file)["rule"]
    return tuple(build(Rule, {"id": name, **body}, f"{file.name}: rule.{name}") for name, body in rules.items())
