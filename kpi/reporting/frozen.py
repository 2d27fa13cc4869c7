"""A snapshot as a file, and the very same snapshot from it: every value to the last bit, and nothing that can run.

JSON, packed by gzip. What is no plain value bears its kind under `#`, and only the kinds listed here are made again:
frozen values and declared models of ours, days and moments. Fields stand by their names, so that a field which came
later takes what it is by default; a file with a kind or a field that this version does not know is refused, never
read by halves.
"""

from __future__ import annotations

import gzip
import json
import math
import zlib
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from importlib import import_module
from typing import Any

from data.declared import Declared
from kpi.snapshot import Snapshot

NAME, SCHEMA = "ninety-frozen", 1
MODULES = (  # everything that a snapshot is made of (tests/test_frozen.py looks for what is missing)
    *("kpi.snapshot", "kpi.periods", "kpi.plan_row", "kpi.cells", "kpi.hours", "kpi.target.kinds", "kpi.rule.ruling"),
    *("kpi.meeting.minutes", "kpi.reporting.report", "kpi.reporting.span", "kpi.deciding.decisions"),
    *("kpi.deciding.came", "data.annotations"),
)
KIND = "#"
LATE = {"estimated"}  # came later and says nothing of most values: these keep their bytes
_ODD = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}  # JSON has no word for them


class FrozenError(Exception):
    """A file that this version of Ninety cannot read: another version wrote it, or it never was one."""


def freeze(snapshot: Snapshot) -> bytes:
    """Write a snapshot; the same snapshot, the same bytes."""
    said = {"file": NAME, "schema": SCHEMA, "value": _out(snapshot)}
    body = json.dumps(said, allow_nan=False, separators=(",", ":"))
    return gzip.compress(body.encode(), compresslevel=6, mtime=0)


def thaw(content: bytes) -> Snapshot:
    """Read the snapshot that was written; raises FrozenError."""
    try:
        said = json.loads(gzip.decompress(content))
        if said["file"] != NAME or said["schema"] != SCHEMA:
            raise FrozenError(f"{said['file']} {said['schema']}")
        found = _in(said["value"])
    except (OSError, EOFError, zlib.error, ValueError, TypeError, KeyError, RecursionError) as cause:
        raise FrozenError(f"{type(cause).__name__}: {cause}") from cause
    if not isinstance(found, Snapshot):
        raise FrozenError(f"a {type(found).__name__} is no snapshot")
    return found


def _out(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else {KIND: "float", "is": repr(float(value))}
        case tuple():
            return [_out(each) for each in value]
        case datetime():
            return {KIND: "datetime", "is": value.isoformat()}
        case date():
            return {KIND: "date", "is": value.isoformat()}
    kind = type(value)
    if _kinds().get(kind.__name__) is not kind:
        raise TypeError(f"{kind.__module__}.{kind.__name__} has no place in a snapshot")
    said = {name: getattr(value, name) for name in _names(kind)}
    told = {name: _out(one) for name, one in said.items() if name not in LATE or one is not None}
    return {KIND: kind.__name__} | told


def _in(said: Any) -> Any:
    match said:
        case list():
            return tuple(_in(each) for each in said)
        case {"#": "float", "is": str(word)}:
            return _ODD[word]
        case {"#": "date", "is": str(word)}:
            return date.fromisoformat(word)
        case {"#": "datetime", "is": str(word)}:
            return datetime.fromisoformat(word)
        case {"#": str(name), **rest}:
            return _kinds()[name](**{str(field): _in(value) for field, value in rest.items()})
        case dict():
            raise FrozenError("a value without its kind")
    return said


@cache
def _kinds() -> dict[str, type[Any]]:
    """Name every frozen value and declared model that the modules above define."""
    found: dict[str, type[Any]] = {}
    for name in MODULES:
        for kind in vars(import_module(name)).values():
            if isinstance(kind, type) and kind.__module__ == name and _is_ours(kind):
                if kind.__name__ in found:
                    raise TypeError(f"two kinds named {kind.__name__}")
                found[kind.__name__] = kind
    return found


def _is_ours(kind: type[Any]) -> bool:
    return issubclass(kind, Declared) or (is_dataclass(kind) and kind.__dataclass_params__.frozen)  # type: ignore[attr-defined]


def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(kind.model_fields) if issubclass(kind, Declared) else tuple(one.name for one in fields(kind))
