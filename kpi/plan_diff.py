"""What a new version of a plan changes, line by line, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from kpi.cells import Filter
from kpi.plan import AUTO, Plan, PlanRow
from kpi.words import NO_VALUE

if TYPE_CHECKING:
    from kpi.deciding.activities import Activity
    from kpi.words import Words

OF_PLAN = ("brand", "start", "days", "zone", "currency", "language", "own", "competitors")
ACTIVITY = "activity"  # of which each is told by its own words
UNTOLD = ("id", "filter", "cadence_written", "ask")  # a filter is told part by part
OF_ROW = tuple(name for name in PlanRow.model_fields if name not in UNTOLD)
OF_FILTER = tuple(one.name for one in fields(Filter) if one.name != "hours")  # the plan's own, told once


@dataclass(frozen=True)
class Difference:
    """One thing that another version of a plan says otherwise."""

    field: str  # text key `versions.field.<it>`; "row" when a whole row came or went, "activity" of one of those
    row: PlanRow | None  # None = of the whole plan
    before: Any
    after: Any


def differences(before: Plan | None, after: Plan) -> tuple[Difference, ...]:
    """List what one plan says otherwise than another; a first plan has rows that all came."""
    old = {row.id: row for row in before.rows} if before else {}
    new = {row.id: row for row in after.rows}
    found = _of_plan(before, after) if before else []
    found += [Difference("row", row, row, None) for id_, row in old.items() if id_ not in new]
    for id_, row in new.items():
        found += _of_row(old[id_], row) if id_ in old else [Difference("row", row, None, row)]
    kept = [id_ for id_ in old if id_ in new], [id_ for id_ in new if id_ in old]
    if kept[0] != kept[1]:
        found.append(Difference("order", None, None, None))
    return (*found, *_of_activities(before.activities if before else (), after.activities))


def _of_plan(before: Plan, after: Plan) -> list[Difference]:
    named = [Difference(name, None, getattr(before, name), getattr(after, name)) for name in OF_PLAN]
    rest = set(Plan.model_fields) - {*OF_PLAN, "rows", "template", "activities"}
    other = [Difference(name, None, getattr(before, name), getattr(after, name)) for name in sorted(rest)]
    return [one for one in (*named, *other) if one.before != one.after]


def _of_row(before: PlanRow, after: PlanRow) -> list[Difference]:
    said = [Difference(name, after, getattr(before, name), getattr(after, name)) for name in OF_ROW]
    told = [Difference(name, after, getattr(before.filter, name), getattr(after.filter, name)) for name in OF_FILTER]
    return [one for one in (*said, *told) if one.before != one.after]


def _of_activities(before: tuple[Activity, ...], after: tuple[Activity, ...]) -> list[Difference]:
    old, new = ({one.id: one for one in those} for those in (before, after))
    return [
        Difference(ACTIVITY, None, old.get(id_), new.get(id_)) for id_ in {**old, **new} if old.get(id_) != new.get(id_)
    ]


def told(one: Difference, say: Words) -> str:
    """Put a difference into a sentence."""
    if one.field == ACTIVITY:
        came = "added" if one.before is None else "removed" if one.after is None else "changed"
        return say(f"activity.diff.{came}", title=(one.after or one.before).title)
    if one.row is None:
        if one.field == "order":
            return say("versions.order")
        if one.field not in OF_PLAN:  # such as the opening hours, which are a table of their own
            return say("versions.changed", field=say(f"versions.field.{one.field}"))
        return say("versions.plan", **_sides(one, say))
    name = row_title(one.row, say)
    if one.field == "row":
        promise = say("versions.promise", **{side: shown(side, getattr(one.row, side), say) for side in _PROMISE})
        return say("versions.removed" if one.after is None else "versions.added", row=name, promise=promise)
    return say("versions.row", row=name, **_sides(one, say))


_PROMISE = ("baseline", "target")


def _sides(one: Difference, say: Words) -> dict[str, str]:
    sides = {"before": shown(one.field, one.before, say), "after": shown(one.field, one.after, say)}
    return {"field": say(f"versions.field.{one.field}"), **sides}


def row_title(row: PlanRow, say: Words) -> str:
    """Name a row: as the team wrote it, else the KPI's name."""
    known = say.has(f"kpi.{row.kpi}")
    return row.label or (say(f"kpi.{row.kpi}") if known else row.kpi.replace("_", " "))


def shown(field: str, value: Any, say: Words) -> str:
    """Write a value of a plan."""
    if value is None or value in ("", ()):
        return NO_VALUE
    if field == "baseline" and value == AUTO:
        return say("targets.measured")
    if field in _YES_NO:
        return say(_YES_NO[field][0 if value else 1])
    if isinstance(value, tuple):
        return ", ".join(_word("kpi" if field == "guards" else field, each, say) for each in value)
    return say.day(value) if isinstance(value, date) else _word(field, value, say)


def _word(field: str, value: object, say: Words) -> str:
    known = field in ("kpi", "cadence", "channel") and say.has(f"{field}.{value}")
    return say(f"{field}.{value}") if known else str(value)


_YES_NO = {
    "paid": ("targets.paid", "targets.organic"),
    "proof": ("versions.yes", "versions.no"),
    "clock": ("versions.yes", "versions.no"),
}
