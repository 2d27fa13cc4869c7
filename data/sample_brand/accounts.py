"""The daily figures of two accounts: X (overview) and TikTok (business overview)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.sample_brand.story import shared
from data.sample_brand.write import text, with_bom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from data.sample_brand.story import Download, Story

X = """Date|Impressions|Likes|Engagements|Bookmarks|Shares|New follows|Unfollows|Replies|Reposts|Profile visits|\
Create Post|Video views|Media views"""
TIKTOK = """Date|Video views|Reached audience|Engaged audience|Profile views|Likes|Shares|Comments|Phone number clicks |\
Leads submission|Net growth|New followers|Lost followers"""
BEST_DAY = 4  # the weekday on which most people watch


def x_overview(story: Story, download: Download) -> tuple[str, bytes]:
    """Write X's overview, newest day first; the name tells no dates."""
    rows: list[list[object]] = []
    for day, come, gone in _days(story, download, "x"):
        views = story.dice("x", day.toordinal() - story.first.toordinal()).randint(7_800, 10_400)
        named = f"{day:%a, %b} {day.day}, {day.year}"
        likes = views // 90
        rows.append([named, views, likes, views // 55, likes // 10, 1, come, gone, 5, 7, views // 120, 2, views // 9, views // 8])
    name = "account_overview_analytics.csv" if download.number == 1 else f"account_overview_analytics ({download.number - 1}).csv"
    return name, text([X.split("|"), *reversed(rows)]).encode()


def tiktok_overview(story: Story, download: Download) -> tuple[str, bytes]:
    """Write TikTok's business overview."""
    rows: list[list[object]] = [TIKTOK.split("|")]
    for day, come, gone in _days(story, download, "tiktok"):
        week, weekday = divmod((day - story.first).days, 7)
        engaged = round(story.level("level.audience.engaged", week) * (1 - 0.07 * abs(weekday - BEST_DAY)))
        views, likes = engaged * 4, engaged // 6
        audience = [views, engaged * 3, engaged, engaged // 20]
        rows.append([f"{day:%Y/%m/%d}", *audience, likes, likes // 9, likes // 7, 0, 0, come - gone, come, gone])
    return f"Overview_{download.until:%Y%m%d}.csv", with_bom(rows)


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
