"""The funnel of the CRM: days, or weeks that hold them; and never a total together with its parts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.by_hand.number import Brand, Fact, Number, Row, sums, total

if TYPE_CHECKING:
    from tests.by_hand.clock import Clock


def _leads(brand: Brand, _clock: Clock | None) -> list[Row]:
    weeks = defaultdict(set)
    for row in brand.tables["funnel"]:
        if row["batch_id"] in brand.weekly:
            weeks[row["day"].isocalendar()[:2]].add(row["channel"])
    rows = [row for row in brand.tables["funnel"] if not _held(row, brand, weeks[row["day"].isocalendar()[:2]])]
    of_day: dict[Any, set[bool]] = defaultdict(set)
    for row in rows:
        of_day[row["day"]].add(row["channel"] == "all")
    return [row | {"twice": len(of_day[row["day"]]) == 2} for row in rows]


def _held(row: Row, brand: Brand, weekly: set[str]) -> bool:
    """Say whether a sum of the week holds this day already."""
    if row["batch_id"] in brand.weekly:
        return False
    return row["channel"] in weekly or "all" in weekly or (row["channel"] == "all" and bool(weekly))


def _unless_twice(rows: list[Row], number: Number) -> Number:
    mixed = {row["channel"] for row in rows if row["twice"]}
    return replace(number, value=None) if len(mixed) > 1 else number


def click_to_lead(rows: list[Row]) -> Number:
    return _unless_twice(rows, sums(rows, ["leads"], "link_clicks"))


def _count(column: str, rows: list[Row]) -> Number:
    count = total(row[column] for row in rows)
    return _unless_twice(rows, Number(count, count, None, round(count or 0)))


FACTS = (
    Fact(
        _leads,
        {
            "click_to_lead": click_to_lead,
            "mql": partial(_count, "mql"),
            "assisted_conversions": partial(_count, "assisted_conversions"),
        },
        counts={"mql": "funnel", "assisted_conversions": "funnel"},
    ),
)
