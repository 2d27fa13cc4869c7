"""The numbers behind the PDF as data, attached to it: no names, no accounts, no texts of people.

Of what was decided it holds the action and by how much what should move, as they stand on the page; not whose it is.
What became of decisions is all here, also where the page has room for a few.
"""

from __future__ import annotations

import json
from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any

from kpi.snapshot import Unlike

if TYPE_CHECKING:
    from datetime import date

    from kpi.deciding.came import Outcome
    from kpi.meeting.minutes import Minute, Minutes
    from kpi.reporting.report import Effect, Report, Stretch
    from kpi.rule.ruling import Alert
    from kpi.snapshot import ScoreRow, Snapshot


def attachment(snapshot: Snapshot, known: date | None = None) -> bytes:
    """Write the values of a snapshot in the KPIs' own scale; same snapshot, same bytes.

    One of an old state says on which day it was `known` so.
    """
    content: dict[str, Any] = {
        "schema": "ninety-snapshot-1",
        "brand": snapshot.brand,
        "week": snapshot.week.id,
        "over": snapshot.over,
        "plan": {"start": snapshot.plan_start.isoformat(), "days": snapshot.plan_days, "day": snapshot.plan_day},
        "fingerprint": snapshot.fingerprint,
        "rows": [_row(row) for row in snapshot.rows],
        "alerts": [_alert(alert) for alert in snapshot.alerts],
        "sources": [
            {"fact": s.fact, "channel": s.channel, "last_day": s.last_day, "missing_weeks": s.missing_weeks}
            for s in snapshot.sources
        ],
        "read": {"uploads": snapshot.uploads, "posts": snapshot.posts, "messages": snapshot.messages},
    }
    if snapshot.report:
        content |= _report(snapshot.report)
        for row, stretch in zip(content["rows"], snapshot.report.stretches, strict=False):
            row["over"] = _stretch(stretch)
    if snapshot.minutes:
        content["meeting"] = _meeting(snapshot.minutes)
    if known:
        content["known_on"] = known
    return json.dumps(_rounded(content), sort_keys=True, default=str).encode()  # indented, it takes ten times as long


def _rounded(value: Any) -> Any:
    """Write out what is frozen, floats cut to twelve digits: sums added up in another order differ in the sixteenth."""
    match value:
        case float():
            return float(f"{value:.12g}")
        case str() | int() | None:
            return value
        case dict():
            return {key: _rounded(each) for key, each in value.items()}
        case list() | tuple():
            return [_rounded(each) for each in value]
        case _ if is_dataclass(value):
            return {key: _rounded(each) for key, each in _fields(value).items()}
        case _:
            return value


def _fields(value: object) -> dict[str, Any]:
    """Give what a frozen value holds, but for the words of whoever noted a break: they are its sides.

    Of a number that was counted nothing is said of how it was estimated.
    """
    is_noted = isinstance(value, Unlike) and value.why == "noted"
    told = vars(value) | ({"before": "", "after": ""} if is_noted else {})
    return {name: said for name, said in told.items() if name != "estimated" or said is not None}


def _row(row: ScoreRow) -> dict[str, Any]:
    return {
        "kpi": row.plan.kpi,
        "unit": row.unit,
        "currency": row.currency,
        "good": row.good,
        "window_days": row.window_days,
        "baseline": row.baseline,
        "goal": row.goal,
        "now": row.now,
        "opening_hours": row.hours.model_dump(mode="json") if row.hours else None,
        "partial": row.partial,
        "pace": row.pace,
        "progress": row.progress,
        "status": row.status,
        "sigma": row.sigma,
        "series": row.series,
        "limits": row.limits,
    }


def _alert(alert: Alert) -> dict[str, Any]:
    told = {"rule": alert.rule, "verdict": alert.verdict, "channel": alert.channel, "weeks": alert.weeks}
    parts = {"parts": alert.parts} if alert.parts else {}
    return told | {"legs": alert.legs} | parts


def _meeting(minutes: Minutes) -> dict[str, Any]:
    return {"held_on": minutes.held_on, "over": minutes.ended is not None, "decided": [*map(_minute, minutes.minutes)]}


def _minute(minute: Minute) -> dict[str, Any]:
    kept = ("taken", "rule", "row", "kpi", "channel", "action", "due", "by_how_much")
    return {name: value for name, value in vars(minute).items() if name in kept}


def _report(report: Report) -> dict[str, Any]:
    """Write the weeks of a report and what became of the decisions; one of a week that adds nothing is left out."""
    over = report.span
    if over.kind == "week" and not report.effects:
        return {}
    weeks = {"kind": over.kind, "first": over.first.id, "last": over.last.id, "weeks": over.weeks, "whole": over.whole}
    return {"report": weeks, "effects": [*map(_effect, report.effects)]}


def _stretch(stretch: Stretch) -> dict[str, Any]:
    return {name: value for name, value in vars(stretch).items() if name != "row"}


def _effect(effect: Effect) -> dict[str, Any]:
    kept = ("kind", "action", "kpi", "channel", "topics", "paid", "by_how_much", "made_on", "due")
    decision = {name: getattr(effect.decision, name) for name in kept}
    return {"number": effect.decision.number, **decision, "state": effect.state, "outcome": _outcome(effect.outcome)}


def _outcome(outcome: Outcome) -> dict[str, Any]:
    """Leave out what people wrote about these weeks; that there is something stays."""
    notes = [{"kind": note.kind, "day": note.day, "until": note.until} for note in outcome.notes]
    return vars(outcome) | {"notes": notes}
