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

    from data.annotations import Annotation
    from kpi.hours import Hours
    from kpi.meeting.minutes import Minutes
    from kpi.periods import Week
    from kpi.plan import PlanRow
    from kpi.reporting.report import Report
    from kpi.rule.ruling import Alert
    from kpi.target import Target

Unit = Literal["percent", "points", "hours", "days", "working_days", "count", "people", "money", "ratio"]
Good = Literal["up", "down"]
Status = Literal["no_data", "too_early", "too_little", "met", "at_cost", "on_pace", "behind", "worse"]
Evidence = Literal["signal", "possible", "noise", "too_little"]
Verdict = Literal["stop", "scale", "fix", "review", "ok"]
Movement = Literal["rises", "falls", "flat", "not_rises", "not_falls", "above", "below", "appears"]

Basis = Literal["gained", "published"]
Why = Literal[
    "basis", "age", "renamed", "tool", "provisional", "sources", "gap", "untold", "noted", "waiting", "coverage",
    "labels", "estimated", "sampled",
]  # fmt: skip
# why there is too little data, text key `reason.<it>`
Reason = Literal[
    "unfinished", "labels", "sample", "coverage", "scatter", "blind", "waiting", "previous", "baseline", "guard"
]  # fmt: skip
# run rule that holds, text key `run.<it>` (kpi.runs)
Run = Literal["beyond_high", "side_high", "zone_high", "beyond_low", "side_low", "zone_low"]

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
class Estimated:
    """What a number stands on that was estimated from some labelled texts and a scorer's view of all of them."""

    texts: int  # all of the window
    labels: int  # texts of the random sample that people labelled; 0 = a scorer's view alone, which is only indicative
    scorer: str  # such as "lexicon-1" or "lexicon-1 + own-3"; "tool" where the export's own labels were corrected
    weight: float  # of the scorer's view (lambda): 0 = the labels alone
    low: float | None  # ends of the 90% interval, in the KPI's scale; None without labels
    high: float | None
    readable: float  # share of the texts in a language that the scorer reads

    @property
    def indicative(self) -> bool:
        """Whether nobody labelled any of it: no rule fires on such a number."""
        return not self.labels


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
    bound: bool = False  # the value is a lower bound: some still wait, and it hangs on how long they will
    estimated: Estimated | None = None  # None = it was counted

    @property
    def indicative(self) -> bool:
        """Whether it is a scorer's view alone: nothing is concluded from it."""
        return self.estimated is not None and self.estimated.indicative


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
        named = {"renamed", "tool", "noted"}
        alike = self.other is None or self.other.why in named | {"untold", "coverage"}
        return self.parted is not None and self.parted.why in named and bool(self.parted.after) and alike


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
class Guard:
    """A KPI that must not worsen for a target to count, against its own baseline."""

    kpi: str
    unit: Unit
    currency: str | None
    good: Good
    before: float | None
    after: float | None
    evidence: Evidence
    worse: bool | None  # None = its data cannot tell


@dataclass(frozen=True)
class Forecast:
    """Where the trend of the weeks leads by the deadline, if it goes on: in 8 of 10 cases between low and high."""

    value: float
    low: float
    high: float
    chance: float | None  # to keep the target at the deadline, 0 to 1; None when there is no goal
    weeks: int  # points of the trend that it stands on


@dataclass(frozen=True)
class Seen:
    """Whether a move from the baseline to the goal can be seen at this volume (two-sided 5%, power 80%)."""

    sample: int  # a window has now
    needed: int | None  # a window must have; None where it cannot be told
    weeks: int | None  # that must be added up at the present volume; None where it cannot be told
    smallest: float | None  # smallest move that one window can show, in the KPI's scale
    window_weeks: int = 1  # of one window

    @property
    def enough(self) -> bool:
        """Whether one window is enough."""
        return self.weeks is not None and self.weeks <= self.window_weeks


@dataclass(frozen=True)
class Mix:
    """A total that moved against every one of its channels, because more of it came from another channel."""

    channels: tuple[str, ...]
    within: float  # what the channels' own moves come to
    mix: float  # what the shift between channels comes to; both add up to the move of the total


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
    deadline: int | None = None  # day of the plan by which the target is due
    overdue: bool = False  # the deadline has passed
    reason: Reason | None = None  # why there is too little data to judge
    guards: tuple[Guard, ...] = ()  # KPIs that must not worsen for the target to count
    forecast: Forecast | None = None
    due_in: int | None = None  # weeks from the week of the snapshot to that of the deadline; None when it is over
    seen: Seen | None = None
    luck: float | None = None  # chance that the count keeps its target though nothing changed, 0 to 1
    runs: tuple[Run, ...] = ()  # what the trend shows that ordinary weeks seldom do
    mix: Mix | None = None  # the total moved against every channel since the week before
    annotations: tuple[Annotation, ...] = ()  # of the weeks of the trend, for this KPI and channel
    hours: Hours | None = None  # it is counted in these opening hours; None = on the clock on the wall
    assumed: bool = False  # the plan names no opening hours: they are the declared ones
    measured: Cell | None = None  # what a measured baseline stands on: its weeks and sample; no part of the fingerprint

    @property
    def breaks(self) -> tuple[Point, ...]:
        """The weeks in which a figure was renamed or came from another tool."""
        return tuple(point for point in self.series if point.is_break)


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
    fingerprint: str  # first 8 hex digits of the sha256 over all values; same data, same print
    minutes: Minutes | None = None  # of the meeting about this week; None = there was none yet
    report: Report | None = None  # what a report adds; None = nobody asked for one

    def count(self, *statuses: Status) -> int:
        """How many rows have one of these statuses."""
        return sum(row.status in statuses for row in self.rows)

    @property
    def deviations(self) -> tuple[ScoreRow, ...]:
        """Rows to talk about, worst first: worse than baseline, then met at a cost, then behind."""
        worst_first: list[Status] = ["worse", "at_cost", "behind"]
        return tuple(row for status in worst_first for row in self.rows if row.status == status)
