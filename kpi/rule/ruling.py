"""What a rule says of a week: its legs with their evidence, whether it holds, and the alert where it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpi.snapshot import Evidence, Move, Movement, Unit, Verdict


@dataclass(frozen=True)
class LegEvidence:
    """One leg of a rule that fired, with what it stands on."""

    kpi: str
    movement: Movement
    unit: Unit
    currency: str | None
    move: Move
    sample_before: int
    sample_after: int
    provisional: bool = False  # the last days of the later number still settle
    channel: str | None = None  # that the leg itself asks for, wherever the rule holds
    topics: tuple[str, ...] = ()
    paid: bool | None = None

    @property
    def of_some_rows(self) -> bool:
        """Whether it speaks of other rows than the KPI of the place does."""
        return bool(self.channel or self.topics or self.paid is not None)


@dataclass(frozen=True)
class Part:
    """What one of several brings: a format that a rule names."""

    name: str
    share: float  # of the results
    of_all: float  # of what it took: impressions
    sample: int  # results


@dataclass(frozen=True)
class Lack:
    """Why the data cannot tell what brings the results."""

    why: str  # text key `leg_missing.<it>`
    n: int = 0  # what there is of what is too little


@dataclass(frozen=True)
class Alert:
    """A rule that fired for the brand (channel EVERYWHERE) or one channel."""

    rule: str
    verdict: Verdict
    channel: str
    weeks: int
    legs: tuple[LegEvidence, ...]
    owner: str | None
    name: str | None = None  # in the words of who made the rule; None = the declared ones, by its id
    action: str | None = None
    parts: tuple[Part, ...] = ()  # of a rule about what brings the results


@dataclass(frozen=True)
class LegState:
    """One leg of a rule in a week, whether it holds or not."""

    kpi: str
    channel: str | None  # that the leg itself asks for
    topics: tuple[str, ...]
    paid: bool | None
    movement: Movement
    unit: Unit
    currency: str | None
    before: float | None  # the value before the move, or the limit
    after: float | None
    sample_before: int
    sample_after: int
    evidence: Evidence | None  # None = nothing can be compared
    holds: bool
    missing: str | None  # text key under `leg_missing.`: what is missing for it to hold; None = nothing is
    needed: float | None = None  # value of the week from which on it would hold; None = no value alone would do
    weeks_known: int | None = None  # of those that show how much the value moves by itself
    alternative: bool = False  # of the leg before it: one of the two is enough
    smallest: float | None = None  # move that this sample would show
    provisional: bool = False  # the last days of the later number still settle


@dataclass(frozen=True)
class RuleState:
    """A rule in a week, for the brand or one channel."""

    rule: str
    channel: str
    legs: tuple[LegState, ...]
    holds: bool
    parts: tuple[Part, ...] = ()
    lacks: Lack | None = None  # of a rule about what brings the results; None = the data can tell
