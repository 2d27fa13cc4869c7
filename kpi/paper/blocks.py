"""The blocks of the document: strings already in the reader's language, numbers only where they are geometry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpi.paper.plot import Plot


@dataclass(frozen=True)
class Sign:
    """A word with the shape and the tone that go with it."""

    word: str
    tone: str
    shape: str


@dataclass(frozen=True)
class Tally:
    """How many rows have a status."""

    sign: Sign
    rows: int
    count: str


@dataclass(frozen=True)
class Leg:
    """One KPI of a rule: before, after, and whether the sample can carry the move."""

    kpi: str
    before: str
    after: str
    evidence: str
    sample: str


@dataclass(frozen=True)
class Card:
    """A rule that is active."""

    sign: Sign
    where: str
    rule: str
    brings: str  # what brings the results, of a rule about that
    legs: tuple[Leg, ...]
    owner: str


@dataclass(frozen=True)
class Tile:
    """A key figure."""

    rank: int  # 0 = the first to be shown
    name: str
    value: str
    change: str
    moves: str  # "triangle" up, "down", or nothing
    change_tone: str
    target: str
    sign: Sign
    spark: Plot
    alt: str


@dataclass(frozen=True)
class Stretched:
    """What a row was over several weeks, and over as many before."""

    before: str
    during: str
    change: Sign | None  # its shape tells whether the sample can carry it; None = they are not compared


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    name: str
    baseline: str
    now: str
    target: str
    progress: str
    bar: float | None  # 0..1
    pace: float | None  # 0..1
    chance: str  # to reach the target by its deadline; nothing where no row has one
    sign: Sign
    owner: str
    cadence: str
    stretch: Stretched | None  # None = the page is about one week


@dataclass(frozen=True)
class Chart:
    """A trend with its labels."""

    rank: int  # 0 = the first to be drawn
    name: str
    plot: Plot
    band: float | None  # from where on the weeks of the report lie, 0..1
    now: str
    goal: str
    baseline: str
    tone: str
    first: str
    last: str
    breaks: tuple[str, ...]  # a word for each break of the plot
    alt: str
