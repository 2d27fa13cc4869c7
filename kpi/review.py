"""Take the snapshot of one week: every row of the plan measured, compared and judged, and the rules that hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.facts import FACTS
from kpi.annotations import read_notebook
from kpi.baseline import start
from kpi.breaks import read_meanings
from kpi.fingerprint import fingerprint
from kpi.guards import guarding, guards
from kpi.judged import judged
from kpi.periods import Week
from kpi.rule.alerts import alerts
from kpi.rule.rule_ground import ground, owners, rule_states, wanted
from kpi.rule.rulebook import in_force
from kpi.score import score
from kpi.snapshot import Snapshot
from kpi.sources import read_sources
from kpi.track import Tracks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kpi.plan import Plan, Promise
    from kpi.queries import Queries
    from kpi.rule.rules import Rule
    from kpi.score import Wanted
    from kpi.snapshot import ScoreRow

__all__ = ["latest_full_week", "rule_states", "take", "weeks_with_data"]

SERIES_WEEKS = 26
UPLOADS = "select count(*) from upload where undone_at is null"
# by week, so that a review of another week asks the same
VOLUME = "select date_trunc('week', day)::date, count(*) from {fact} group by 1"


def take(store: Queries, plan: Plan, week: Week, today: date) -> Snapshot:
    """Measure and judge a week as seen on a day: a week that is not over has values, but no comparison."""
    promises, rules = plan.promises, in_force(store)
    tracks = Tracks(
        week=week,
        over=week.sunday < today,
        cells=score(store, _wanted(plan, promises, rules), week.last(SERIES_WEEKS)),
        sources=read_sources(store, week),
        meanings=read_meanings(store),
        notebook=read_notebook(store),
    )
    snapshot = Snapshot(
        brand=plan.brand,
        week=week,
        over=tracks.over,
        plan_start=plan.start,
        plan_days=plan.days,
        plan_day=plan.day(week),
        rows=tuple(_row(store, plan, promise, tracks) for promise in promises),
        alerts=alerts(rules, ground(store, plan, tracks), owners(plan)) if tracks.over else (),
        sources=tracks.sources.states(week),
        uploads=int(store.query(UPLOADS)[0][0]),
        posts=_volume(store, "posts", week),
        messages=_volume(store, "messages", week),
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


def _volume(store: Queries, fact: str, week: Week) -> int:
    """Count the rows of a fact up to the end of a week."""
    return sum(rows for monday, rows in store.query(VOLUME.format(fact=fact)) if monday <= week.monday)


def _row(store: Queries, plan: Plan, promise: Promise, tracks: Tracks) -> ScoreRow:
    began = start(store, plan, promise, tracks.sources, tracks.week, tracks.now(promise), tracks)
    return judged(plan, promise, began, guards(store, plan, promise, tracks), tracks)


def _wanted(plan: Plan, promises: Sequence[Promise], rules: Sequence[Rule]) -> list[Wanted]:
    """Ask once for what the rows, their guards and the rules need; what is asked twice is computed once."""
    asked = [*promises, *(guard for promise in promises for guard in guarding(plan, promise))]
    rows = [(promise.kpi, promise.filter, promise.window_days) for promise in asked]
    return rows + wanted(rules, plan)
