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
    for note in (note for row in values["rows"] for note in row["annotations"] if note["until"] is None):
        del note["until"]  # as it was before a note could last
    for alert in values["alerts"]:
        for name in ("name", "action", "parts"):  # as it was before a team had rules of its own
            if not alert[name]:
                del alert[name]
        for leg in alert["legs"]:
            for name in ("channel", "topics", "paid"):  # as it was before a leg could ask for some rows
                if leg[name] in (None, ()):
                    del leg[name]
    body = json.dumps(_rounded(values), sort_keys=True, ensure_ascii=False)
    return sha256(body.encode()).hexdigest()[:8]


def _minute(minute: dict[str, Any]) -> dict[str, Any]:
    """Give a minute as it was before one said whose KPI must move, where it does not say so."""
    return {name: said for name, said in minute.items() if said is not None or name not in {"moves_row", "moves_on"}}


def _rounded(value: Any) -> Any:
    """Cut floats to nine digits: sums added up in another order differ in the sixteenth."""
    match value:
        case float():
            return f"{value:.9g}"
        case dict():
            return {key: _rounded(each) for key, each in value.items()}
        case list() | tuple():
            return [_rounded(each) for each in value]
        case BaseModel():
            return value.model_dump(mode="json")
        case date():  # a datetime is one
            return value.isoformat()
        case _:
            return value
