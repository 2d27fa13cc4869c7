"""What every KPI declares, whatever its kind: what it reads, when it is judged, and on which clock."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from data.declared import Declared
from kpi.snapshot import Good, Unit  # noqa: TC001 - pydantic reads them

Fragment = Annotated[str, Field(min_length=1)]  # one SQL aggregate over one fact
Parts = Mapping[str, Any]  # what the fragments of one KPI answered, by part
FilterName = Literal["topics", "paid", "proof", "result_kind", "formats", "campaigns"]


class Declaration(Declared, ABC):
    """What every KPI declares, whatever its kind."""

    name: str
    fact: str  # table or view that one scan reads
    sources: tuple[str, ...]  # tables whose exports feed that fact
    filters: dict[FilterName, str]  # what each filter reads: a column of the fact, or an expression over it
    groups: dict[str, str] = Field(default_factory=dict)  # what tells its rows apart but their channel: name -> column
    unit: Unit
    good: Good
    lifetime: bool = False  # its figures are totals since publication: the views `gained` and `version` hold more
    window_days: int = 7
    enough: int = Field(ge=0)  # smallest sample that is judged
    coverage: Fragment | None = None  # share of the eligible rows that carry the data
    coverage_enough: float = Field(default=0.5, ge=0, le=1)  # smallest coverage that is judged
    valid: Fragment | None = None  # SQL boolean; where false there is no value …
    invalid: str = "mixed"  # … and this is why
    censored: Fragment | None = None  # how many are still waiting
    may_wait: float = Field(default=0.0, ge=0, le=1)  # the largest share of them that a judgement need not wait for
    needs_cover: bool = False  # no rows mean zero only on days that an upload covers
    # What a clock that runs in opening hours only tells otherwise (kpi.opening); without any there is no such number.
    moments: tuple[str, ...] = ()  # its times
    dates: tuple[str, ...] = ()  # its days: only working days pass
    derived: dict[str, Fragment] = Field(default_factory=dict)  # the columns that are made of these
    clock: Literal["open"] | None = None  # always counted in opening hours
    standing: bool = False  # of a register: the rows that held on the last day, from `day` until before `until`
    signed: bool = False  # it can be less than nothing: what came minus what went
    exact: bool = False  # all there is was counted, and chance has no part in it: our own posts, tests, data sets
    # What it is of people's labels, where a brand estimates it (kpi.sentiment.estimated), and of which texts alone.
    estimate: Literal["net", "not_negative", "positive", "negative"] | None = None
    estimate_of: Fragment | None = None  # SQL boolean over `opinions`

    def columns(self) -> dict[str, str]:
        """Give the SQL of each part."""
        optional = {"coverage": self.coverage, "valid": self.valid, "censored": self.censored}
        return self._own_columns() | {part: sql for part, sql in optional.items() if sql}

    @model_validator(mode="after")
    def _has_times(self) -> Self:
        if self.clock and not (self.moments or self.dates):
            raise ValueError("a KPI in opening hours names its moments or dates")
        return self

    @property
    def reads(self) -> frozenset[str]:
        """The words of its SQL: the columns it reads are among them."""
        return frozenset(re.findall(r"\w+", " ".join(self.columns().values())))

    @property
    def formula(self) -> str:
        """The declared SQL, as it is shown beside the number."""
        return " / ".join(self._own_columns().values())

    @abstractmethod
    def _own_columns(self) -> dict[str, str]:
        """Give the SQL that this kind declares, by part."""

    def bound(self, parts: Parts) -> bool:  # noqa: ARG002 - the kinds share one signature
        """Whether the value is a lower bound: some still wait, and what they will have waited could raise it."""
        return False

    def sample(self, parts: Parts) -> int:
        """Count what the number stands on."""
        return round(parts["denominator"] or 0)
