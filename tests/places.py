"""A frozen snapshot of which every part speaks of one channel, whatever it is called."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from kpi.snapshot import Mix, Unlike
from tests.sourced_week import sourced_week

if TYPE_CHECKING:
    from kpi.snapshot import Snapshot


def somewhere(channel: str, full: Snapshot | None = None) -> Snapshot:
    """Put everything that can have a channel in this one; the rows keep no label, which would hide it."""
    full = full or sourced_week()
    parted = Unlike("renamed", "a", "b", channel, "reach")
    rows = tuple(
        replace(
            row,
            plan=row.plan.model_copy(update={"label": None}),
            series=(*row.series[:-1], replace(row.series[-1], parted=parted)),
            mix=Mix((channel, channel), 0.1, -0.2),
        )
        for row in full.rows
    )
    moved: Snapshot = _moved(replace(full, rows=rows), channel)
    return moved


def _moved(value: Any, channel: str) -> Any:
    match value:
        case tuple():
            return tuple(_moved(one, channel) for one in value)
        case BaseModel():
            return value.model_copy(update=_there(value, tuple(type(value).model_fields), channel))
        case _ if is_dataclass(value) and not isinstance(value, type):
            there = _there(value, tuple(one.name for one in fields(value)), channel)
            return replace(value, **there) if there else value
        case _:
            return value


def _there(value: Any, names: tuple[str, ...], channel: str) -> dict[str, Any]:
    held = {name: getattr(value, name) for name in names}
    news = {name: channel if name == "channel" else _moved(one, channel) for name, one in held.items()}
    return {name: one for name, one in news.items() if one is not held[name]}


def channels(value: Any) -> set[str]:
    """Find the channels that any part of a snapshot names."""
    match value:
        case tuple():
            return set[str]().union(*map(channels, value))
        case BaseModel():
            held = {name: getattr(value, name) for name in type(value).model_fields}
        case _ if is_dataclass(value) and not isinstance(value, type):
            held = {one.name: getattr(value, one.name) for one in fields(value)}
        case _:
            return set()
    named = {held["channel"]} if held.get("channel") else set()
    mixed = set(held.get("channels", ()))
    return named | mixed | set[str]().union(*map(channels, held.values()))
