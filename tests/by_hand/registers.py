"""What holds until it does not, and what waits until it is done: data sets, deletions, vendors' terms."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from tests.by_hand.number import Brand, Fact, Number, Row, known_on, median, over, quotient, told

if TYPE_CHECKING:
    from tests.by_hand.clock import Clock


def _register(brand: Brand, _clock: Clock | None) -> list[Row]:
    """Give every version the days on which it held: until the next one, or until the data set was retired."""
    versions: dict[str, dict[int, Row]] = defaultdict(dict)
    for row in [*brand.past.get("datasets", []), *brand.tables["datasets"]]:
        versions[row["dataset_id"]][row["batch_id"]] = row
    return [row for told_of in versions.values() for row in _held(list(told_of.values()))]


def _held(versions: list[Row]) -> list[Row]:
    ranked = sorted(versions, key=lambda row: (row["snapshot_date"], row["batch_id"]))
    dated = [
        row | {"day": max(row["day"], row["snapshot_date"]) if number else row["day"]}
        for number, row in enumerate(ranked)
    ]
    for row, later in zip(dated, [*dated[1:], None], strict=True):
        ends = [day for day in (row["retired_on"], later and later["day"]) if day]
        row["until"] = min(ends, default=None)
    return [row for row in dated if not row["withdrawn"]]


def dataset_governance(rows: list[Row]) -> Number:
    return quotient(sum(told(row, "owner", "retention_days") for row in rows), len(rows))


def _deletions(brand: Brand, _clock: Clock | None) -> list[Row]:
    rows = brand.tables["deletions"]
    last = known_on(brand, "deletions", *(row[of] for row in rows for of in ("day", "requested_on", "deleted_on")))
    return [row | {"wait": ((row["deleted_on"] or last) - (row["requested_on"] or row["day"])).days} for row in rows]


def time_to_delete(rows: list[Row]) -> Number:
    known = [row for row in rows if row["wait"] >= 0]
    return median([(row["wait"], row["deleted_on"] is None) for row in known], over(len(known), len(rows)))


def _terms(brand: Brand, clock: Clock | None) -> list[Row]:
    assert clock
    rows = brand.tables["vendor_terms"]
    last = known_on(brand, "vendor_terms", *(row[of] for row in rows for of in ("day", "policy_updated_on")))
    return [row | {"wait": _working_days(row, row["policy_updated_on"] or last, clock)} for row in rows]


def _working_days(row: Row, until: Any, clock: Clock) -> int | None:
    return clock.working_days(row["day"], until) if until >= row["day"] else None


def policy_update_time(rows: list[Row]) -> Number:
    known = [row for row in rows if row["wait"] is not None]
    return median([(row["wait"], row["policy_updated_on"] is None) for row in known], over(len(known), len(rows)))


FACTS = (
    Fact(_register, {"dataset_governance": dataset_governance}, standing=True),
    Fact(_deletions, {"time_to_delete": time_to_delete}),
    Fact(_terms, {"policy_update_time": policy_update_time}, clock="open"),
)
