"""One frozen value with everything a page or the PDF shows of one week of one brand.

Nothing here is formatted or translated: pages and PDF put the same values into
the reader's language with `kpi.words`, so their numbers cannot differ.
Values are in the KPI's own scale: a percent is a fraction (0.021), points run
from -100 to 100, response times are hours, money is in `currency`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from kpi.periods import Week
    from kpi.plan import PlanRow
    from kpi.target import Target

Unit = Literal["percent", "points", "hours", "count", "people", "money", "ratio"]
Good = Literal["up", "down"]
Status = Literal["no_data", "too_early", "too_little", "met", "on_pace", "behind", "worse"]
Evidence = Literal["signal", "possible", "noise", "too_little"]
Verdict = Literal["stop", "scale", "fix", "review", "ok"]
Movement = Literal["rises", "falls", "flat", "not_rises", "not_falls", "above", "below"]

Basis = Literal["gained", "published"]
Why = Literal["basis", "age", "renamed", "tool", "provisional", "sources", "gap", "untold"]

EVERYWHERE = "*"


@dataclass(frozen=True)
class Unlike:
    """Why a number is not compared with another: text key `unlike.<why>`, with what each of them is."""

    why: Why
    before: str = ""  # of the earlier number: a basis, an age in days, a meaning, a tool
    after: str = ""
    channel: str | None = None
    field: str | None = None  # the figure that was renamed


@dataclass(frozen=True)
class Cell:
    """One number: a KPI in one window and channel, with the sample it stands on."""

    kpi: str
    window: str  # id of the window, such as "2026-W47/7" (kpi.periods.Window.id)
    channel: str  # EVERYWHERE or a channel
    value: float | None  # None = no value; `why` says why
    numerator: float | None
    denominator: float | None
    sample: int  # what the KPI counts: impressions, labelled texts, messages, posts
    coverage: float | None  # share of the eligible rows that carry the data; None where it does not apply
    error: float | None  # one standard error of sampling, in the KPI's scale; None = not known
    censored: int = 0  # still waiting: the value is a lower bound for these
    why: str | None = None  # text key under `why.` when value is None: no_data, no_sample, mixed, not_covered …
    # Figures that are lifetime totals: `gained` between two downloads from `since` to `until`, or of the posts
    # `published` in the window, as they stood on `until`: `age` to `oldest` days after its end. None = true daily.
    basis: Basis | None = None
    since: date | None = None
    until: date | None = None
    age: int | None = None
    oldest: int | None = None
    shrunk: int = 0  # posts with a figure that became smaller between the downloads
    untold: float = 0.0  # share of the posts of which the downloads do not tell what they gained


@dataclass(frozen=True)
class Point:
    """One week of a trend. `value` None is a gap, never a zero."""

    week: str
    value: float | None
    sample: int
    partial: bool
    provisional: bool = False  # its last days still settle
    other: Unlike | None = None  # why it cannot be compared with the week of the snapshot
    parted: Unlike | None = None  # why it cannot be compared with the week before it: the line breaks there

    @property
    def is_break(self) -> bool:
        """Whether a figure is renamed or its tool changed here, in what is counted as the last week is."""
        named = {"renamed", "tool"}
        alike = self.other is None or self.other.why in named | {"untold"}
        return self.parted is not None and self.parted.why in named and alike


@dataclass(frozen=True)
class Limits:
    """XmR limits of the weekly values (centre +/- 2.66 x mean moving range)."""

    centre: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Move:
    """A difference between two values, and whether the sample can carry it."""

    before: float
    after: float
    sigma: float | None  # one sigma of the difference
    evidence: Evidence

    @property
    def size(self) -> float:
        """After minus before."""
        return self.after - self.before


@dataclass(frozen=True)
class ScoreRow:
    """One row of the scorecard: the promise, the number, and the judgement."""

    plan: PlanRow
    unit: Unit
    good: Good
    currency: str | None
    window_days: int
    baseline: float | None
    baseline_text: str  # as the team wrote it
    target: Target
    goal: float | None  # the number the target asks for, after relative and absolute changes are resolved
    now: Cell
    partial: bool  # the window is not over, or its source does not reach its end: no comparison
    week_move: Move | None  # against the previous full week
    baseline_move: Move | None  # against the baseline
    pace: float | None  # where the straight line from baseline to goal stands today
    progress: float | None  # share of the way from baseline to goal, may be < 0 or > 1
    status: Status
    sigma: float | None  # max(sampling error, week-to-week scatter) of `now`
    series: tuple[Point, ...]  # up to 26 weeks, oldest first, last = the week of the snapshot
    limits: Limits | None
    provisional: bool = False  # the last days of the window still settle
    no_move: Unlike | None = None  # why it is not compared with the week before
    no_baseline: Unlike | None = None  # why it is not compared with a measured baseline

    @property
    def breaks(self) -> tuple[Point, ...]:
        """The weeks in which a figure was renamed or came from another tool."""
        return tuple(point for point in self.series if point.is_break)


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


@dataclass(frozen=True)
class Alert:
    """A rule that fired for the brand (channel EVERYWHERE) or one channel."""

    rule: str
    verdict: Verdict
    channel: str
    weeks: int
    legs: tuple[LegEvidence, ...]
    owner: str | None


@dataclass(frozen=True)
class SourceState:
    """How fresh one kind of export of one channel is."""

    format: str
    fact: str
    channel: str | None
    account: str | None
    last_day: date | None
    complete: bool  # reaches the end of the week of the snapshot
    missing_weeks: tuple[str, ...]
    provisional: bool = False  # reaches it, but its last days still settle


@dataclass(frozen=True)
class Snapshot:
    """Everything a page or the PDF shows of one week."""

    brand: str
    week: Week
    over: bool  # the week is over; else values without comparison
    plan_start: date
    plan_days: int
    plan_day: int  # day of the plan at the end of the week (may be < 1 or > plan_days)
    rows: tuple[ScoreRow, ...]
    alerts: tuple[Alert, ...]
    sources: tuple[SourceState, ...]
    uploads: int
    posts: int
    messages: int
    fingerprint: str  # first 8 hex digits of the sha256 over all values above; same data, same print

    def count(self, *statuses: Status) -> int:
        """How many rows have one of these statuses."""
        return sum(row.status in statuses for row in self.rows)

    @property
    def deviations(self) -> tuple[ScoreRow, ...]:
        """Rows to talk about, worst first: worse than baseline, then behind."""
        worst_first: list[Status] = ["worse", "behind"]
        return tuple(row for status in worst_first for row in self.rows if row.status == status)
