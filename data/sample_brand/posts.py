"""What the brand published, and what came of each post in the end."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from data.sample_brand.story import brand, shared, waking_moment, words

if TYPE_CHECKING:
    from random import Random

    from data.sample_brand.story import Story

Channel = Literal["instagram", "facebook", "x", "tiktok", "youtube"]
Kind = Literal["image", "carousel", "video", "text", "reply"]

INSTAGRAM_START, X_START = 1_314_220_021_721, 1_288_834_974_657  # ms since 1970 that their ids count from
HALF_SEEN_DAYS = 0.7  # after which a post has half of what it will get
REPLIES_A_WEEK = 5
GROWING = ("views", "link_clicks", "reactions", "comments", "shares", "saves")
ENGAGEMENTS = (0.78, 0.09, 0.06, 0.07)  # reactions, comments, shares, saves


@dataclass(frozen=True)
class Post:
    """A post, with the figures it ends up with."""

    channel: Channel
    week: int
    at: datetime  # UTC
    code: str  # the id the platform gives it
    url: str
    text: str
    topic: str
    kind: Kind
    seconds: int = 0  # of video
    watched: float = 0.0  # share of its length that is watched
    views: int = 0
    link_clicks: int = 0
    reactions: int = 0
    comments: int = 0
    shares: int = 0
    saves: int = 0
    follows: int = 0

    @property
    def day(self) -> date:
        """The local day it appeared."""
        return self.at.replace(tzinfo=UTC).astimezone(ZoneInfo(brand()["zone"])).date()

    def at_download(self, taken: datetime) -> Post:
        """Give its figures as they stand at a download: young posts are still gathering."""
        age = (taken - self.at).total_seconds() / 86_400
        grown = 1 - 0.5 ** (age / HALF_SEEN_DAYS)
        return replace(self, **{figure: round(getattr(self, figure) * grown) for figure in GROWING})


def posts(story: Story) -> list[Post]:
    """List everything the brand published, oldest first in each channel."""
    found: list[Post] = []
    for channel in brand()["volume"]["posts"]:
        for week in range(story.weeks):
            found += _week(story, channel, week)
            if channel == "x":
                found += _replies(story, week)
    return found


def _week(story: Story, channel: Channel, week: int) -> list[Post]:
    """Publish a week: what it gets in all is told by the story, which post gets it by the dice."""
    dice = story.dice("posts", channel, week)
    number: int = brand()["volume"]["posts"][channel]
    moments = sorted(waking_moment(dice, story.day(week, _weekday(dice, place, number))) for place in range(number))
    total = round(story.level(f"volume.impressions.{channel}", week))
    views = shared(total, [dice.lognormvariate(0, 0.35) for _ in moments])
    clicks = _parts(dice, round(total * _rate(story, "ctr", channel, week)), views)
    engaged = _parts(dice, round(total * _rate(story, "engagement", channel, week)), views)
    watched = _rate(story, "retention", channel, week)
    drafts = [_draft(dice, channel, week, at) for at in moments]
    return [_counted(dice, *each, watched) for each in zip(drafts, views, clicks, engaged, strict=True)]


def _weekday(dice: Random, place: int, number: int) -> int:
    """Spread posts over the week; with fewer than one a day they keep their days."""
    return place * 7 // number if number < 7 else dice.randrange(7)


def _rate(story: Story, what: str, channel: Channel, week: int) -> float:
    """Give a channel's level, 0 where its exports do not tell it."""
    return story.level(f"level.{what}.{channel}", week) if channel in brand()["level"][what] else 0.0


def _parts(dice: Random, total: int, views: list[int]) -> list[int]:
    """Give each post its part of a total, more or less by its views."""
    return shared(total, [view * dice.uniform(0.85, 1.15) + 1 for view in views])


def _draft(dice: Random, channel: Channel, week: int, at: datetime) -> Post:
    code, url = _name(dice, channel, at)
    kind, seconds = _kind(dice, channel)
    about = words()["posts"]
    line = f"{dice.choice(about['lines'])}\n\n{dice.choice(about['tags'])}"
    return Post(channel, week, at, code, url, line, dice.choice(about["topics"]), kind, seconds)


def _counted(dice: Random, post: Post, views: int, clicks: int, engaged: int, watched: float) -> Post:  # noqa: PLR0917
    reactions, comments, shares, saves = shared(engaged, ENGAGEMENTS)
    return replace(
        post,
        views=views,
        link_clicks=clicks,
        reactions=reactions,
        comments=comments,
        shares=shares,
        saves=saves,
        follows=dice.randint(0, 6),
        watched=watched * dice.uniform(0.97, 1.03),
    )


def _kind(dice: Random, channel: Channel) -> tuple[Kind, int]:
    """Choose what kind of post it is, and how many seconds it lasts."""
    match channel:
        case "tiktok":
            return "video", dice.randint(18, 60)
        case "youtube":
            return "video", dice.randint(240, 540)
        case "x":
            return "text", 0
    kind: Kind = dice.choice(("image", "video", "carousel" if channel == "instagram" else "image"))
    return kind, dice.randint(20, 75) if kind == "video" else 0


def _replies(story: Story, week: int) -> list[Post]:
    """Answer people on X: the export has these in one list with the posts."""
    dice, found = story.dice("replies", week), []
    for _ in range(REPLIES_A_WEEK):
        at = waking_moment(dice, story.day(week, dice.randrange(7)))
        code, url = _name(dice, "x", at)
        said = f"@gast{dice.randint(1, 99)} {dice.choice(words()['replies']['lines'])}"
        views, clicks, likes = dice.randint(20, 160), dice.randint(0, 2), dice.randint(0, 3)
        reply = Post("x", week, at, code, url, said, "", "reply", views=views, link_clicks=clicks, reactions=likes)
        found.append(reply)
    return found


def _name(dice: Random, channel: Channel, at: datetime) -> tuple[str, str]:
    """Give a post its id and address; those of Instagram, X and TikTok carry its time, as the real ones do."""
    stamp, handle = round(at.replace(tzinfo=UTC).timestamp() * 1000), brand()["handle"]
    match channel:
        case "instagram":
            short = _letters(((stamp - INSTAGRAM_START) << 23) | dice.getrandbits(23))
            return str(18 * 10**15 + dice.randrange(10**14) * 10 + 7), f"https://www.instagram.com/p/{short}/"
        case "x":
            code = str(((stamp - X_START) << 22) | dice.getrandbits(22))
            return code, f"https://x.com/{handle}/status/{code}"
        case "tiktok":
            code = str(((stamp // 1000) << 32) | dice.getrandbits(32))
            return code, f"https://www.tiktok.com/@{handle}/video/{code}"
        case "youtube":
            code = _letters(dice.getrandbits(64))
            return code, f"https://www.youtube.com/watch?v={code}"
    code = str(1221 * 10**14 + dice.randrange(10**13) * 10 + 3)
    return code, f"https://www.facebook.com/{handle}/posts/{code}"


def _letters(number: int) -> str:
    """Write a number with 11 of 64 letters, as short links do."""
    return base64.urlsafe_b64encode((number << 6).to_bytes(9, "big")).decode()[:11]
