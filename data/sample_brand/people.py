"""What people said: messages in the inbox, and mentions that the listening tool found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data.sample_brand.posts import X_START
from data.sample_brand.story import brand, dealt, shared, utc, waking_moment, words
from data.sample_brand.write import table, text, utf16

if TYPE_CHECKING:
    from random import Random

    from data.sample_brand.story import Download, Story

INBOX = "Message ID|Channel|Inbox|Type|Received at|First response at|Sender|Message|Tags|Language|Sentiment|Toxic"
LISTENING = """Date|Headline|URL|Opening Text|Hit Sentence|Source|Influencer|Country|Subregion|Language|Reach|\
Desktop Reach|Mobile Reach|Engagement|AVE|Sentiment|Key Phrases|Input Name|Keywords|Tweet Id|Alternate Date Format|\
Time|Document Tags"""
CHANNELS = {"facebook": "Facebook", "instagram": "Instagram", "x": "X"}
TWEETS = "Twitter"
LABELLED = 0.86  # the tool does not label the others
NEUTRAL = 0.45
MOODS = ("positive", "neutral", "negative")
TRUST = 0.17  # of the messages speak of ai or privacy
COPIES = 0.3  # retweets, for each mention


@dataclass(frozen=True)
class Said:
    """A message or a mention."""

    at: datetime  # UTC
    where: str  # channel of a message, source of a mention
    mood: str  # positive, neutral, negative; nothing = not labelled
    topic: str
    text: str
    brand: str = ""
    toxic: str = ""  # yes or no; nothing = not labelled
    replied: datetime | None = None

    @cached_property
    def local(self) -> datetime:
        """The brand's own clock."""
        return self.at.replace(tzinfo=UTC).astimezone(ZoneInfo(brand()["zone"]))


def messages(story: Story) -> list[Said]:
    """List what people sent the brand, oldest first."""
    weeks = [_messages(story, week, channel) for week in range(story.weeks) for channel in CHANNELS]
    return [*sorted((said for week in weeks for said in week), key=lambda said: said.at), *_threads(story)]


def _threads(story: Story) -> list[Said]:
    """Tell the high-risk threads of the story, after all others: those keep their numbers."""
    found = []
    for one in brand()["threads"]:
        at = time.fromisoformat(one["time"])
        day = story.day(story.weeks - 1 - one["back"], one["weekday"])
        came = utc(day, at.hour * 3600 + at.minute * 60)
        replied = came + timedelta(minutes=one["minutes"]) if "minutes" in one else None
        told = {"topic": one["topic"], "text": one["line"], "toxic": "no", "replied": replied}
        found.append(Said(came, one["channel"], "negative", **told))
    return found


def _messages(story: Story, week: int, channel: str) -> list[Said]:
    dice = story.dice("messages", week, channel)
    n = round(story.level(f"volume.messages.{channel}", week))
    trust = round(n * TRUST)
    topics = words()["messages"]
    found = []
    for group, level, number in (("trust", "trust", trust), ("topics", channel, n - trust)):
        for mood in _moods(dice, number, story.level(f"level.net_sentiment.{level}", week)):
            topic = dice.choice(topics[group])
            line = dice.choice(topics[mood or "neutral"]["lines"]).format(topic=topic)
            at = waking_moment(dice, story.day(week, dice.randrange(7)))
            found.append(Said(at, channel, mood, topic, line))
    return _answered(story, week, dice, _toxic(story, week, channel, found))


def _moods(dice: Random, n: int, net: float) -> list[str]:
    """Deal labels whose net sentiment is the one told; some messages get none."""
    labelled = round(n * LABELLED)
    balance = round(net * labelled)
    neutral = round(labelled * NEUTRAL) // 2 * 2 + (labelled - balance) % 2
    positive = (labelled - neutral + balance) // 2
    rest = {"": n - labelled}
    return dealt(dice, positive=positive, neutral=neutral, negative=labelled - neutral - positive, **rest)


def _toxic(story: Story, week: int, channel: str, found: list[Said]) -> list[Said]:
    """Label some of the negative ones as toxic, and the rest of what is labelled as not."""
    labelled, angry = (sum(said.mood in moods for said in found) for moods in (MOODS, ("negative",)))
    number = min(angry, round(labelled * story.level(f"level.toxic.{channel}", week)))
    fates = iter(dealt(story.dice("toxic", week, channel), yes=number, no=angry - number))
    return [
        replace(said, toxic=next(fates) if said.mood == "negative" else "no" if said.mood else "") for said in found
    ]


def _answered(story: Story, week: int, dice: Random, found: list[Said]) -> list[Said]:
    """Answer most of them: half within the median, some never."""
    median, spread = (story.level(f"level.inbox.{what}", week) for what in ("median", "spread"))
    never = story.quota("level.inbox.unanswered", week, len(found))
    answers = []
    for said, fate in zip(found, dealt(dice, never=never, some_day=len(found) - never), strict=True):
        hours = median * dice.lognormvariate(-0.05 * spread, spread)
        answers.append(
            said if fate == "never" else replace(said, replied=said.at + timedelta(seconds=round(hours * 3600)))
        )
    return answers


def inbox(found: list[Said], download: Download) -> tuple[str, bytes]:
    """Write the inbox: an answer that came after the download is not in it yet."""
    rows = [
        {
            "Message ID": f"in-{number}",
            "Channel": CHANNELS[said.where],
            "Inbox": brand()["name"],
            "Type": "Private message" if number % 3 == 0 else "Comment",
            "Received at": f"{said.at:%Y-%m-%dT%H:%M:%SZ}",
            "First response at": _answer(said, download),
            "Sender": f"gast{number % 977}",
            "Message": said.text,
            "Tags": said.topic,
            "Language": "en" if said.text.startswith(tuple(words()["messages"]["english"])) else "nl",
            "Sentiment": said.mood,
            "Toxic": said.toxic,
        }
        for number, said in enumerate(found, 100_001)
        if download.has(said.local.date())
    ]
    return f"inbox_{download.since}_{download.until}.csv", text(table(INBOX, rows)).encode()


def _answer(said: Said, download: Download) -> str:
    return f"{said.replied:%Y-%m-%dT%H:%M:%SZ}" if said.replied and said.replied < download.taken else ""


def mentions(story: Story) -> list[Said]:
    """List what was said about the brand and its competitors, newest first, as the tool shows it."""
    found = [said for week in range(story.weeks) for said in _mentions(story, week)]
    return sorted(found, key=lambda said: said.at, reverse=True)


def _mentions(story: Story, week: int) -> list[Said]:
    dice, sources = story.dice("mentions", week), words()["mentions"]["sources"]
    n = round(story.level("volume.mentions.all", week))
    own = story.quota("level.voice.own", week, n)
    found: list[Said] = []
    for name, number in zip(
        [brand()["name"], *brand()["competitors"]], [own, *shared(n - own, (0.56, 0.44))], strict=True
    ):
        net = story.level("level.net_sentiment.mentions", week) if name == brand()["name"] else 0.05
        for source, part in zip(sources, shared(number, [1] * len(sources)), strict=True):
            for mood in _moods(dice, part, net):
                found.append(
                    _mention(dice, name, source, mood, waking_moment(dice, story.day(week, dice.randrange(7))))
                )
                if source == TWEETS and dice.random() < COPIES:
                    found.append(_copy(dice, found[-1]))
    return found


def _mention(dice: Random, name: str, source: str, mood: str, at: datetime) -> Said:
    about = words()["mentions"]
    topic = dice.choice(about["topics"])
    return Said(at, source, mood, topic, dice.choice(about["lines"]).format(brand=name, topic=topic), name)


def _copy(dice: Random, said: Said) -> Said:
    later = said.at + timedelta(minutes=dice.randint(1, 40))
    return replace(said, at=later, text=f"RT @gast{dice.randint(1, 99)}: {said.text}")


def listening(found: list[Said], download: Download) -> tuple[str, bytes]:
    """Write the listening export: UTF-16 with tabs."""
    rows = [
        _listening_row(said, len(found) - place) for place, said in enumerate(found) if download.has(said.local.date())
    ]
    return f"Meltwater_{download.since}_{download.until}.csv", utf16(
        text(table(LISTENING, rows), tabs=True, end="\r\n")
    )


def _listening_row(said: Said, number: int) -> dict[str, object]:
    """Write a mention; a tweet has an id, in literal quotes, and other pages have a headline and an address."""
    if said.where == TWEETS:
        stamp = round(said.at.replace(tzinfo=UTC).timestamp() * 1000)
        named = {"Tweet Id": f'"{((stamp - X_START) << 22) | number}"'}
    else:
        site = said.where.lower().replace(" ", "")
        named = {"Headline": said.text, "URL": f"https://{site}.example/{number}"}
    return named | {
        "Date": f"{said.local:%d-%b-%Y %I:%M%p}",
        "Opening Text": said.text,
        "Hit Sentence": said.text,
        "Source": said.where,
        "Country": "Netherlands",
        "Language": "Dutch",
        "Reach": 200 + number * 37 % 4_000,
        "Engagement": number % 23,
        "AVE": 0,
        "Sentiment": said.mood.capitalize() or "Not Rated",
        "Input Name": said.brand,
        "Alternate Date Format": f"{said.local:%d-%b-%y}",
        "Time": f"{said.local:%I:%M %p}",
        "Document Tags": said.topic,
    }
