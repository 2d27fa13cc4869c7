"""All KPIs of so many posts and messages, 26 weeks, every channel: ours against statements by hand."""

from __future__ import annotations

from math import isclose
from typing import TYPE_CHECKING, Any

from bench.by_hand import BY_HAND
from bench.made import FACTS, LAST, ROWS, WEEKS, fill
from bench.measure import Figure, in_turns
from data.store import Store
from kpi.catalog import catalog
from kpi.periods import DAYS_A_WEEK, Week, Window
from kpi.score import ALL_ROWS, score

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kpi.cells import Cells
    from kpi.kinds import Kpi

NEAR = 1e-9  # what the order in which floats are added may do
PERIOD = {"first": WEEKS[0].monday, "last": LAST.sunday}


def scoring(folder: Path, rows: int = ROWS) -> Figure:
    """Answer the same questions both ways, on the same file, and see that the answers are the same."""
    path = folder / f"scoring-{rows}.duckdb"
    fill(path, rows)
    store = Store.open(path)
    different = list(differences(store))
    assert not different, different[:5]
    ours, theirs = in_turns(lambda: _by_us(store), lambda: _by_hand(store))
    store.close()
    return Figure(
        f"{len(kpis())} KPIs × 26 weeks × 6 channels on {rows:,} posts and messages",
        f"{ours:.2f} s",
        f"one statement per fact, by hand {theirs:.2f} s",
        ours / theirs,
        1.2,
        "×",
    )


def kpis() -> list[Kpi]:
    """List the KPIs of the two facts."""
    return [kpi for kpi in catalog().values() if kpi.fact in FACTS]


def differences(store: Store) -> Iterator[tuple[str, str, object, object]]:
    """List what the sides say differently: values, parts, samples, coverage, errors, what waits, the age of posts."""
    cells, missing = _by_us(store), object()
    found = set()
    for kpi, week, channel, theirs in _told(store):
        cell = cells.get(kpi.name, ALL_ROWS, Window(week, DAYS_A_WEEK), channel)
        found.add((kpi.name, ALL_ROWS, cell.window, channel))
        for name, number in theirs.items():
            if not _near(ours := getattr(cell, name, missing), number):
                yield f"{kpi.name} {cell.window} {channel}", name, ours, number
    for key in set(cells) ^ found:
        yield str(key), "cell", key in set(cells), key in found


def _by_us(store: Store) -> Cells:
    return score(store, [(kpi, ALL_ROWS, DAYS_A_WEEK) for kpi in kpis()], WEEKS)


def _by_hand(store: Store) -> None:
    for sql in BY_HAND.values():
        with store.shared.con.cursor() as cursor:
            cursor.execute(sql, PERIOD).fetchall()


def _told(store: Store) -> Iterator[tuple[Kpi, Week, str, dict[str, Any]]]:
    """Give what the statements by hand say of each KPI, week and channel."""
    for fact, sql in BY_HAND.items():
        with store.shared.con.cursor() as cursor:
            answers = cursor.execute(sql, PERIOD)
            columns = [name for name, *_ in answers.description or ()]
            for row in answers.fetchall():
                told = dict(zip(columns, row, strict=True))
                for kpi in (kpi for kpi in kpis() if kpi.fact == fact):
                    yield kpi, Week.of(told["week"]), told["channel"], _fields(kpi, told)


def _fields(kpi: Kpi, told: Mapping[str, Any]) -> dict[str, Any]:
    parts = {part: told[f"{kpi.name}.{part}"] for part in kpi.columns()}
    ages = {"age": told["age"], "oldest": told["oldest"]} if kpi.lifetime else {}
    said = {name: parts.get(name) for name in ("numerator", "denominator", "coverage")}
    worked_out = {"value": kpi.value(parts), "sample": kpi.sample(parts), "error": kpi.error(parts)}
    return said | worked_out | {"censored": parts.get("censored", 0), "bound": kpi.bound(parts)} | ages


def _near(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=NEAR)
