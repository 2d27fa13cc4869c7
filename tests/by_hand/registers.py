"""What holds until it does not, and what waits until it is done: data sets, deletions, vendors' terms, escalations."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from tests.by_hand.number import Brand, Fact, Number, Row, hours_between, known_on, median, over, quotient, told

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


def _threads(brand: Brand, clock: Clock | None) -> list[Row]:
    """Add the hours until somebody looked, until there was an answer, and until now; None where that is not known."""
    rows = brand.tables["escalations"]
    moments = [row[of] for row in rows for of in ("escalated_at", "triaged_at", "answered_at")]
    last = known_on(brand, "escalations", *moments)
    return [row | _times(row, last, clock) for row in rows]


def _times(row: Row, last: Any, clock: Clock | None) -> Row:
    seen = None if row["triaged_at"] is None and row["answered_at"] else row["triaged_at"] or last
    return {
        "looked": _since(row, seen, clock),
        "answer": _since(row, row["answered_at"] or last, clock),
        "age": _since(row, last, clock),
    }


def _since(row: Row, until: Any, clock: Clock | None) -> float | None:
    """Nobody answers what was not passed on yet: such times were mistyped."""
    if row["escalated_at"] is None or until is None or until < row["escalated_at"]:
        return None
    return hours_between(row["escalated_at"], until, clock)


def escalations(rows: list[Row]) -> Number:
    return Number(len(rows), len(rows), None, len(rows))


def escalation_time(rows: list[Row]) -> Number:
    known = [row for row in rows if row["answer"] is not None]
    return median([(row["answer"], row["answered_at"] is None) for row in known], over(len(known), len(rows)))


def triage_time(rows: list[Row]) -> Number:
    risky = [row for row in rows if row["risk"] == "high"]
    known = [row for row in risky if row["looked"] is not None]
    return median([(row["looked"], row["triaged_at"] is None) for row in known], over(len(known), len(risky)))


def high_risk_in_time(rows: list[Row]) -> Number:
    risky = [row for row in rows if row["risk"] == "high"]
    known = [row for row in risky if row["looked"] is not None and row["answer"] is not None]
    due = [row for row in known if row["age"] >= 2]
    done = [row for row in due if told(row, "triaged_at", "answered_at")]
    in_time = [row for row in done if row["looked"] <= 0.5 and row["answer"] <= 2]
    waiting = sum(row["answered_at"] is None for row in risky)
    return quotient(len(in_time), len(due), over(len(known), len(risky)), waiting)


FACTS = (
    Fact(_register, {"dataset_governance": dataset_governance}, standing=True),
    Fact(_deletions, {"time_to_delete": time_to_delete}),
    Fact(_terms, {"policy_update_time": policy_update_time}, clock="open"),
    Fact(_threads, {"escalation_time": escalation_time}, clock="open"),
    Fact(_threads, {"triage_time": triage_time, "high_risk_in_time": high_risk_in_time}, clock="wall"),
    Fact(_threads, {"escalations": escalations}, counts={"escalations": "escalations"}),
)
