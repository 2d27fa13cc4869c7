"""Every KPI, worked out twice on 1,000 random data sets: by Ninety's declarations and SQL, and by hand (tests/by_hand).

They must agree on the value, what it is made of, its sample, how much is known, who still waits and whether it is a
lower bound: for the brand and each channel, over a week, a month and a quarter, around the clock and in opening hours.
A brand takes turns with the length of its windows; `make fuzz` compares all three of each (NINETY_LENGTHS).
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, timedelta
from functools import cache
from math import isclose
from typing import TYPE_CHECKING, Any

import pytest

from kpi.catalog import catalog
from kpi.cells import ALL_ROWS, Filter
from kpi.hours import WEEKDAYS, Hours
from kpi.periods import Week, Window
from kpi.scan import Scan
from kpi.score import score
from kpi.snapshot import EVERYWHERE
from tests.by_hand.clock import OFFICE, Calendar, Clock
from tests.by_hand.every import CLOCKED, FACTS, KPIS, ByHand
from tests.by_hand.made import Made, made, risk_of
from tests.by_hand.words import LATE, WEEKLY
from tests.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.cells import Cells
    from kpi.snapshot import Cell
    from tests.by_hand.number import Brand, Number

Compared = tuple[str, "str | None", date, int, "Number", "Cell"]

SEED = "ninety"
BRANDS, SETS = 20, 50  # so many brands, with so many data sets each
LENGTHS = (7, 30, 91)
AT_ONCE = int(os.environ.get("NINETY_LENGTHS", "1"))
CALENDARS = (
    Calendar(OFFICE.week, "NL"),
    Calendar(("00:00-24:00",) * 7),
    Calendar(
        ("08:30-12:00, 13:00-18:00",) * 6 + ("00:30-05:00",), "RO", {date(2026, 10, 25): "02:15-02:45, 12:00-15:00"}
    ),
    Calendar(
        ("",) * 5 + ("20:00-24:00", "00:00-03:30, 04:00-23:15"),
        None,
        {date(2026, 3, 29): "", date(2026, 3, 25): "01:00-09:00"},
    ),
)


def filled(brand: Brand) -> Rows:
    """Put a brand into a store in memory."""
    store = Rows()
    for table, rows in brand.tables.items():
        insert(store, table, rows)
    for table, rows in brand.past.items():
        insert(store, f"history.{table}", rows)
    store.con.execute("insert into setting values ('zone', ?), ('risk', ?)", [brand.zone, risk_of(brand)])
    named = [(name, role) for role, names in (("own", brand.own), ("competitor", brand.competitors)) for name in names]
    if named:
        store.con.executemany("insert into brand_name values (?, ?)", named)
    spans = [
        {"batch_id": c.batch, "fact": c.fact, "channel": c.channel, "day_from": c.first, "day_to": c.last}
        for c in brand.covered
    ]
    insert(store, "covered", spans)
    uploads = ((WEEKLY, "crm_weeks"), (LATE, "ninety_escalations"))
    insert(store, "upload", [UPLOAD | {"batch_id": n, "format": of, "loaded_at": brand.loaded[n]} for n, of in uploads])
    return store


UPLOAD = dict.fromkeys(("sha256", "file", "fact", "fields", "answers", "notes"), "") | dict.fromkeys(
    ("rows_read", "rows_new", "rows_changed", "rows_unchanged", "rows_older", "cells_refused", "rows_refused"), 0
)


def insert(store: Rows, table: str, rows: list[dict[str, Any]]) -> None:
    """Insert many rows at once; what is no column of the table stays out."""
    if not rows:
        return
    types = dict(store.query(f"select column_name, column_type from (describe {table})"))
    names = [name for name in rows[0] if name in types]
    columns = ", ".join(f"unnest(?::{types[name]}[])" for name in names)
    store.con.execute(
        f"insert into {table} ({', '.join(names)}) select {columns}", [[row[name] for row in rows] for name in names]
    )


def lengths(number: int) -> tuple[int, ...]:
    """Choose the windows of a brand; every third brand keeps opening hours, so these take turns of their own."""
    first = number + number // len(LENGTHS)
    return tuple(LENGTHS[(first + more) % len(LENGTHS)] for more in range(AT_ONCE))


@cache
def wanted(filtered: Filter, asked: tuple[int, ...]) -> list[tuple[Any, Filter, int]]:
    names = KPIS if filtered == ALL_ROWS else CLOCKED
    return [(catalog()[name], filtered, days) for name in names for days in asked]


def agree(number: Number, cell: Cell) -> bool:
    """Compare all of it; a missing number is not a zero."""
    pairs = (
        (number.value, cell.value),
        (number.numerator, cell.numerator),
        (number.denominator, cell.denominator),
        (number.coverage, cell.coverage),
    )
    bound = cell.bound == number.bound or (cell.bound and number.tied)
    return (
        all(same(mine, theirs) for mine, theirs in pairs)
        and counted_alike(number, cell)
        and number.censored == cell.censored
        and bound
    )


def counted_alike(number: Number, cell: Cell) -> bool:
    """Compare samples; one that is a sum of money and ends in a half is rounded up or down by its last digits."""
    tied = isclose((number.denominator or 0) % 1, 0.5, abs_tol=1e-6)
    return abs(number.sample - cell.sample) <= (1 if tied else 0)


def same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-9, abs_tol=0)


def compared(number: int, sets: int) -> Iterator[Compared]:
    """Score one brand and yield each number with the one by hand; every third brand keeps opening hours too."""
    data = made(f"{SEED} {number}", sets)
    store = filled(data.brand)
    first, last = min(data.ends) - timedelta(days=500), max(data.ends) + timedelta(days=2000)
    office = Clock(data.brand.zone, first, last)
    clocks: list[tuple[Filter, Clock | None]] = [(ALL_ROWS, None)]
    if number % 3 == 0:
        calendar = CALENDARS[number // 3 % len(CALENDARS)]
        clocks.append((Filter(hours=kept(calendar)), Clock(data.brand.zone, first, last, calendar)))
    for filtered, clock in clocks:
        cells = score(store, wanted(filtered, lengths(number)), map(Week.of, data.ends))
        for fact in FACTS:
            if fact.clock != "none" or not clock:
                hand = ByHand(fact, data.brand, clock or (office if fact.clock == "open" else None))
                yield from (
                    one for end in data.ends for one in each(hand, data, end, filtered, cells, asked=lengths(number))
                )
    store.close()


def kept(calendar: Calendar) -> Hours:
    """Write a calendar as a plan keeps it."""
    special = [{"day": day, "hours": text} for day, text in calendar.special.items()]
    week = dict(zip(WEEKDAYS, calendar.week, strict=True))
    return Hours.model_validate({**week, "country": calendar.country, "special": special})


def each(
    hand: ByHand, data: Made, end: date, filtered: Filter, cells: Cells, *, asked: tuple[int, ...]
) -> Iterator[Compared]:
    channels = (None, *data.channels[end], *EXTRA.get(next(iter(hand.fact.kpis)), ()))
    for days in asked:
        window = Window(Week.of(end), days)
        for kpi, channel, number in hand.numbers(end - timedelta(days=days - 1), end, channels):
            yield kpi, channel, end, days, number, cells.get(kpi, filtered, window, channel or EVERYWHERE)


EXTRA = {
    "landing_conversion": ("web",), "click_to_lead": ("all",), "ctr": ("nobody",), "escalations": ("nobody",),
    "late_threads": ("nobody",),
}  # fmt: skip


def test_every_kpi_is_worked_out_by_hand() -> None:
    assert sorted(KPIS) == sorted(catalog())


def test_two_ways_to_a_number_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    # the weeks between two data sets are not asked for
    monkeypatch.setattr(Scan, "widened", lambda scan: scan)
    valued: Counter[str] = Counter()
    count = 0
    for n in range(BRANDS):
        of_set: set[tuple[str, date]] = set()
        for kpi, channel, end, days, number, cell in compared(n, SETS):
            assert agree(number, cell), (
                f"brand {n} of {SEED!r}: {kpi}, {channel}, {days} days to {end}\n{number}\n{cell}"
            )
            count += 1
            if number.value is not None:
                of_set.add((kpi, end))
        valued.update(kpi for kpi, _ in of_set)
    assert BRANDS * SETS >= 1000
    assert {kpi: valued[kpi] for kpi in KPIS if valued[kpi] < 50} == {}
    print(f"{count:,} cells agree")  # noqa: T201
