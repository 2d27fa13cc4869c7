"""What the brand published, and what came of each post in the end."""

from __future__ import annotations

import base64
from dataclasses import dataclass
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
WEEKDAYS = (0, 1, 2, 3, 4, 5, 6)
LINK_CHANNELS = ("facebook", "x")  # whose exports tell clicks on links


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
    seconds: int  # of video
    views: int
    link_clicks: int
    reactions: int
    comments: int
    shares: int
    saves: int
    follows: int
    watched: float  # share of its length that is watched

    @property
    def day(self) -> date:
        """The local day it appeared."""
        return self.at.replace(tzinfo=UTC).astimezone(ZoneInfo(brand()["zone"])).date()

    def seen(self, figure: int, taken: datetime) -> int:
        """Give a figure as it stands at a download: young posts are still gathering."""
        age = (taken - self.at).total_seconds() / 86_400
        return round(figure * (1 - 0.5 ** (age / HALF_SEEN_DAYS)))


def posts(story: Story) -> list[Post]:
    """List everything the brand published, oldest first in each channel."""
    found: list[Post] = []
    for channel, number in brand()["volume"]["posts"].items():
        for week in range(story.weeks):
            found += _week(story, channel, week, number)
            if channel == "x":
                found += _replies(story, week)
    return found


def _week(story: Story, channel: Channel, week: int, number: int) -> list[Post]:
    """Publish a week: what it gets in all is told by the story, who gets it by the dice."""
    dice = story.dice("posts", channel, week)
    moments = sorted(waking_moment(dice, story.day(week, _weekday(dice, place, number))) for place in range(number))
    weights = [dice.lognormvariate(0, 0.35) for _ in moments]
    views = shared(round(story.level(f"volume.impressions.{channel}", week)), weights)
    total = sum(views)
    clicks = _parts(dice, round(total * story.level(f"level.ctr.{channel}", week)), views) if channel in LINK_CHANNELS else []
    liked = _parts(dice, _engagements(story, channel, week, total), views)
    return [
        _post(story, dice, channel, week, at, views[place], clicks[place] if clicks else 0, liked[place])
        for place, at in enumerate(moments)
    ]


def _weekday(dice: Random, place: int, number: int) -> int:
    """Spread posts over the week; with fewer than one a day they keep their days."""
    return WEEKDAYS[place * 7 // number] if number < len(WEEKDAYS) else dice.choice(WEEKDAYS)


def _engagements(story: Story, channel: Channel, week: int, views: int) -> int:
    return round(views * story.level(f"level.engagement.{channel}", week)) if channel != "youtube" else 0


def _parts(dice: Random, total: int, views: list[int]) -> list[int]:
    """Give each post its part of a total, more or less by its views."""
    return shared(total, [view * dice.uniform(0.85, 1.15) + 1 for view in views])


def _post(
    story: Story, dice: Random, channel: Channel, week: int, at: datetime, views: int, clicks: int, liked: int
) -> Post:
    kind, seconds = _kind(dice, channel)
    reactions, comments, shares, saves = shared(liked, (0.78, 0.09, 0.06, 0.07 if channel != "facebook" else 0.0))
    code, url = _name(dice, channel, at)
    watched = story.level(f"level.retention.{channel}", week) if channel in brand()["level"]["retention"] else 0.0
    topic = dice.choice(words()["posts"]["topics"])
    return Post(
        channel=channel,
        week=week,
        at=at,
        code=code,
        url=url,
        text=f"{dice.choice(words()['posts']['lines'])}\n\n{dice.choice(words()['posts']['tags'])}",
        topic=topic,
        kind=kind,
        seconds=seconds,
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
    dice = story.dice("replies", week)
    found = []
    for _ in range(REPLIES_A_WEEK):
        at = waking_moment(dice, story.day(week, dice.choice(WEEKDAYS)))
        code, url = _name(dice, "x", at)
        said = f"@{dice.choice(('joris', 'fenna', 'mo', 'els'))}{dice.randint(1, 99)} {dice.choice(words()['replies']['lines'])}"
        figures = {"views": dice.randint(20, 160), "link_clicks": dice.randint(0, 2), "reactions": dice.randint(0, 3)}
        rest = {"comments": 0, "shares": 0, "saves": 0, "follows": 0, "seconds": 0, "watched": 0.0}
        found.append(Post("x", week, at, code, url, said, "", "reply", **figures, **rest))  # type: ignore[arg-type]
    return found


def _name(dice: Random, channel: Channel, at: datetime) -> tuple[str, str]:
    """Give a post its id and address; those of Instagram, X and TikTok carry its time, as the real ones do."""
    stamp = round(at.replace(tzinfo=UTC).timestamp() * 1000)
    handle = brand()["handle"]
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
    """Write a number with 64 letters, as short links do."""
    return base64.urlsafe_b64encode((number << 6).to_bytes(9, "big")).decode()[:11]
