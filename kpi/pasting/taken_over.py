"""Rows of a scorecard on their way into a plan: their ids, and what they say there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.pasting.pasted import new_id
from kpi.plan import AUTO, problems
from kpi.words import LANGUAGES, texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from kpi.plan import Plan, PlanRow
    from kpi.words import Words


def taken_over(rows: Iterable[PlanRow], present: Sequence[PlanRow], taken: Collection[str] = ()) -> tuple[PlanRow, ...]:
    """Name rows for a plan: one that stands in for a present row keeps its id, so that links and history hold."""
    rows, free, found = list(rows), list(present), {}
    for alike in (_same_words, _same_rows, _same_kpi):
        for at, row in enumerate(rows):
            before = None if at in found else next((one for one in free if alike(row, one)), None)
            if before is not None:
                found[at] = before
                free.remove(before)
    used = {*taken, *(one.id for one in found.values())}
    named: list[PlanRow] = []
    for at, row in enumerate(rows):
        name = found[at].id if at in found else new_id(row.kpi, used)
        used.add(name)
        named.append(row.model_copy(update={"id": name} | (_kept(row, found[at]) if at in found else {})))
    return tuple(named)


def _same_words(row: PlanRow, before: PlanRow) -> bool:
    return _same_rows(row, before) and row.label == before.label


def _same_rows(row: PlanRow, before: PlanRow) -> bool:
    return _same_kpi(row, before) and row.filter == before.filter


def _same_kpi(row: PlanRow, before: PlanRow) -> bool:
    return row.kpi == before.kpi


def _kept(row: PlanRow, before: PlanRow) -> dict[str, str | None]:
    """Keep that nobody wrote the rhythm in own words, where the scorecard has no more than Ninety's."""
    ours = {texts(language)[f"cadence.{row.cadence}"] for language in LANGUAGES}
    unsaid = before.cadence_written is None and row.cadence == before.cadence and row.cadence_written in ours
    return {"cadence_written": None} if unsaid else {}


def as_written(row: PlanRow, plan: Plan, words: Words) -> str:
    """Say what a row promises: `6 h → ≤ 2 h · 7 days`."""
    promise = _alone(row, plan).promises[0]
    unit, currency = promise.kpi.unit, promise.currency
    start = words("pasted.measured") if row.baseline == AUTO else words.number(promise.baseline, unit, currency)
    return f"{start} → {promise.target.describe(words)} · {words('targets.days', n=promise.window_days)}"


def same(row: PlanRow, one: Plan, other: Plan) -> bool:
    """Whether a row promises the same in two plans: `1,234` does not in English and Dutch."""
    if problems(row, other.language, other.currency):
        return False
    first, second = _alone(row, one).promises[0], _alone(row, other).promises[0]
    return (first.baseline, first.target, first.currency) == (second.baseline, second.target, second.currency)


def _alone(row: PlanRow, plan: Plan) -> Plan:
    return plan.model_copy(update={"rows": (row,)})
