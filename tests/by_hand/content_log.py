"""The content log: what was checked, registered, proven, approved; a blank is neither yes nor no."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.by_hand.number import (
    Brand,
    Fact,
    Number,
    Row,
    certain,
    flagged,
    hours_between,
    median,
    over,
    part,
    quotient,
    three,
    told,
)

if TYPE_CHECKING:
    from tests.by_hand.clock import Clock

ERRORS = {"error", "claim", "privacy", "platform_rule"}


def _rows(brand: Brand, clock: Clock | None) -> list[Row]:
    """Add to each post how long its approval took, and how many days until it was published."""
    zone = ZoneInfo(brand.zone)
    return [row | {"approval": _approval(row, clock), "days": _days(row, zone)} for row in brand.tables["content_log"]]


def _approval(row: Row, clock: Clock | None) -> float | None:
    """Nobody approves what was not sent in yet: such times were mistyped."""
    if not told(row, "submitted_at", "approved_at") or row["approved_at"] < row["submitted_at"]:
        return None
    return hours_between(row["submitted_at"], row["approved_at"], clock)


def _days(row: Row, zone: ZoneInfo) -> int | None:
    if row["submitted_at"] is None:
        return None
    sent: int = (row["day"] - row["submitted_at"].replace(tzinfo=UTC).astimezone(zone).date()).days
    return sent if sent >= 0 else None


def _wrong(row: Row) -> bool | None:
    """Say whether a post was corrected or removed for an error; one of the two cells may settle it."""
    changed = None if row["correction"] is None else row["correction"] in {"corrected", "removed"}
    reason = None if row["correction_reason"] is None else row["correction_reason"] in ERRORS
    return three(changed, reason)


def correction_ratio(rows: list[Row]) -> Number:
    checked = [row for row in rows if row["correction"] is not None]
    clear = [row for row in checked if row["correction"] == "none" or row["correction_reason"] is not None]
    return part(sum(_wrong(row) is True for row in clear), len(clear), len(rows))


def _corrections(rows: list[Row]) -> Number:
    return certain(map(_wrong, rows))


def ai_registration(rows: list[Row]) -> Number:
    known = [row for row in rows if row["ai_used"] is not None]
    registered = [row for row in known if not row["ai_used"] or told(row, "ai_tool", "prompt_class")]
    return part(len(registered), len(known), len(rows))


def review_rounds(rows: list[Row]) -> Number:
    rounds = [row["review_passes"] for row in rows if (row["review_passes"] or 0) > 0]
    return quotient(sum(rounds) if rounds else None, len(rounds), over(len(rounds), len(rows)))


def approval_cycle_time(rows: list[Row]) -> Number:
    times = [(row["approval"], False) for row in rows if row["approval"] is not None]
    return median(times, over(len(times), len(rows)))


def time_to_publish(rows: list[Row]) -> Number:
    times = [(row["days"], False) for row in rows if row["days"] is not None]
    return median(times, over(len(times), len(rows)))


FACTS = (
    Fact(
        _rows,
        {
            "correction_ratio": correction_ratio,
            "compliance_incidents": _corrections,
            "corrections": _corrections,
            "ai_registration": ai_registration,
            "proof_asset_share": flagged("proof_asset"),
            "first_pass_review": flagged("first_pass"),
            "sourced_claims": flagged("sourced"),
            "review_rounds": review_rounds,
            "time_to_publish": time_to_publish,
        },
        counts={"compliance_incidents": "content_log", "corrections": "content_log"},
    ),
    Fact(_rows, {"approval_cycle_time": approval_cycle_time}, clock="wall"),
)
