"""What another plan makes of the weeks that are past: each touched row, week by week, under the old and the new one.

Another time zone is told, not computed: its days begin at another moment, so every file would be read again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.still import still
from kpi.plan import PlanRow
from kpi.review import latest_full_week, take, weeks_with_data

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from data.still import Still
    from data.store import Store
    from kpi.periods import Week
    from kpi.plan import Plan, Promise
    from kpi.snapshot import ScoreRow, Status

WEEKS = 13


@dataclass(frozen=True)
class Told:
    """What a week says of a row."""

    value: float | None
    status: Status
    goal: float | None


@dataclass(frozen=True)
class Shift:
    """One week of which a row says something else; `before` None: the row is new."""

    week: Week
    before: Told | None
    after: Told

    @property
    def value_moves(self) -> bool:
        """Whether the number itself becomes another."""
        return self.before is not None and self.before.value != self.after.value

    @property
    def status_moves(self) -> bool:
        """Whether the judgement becomes another."""
        return self.before is not None and self.before.status != self.after.status


@dataclass(frozen=True)
class RowEffect:
    """The weeks of one touched row that become other ones."""

    row: ScoreRow  # of the newest week under the new plan
    shifts: tuple[Shift, ...]  # oldest first; empty when no week says anything else


@dataclass(frozen=True)
class Effect:
    """What a new plan does to the past weeks."""

    weeks: tuple[Week, ...]  # that were looked at, oldest first
    rows: tuple[RowEffect, ...]  # touched ones, in the order of the new plan
    zone: bool  # the zone changes too: what that does is not computed

    @property
    def shifts(self) -> int:
        """How many weeks of rows become other ones."""
        return sum(len(one.shifts) for one in self.rows)


def _silent(number: int, whole: int, week: str) -> None:
    """Tell nobody how far it is."""


def effect(
    store: Store,
    before: Plan | None,
    after: Plan,
    today: date,
    progress: Callable[[int, int, str], None] = _silent,
) -> Effect:
    """Take the last 13 full weeks that have data under both plans; `progress` hears how far it is."""
    rows = touched(before, after)
    with still(store) as seen:
        weeks = _weeks(seen, after, today) if rows else []
        found: list[tuple[Week, dict[str, ScoreRow], dict[str, ScoreRow]]] = []
        olds = before.model_copy(update={"rows": _same(before, rows)}) if before else None
        news = after.model_copy(update={"rows": rows})
        for number, week in enumerate(weeks, 1):
            progress(number, 2 * len(weeks), week.id)
            found.append((week, _judged(seen, olds, week, today), {}))
        seen.suppose_brands(after.own, after.competitors)
        for at, (week, old, _) in enumerate(found):
            progress(len(weeks) + at + 1, 2 * len(weeks), week.id)
            found[at] = (week, old, _judged(seen, news, week, today))
    effects = tuple(_of_row(row, found) for row in rows) if found else ()
    return Effect(tuple(weeks), effects, zone=before is not None and before.zone != after.zone)


def touched(before: Plan | None, after: Plan) -> tuple[PlanRow, ...]:
    """List the rows of a new plan that it reads or judges otherwise."""
    if before is None or _frame(before) != _frame(after):
        return after.rows
    old = {promise.row.id: _judged_by(promise) for promise in before.promises}
    return tuple(one.row for one in after.promises if _judged_by(one) != old.get(one.row.id))


def _judged_by(promise: Promise) -> Promise:
    """Leave out who owns it and how it is written: numbers and judgement do not hang on these."""
    return replace(promise, row=_NO_WORDS)


_NO_WORDS = PlanRow(id="any", kpi="any", target="")


def _frame(plan: Plan) -> tuple[object, ...]:
    """Give what every row is judged by."""
    return plan.start, plan.days, sorted(plan.own), sorted(plan.competitors)


def _same(plan: Plan, rows: tuple[PlanRow, ...]) -> tuple[PlanRow, ...]:
    wanted = {row.id for row in rows}
    return tuple(row for row in plan.rows if row.id in wanted)


def _weeks(seen: Still, plan: Plan, today: date) -> list[Week]:
    newest = latest_full_week(seen, plan, today)
    having = set(weeks_with_data(seen))
    return [week for week in newest.last(WEEKS) if week in having]


def _judged(seen: Still, plan: Plan | None, week: Week, today: date) -> dict[str, ScoreRow]:
    return {row.plan.id: row for row in take(seen, plan, week, today).rows} if plan and plan.rows else {}


def _of_row(row: PlanRow, found: list[tuple[Week, dict[str, ScoreRow], dict[str, ScoreRow]]]) -> RowEffect:
    shifts = [Shift(week, _told(old.get(row.id)), _said(new[row.id])) for week, old, new in found]
    return RowEffect(found[-1][2][row.id], tuple(one for one in shifts if one.before != one.after))


def _told(row: ScoreRow | None) -> Told | None:
    return _said(row) if row else None


def _said(row: ScoreRow) -> Told:
    return Told(row.now.value, row.status, row.goal)
