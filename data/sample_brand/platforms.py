"""The content exports of five platforms, in the layouts of exports.md: lifetime figures of each post at the download."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data.sample_brand.story import brand
from data.sample_brand.write import text, with_bom, zipped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from data.sample_brand.posts import Channel, Post
    from data.sample_brand.story import Download

PACIFIC = ZoneInfo("America/Los_Angeles")  # in which Meta writes every time
IG_KINDS = {"image": "IG image", "video": "IG reel", "carousel": "IG carousel"}
FB_KINDS = {"image": "Photos", "video": "Reels"}
INSTAGRAM = """Post ID|Account ID|Account username|Account name|Description|Duration (sec)|Publish time|Permalink|\
Post type|Data comment|Date|Views|Reach|Likes|Shares|Comments|Saves|Follows"""
FACEBOOK = """Post ID|Page ID|Page name|Title|Description|Duration (sec)|Publish time|Caption type|Permalink|\
Is crosspost|Is share|Post type|Languages|Custom labels|Funded content status|Data comment|Date|Views|Reach|\
Reactions, Comments and Shares|Reactions|Comments|Shares|Total clicks|Link Clicks|Other Clicks|\
Matched Audience Targeting Consumption (Photo Click)|Seconds viewed|Average Seconds viewed|Estimated earnings (USD)|\
Ad impressions"""
X = """Post id|Date|Post text|Post Link|Impressions|Likes|Engagements|Bookmarks|Shares|New follows|Replies|Reposts|\
Profile visits|Detail Expands|URL Clicks|Hashtag Clicks|Permalink Clicks"""
TIKTOK = "Video title|Video link|Post time|Video views|Likes|Comments|Shares|Add to Favorites"
YOUTUBE = """Content|Video title|Video publish time|Duration|Views|Watch time (hours)|Subscribers|Impressions|\
Impressions click-through rate (%)"""


def content(channel: Channel, found: Sequence[Post], download: Download) -> tuple[str, bytes]:
    """Write the content export of a channel: its name and its bytes."""
    mine = [post for post in found if post.channel == channel and download.has(post.day)]
    write = {"instagram": _instagram, "facebook": _facebook, "x": _x, "tiktok": _tiktok, "youtube": _youtube}[channel]
    return write(mine, download)


def _meta_name(download: Download, report: int) -> str:
    return f"{download.since:%b-%d-%Y}_{download.until:%b-%d-%Y}_{report}.csv"


def _pacific(at: datetime) -> str:
    return f"{at.replace(tzinfo=UTC).astimezone(PACIFIC):%m/%d/%Y %H:%M}"


def _instagram(found: list[Post], download: Download) -> tuple[str, bytes]:
    rows: list[list[object]] = [INSTAGRAM.split("|")]
    for post in found:
        views, likes, shares, comments, saves = (
            post.seen(figure, download.taken)
            for figure in (post.views, post.reactions, post.shares, post.comments, post.saves)
        )
        rows.append(
            [post.code, "17841400000000090", brand()["handle"], brand()["name"], post.text, post.seconds]
            + [_pacific(post.at), post.url, IG_KINDS[post.kind], "", "Lifetime"]
            + [views, round(views * 0.7), likes, shares, comments, saves, post.follows]
        )
    return _meta_name(download, 1_580_000_000_000_000 + download.number), with_bom(rows)


def _facebook(found: list[Post], download: Download) -> tuple[str, bytes]:
    rows: list[list[object]] = [FACEBOOK.split("|")]
    for post in found:
        views, likes, shares, comments, links = (
            post.seen(figure, download.taken)
            for figure in (post.views, post.reactions, post.shares, post.comments, post.link_clicks)
        )
        watched = round(views * post.seconds * post.watched, 3) if post.seconds else ""
        average = round(post.seconds * post.watched, 3) if post.seconds else ""
        rows.append(
            [post.code, "100090000000090", brand()["name"], post.text, "", post.seconds, _pacific(post.at), "N/A"]
            + [post.url, 0, 0, FB_KINDS[post.kind], "", "", "", "", "Lifetime", views, round(views * 0.65)]
            + [likes + comments + shares, likes, comments, shares, round(links * 1.6), links, round(links * 0.6), ""]
            + [watched, average, "", ""]
        )
    if download.number == 1:  # Meta gives up on a post now and then, and says so in a row without an id
        error = "An error occurred while computing metadata for content with ID 999000000000090"
        rows.append([""] * 15 + [error] + [""] * 15)
    return _meta_name(download, 1_490_000_000_000_000 + download.number), with_bom(rows)


def _x(found: list[Post], download: Download) -> tuple[str, bytes]:
    rows: list[list[object]] = [X.split("|")]
    for post in sorted(found, key=lambda post: post.at, reverse=True):
        views, likes, replies, reposts, saves, links = (
            post.seen(figure, download.taken)
            for figure in (post.views, post.reactions, post.comments, post.shares, post.saves, post.link_clicks)
        )
        day = f"{post.at:%a, %b} {post.at.day}, {post.at.year}"
        rows.append(
            [post.code, day, post.text, post.url, views, likes, likes + replies + reposts + saves + links, saves]
            + [round(likes * 0.02), post.follows, replies, reposts, round(views * 0.004), round(views * 0.01), links, 0, 0]
        )
    return f"account_analytics_content_{download.since}_{download.until}.csv", text(rows).encode()


def _tiktok(found: list[Post], download: Download) -> tuple[str, bytes]:
    rows: list[list[object]] = [TIKTOK.split("|")]
    for post in found:
        figures = (post.views, post.reactions, post.comments, post.shares, post.saves)
        seen = [post.seen(figure, download.taken) for figure in figures]
        rows.append([post.text.replace("\n\n", " "), post.url, f"{post.at:%Y/%m/%d %H:%M:%S}", *seen])
    return f"Videos_{download.until:%Y%m%d}.csv", with_bom(rows)


def _youtube(found: list[Post], download: Download) -> tuple[str, bytes]:
    rows: list[list[object]] = []
    for post in found:
        views = post.seen(round(post.views * 0.09), download.taken)
        hours = round(views * post.seconds * post.watched / 3600, 4)
        day = f"{post.day:%b} {post.day.day}, {post.day.year}"
        shown = post.seen(post.views, download.taken)
        rows.append([post.code, post.text.split("\n")[0], day, post.seconds, views, hours, post.follows, shown, 6.3])
    sums = [round(sum(float(str(row[place])) for row in rows), 4) for place in (4, 5, 6, 7)]
    total = ["Total", "", "", "", int(sums[0]), sums[1], int(sums[2]), int(sums[3]), 6.3]
    table = text([YOUTUBE.split("|"), total, *rows]).encode()
    name = f"Content {download.since}_{download.until} {brand()['name']}.zip"
    return name, zipped({"Table data.csv": table})
