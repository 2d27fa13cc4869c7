"""What a meeting came to, as it stands in the snapshot: the people's own words, and ids that pages put into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

Taken = Literal["keep", "stop", "start", "scale", "less", "test", "snoozed", "open"]


@dataclass(frozen=True)
class Minute:
    """One thing that was talked about, and what was decided."""

    taken: Taken  # kind of the decision; `snoozed` until later, `open` = nothing was decided
    rule: str | None  # the alert it is about: id of its rule, and its channel
    row: str | None  # or the row of the plan
    kpi: str | None
    channel: str | None
    name: str | None = None  # the team's own name of the rule or row
    insight: str = ""
    action: str = ""
    owner: str = ""
    due: date | None = None  # of the action; when `snoozed` the day it comes back
    by_how_much: str = ""  # what the KPI should move, as it was written
    moves_row: str | None = None  # row of the plan that must move: an alert of the brand may be about a row of Facebook
    moves_on: str | None = None  # or the channel whose KPI must move


@dataclass(frozen=True)
class Minutes:
    """A meeting about one week."""

    held_on: date  # in the zone of the brand
    began: datetime  # UTC
    ended: datetime | None  # None = it still goes on
    minutes: tuple[Minute, ...]
    took: int = 0  # minutes without pauses, of every meeting about the week that is over
