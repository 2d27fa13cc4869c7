"""What a report says beside the numbers of its last week: each row over its weeks, what was decided, what is behind it.

Frozen values in the KPI's own scale, as in kpi.snapshot; pages and papers put them into words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from kpi.deciding.came import Outcome
    from kpi.deciding.decisions import Decision, State
    from kpi.reporting.span import Span
    from kpi.snapshot import Cell, Move, Unlike

Made = Literal["pooled", "mean", "end"]  # how several weeks become one number, text key `stretch.made.<it>`


@dataclass(frozen=True)
class Stretch:
    """One row of the plan over all weeks of a report, against as many weeks before them.

    `pooled` is one ratio of sums or one median of all rows of the weeks, and of a count as many as `window_days` hold
    on average: `numerator` has the whole count. `mean` is the mean of the weeks, of what does not add up (people,
    figures as a platform gives them). `end` is a register as it stood at the end of the last week.
    A week without full data is told and stays out of a count and of a mean; a number stands on at least half its weeks.
    """

    row: str  # id of the row of the plan
    made: Made
    weeks: int  # of each side
    window_days: int  # that a count is brought to: of the row, or all weeks if they are less than half of it
    during: Cell | None  # None = the weeks of the report have no number of their own
    before: Cell | None  # None = the weeks before have no number, or none that is counted alike
    missing: int  # weeks of the report without full data
    missing_before: int  # and of those before
    move: Move | None  # None = they are not compared
    unlike: Unlike | None  # why not


@dataclass(frozen=True)
class Effect:
    """A decision, where it stood when the last week of the report was looked at, and what became of its KPI."""

    decision: Decision
    state: State
    outcome: Outcome


@dataclass(frozen=True)
class File:
    """An upload that rows behind a number came from."""

    name: str
    format: str
    rows: int  # of it behind the number
    uploaded: date  # in the zone of the brand


@dataclass(frozen=True)
class Sourced:
    """Where the number of a row comes from."""

    row: str  # id of the row of the plan
    first: date
    last: date
    files: tuple[File, ...]


@dataclass(frozen=True)
class Report:
    """What is added to a snapshot."""

    span: Span
    stretches: tuple[Stretch, ...] = ()  # in the order of the rows; none of a week: its rows are of that week
    effects: tuple[Effect, ...] = ()  # newest first
    sourced: tuple[Sourced, ...] = ()  # for the appendix; no part of the fingerprint
