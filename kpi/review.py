"""Take the snapshot of one week: every row of the plan measured, compared and judged, and the rules that hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.facts import FACTS
from kpi.alerts import Ground, alerts
from kpi.baseline import Start, start
from kpi.basis import unlike, untold
from kpi.breaks import read_meanings
from kpi.catalog import catalog
from kpi.cells import ALL_ROWS
from kpi.fingerprint import fingerprint
from kpi.noise import limits, move, scatter, sigma
from kpi.periods import DAYS_A_WEEK, Week, Window
from kpi.rules import load_rules
from kpi.score import score
from kpi.snapshot import Point, ScoreRow, Snapshot, Unlike
from kpi.sources import Sources, read_sources
from kpi.verdict import Clock, judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kpi.breaks import Meanings
    from kpi.catalog import Kpi
    from kpi.cells import Cells
    from kpi.plan import Plan, Promise
    from kpi.queries import Queries
    from kpi.score import Wanted
    from kpi.snapshot import Alert, Cell, Move

SERIES_WEEKS = 26
VOLUME = """
select
    (select count(*) from upload where undone_at is null),
    (select count(*) from posts where day <= ?),
    (select count(*) from messages where day <= ?)
"""


def take(store: Queries, plan: Plan, week: Week, today: date) -> Snapshot:
    """Measure and judge a week as seen on a day: a week that is not over has values, but no comparison."""
    promises = plan.promises
    review = _Review(
        plan=plan,
        week=week,
        over=week.sunday < today,
        cells=score(store, _wanted(promises), week.last(SERIES_WEEKS)),
        sources=read_sources(store, week),
        meanings=read_meanings(store),
    )
    uploads, posts, messages = store.query(VOLUME, [week.sunday, week.sunday])[0]
    snapshot = Snapshot(
        brand=plan.brand,
        week=week,
        over=review.over,
        plan_start=plan.start,
        plan_days=plan.days,
        plan_day=plan.day(week),
        rows=tuple(
            review.row(each, start(store, plan, each, review.sources, week, review.now(each))) for each in promises
        ),
        alerts=review.alerts() if review.over else (),
        sources=review.sources.states(week),
        uploads=uploads,
        posts=posts,
        messages=messages,
        fingerprint="",
    )
    return replace(snapshot, fingerprint=fingerprint(snapshot))


def weeks_with_data(store: Queries, facts: Iterable[str] = FACTS) -> list[Week]:
    """List the weeks in which anything happened, oldest first."""
    days = " union ".join(f"select date_trunc('week', day)::date as monday from {fact}" for fact in facts)
    return [
        Week.of(monday) for (monday,) in store.query(f"select monday from ({days}) where monday is not null order by 1")
    ]


def latest_full_week(store: Queries, plan: Plan | None, today: date) -> Week:
    """Find the last week that is over and has data the plan asks for; without any, the last that is over."""
    asked = {fact for promise in plan.promises for fact in promise.kpi.sources} if plan else set()
    over = [week for week in weeks_with_data(store, sorted(asked) or FACTS) if week.sunday < today]
    return over[-1] if over else Week.of(today).previous()


def _wanted(promises: Sequence[Promise]) -> list[Wanted]:
    """Ask once for what the rows and the rules need; what is asked twice is computed once."""
    rows = [(promise.kpi, promise.row.filter, promise.window_days) for promise in promises]
    legs = [(catalog()[leg.kpi], ALL_ROWS, DAYS_A_WEEK) for rule in load_rules() for leg in rule.when]
    return rows + legs


@dataclass(frozen=True)
class _Review:
    """What the rows of one week are judged on."""

    plan: Plan
    week: Week
    over: bool
    cells: Cells
    sources: Sources
    meanings: Meanings

    def now(self, promise: Promise) -> Cell:
        """Find the number of the week."""
        return self.cells.get(promise.kpi.name, promise.row.filter, Window(self.week, promise.window_days))

    def row(self, promise: Promise, began: Start) -> ScoreRow:
        """Measure, compare and judge one row."""
        series = self._points(promise)
        now = self.now(promise)
        partial = series[-1].partial
        ordinary = [None if point.partial or point.other else point.value for point in series]
        weekly = scatter(ordinary[:-1])
        off = sigma(now.error, weekly)
        no_move = self._no_move(promise)
        clock = Clock(self.plan.day(self.week), self.plan.days)
        judged = judge(promise, began, now, off, clock, partial=partial)
        return ScoreRow(
            plan=promise.row,
            unit=promise.kpi.unit,
            good=promise.kpi.good,
            currency=promise.currency,
            window_days=promise.window_days,
            baseline=began.value,
            baseline_text=promise.row.baseline,
            target=promise.target,
            goal=judged.goal,
            now=now,
            partial=partial,
            week_move=None if partial or no_move else self._week_move(promise, weekly),
            baseline_move=None if partial else began.move(now, weekly, promise.kpi.enough),
            pace=judged.pace,
            progress=judged.progress,
            status=judged.status,
            sigma=off,
            series=_trimmed(series),
            limits=limits(ordinary),
            provisional=series[-1].provisional,
            no_move=no_move,
            no_baseline=began.unlike,
        )

    def alerts(self) -> tuple[Alert, ...]:
        """List the rules that hold."""
        owners = {row.kpi: row.owner or None for row in reversed(self.plan.rows)}
        ground = Ground(
            self.cells,
            self.week,
            self.sources.comparable,
            self.plan.currency,
            self._differ,
            self.sources.provisional,
        )
        return alerts(load_rules(), ground, owners.get)

    def _differ(self, kpi: Kpi, one: Cell, other: Cell) -> Unlike | None:
        """Say why an earlier number is not like a later one; None = it is."""
        if one.value is None or other.value is None:
            return None
        return unlike(one, other) or self.meanings.parted(kpi, one, other) or untold(one, other)

    def _cell(self, promise: Promise, week: Week) -> Cell:
        """Find the number of a week, counted as that of the week of the snapshot where that can be done."""
        return self.cells.like(self.now(promise), promise.row.filter, Window(week, promise.window_days))

    def _points(self, promise: Promise) -> list[Point]:
        cells = [self._cell(promise, week) for week in self.cells.weeks]
        valued = [cell if cell.value is not None else None for cell in cells]
        before = [None, *valued[:-1]]
        return [
            Point(
                week.id,
                cell.value,
                cell.sample,
                partial=self._partial(promise, week),
                provisional=self.sources.provisional(promise.kpi, promise.channel, week),
                other=self._differ(promise.kpi, cell, cells[-1]),
                parted=self._differ(promise.kpi, earlier, cell) if earlier else None,
            )
            for week, cell, earlier in zip(self.cells.weeks, cells, before, strict=True)
        ]

    def _partial(self, promise: Promise, week: Week) -> bool:
        if (week == self.week and not self.over) or not self.sources.full(promise.kpi, promise.channel, week):
            return True
        window = Window(week, promise.window_days)
        return not self.sources.whole(self._cell(promise, week), promise.kpi, promise.channel, window)

    def _no_move(self, promise: Promise) -> Unlike | None:
        """Say why the number is not compared with that of the week before; None = it is, or there is none."""
        kpi, channel, now = promise.kpi, promise.channel, self.now(promise)
        if now.value is None or not self.over:
            return None
        if self._partial(promise, self.week):
            return Unlike("provisional") if self.sources.provisional(kpi, channel, self.week) else None
        before = self._cell(promise, self.week.previous())
        if before.value is None:
            return Unlike("gap")
        if differs := self._differ(kpi, before, now):
            return differs
        return None if self.sources.comparable(kpi, channel, self.week.previous(), self.week) else Unlike("sources")

    def _week_move(self, promise: Promise, weekly: float | None) -> Move | None:
        """Compare with the week before, never over a gap; windows that overlap count as if they did not."""
        return move(self._cell(promise, self.week.previous()), self.now(promise), weekly, promise.kpi.enough)


def _trimmed(series: list[Point]) -> tuple[Point, ...]:
    """Begin the trend with its first value; a gap in between stays a gap."""
    first = next((at for at, point in enumerate(series) if point.value is not None), len(series) - 1)
    return tuple(series[first:])
