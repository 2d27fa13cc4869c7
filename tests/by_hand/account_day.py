"""Accounts by day: who came and who left, and figures of people that only the platform can count."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.by_hand.number import Brand, Fact, Number, Row, over, quotient, told, total

if TYPE_CHECKING:
    from tests.by_hand.clock import Clock

METRICS = ("follows", "unfollows", "net_follows", "followers")


def _days(brand: Brand, _clock: Clock | None) -> list[Row]:
    """Put the figures of an account and day side by side."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in brand.tables["account_day"]:
        key = row["channel"], row["account"], row["day"]
        day = found.setdefault(key, {"channel": key[0], "day": key[2], **dict.fromkeys(METRICS)})
        day[row["metric"]] = row["value"]
    return list(found.values())


def _pair(above: str, below: str, rows: list[Row]) -> Number:
    both = [row for row in rows if told(row, above, below)]
    either = [row for row in rows if told(row, above) or told(row, below)]
    coverage = over(len(both), len(either))
    return quotient(total(row[above] for row in both), total(row[below] for row in both), coverage)


def follower_growth(rows: list[Row]) -> Number:
    """Take the platform's own difference, else who came less who left."""
    known = [growth for row in rows if (growth := _growth(row)) is not None]
    any_told = [row for row in rows if any(told(row, metric) for metric in ("follows", "unfollows", "net_follows"))]
    return Number(total(known), None, len(known), len(known), over(len(known), len(any_told)))


def _growth(row: Row) -> float | None:
    if row["net_follows"] is not None:
        return float(row["net_follows"])
    return row["follows"] - row["unfollows"] if told(row, "follows", "unfollows") else None


def unfollows(rows: list[Row]) -> Number:
    known = [row["unfollows"] for row in rows if row["unfollows"] is not None]
    either = [row for row in rows if told(row, "follows") or told(row, "unfollows")]
    count = total(known)
    return Number(count, count, None, round(count or 0), over(len(known), len(either)))


def _standing(brand: Brand, _clock: Clock | None) -> list[Row]:
    """Let a figure stand for a week, or until the account has a newer one."""
    series: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in brand.tables["account_day"]:
        series[row["channel"], row["account"], row["metric"]].append(row)
    found = []
    for rows in series.values():
        ranked = sorted(rows, key=lambda row: row["day"])
        for row, newer in zip(ranked, [*ranked[1:], None], strict=True):
            week = row["day"] + timedelta(days=7)
            found.append(row | {"until": min(week, newer["day"]) if newer else week})
    return found


def _people(metric: str, rows: list[Row]) -> Number:
    """Take the one figure there is: the same people may stand behind two of them."""
    figures = [row["value"] for row in rows if row["metric"] == metric]
    if not figures:
        return Number()
    return Number(figures[0] if len(figures) == 1 else None, None, max(figures), round(max(figures)))


FACTS = (
    Fact(
        _days,
        {
            "follow_unfollow_ratio": partial(_pair, "follows", "unfollows"),
            "unfollow_rate": partial(_pair, "unfollows", "followers"),
            "follower_growth": follower_growth,
            "unfollows": unfollows,
        },
    ),
    Fact(
        _standing,
        {
            "engaged_reach": partial(_people, "engaged_reach_7d"),
            "returning_viewers": partial(_people, "returning_viewers_28d"),
        },
        standing=True,
    ),
)
