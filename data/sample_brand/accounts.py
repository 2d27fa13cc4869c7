"""The daily figures of two accounts: X (overview) and TikTok (business overview)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data.sample_brand.story import shared
from data.sample_brand.write import bom, table, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from data.sample_brand.story import Download, Story

X = """Date|Impressions|Likes|Engagements|Bookmarks|Shares|New follows|Unfollows|Replies|Reposts|Profile visits|\
Create Post|Video views|Media views"""
TIKTOK = """Date|Video views|Reached audience|Engaged audience|Profile views|Likes|Shares|Comments|\
Phone number clicks |Leads submission|Net growth|New followers|Lost followers"""
BEST_DAY = 4  # the weekday on which most people watch


def x_overview(story: Story, download: Download) -> tuple[str, bytes]:
    """Write X's overview, newest day first; the name tells no dates, and the browser numbers the copies.

    It ends with the morning of the download, a day that has only begun.
    """
    rows = []
    for day, come, gone in [*_days(story, download, "x"), (download.until + timedelta(days=1), 3, 1)]:
        views = story.dice("x", (day - story.first).days).randint(7_800, 10_400)
        rows.append(
            {
                "Date": f"{day:%a, %b} {day.day}, {day.year}",
                "Impressions": views,
                "Likes": views // 90,
                "Engagements": views // 55,
                "Bookmarks": views // 900,
                "Shares": 1,
                "New follows": come,
                "Unfollows": gone,
                "Replies": 5,
                "Reposts": 7,
                "Profile visits": views // 120,
                "Create Post": 2,
                "Video views": views // 9,
                "Media views": views // 8,
            }
        )
    copy = f" ({download.number - 1})" if download.number > 1 else ""
    return f"account_overview_analytics{copy}.csv", text(table(X, reversed(rows))).encode()


def tiktok_overview(story: Story, download: Download) -> tuple[str, bytes]:
    """Write TikTok's business overview."""
    rows = []
    for day, come, gone in _days(story, download, "tiktok"):
        week, weekday = divmod((day - story.first).days, 7)
        engaged = round(story.level("level.audience.engaged_a_day", week) * (1 - 0.07 * abs(weekday - BEST_DAY)))
        rows.append(
            {
                "Date": f"{day:%Y/%m/%d}",
                "Video views": engaged * 4,
                "Reached audience": engaged * 3,
                "Engaged audience": engaged,
                "Profile views": engaged // 20,
                "Likes": engaged // 6,
                "Shares": engaged // 50,
                "Comments": engaged // 40,
                "Phone number clicks ": 0,
                "Leads submission": 0,
                "Net growth": come - gone,
                "New followers": come,
                "Lost followers": gone,
            }
        )
    return f"Overview_{download.until:%Y%m%d}.csv", bom(text(table(TIKTOK, rows)))


def _days(story: Story, download: Download, account: str) -> Iterator[tuple[date, int, int]]:
    """Tell of each day how many came and how many went."""
    for week in range(story.weeks):
        dice = story.dice("followers", account, week)
        weights = [dice.uniform(0.7, 1.3) for _ in range(7)]
        come = shared(round(story.level(f"level.audience.{account}_follows", week)), weights)
        gone = shared(round(story.level(f"level.audience.{account}_unfollows", week)), weights[::-1])
        for weekday in range(7):
            if download.has(day := story.day(week, weekday)):
                yield day, come[weekday], gone[weekday]
