"""What the team of the sample brand decided and did, through the same functions as anybody's, at the time of then."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from data.declared import read
from data.journal import newest
from kpi.deciding.activities import mark
from kpi.deciding.decisions import Said, close, decide
from kpi.periods import Week

if TYPE_CHECKING:
    from data.store import Store
    from kpi.deciding.decisions import Closed
    from kpi.plan import Plan

FILE = Path(__file__).with_suffix(".toml")
MORNING, EVENING = time(9, 30), time(17)


def remember_decisions(store: Store, plan: Plan, until: date) -> None:
    """Write down what was decided and done up to a day; a store that has a journal keeps its own."""
    if newest(store):
        return
    told = read(FILE)
    happened = [(one["day"], one, _decide) for one in told["decision"]]
    happened += [(one["day"], one, _done) for one in told["done"]]
    for day, one, happen in sorted(happened, key=lambda each: each[0]):
        if plan.start + timedelta(days=day) <= until:
            happen(store, plan, one)


def _decide(store: Store, plan: Plan, one: dict[str, Any]) -> None:
    day = plan.start + timedelta(days=one["day"])
    row = plan.row(one["row"]) if "row" in one else None
    said = Said(
        week=Week.of(day).previous(),
        kpi=row.kpi if row else one["kpi"],
        due=plan.start + timedelta(days=one["due"]),
        language=plan.language,
        currency=plan.currency,
        **{
            name: one[name]
            for name in ("kind", "insight", "action", "owner", "row", "channel", "by_how_much")
            if name in one
        },
    )
    kept = decide(store, said, one["by"], day=day, now=_at(plan, one["day"], MORNING))
    if "closed" in one:
        how: Closed = "dropped" if one.get("dropped") else "done"
        at = _at(plan, one["closed"], EVENING)
        close(store, kept.number, how, one.get("note", ""), one["by"], kept.version, now=at)


def _done(store: Store, plan: Plan, one: dict[str, Any]) -> None:
    activity = next(each for each in plan.activities if each.id == one["activity"])
    mark(store, plan, activity, True, one["by"], _at(plan, one["day"], EVENING))


def _at(plan: Plan, day: int, hour: time) -> datetime:
    """Give a moment of a day of the plan, in UTC."""
    local = datetime.combine(plan.start + timedelta(days=day), hour, ZoneInfo(plan.zone))
    return local.astimezone(UTC).replace(tzinfo=None)
