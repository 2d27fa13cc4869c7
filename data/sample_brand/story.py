"""What happened to the sample brand, week by week: levels with dates, and dice that always fall the same way.

Dice are named, not shared: how often one source throws them changes nothing for another. They are
keyed by the number of the week, not its date, so the story is the same whenever it is told.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from data.declared import read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HERE = Path(__file__).parent
WAKING = (7, 23)  # local hours between which posts and messages appear


@cache
def brand() -> dict[str, Any]:
    """Read who the brand is and what happens to it."""
    return read(HERE / "brand.toml")


@cache
def words() -> dict[str, Any]:
    """Read what people write."""
    return read(HERE / "words.toml")


@dataclass(frozen=True)
class Download:
    """One visit to the download buttons: on the morning after `until`, for the days since `since`."""

    number: int
    since: date
    until: date

    @property
    def taken(self) -> datetime:
        """The moment of the download, in UTC."""
        morning = datetime.combine(self.until + timedelta(days=1), time(8, 30), ZoneInfo(brand()["zone"]))
        return morning.astimezone(UTC).replace(tzinfo=None)

    def has(self, day: date) -> bool:
        """Whether a day is in it."""
        return self.since <= day <= self.until


@dataclass(frozen=True)
class Story:
    """The weeks up to a Sunday, and the dice."""

    sunday: date
    weeks: int
    seed: int
    language: str = "nl"  # of the register of data sets; what customers and the team wrote otherwise is Dutch

    @cached_property
    def first(self) -> date:
        """The Monday it begins."""
        return self.sunday - timedelta(days=7 * self.weeks - 1)

    @property
    def plan_start(self) -> date:
        """The Monday the plan of 90 days began."""
        return self.sunday - timedelta(days=7 * brand()["weeks"]["plan"] - 1)

    @property
    def downloads(self) -> list[Download]:
        """Every visit to the download buttons, with its overlap."""
        every, overlap = brand()["weeks"]["download"], brand()["weeks"]["overlap"]
        ends = [*range(every, self.weeks, every), self.weeks]
        starts = [0, *ends]
        return [
            Download(number, self.day(max(0, start - overlap), 0), self.day(end - 1, 6))
            for number, (start, end) in enumerate(zip(starts, ends, strict=False), 1)
        ]

    @property
    def weekly(self) -> list[Download]:
        """Every weekly download of posts, the one that begins the habit first."""
        reach: int = brand()["weeks"]["reach"]
        ends = range(max(reach, self.weeks - brand()["weeks"]["weekly"] + 1), self.weeks + 1)
        return [Download(100 + end, self.day(end - reach, 0), self.day(end - 1, 6)) for end in ends]

    def day(self, week: int, weekday: int) -> date:
        """Give a day of a week, counted from 0."""
        return self.first + timedelta(days=7 * week + weekday)

    def dice(self, *name: object) -> Random:
        """Take the dice of this name."""
        return Random("/".join(map(str, (self.seed, *name))))  # noqa: S311 - it makes up a brand, not a password

    def level(self, what: str, week: int) -> float:
        """Give a level of brand.toml, such as `level.ctr.x`, in a week."""
        curve = _curve(what)
        if week == self.weeks - 1 and "last" in curve:
            return curve["last"]
        change = (curve["now"] - curve["before"]) * self._share(week)
        wobble = curve.get("wobble", 0.03) * self.dice("wobble", what, week).uniform(-1, 1)
        return (curve["before"] + change) * (1 + wobble)

    def _share(self, week: int) -> float:
        """Say how much of the way to `now` is done: none before the plan."""
        length: int = brand()["weeks"]["plan"]
        return max(0, week + 1 - (self.weeks - length)) / length

    def whole(self, what: str, week: int, of: int = 1) -> int:
        """Give a small count, or a small share `of` a number: what a week's whole number cannot hold comes later."""
        so_far = of * sum(self.level(what, earlier) for earlier in range(week))
        return math.floor(so_far + of * self.level(what, week) + 0.5) - math.floor(so_far + 0.5)

    def quota(self, what: str, week: int, n: int) -> int:
        """Give the share of `n` that a level asks for."""
        return min(n, max(0, round(self.level(what, week) * n)))

    def chance(self, what: str, week: int, n: int) -> int:
        """Let a rare thing happen to some of `n`, as chance has it."""
        dice, level = self.dice("chance", what, week), self.level(what, week)
        return sum(dice.random() < level for _ in range(n))


def _curve(what: str) -> Mapping[str, float]:
    found: Any = brand()
    for part in what.split("."):
        found = found[part]
    return dict(found)


def utc(day: date, seconds: float) -> datetime:
    """Turn seconds after the local midnight into UTC."""
    local = datetime.combine(day, time(), ZoneInfo(brand()["zone"])) + timedelta(seconds=int(seconds))
    return local.astimezone(UTC).replace(tzinfo=None)


def waking_moment(dice: Random, day: date) -> datetime:
    """Pick a moment of the waking day."""
    return utc(day, dice.uniform(WAKING[0] * 3600, WAKING[1] * 3600 - 1))


def shared(total: int, weights: Sequence[float]) -> list[int]:
    """Split a total by weights, whole and without a remainder."""
    scale, so_far, given, parts = total / sum(weights), 0.0, 0, []
    for weight in weights:
        so_far += weight * scale
        parts.append(round(so_far) - given)
        given += parts[-1]
    return parts


def dealt(dice: Random, **counts: int) -> list[str]:
    """Deal so many of each kind, in a random order."""
    cards = [kind for kind, count in counts.items() for _ in range(count)]
    dice.shuffle(cards)
    return cards
