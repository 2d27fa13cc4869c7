"""Did it work? The KPI of a decision over the full weeks since, against as many weeks before it.

Both sides are pooled: a ratio is one ratio of sums and a median one median over all its weeks, a count is brought to
the row's own window, and what cannot be pooled (people, figures as a platform gives them, registers) is the mean of
its weeks. One sigma is the larger of the error of sampling and the scatter of the weeks before the decision, widened
where few weeks show it (kpi.noise.sure_scatter) and narrowed by the root of the weeks. What lies on two sides of a
break, comes from other sources or is of another age is never compared; then fewer weeks are, or none.

worked     a signal in the better direction, and as far as was asked; of a level that was kept before too, it still is
partly     a signal in the better direction, but not as far
           (both are told as `before` while nobody reported the action as done: Outcome.told)
against    a signal in the worse direction
unclear    the sample cannot tell: the move is inside what chance does, or too few weeks show how much that is
too_early  no full week has passed since
no_data    nothing can be compared, and `unlike` may say why

A move is a signal here beyond 2.33 sigma, not 1.645: a decision is looked at in up to 13 weeks, and one of these
looks is wrong far more often than each of them (docs/decisions/0029-decisions.md). That the KPI moved since does not
say that the decision moved it; `others` and `notes` name what else fell into these weeks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.deciding.asked import asked
from kpi.deciding.came import Outcome
from kpi.deciding.outcome_sides import SURE, Ground
from kpi.noise import move
from kpi.periods import DAYS_A_WEEK
from kpi.plan_row import adds_up
from kpi.pooling import is_pooled
from kpi.snapshot import EVERYWHERE, Unlike
from kpi.target import PERIOD_DAYS, Relative, TargetError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.annotations import Annotation
    from kpi.deciding.came import Came, Doubt
    from kpi.deciding.decisions import Decision
    from kpi.deciding.outcome_sides import Sides
    from kpi.periods import Week
    from kpi.plan import Plan, Promise
    from kpi.queries import Queries
    from kpi.snapshot import Move
    from kpi.target import Target

MOST = 13  # weeks that a decision is followed


def outcome(
    store: Queries, plan: Plan, decision: Decision, week: Week, today: date, *, among: Sequence[Decision] = ()
) -> Outcome:
    """Tell what became of a decision; `among` = all decisions, some of which may have moved the same KPI."""
    return outcomes(store, plan, [decision], week, today, among=among)[0]


def outcomes(
    store: Queries, plan: Plan, of: Sequence[Decision], week: Week, today: date, *, among: Sequence[Decision] = ()
) -> tuple[Outcome, ...]:
    """Tell what became of several, in their order."""
    ground = Ground.at(store, plan, week)
    return tuple(_outcome(ground, one, week, today, among) for one in of)


def weeks_passed(decision: Decision, week: Week, today: date) -> int:
    """Count the full weeks since a decision that are over, as known in a week."""
    last = week if week.sunday < today else week.previous()
    return min(max(last.weeks_since(decision.first_week) + 1, 0), MOST)


def _outcome(ground: Ground, decision: Decision, week: Week, today: date, among: Sequence[Decision]) -> Outcome:
    promise, passed = ground.promise(decision), weeks_passed(decision, week, today)
    if promise is None:
        return Outcome("no_data", "count", None, passed)
    promise = _in_its_period(promise, decision)
    unit, currency = promise.kpi.unit, promise.currency
    if passed == 0:
        return Outcome("too_early", unit, currency)
    first, before = decision.first_week, decision.week_before
    found = ground.sides(promise, first, before, passed)
    if isinstance(found, Unlike):
        return Outcome("no_data", unit, currency, passed, unlike=found)
    since, until = before.previous(found.weeks - 1), first.previous(1 - found.weeks)
    beside = (one for one in among if _beside(one, decision, since, until))
    others = tuple(one.number for one in beside if _meets(ground.promise(one), promise))
    notes = ground.notebook.about(promise.kpi, promise.channel, since.monday, until.sunday)
    return _told(promise, decision, found, passed, others, notes)


def _in_its_period(promise: Promise, decision: Decision) -> Promise:
    """Count in the period that was asked for: of a month's 30.4 days and a window's 30, only one can be 6 a week."""
    target = asked(decision)
    per = None if target is None or isinstance(target, TargetError) else target.per
    return replace(promise, window_days=PERIOD_DAYS[per]) if per and adds_up(promise.kpi) else promise


def _beside(one: Decision, decision: Decision, since: Week, until: Week) -> bool:
    """Whether another decision on the same KPI fell into the weeks that are compared."""
    same = one.kpi == decision.kpi and one.closed != "dropped" and one.number != decision.number
    return same and since.monday <= one.made_on <= until.sunday


def _meets(one: Promise | None, other: Promise) -> bool:
    """Whether two decisions speak of the same channel, or one of them of all."""
    return one is not None and (one.channel == other.channel or EVERYWHERE in {one.channel, other.channel})


def _told(  # noqa: PLR0917 - what is known of the weeks
    promise: Promise,
    decision: Decision,
    sides: Sides,
    passed: int,
    others: tuple[int, ...],
    notes: tuple[Annotation, ...],
) -> Outcome:
    kpi = promise.kpi
    moved = move(sides.before, sides.after, sides.weekly, kpi)
    if moved is None:
        return Outcome("no_data", kpi.unit, promise.currency, passed, unlike=Unlike("gap"))
    target = _target(promise, decision)
    goal = target.goal(moved.before) if target else None
    rising = kpi.good == "up"
    doubt: Doubt | None = "sample" if moved.evidence == "too_little" else "scatter" if sides.weekly is None else None
    verdict = "unclear" if doubt else _verdict(moved, target, rising=rising, keep=decision.kind == "keep")
    earlier = move(sides.earlier, sides.before, sides.weekly, kpi) if sides.earlier else None
    return Outcome(
        verdict,
        kpi.unit,
        promise.currency,
        passed,
        sides.weeks,
        sides.before,
        sides.after,
        moved,
        window_days=promise.window_days if adds_up(kpi) else DAYS_A_WEEK,
        goal=goal,
        reached=_reached(moved, target),
        smallest=SURE * moved.sigma if moved.sigma else None,
        doubt=doubt or ("noise" if verdict == "unclear" else None),
        already=bool(earlier and _sure(earlier) and (earlier.size > 0) == (moved.size > 0)),
        others=others,
        notes=notes,
        unfinished=decision.closed is None and decision.kind != "keep",  # what is kept needs nobody to begin it
    )


def _verdict(moved: Move, target: Target | None, *, rising: bool, keep: bool) -> Came:
    better = (moved.size > 0) == rising
    if _sure(moved) and not better:
        return "against"
    met = target is None or target.met(moved.after, moved.before)
    if _sure(moved):
        return "worked" if met else "partly"
    kept = keep and target is not None and target.met(moved.before, moved.before)
    return "worked" if kept and met else "unclear"


def _sure(moved: Move) -> bool:
    return moved.sigma is not None and abs(moved.size) > SURE * moved.sigma


def _reached(moved: Move, target: Target | None) -> float | None:
    """Give the share of the way; a level that was kept before already has none."""
    goal = target.goal(moved.before) if target else None
    if target is None or goal is None or target.met(moved.before, moved.before):
        return None
    return moved.size / (goal - moved.before)


def _target(promise: Promise, decision: Decision) -> Target | None:
    """Give what was asked, of the window that the numbers are of; None = nothing that can be held against them."""
    target = asked(decision)
    if target is None or isinstance(target, TargetError):
        return None
    if isinstance(target, Relative):
        return target
    kpi, days = promise.kpi, promise.window_days
    if adds_up(kpi):
        return target.over(days) if target.per else target
    fits = is_pooled(kpi) or days == DAYS_A_WEEK  # a mean of weeks says nothing of a month's people
    return target if fits and (target.per is None or PERIOD_DAYS[target.per] == days) else None
