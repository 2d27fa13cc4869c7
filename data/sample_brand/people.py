"""What people said: messages in the inbox, and mentions that the listening tool found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data.sample_brand.posts import X_START
from data.sample_brand.story import brand, dealt, shared, waking_moment, words
from data.sample_brand.write import tabbed_utf16, text

if TYPE_CHECKING:
    from random import Random

    from data.sample_brand.story import Download, Story

INBOX = "Message ID|Channel|Inbox|Type|Received at|First response at|Sender|Message|Tags|Language|Sentiment"
LISTENING = """Date|Headline|URL|Opening Text|Hit Sentence|Source|Influencer|Country|Subregion|Language|Reach|\
Desktop Reach|Mobile Reach|Engagement|AVE|Sentiment|Key Phrases|Input Name|Keywords|Tweet Id|Alternate Date Format|\
Time|Document Tags"""
CHANNELS = {"facebook": "Facebook", "instagram": "Instagram", "x": "X"}
LABELLED = 0.86  # the tool does not label the others
NEUTRAL = 0.45
TRUST = 0.17  # of the messages speak of ai or privacy
COPIES = 0.3  # retweets, for each mention


@dataclass(frozen=True)
class Said:
    """A message or a mention."""

    at: datetime  # UTC
    where: str  # channel of a message, source of a mention
    sentiment: str  # positive, neutral, negative, or nothing
    topic: str
    text: str
    brand: str = ""
    replied: datetime | None = None


def _moods(dice: Random, n: int, net: float) -> list[str]:
    """Deal labels whose net sentiment is the one told."""
    labelled = round(n * LABELLED)
    balance = round(net * labelled)
    neutral = round(labelled * NEUTRAL) // 2 * 2 + (labelled - balance) % 2
    positive = (labelled - neutral + balance) // 2
    negative = labelled - neutral - positive
    return dealt(dice, positive=positive, neutral=neutral, negative=negative, **{"": n - labelled})


def messages(story: Story) -> list[Said]:
    """List what people sent the brand, oldest first."""
    found = [
        message for week in range(story.weeks) for channel in CHANNELS for message in _week_of_messages(story, week, channel)
    ]
    return sorted(found, key=lambda said: said.at)


def _week_of_messages(story: Story, week: int, channel: str) -> list[Said]:
    dice = story.dice("messages", week, channel)
    n = round(story.level(f"volume.messages.{channel}", week))
    trust = round(n * TRUST)
    trust_mood = "facebook" if channel == "facebook" else "trust"
    moods = [
        *_moods(dice, trust, story.level(f"level.net_sentiment.{trust_mood}", week)),
        *_moods(dice, n - trust, story.level(f"level.net_sentiment.{channel}", week)),
    ]
    about = words()["messages"]
    found = []
    for place, mood in enumerate(moods):
        topic = dice.choice(about["trust"] if place < trust else [one for one in about["topics"] if one not in about["trust"]])
        line = dice.choice(about[mood or "neutral"]["lines"]).format(topic=topic)
        at = waking_moment(dice, story.day(week, dice.randrange(7)))
        found.append(Said(at, channel, mood, topic, line))
    return _answered(story, week, dice, found)


def _answered(story: Story, week: int, dice: Random, found: list[Said]) -> list[Said]:
    """Answer most of them: half within the median, some never."""
    median, spread = (story.level(f"level.inbox.{what}", week) for what in ("median", "spread"))
    unanswered = story.quota("level.inbox.unanswered", week, len(found))
    late = [index for index, mood in enumerate(dealt(dice, never=unanswered, some=len(found) - unanswered)) if mood == "some"]
    # those that nobody answers wait longest: the others' median lies a little lower
    hours = [median * dice.lognormvariate(-0.05 * spread, spread) for _ in late]
    waits = dict(zip(late, hours, strict=True))
    return [
        replace(said, replied=said.at + timedelta(seconds=round(waits[place] * 3600))) if place in waits else said
        for place, said in enumerate(found)
    ]


def inbox(found: list[Said], download: Download) -> tuple[str, bytes]:
    """Write the inbox: an answer that came after the download is not in it yet."""
    rows: list[list[object]] = [INBOX.split("|")]
    for number, said in enumerate(found, 100_001):
        if not download.has(_local(said.at).date()):
            continue
        replied = f"{said.replied:%Y-%m-%dT%H:%M:%SZ}" if said.replied and said.replied < download.taken else ""
        kind = "Private message" if number % 3 == 0 else "Comment"
        row = [f"in-{number}", CHANNELS[said.where], brand()["name"], kind, f"{said.at:%Y-%m-%dT%H:%M:%SZ}", replied]
        rows.append([*row, f"gast{number % 977}", said.text, said.topic, "nl", said.sentiment])
    return f"inbox_{download.since}_{download.until}.csv", text(rows).encode()


def _local(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(brand()["zone"]))


def mentions(story: Story) -> list[Said]:
    """List what was said about the brand and its competitors, newest first, as the tool shows it."""
    found = [said for week in range(story.weeks) for said in _week_of_mentions(story, week)]
    return sorted(found, key=lambda said: said.at, reverse=True)


def _week_of_mentions(story: Story, week: int) -> list[Said]:
    dice = story.dice("mentions", week)
    n = round(story.level("volume.mentions.all", week))
    own = story.quota("level.voice.own", week, n)
    names = [brand()["name"], *brand()["competitors"]]
    found: list[Said] = []
    for name, number in zip(names, [own, *shared(n - own, (0.56, 0.44))], strict=True):
        net = story.level("level.net_sentiment.mentions", week) if name == names[0] else 0.05
        for mood in _moods(dice, number, net):
            found.append(_mention(story, week, dice, name, mood))
            if found[-1].where == "Twitter" and dice.random() < COPIES:
                found.append(_copy(dice, found[-1]))
    return found


def _mention(story: Story, week: int, dice: Random, name: str, mood: str) -> Said:
    about = words()["mentions"]
    topic = dice.choice(about["topics"])
    line = dice.choice(about["lines"]).format(brand=name, topic=topic)
    at = waking_moment(dice, story.day(week, dice.randrange(7)))
    return Said(at, dice.choice(about["sources"]), mood, topic, line, name)


def _copy(dice: Random, said: Said) -> Said:
    later = said.at + timedelta(minutes=dice.randint(1, 40))
    return replace(said, at=later, text=f"RT @gast{dice.randint(1, 99)}: {said.text}")


def listening(found: list[Said], download: Download) -> tuple[str, bytes]:
    """Write the listening export, UTF-16 with tabs; a tweet's id stands in literal quotes."""
    rows: list[list[object]] = [LISTENING.split("|")]
    for number, said in enumerate(found):
        local = _local(said.at)
        if not download.has(local.date()):
            continue
        tweet, link = f'"{_tweet(said.at, number)}"', f"https://{said.where.lower().replace(' ', '')}.example/{len(found) - number}"
        is_tweet = said.where == "Twitter"
        when = [f"{local:%d-%b-%Y %I:%M%p}", "" if is_tweet else said.text, "" if is_tweet else link]
        reach = 200 + number * 37 % 4_000
        rows.append(
            [*when, said.text, said.text, said.where, "", "Netherlands", "", "Dutch", reach, "", "", number % 23, 0]
            + [said.sentiment.capitalize() or "Not Rated", "", said.brand, "", tweet if is_tweet else ""]
            + [f"{local:%d-%b-%y}", f"{local:%I:%M %p}", said.topic]
        )
    return f"Meltwater_{download.since}_{download.until}.csv", tabbed_utf16(rows)


def _tweet(at: datetime, number: int) -> int:
    stamp = round(at.replace(tzinfo=UTC).timestamp() * 1000)
    return ((stamp - X_START) << 22) | number
