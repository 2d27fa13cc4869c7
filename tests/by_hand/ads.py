"""Ads: each sum of money once, in one currency, and what it bought."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.by_hand.number import Brand, Fact, Number, Row, sums

if TYPE_CHECKING:
    from tests.by_hand.clock import Clock


def _spending(brand: Brand, _clock: Clock | None) -> list[Row]:
    """Leave out what lies within another row of its week: its days within those, and its ad."""
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in brand.tables["ads"]:
        if row["day"] is not None:
            groups[row["channel"], row["account"], row["campaign"], row["day"].isocalendar()[:2]].append(row)
    return [row for rows in groups.values() for row in rows if not any(_within(row, other) for other in rows)]


def _within(row: Row, other: Row) -> bool:
    same = all(row[column] == other[column] for column in ("ad", "period_from", "period_to"))
    whole = other["ad"] in {"", row["ad"]}
    return whole and not same and other["period_from"] <= row["period_from"] and row["period_to"] <= other["period_to"]


def _one_currency(rows: list[Row]) -> bool:
    """Ask for one word for all money that was spent: some with a currency and some without is nobody's sum."""
    currencies = {row["currency"] for row in rows if row["currency"] is not None}
    spent = {row["currency"] is None for row in rows if row["spend"] is not None}
    return len(currencies) < 2 and len(spent) < 2


def _money(rows: list[Row], number: Number, *, one_kind: bool = False) -> Number:
    kinds = {row["result_kind"] for row in rows if (row["results"] or 0) > 0}
    fine = _one_currency(rows) and not (one_kind and len(kinds) > 1)
    return number if fine else replace(number, value=None)


def cpa(rows: list[Row]) -> Number:
    return _money(rows, sums(rows, ["spend"], "results"), one_kind=True)


def roas(rows: list[Row]) -> Number:
    return _money(rows, sums(rows, ["revenue"], "spend"))


def cpc(rows: list[Row]) -> Number:
    return _money(rows, sums(rows, ["spend"], "link_clicks"))


def cpm(rows: list[Row]) -> Number:
    return _money(rows, sums(rows, ["spend"], "impressions", times=1000))


FACTS = (Fact(_spending, {"cpa": cpa, "roas": roas, "cpc": cpc, "cpm": cpm}),)
