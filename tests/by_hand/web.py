"""Web analytics: each visit once, and only visits from social networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.by_hand.number import Brand, Fact, Number, Row, over, sums, told

if TYPE_CHECKING:
    from tests.by_hand.clock import Clock


def _visits(brand: Brand, _clock: Clock | None) -> list[Row]:
    """Leave out the group "social" of a property on a day that also has its networks."""
    by_network = {
        (row["account"], row["day"]) for row in brand.tables["web"] if row["is_social"] and row["channel"] != "web"
    }
    return [
        row
        for row in brand.tables["web"]
        if not (row["channel"] == "web" and row["is_social"] and (row["account"], row["day"]) in by_network)
    ]


def landing_conversion(rows: list[Row]) -> Number:
    social = [row for row in rows if row["is_social"]]
    maybe = [row for row in rows if row["is_social"] is not False]
    number = sums(social, ["key_events"], "sessions")
    known = [row for row in social if told(row, "sessions", "key_events")]
    return Number(
        number.value, number.numerator, number.denominator, number.sample, over(len(known), len(maybe))
    )  # fmt: skip


FACTS = (Fact(_visits, {"landing_conversion": landing_conversion}),)
