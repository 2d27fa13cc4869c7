"""The content exports of five platforms, in their own layouts: lifetime figures of each post at the download."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data.sample_brand.story import brand
from data.sample_brand.write import bom, table, text, zipped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from data.sample_brand.posts import Channel, Post
    from data.sample_brand.story import Download

PACIFIC = ZoneInfo("America/Los_Angeles")  # in which Meta writes every time
THUMBNAIL_CLICKS = 0.09  # of those who see a video's thumbnail on YouTube
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
    write = {"instagram": _instagram, "facebook": _facebook, "x": _x, "tiktok": _tiktok, "youtube": _youtube}
    return write[channel]([post.at_download(download.taken) for post in mine], download)


def _meta_name(download: Download, report: int) -> str:
    return f"{download.since:%b-%d-%Y}_{download.until:%b-%d-%Y}_{report}.csv"


def _pacific(at: datetime) -> str:
    return f"{at.replace(tzinfo=UTC).astimezone(PACIFIC):%m/%d/%Y %H:%M}"


def _instagram(found: list[Post], download: Download) -> tuple[str, bytes]:
    account = {
        "Account ID": "17841400000000090",
        "Account username": brand()["handle"],
        "Account name": brand()["name"],
    }
    rows = [
        account
        | {
            "Post ID": post.code,
            "Description": post.text,
            "Duration (sec)": post.seconds,
            "Publish time": _pacific(post.at),
            "Permalink": post.url,
            "Post type": IG_KINDS[post.kind],
            "Date": "Lifetime",
            "Views": post.views,
            "Reach": round(post.views * 0.7),
            "Likes": post.reactions,
            "Shares": post.shares,
            "Comments": post.comments,
            "Saves": post.saves,
            "Follows": post.follows,
        }
        for post in found
    ]
    return _meta_name(download, 1_580_000_000_000_000 + download.number), bom(text(table(INSTAGRAM, rows)))


def _facebook(found: list[Post], download: Download) -> tuple[str, bytes]:
    rows = [_facebook_row(post) for post in found]
    if download.number == 1:  # Meta gives up on a post now and then, and says so in a row without an id
        rows.append({"Data comment": "An error occurred while computing metadata for content with ID 999000000000090"})
    return _meta_name(download, 1_490_000_000_000_000 + download.number), bom(text(table(FACEBOOK, rows)))


def _facebook_row(post: Post) -> dict[str, object]:
    watched = {
        "Seconds viewed": round(post.views * post.seconds * post.watched, 3),
        "Average Seconds viewed": round(post.seconds * post.watched, 3),
    }
    return {
        "Post ID": post.code,
        "Page ID": "100090000000090",
        "Page name": brand()["name"],
        "Title": post.text,
        "Duration (sec)": post.seconds,
        "Publish time": _pacific(post.at),
        "Caption type": "N/A",
        "Permalink": post.url,
        "Is crosspost": 0,
        "Is share": 0,
        "Post type": FB_KINDS[post.kind],
        "Date": "Lifetime",
        "Views": post.views,
        "Reach": round(post.views * 0.65),
        "Reactions, Comments and Shares": post.reactions + post.comments + post.shares,
        "Reactions": post.reactions,
        "Comments": post.comments,
        "Shares": post.shares,
        "Total clicks": post.link_clicks + post.views // 200,
        "Link Clicks": post.link_clicks,
        "Other Clicks": post.views // 200,
    } | (watched if post.seconds else {})


def _x(found: list[Post], download: Download) -> tuple[str, bytes]:
    rows = [
        {
            "Post id": post.code,
            "Date": f"{post.at:%a, %b} {post.at.day}, {post.at.year}",
            "Post text": post.text,
            "Post Link": post.url,
            "Impressions": post.views,
            "Likes": post.reactions,
            "Engagements": post.reactions + post.comments + post.shares + post.saves + post.link_clicks,
            "Bookmarks": post.saves,
            "Shares": post.shares // 5,
            "New follows": post.follows,
            "Replies": post.comments,
            "Reposts": post.shares,
            "Profile visits": post.views // 250,
            "Detail Expands": post.views // 100,
            "URL Clicks": post.link_clicks,
            "Hashtag Clicks": 0,
            "Permalink Clicks": 0,
        }
        for post in sorted(found, key=lambda post: post.at, reverse=True)
    ]
    return f"account_analytics_content_{download.since}_{download.until}.csv", text(table(X, rows)).encode()


def _tiktok(found: list[Post], download: Download) -> tuple[str, bytes]:
    rows = [
        {
            "Video title": post.text.replace("\n\n", " "),
            "Video link": post.url,
            "Post time": f"{post.at:%Y/%m/%d %H:%M:%S}",
            "Video views": post.views,
            "Likes": post.reactions,
            "Comments": post.comments,
            "Shares": post.shares,
            "Add to Favorites": post.saves,
        }
        for post in found
    ]
    return f"Videos_{download.until:%Y%m%d}.csv", bom(text(table(TIKTOK, rows)))


def _youtube(found: list[Post], download: Download) -> tuple[str, bytes]:
    """Write YouTube's zip; its table begins with the total."""
    rows = [_youtube_row(post) for post in found]
    summed = ("Views", "Watch time (hours)", "Subscribers", "Impressions")
    total: dict[str, object] = {"Content": "Total", "Impressions click-through rate (%)": 100 * THUMBNAIL_CLICKS}
    total |= {column: round(sum(float(str(row[column])) for row in rows), 4) for column in summed}
    whole = {column: int(str(total[column]).partition(".")[0]) for column in summed if column != "Watch time (hours)"}
    content = text(table(YOUTUBE, [total | whole, *rows])).encode()
    end = download.until + timedelta(days=1)  # the name ends with the first day that is not in it
    return f"Content {download.since}_{end} {brand()['name']}.zip", zipped({"Table data.csv": content})


def _youtube_row(post: Post) -> dict[str, object]:
    views = round(post.views * THUMBNAIL_CLICKS)
    return {
        "Content": post.code,
        "Video title": post.text.partition("\n")[0],
        "Video publish time": f"{post.day:%b} {post.day.day}, {post.day.year}",
        "Duration": post.seconds,
        "Views": views,
        "Watch time (hours)": round(views * post.seconds * post.watched / 3600, 4),
        "Subscribers": post.follows,
        "Impressions": post.views,
        "Impressions click-through rate (%)": 100 * THUMBNAIL_CLICKS,
    }
