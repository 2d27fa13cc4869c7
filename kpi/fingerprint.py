"""A short print of all values of a snapshot: the same data gives the same eight digits."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from kpi.snapshot import Snapshot


def fingerprint(snapshot: Snapshot) -> str:
    """Take the first eight hex digits of the sha256 over every value but the print itself."""
    values = {name: value for name, value in asdict(snapshot).items() if name != "fingerprint"}
    if snapshot.minutes is None:  # as it was before there were minutes
        del values["minutes"]
    else:
        values["minutes"]["minutes"] = [_minute(one) for one in values["minutes"]["minutes"]]
    values["report"] = _report(values["report"])
    if values["report"] is None:  # as it was before there were reports
        del values["report"]
    values["rows"] = [_row(one) for one in values["rows"]]
    values["alerts"] = [_alert(one) for one in values["alerts"]]
    body = json.dumps(_rounded(values), sort_keys=True, ensure_ascii=False)
    return sha256(body.encode()).hexdigest()[:8]


def _report(report: dict[str, Any] | None) -> dict[str, Any] | None:
    """Leave out where numbers come from, and a report of a week that adds nothing to it."""
    if report is None or (report["span"]["kind"] == "week" and not report["effects"]):
        return None
    return {name: said for name, said in report.items() if name != "sourced"}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """Leave out where a baseline comes from, and the end of a note that does not last."""
    notes = [{name: said for name, said in one.items() if name != "until" or said} for one in row["annotations"]]
    return {name: said for name, said in row.items() if name != "measured"} | {"annotations": notes}


def _alert(alert: dict[str, Any]) -> dict[str, Any]:
    """Give an alert as it was before a team had rules of its own, and a leg as before it could ask for some rows."""
    legs = [
        {
            name: said
            for name, said in leg.items()
            if name not in {"channel", "topics", "paid"} or said not in (None, ())
        }
        for leg in alert["legs"]
    ]
    return {name: said for name, said in alert.items() if name not in {"name", "action", "parts"} or said} | {
        "legs": legs
    }


def _minute(minute: dict[str, Any]) -> dict[str, Any]:
    """Give a minute as it was before one said whose KPI must move, where it does not say so."""
    return {name: said for name, said in minute.items() if said is not None or name not in {"moves_row", "moves_on"}}


def _rounded(value: Any) -> Any:
    """Cut floats to nine digits: sums added up in another order differ in the sixteenth.

    A number is as it was before one could be estimated, where it was not.
    """
    match value:
        case float():
            return f"{value:.9g}"
        case dict():
            return {key: _rounded(each) for key, each in value.items() if key != "estimated" or each is not None}
        case list() | tuple():
            return [_rounded(each) for each in value]
        case BaseModel():
            return value.model_dump(mode="json")
        case date():  # a datetime is one
            return value.isoformat()
        case _:
            return value
