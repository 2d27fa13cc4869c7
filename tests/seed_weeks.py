"""Weeks of a made-up brand, as rows of every fact that a rule reads: quiet ones, and ones in which something changes.

Two channels that are alike. Nothing is drawn: from week to week a figure goes up and down by about 1%, so that the ups
and downs of ordinary weeks are known, and small.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from kpi.periods import Week

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = dict[str, Any]

LAST = Week(2026, 47)
WEEKS = LAST.last(14)
CHANNELS = ("instagram", "facebook")
FACTS = ("posts", "account_day", "messages", "ads", "web", "funnel", "content_log", "incidents", "escalations")
FORMATS = ("reel", "carousel", "image", "link")
POSTS, IMPRESSIONS, MESSAGES, ITEMS, INCIDENTS = 8, 50_000, 150, 50, 5  # of a channel and week; impressions of a post
UP_AND_DOWN = (0.0, 0.01, -0.01, 0.005, -0.005, 0.01, -0.008)
SETTLED = date(2026, 12, 31)  # of posts: all of an age at which their figures no longer grow
LOADED = datetime(2026, 11, 23, 7)  # noqa: DTZ001 - UTC, as the store keeps it


@dataclass(frozen=True)
class Level:
    """What a week is like: factors of an ordinary one, the points its sentiment gains, and what happens in it."""

    ctr: float = 1.0
    points: float = 0.0
    cost: float = 1.0
    leads: float = 1.0
    wait: float = 1.0
    retention: float = 1.0
    engagement: float = 1.0
    unfollows: float = 1.0
    posts: int = 1
    engaged: float = 1.0
    landing: float = 1.0
    cpm: float = 1.0
    impressions: float = 1.0
    reach: float = 1.0
    toxic: float = 1.0
    incidents: float = 1.0
    corrected: float = 1.0
    approval: float = 1.0
    warned: str | None = None
    late: bool = False


ORDINARY = Level()


def rows(week: Week, level: Level = ORDINARY) -> dict[str, list[Row]]:
    """Make the rows of a week."""
    made = _Made(week, level)
    found = {fact: list(getattr(made, f"_{fact}")()) for fact in FACTS}
    return {fact: [made.origin(fact) | row for row in some] for fact, some in found.items()}


class _Made:
    """The rows of one week."""

    def __init__(self, week: Week, level: Level) -> None:
        self.week, self.level, self.numbers = week, level, count(1)
        self.sway = 1 + UP_AND_DOWN[week.weeks_since(WEEKS[0]) % len(UP_AND_DOWN)]

    def origin(self, fact: str) -> Row:
        number = next(self.numbers)
        named = {"post_id": "p", "message_id": "m", "item_id": "i", "incident_id": "n", "escalation_id": "e", "ad": "a"}
        ids = {name: f"{letter} {self.week} {number}" for name, letter in named.items()}
        return ids | {
            "account": "us", "snapshot_date": SETTLED, "batch_id": FACTS.index(fact) + 1, "source_row": number,
        }  # fmt: skip

    def _day(self, number: int) -> Any:
        return self.week.monday + timedelta(days=number % 7)

    def _posts(self) -> Iterator[Row]:
        level, sway = self.level, self.sway
        for channel in CHANNELS:
            for number in range(POSTS * level.posts):
                shown = round(IMPRESSIONS * level.impressions * sway)
                engaged = {"reactions": 0.015, "comments": 0.002, "shares": 0.003}
                counts = {name: round(shown * share * level.engagement) for name, share in engaged.items()}
                yield {
                    "channel": channel, "day": self._day(number), "format": FORMATS[number % len(FORMATS)],
                    "impressions": shown, "reach": round(shown * 0.6 * level.reach),
                    "link_clicks": round(shown * 0.01 * level.ctr), "views": 1000, "duration_s": 30.0,
                    "watch_s": 1000 * 30 * 0.28 * sway * level.retention, **counts,
                }  # fmt: skip

    def _account_day(self) -> Iterator[Row]:
        for channel in CHANNELS:
            for number in range(7):
                told = {"follows": round(80 * self.sway), "unfollows": round(20 * self.level.unfollows)}
                if (channel, number) == ("instagram", 6):  # one account of one channel: people do not add up
                    told["engaged_reach_7d"] = round(10_000 * self.sway * self.level.engaged)
                for metric, value in told.items():
                    yield {"channel": channel, "day": self._day(number), "metric": metric, "value": value}

    def _messages(self) -> Iterator[Row]:
        """Let the hours until the answer spread as they do: evenly in their logarithm."""
        balance = 0.15 + self.level.points / 100
        positive, toxic = round(MESSAGES * (0.375 + balance / 2)), round(MESSAGES * 0.05 * self.level.toxic)
        negative = round(MESSAGES * (0.375 - balance / 2))
        for channel in CHANNELS:
            for number in range(MESSAGES):
                place = number * 7 % MESSAGES  # so that who is angry waits no longer than others
                hours = 5 * self.sway * self.level.wait * 2.0 ** NormalDist().inv_cdf((place + 0.5) / MESSAGES)
                received = datetime.combine(self._day(number), datetime.min.time(), UTC).replace(tzinfo=None)
                received += timedelta(hours=9)
                yield {
                    "channel": channel, "day": self._day(number), "received_at": received, "answer_known": True,
                    "replied_at": received + timedelta(hours=hours), "known_until": LOADED + timedelta(days=9),
                    "wait_hours": hours, "topic": "price", "is_toxic": number >= MESSAGES - toxic,
                    "sentiment": 1 if number < positive else -1 if number >= MESSAGES - negative else 0,
                }  # fmt: skip

    def _ads(self) -> Iterator[Row]:
        for channel in CHANNELS:
            for number in range(7):
                day = self._day(number)
                yield {
                    "channel": channel, "day": day, "period_from": day, "period_to": day, "campaign": "c",
                    "result_kind": "leads", "currency": "EUR", "spend": 1000.0, "impressions": round(
                        150_000 * self.sway / self.level.cpm
                    ), "link_clicks": round(1500 * self.sway), "results": round(50 * self.sway / self.level.cost),
                }  # fmt: skip

    def _web(self) -> Iterator[Row]:
        for channel in CHANNELS:
            for number in range(7):
                yield {
                    "channel": channel, "day": self._day(number), "source": channel, "is_social": True,
                    "sessions": 2000, "key_events": round(50 * self.sway * self.level.landing),
                }  # fmt: skip

    def _funnel(self) -> Iterator[Row]:
        for channel in CHANNELS:
            for number in range(7):
                leads = round(13 * self.sway * self.level.leads)
                yield {"channel": channel, "day": self._day(number), "link_clicks": 1000, "leads": leads}

    def _content_log(self) -> Iterator[Row]:
        for channel in CHANNELS:
            wrong = round(ITEMS * 0.2 * self.level.corrected)
            for number in range(ITEMS):
                hours = 24 * self.sway * self.level.approval * 1.5 ** NormalDist().inv_cdf((number + 0.5) / ITEMS)
                sent = datetime(2026, 1, 1, 9)  # noqa: DTZ001 - UTC, as the store keeps it
                yield {
                    "channel": channel, "day": self._day(number), "submitted_at": sent,
                    "approved_at": sent + timedelta(hours=hours),
                    "correction": "corrected" if number < wrong else "none",
                    "correction_reason": "error" if number < wrong else None,
                }  # fmt: skip

    def _incidents(self) -> Iterator[Row]:
        for channel in CHANNELS:
            for number in range(round(INCIDENTS * self.level.incidents)):
                yield {"channel": channel, "day": self._day(number), "kind": "claim", "confirmed": True}
        if self.level.warned:
            yield {"channel": CHANNELS[0], "day": self._day(2), "kind": self.level.warned, "confirmed": True}

    def _escalations(self) -> Iterator[Row]:
        if self.level.late:
            since = datetime.combine(self._day(2), datetime.min.time(), UTC).replace(tzinfo=None) + timedelta(hours=9)
            yield {
                "channel": CHANNELS[0], "day": self._day(2), "escalated_at": since, "risk": "high", "topic": "safety",
                "triaged_at": since + timedelta(hours=1), "answered_at": since + timedelta(hours=5),
            }  # fmt: skip
