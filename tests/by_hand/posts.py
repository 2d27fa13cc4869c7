"""Posts: what they got since they were published, and how many there were."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.by_hand.number import Brand, Fact, Number, Row, over, quotient, sums, told, total

if TYPE_CHECKING:
    from tests.by_hand.clock import Clock

ENGAGED = ("reactions", "comments", "shares")


def _every(brand: Brand, _clock: Clock | None) -> list[Row]:
    return brand.tables["posts"]


def _own(brand: Brand, _clock: Clock | None) -> list[Row]:
    return [row for row in brand.tables["posts"] if not row["is_reply"]]


def ctr(rows: list[Row]) -> Number:
    return sums([row for row in rows if not row["is_reply"]], ["link_clicks"], "impressions")


def _engagement(base: str, rows: list[Row]) -> Number:
    known = [row for row in rows if told(row, *ENGAGED, base)]
    engaged = total(row["reactions"] + row["comments"] + row["shares"] + (row["saves"] or 0) for row in known)
    return quotient(engaged, total(row[base] for row in known), over(len(known), len(rows)))


def engagement_rate(rows: list[Row]) -> Number:
    return _engagement("impressions", rows)


def engagement_rate_reach(rows: list[Row]) -> Number:
    return _engagement("reach", rows)


def save_rate(rows: list[Row]) -> Number:
    return sums(rows, ["saves"], "impressions")


def share_rate(rows: list[Row]) -> Number:
    return sums(rows, ["shares"], "impressions")


def saves(rows: list[Row]) -> Number:
    known = [row["saves"] for row in rows if row["saves"] is not None]
    count = total(known)
    return Number(count, count, None, int(count or 0), over(len(known), len(rows)))


def video_retention(rows: list[Row]) -> Number:
    """Watched over watchable; where no video tells a length, the average percentages weighted by views."""
    timed = [_watched(row) for row in rows if told(row, "views", "duration_s") and row["views"] * row["duration_s"]]
    timed = [(watched, row) for watched, row in timed if watched is not None]
    shared = [row for row in rows if row["avg_pct_viewed"] is not None]
    videos = [row for row in rows if any(told(row, column) for column in ("duration_s", "watch_s", "avg_pct_viewed"))]
    if timed:
        value = over(
            total(watched for watched, _ in timed), total(row["views"] * row["duration_s"] for _, row in timed)
        )
        size = total(row["views"] for _, row in timed)
    else:
        both = [row for row in shared if row["views"] is not None]
        weighed = total(row["avg_pct_viewed"] * row["views"] for row in both)
        size = total(row["views"] for row in both)
        value = over(weighed, size)
    coverage = over(size or 0, total(row["views"] for row in videos))
    return Number(value, None, size, round(size or 0), coverage)


def _watched(row: Row) -> tuple[float | None, Row]:
    if row["watch_s"] is not None:
        return row["watch_s"], row
    share = row["avg_pct_viewed"]
    return None if share is None else share * row["views"] * row["duration_s"], row


def watch_time(rows: list[Row]) -> Number:
    known = [row["watch_s"] for row in rows if row["watch_s"] is not None]
    videos = [row for row in rows if any(told(row, column) for column in ("duration_s", "watch_s", "avg_pct_viewed"))]
    seconds = total(known)
    value = None if seconds is None else seconds / 3600
    return Number(value, None, len(known), len(known), over(len(known), len(videos)))


def _added_up(column: str, rows: list[Row]) -> Number:
    known = [row[column] for row in rows if row[column] is not None]
    return Number(total(known), None, len(known), len(known), over(len(known), len(rows)))


def _counted(rows: list[Row]) -> Number:
    return Number(len(rows), len(rows), None, len(rows))


def active_channels(rows: list[Row]) -> Number:
    return Number(len({row["channel"] for row in rows}), None, len(rows), len(rows))


def channel_diversification(rows: list[Row]) -> Number:
    of_channel = [sum(row["channel"] == channel for row in rows) for channel in {row["channel"] for row in rows}]
    shares = [count / len(rows) for count in of_channel]
    return Number(1 / sum(share * share for share in shares), len(rows), None, len(rows))


FACTS = (
    Fact(
        _every,
        {
            "ctr": ctr,
            "engagement_rate": engagement_rate,
            "engagement_rate_reach": engagement_rate_reach,
            "save_rate": save_rate,
            "share_rate": share_rate,
            "saves": saves,
            "video_retention": video_retention,
            "watch_time": watch_time,
            "impressions": partial(_added_up, "impressions"),
            "post_reach": partial(_added_up, "reach"),
        },
    ),
    Fact(
        _own,
        {
            "posts_published": _counted,
            "publishing_rate": _counted,
            "active_channels": active_channels,
            "channel_diversification": channel_diversification,
        },
        counts={"posts_published": "posts", "publishing_rate": "posts"},
    ),
)
