"""The numbers behind the PDF as data, attached to it: no names, no accounts, no texts of people.

Of what was decided it holds the action and by how much what should move, as they stand on the page; not whose it is.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from kpi.meeting.minutes import Minute, Minutes
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
    if snapshot.minutes:
        content["meeting"] = _meeting(snapshot.minutes)
    if known:
        content["known_on"] = known
    return json.dumps(_rounded(content), indent=1, sort_keys=True, default=str).encode()


def _rounded(value: Any) -> Any:
    """Cut floats to twelve digits: sums added up in another order differ in the sixteenth."""
    match value:
        case float():
            return float(f"{value:.12g}")
        case dict():
            return {key: _rounded(each) for key, each in value.items()}
        case list() | tuple():
            return [_rounded(each) for each in value]
        case _:
            return value


def _row(row: ScoreRow) -> dict[str, Any]:
    return {
        "kpi": row.plan.kpi,
        "unit": row.unit,
        "currency": row.currency,
        "good": row.good,
        "window_days": row.window_days,
        "baseline": row.baseline,
        "goal": row.goal,
        "now": asdict(row.now),
        "opening_hours": row.hours.model_dump(mode="json") if row.hours else None,
        "partial": row.partial,
        "pace": row.pace,
        "progress": row.progress,
        "status": row.status,
        "sigma": row.sigma,
        "series": [asdict(point) for point in row.series],
        "limits": asdict(row.limits) if row.limits else None,
    }


def _alert(alert: Alert) -> dict[str, Any]:
    told = {"rule": alert.rule, "verdict": alert.verdict, "channel": alert.channel, "weeks": alert.weeks}
    parts = {"parts": [asdict(part) for part in alert.parts]} if alert.parts else {}
    return told | {"legs": [asdict(leg) for leg in alert.legs]} | parts


def _meeting(minutes: Minutes) -> dict[str, Any]:
    return {"held_on": minutes.held_on, "over": minutes.ended is not None, "decided": [*map(_minute, minutes.minutes)]}


def _minute(minute: Minute) -> dict[str, Any]:
    kept = ("taken", "rule", "row", "kpi", "channel", "action", "due", "by_how_much")
    return {name: value for name, value in asdict(minute).items() if name in kept}
