"""What the rules of a brand are judged on in a week, taken from its store; and how each of them stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kpi.annotations import read_notebook
from kpi.breaks import read_meanings
from kpi.catalog import catalog
from kpi.hours import default
from kpi.noise import WEEKS
from kpi.periods import DAYS_A_WEEK
from kpi.rule import alerts
from kpi.rule.ground import Ground, rows_of
from kpi.rule.leading import lacking, leaders
from kpi.rule.rulebook import every
from kpi.rule.rules import MOST_WEEKS
from kpi.score import score, score_each
from kpi.sources import read_sources
from kpi.track import Tracks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from kpi.cells import Cells
    from kpi.hours import Hours
    from kpi.periods import Week
    from kpi.plan import Plan
    from kpi.queries import Queries
    from kpi.rule.rules import Rule
    from kpi.rule.ruling import RuleState
    from kpi.score import Wanted

SPAN = WEEKS + MOST_WEEKS + 1  # weeks that a rule can look back upon, with its own


def rule_states(store: Queries, plan: Plan, week: Week, today: date) -> tuple[RuleState, ...]:
    """Say how every rule stands in a week, also those switched off, for the brand and for each channel.

    Nothing is said of a week that is not over.
    """
    rules = every(store)
    if week.sunday >= today:
        return ()
    return alerts.rule_states(rules, ground(store, plan, tracks(store, plan, rules, week)))


def wanted(rules: Iterable[Rule], plan: Plan) -> list[Wanted]:
    """List the weekly numbers that rules read."""
    hours = counted(plan)
    return [(leg.of, rows_of(leg, hours), DAYS_A_WEEK) for rule in rules for leg in rule.reads]


def tracks(store: Queries, plan: Plan, rules: Iterable[Rule], week: Week, weeks: int = SPAN) -> Tracks:
    """Measure what rules read, in the weeks up to one that is over."""
    return _tracks(store, week, score(store, wanted(rules, plan), week.last(weeks)))


def tracks_each(store: Queries, plan: Plan, rules: Iterable[Rule], lasts: Sequence[Week]) -> Iterator[Tracks]:
    """Measure it for one week after another, each with nothing later than itself to look at."""
    each = score_each(store, wanted(rules, plan), lasts, SPAN)
    return (_tracks(store, week, cells) for week, cells in zip(lasts, each, strict=True))


def _tracks(store: Queries, week: Week, cells: Cells) -> Tracks:
    return Tracks(
        week=week,
        over=True,
        cells=cells,
        sources=read_sources(store, week),
        meanings=read_meanings(store),
        notebook=read_notebook(store),
    )


def ground(store: Queries, plan: Plan, found: Tracks) -> Ground:
    """Put together what rules are judged on."""
    return Ground(
        found.cells,
        found.week,
        found.sources.comparable,
        plan.currency,
        found.differ,
        found.sources.provisional,
        counted(plan),
        partial(leaders, store, found),
        partial(lacking, store, found),
    )


def counted(plan: Plan) -> Mapping[str, Hours | None]:
    """Say in which opening hours each KPI is counted: as its row in the plan is, so that both show one number."""
    usual = plan.hours or default()
    always = {name: usual for name, kpi in catalog().items() if kpi.clock == "open"}
    return always | {promise.kpi.name: promise.filter.hours for promise in reversed(plan.promises)}


def owners(plan: Plan) -> Callable[[str], str | None]:
    """Tell who owns the plan's row of a KPI."""
    return {row.kpi: row.owner or None for row in reversed(plan.rows)}.get
