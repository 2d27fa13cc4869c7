"""A snapshot that was written to a file comes back as the very same one, and nothing else comes out of a file."""

from __future__ import annotations

import ast
import gzip
import json
import sys
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.annotations import Annotation
from data.declared import Declared
from kpi.fingerprint import fingerprint
from kpi.hours import Hours, SpecialDay
from kpi.meeting.minutes import Minute, Minutes
from kpi.paper.edition import Edition
from kpi.paper.pdf import render
from kpi.reporting import frozen
from kpi.reporting.frozen import FrozenError, freeze, thaw
from kpi.snapshot import Cell, Point, Snapshot, Unlike
from tests import snapshots
from tests.snapshots import example, hostile, silent

FULL = [example, hostile, silent, snapshots.empty, snapshots.with_effects, snapshots.month, snapshots.plan_end]
DAY = date(2026, 11, 23)


@pytest.mark.parametrize("make", FULL)
def test_it_comes_back_as_it_was(make: Any) -> None:
    snapshot = make()
    again = thaw(freeze(snapshot))
    assert again == snapshot
    assert repr(again) == repr(snapshot)  # 5 and 5.0 are equal, and are no longer so in print
    assert fingerprint(again) == fingerprint(snapshot)
    assert freeze(again) == freeze(snapshot)


def test_it_prints_the_same_bytes() -> None:
    snapshot = snapshots.with_effects()
    assert render(thaw(freeze(snapshot)), Edition("nl")) == render(snapshot, Edition("nl"))


TEXT = st.text(st.characters(), max_size=12)  # lone halves of letters too, which no UTF-8 can write
NUMBER = st.floats(allow_nan=False) | st.integers()
DAYS = st.none() | st.dates()
MOMENTS = st.datetimes(timezones=st.just(UTC) | st.none()).map(lambda one: one.replace(fold=0))
CELLS = st.builds(
    Cell,
    *[TEXT] * 3,
    *[st.none() | NUMBER] * 3,
    st.integers(),
    *[st.none()] * 2,
    why=st.none() | TEXT,
    basis=st.sampled_from([None, "gained"]),
    since=DAYS,
    until=DAYS,
    untold=NUMBER,
    bound=st.booleans(),
)
NOTES = st.builds(Annotation, st.integers(), st.dates(), TEXT, st.none(), st.just("note"), TEXT, MOMENTS, until=DAYS)
UNLIKE = st.none() | st.builds(Unlike, st.just("age"), TEXT)
POINTS = st.builds(Point, TEXT, st.none() | NUMBER, st.integers(), st.booleans(), other=UNLIKE)
SPECIAL = st.lists(st.builds(SpecialDay, day=st.dates(), hours=st.just("")), max_size=2, unique_by=lambda one: one.day)
HOURS = st.none() | st.builds(
    Hours,
    monday=st.sampled_from(["", "09:00-12:30, 13:00-17:00"]),
    friday=st.just("9-17"),
    country=st.sampled_from([None, "NL"]),
    special=SPECIAL.map(tuple),
)
DECIDED = st.builds(Minute, st.just("keep"), *[st.none() | TEXT] * 4, insight=TEXT, due=DAYS)
MINUTES = st.none() | st.builds(
    Minutes, st.dates(), MOMENTS, st.none() | MOMENTS, st.lists(DECIDED, max_size=2).map(tuple)
)


@given(TEXT, CELLS, st.lists(NOTES, max_size=2), st.lists(POINTS, max_size=3), HOURS, MINUTES)
@settings(max_examples=60, deadline=None)
def test_whatever_is_in_it_comes_back(  # noqa: PLR0917
    text: str, cell: Cell, notes: list[Annotation], points: list[Point], hours: Hours | None, minutes: Minutes | None
) -> None:
    (row,) = example(rows=1).rows
    plan = row.plan.model_copy(update={"label": text, "filter": replace(row.plan.filter, topics=(text,), hours=hours)})
    changed = replace(row, plan=plan, now=cell, annotations=tuple(notes), series=tuple(points), hours=hours)
    snapshot = replace(example(), brand=text, rows=(changed,), minutes=minutes)
    assert repr(thaw(freeze(snapshot))) == repr(snapshot)
    assert thaw(freeze(snapshot)) == snapshot


def test_what_is_no_number_comes_back_too() -> None:
    (row,) = example(rows=1).rows
    odd = replace(example(), rows=(replace(row, now=replace(row.now, value=float("nan"), error=float("-inf"))),))
    assert repr(thaw(freeze(odd))) == repr(odd)


# -- other versions ----------------------------------------------------------------------------------


def written(change: Any) -> bytes:
    said = json.loads(gzip.decompress(freeze(example(rows=1))))
    change(said)
    return gzip.compress(json.dumps(said).encode())


def test_a_field_that_came_later_is_what_it_is_by_default() -> None:
    old = thaw(written(lambda said: said["value"].pop("minutes") or said["value"]["rows"][0].pop("runs")))
    assert old == example(rows=1)


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said["value"].pop("brand"),
        lambda said: said["value"].update(colour="red"),
        lambda said: said["value"].update({"#": "Path"}),
        lambda said: said["value"].update(week={"#": "os.system", "command": "true"}),
        lambda said: said["value"].update(week={"year": 2026}),
        lambda said: said["value"].update(week={"#": "Week", "year": 2026, "number": 60}),
        lambda said: said["value"].update({"#": "Week", "year": 2026, "number": 6}),
        lambda said: said.update(value={"#": "Week", "year": 2026, "number": 6}),
        lambda said: said["value"].update(plan_start={"#": "date", "is": "yesterday"}),
        lambda said: said["value"]["rows"][0]["plan"].update(id=""),
        lambda said: said.update(schema=2),
        lambda said: said.update(file="another"),
        lambda said: said.pop("value"),
    ],
)
def test_what_another_version_wrote_is_refused_whole(change: Any) -> None:
    with pytest.raises(FrozenError):
        thaw(written(change))


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"\x80\x04cos\nsystem\n", gzip.compress(b"[" * 100_000, mtime=0), gzip.compress(b"\xff", mtime=0)],
)
def test_what_never_was_a_snapshot_is_refused(content: bytes) -> None:
    with pytest.raises(FrozenError):
        thaw(content)


@given(st.integers(min_value=0), st.binary(min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_is_refused_or_is_still_one(place: int, other: bytes) -> None:
    good = freeze(example(rows=1))
    at = place % len(good)
    with suppress(FrozenError):
        assert isinstance(thaw(good[:at] + other + good[at + 1 :]), Snapshot)


# -- nothing is forgotten ----------------------------------------------------------------------------


def test_everything_a_snapshot_is_made_of_can_be_written() -> None:
    """Who adds a kind of value to a snapshot is told here, before somebody takes it along."""
    known, waiting, seen = set(frozen._kinds().values()), [Snapshot], set()
    while waiting:
        kind = waiting.pop()
        if kind not in seen:
            seen.add(kind)
            waiting += [one for hint in hints(kind).values() for one in ours(hint)]
    assert {kind.__name__ for kind in seen - known} == set()
    assert len(seen) > 30


def hints(kind: type) -> dict[str, Any]:
    """Resolve the types of a kind's fields, those that are imported for the type checker too."""
    module = sys.modules[kind.__module__]
    names = dict(vars(module))
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and node.module.partition(".")[0] in {"data", "kpi", "datetime"}
        ):
            source = __import__(node.module, fromlist=["*"])
            names |= {
                each.asname or each.name: getattr(source, each.name)
                for each in node.names
                if hasattr(source, each.name)
            }
    of_all = get_type_hints(kind, names)
    asked = kind.model_fields if issubclass(kind, Declared) else [one.name for one in fields(kind)]
    return {name: of_all[name] for name in asked}


def ours(hint: Any) -> list[type]:
    if get_origin(hint) is not None or isinstance(hint, UnionType) or hint is Union:
        return [one for each in get_args(hint) for one in ours(each)]
    named = isinstance(hint, type) and hint.__module__.partition(".")[0] in {"data", "kpi"}
    return [hint] if named and (is_dataclass(hint) or issubclass(hint, Declared)) else []
