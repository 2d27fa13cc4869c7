"""Made-up quarters of a brand with five channels, straight as weekly cells: quiet ones, and ones with a real shift.

Each brand has 12 ordinary weeks of history and 13 weeks that are looked at. `mood` is what a week adds by itself to
the chance of the sample: every rate is multiplied by exp(mood x a normal draw), of each channel and week anew. Every
KPI that a rule reads is drawn; what a platform does to us, and threads nobody looked at in time, is no chance of ours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from kpi.catalog import catalog
from kpi.noise import WEEKS as BEFORE
from kpi.noise import sure_scatter, weeks_known
from kpi.periods import Week
from kpi.rule.alerts import alerts
from kpi.rule.ground import Material
from kpi.rule.leading import SHOWN, Brought, led
from kpi.rule.rules import load_rules
from kpi.snapshot import EVERYWHERE, Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpi.rule.leading import Weekly
    from kpi.rule.rules import Leading, Leg, Rule
    from kpi.rule.ruling import Alert, Part

HISTORY, QUARTER = 12, 13
WEEKS = Week(2026, 47).last(HISTORY + QUARTER)
JUDGED = range(HISTORY, HISTORY + QUARTER)
LAST_WEEK = JUDGED[-1:]
CHANNELS = {"instagram": 0.35, "facebook": 0.25, "linkedin": 0.2, "tiktok": 0.12, "youtube": 0.08}
PLACES = (*CHANNELS, EVERYWHERE)
SHARES = np.array(list(CHANNELS.values()))
FORMATS = (0.45, 0.25, 0.2, 0.1)  # of the impressions
CTR, CLICK_TO_LEAD, LANDING, POSITIVE, NEGATIVE, COST, CPM = 0.01, 0.013, 0.022, 0.45, 0.30, 45.0, 6.0
ENGAGED, TOXIC, AD_CTR, RETENTION = 0.02, 0.04, 0.012, 0.28
UNEVEN = 0.66  # how much the impressions of posts differ, for their mean
VIDEOS = 0.25  # of the posts; their retention differs by so much of itself:
WATCHED = 0.2
SLOW, WAIT = 1.5, 5.0  # spread of the logarithm of the hours until an answer; the median
LOUD = ("stop", "scale")

Drawn = np.ndarray[Any, Any]  # weeks x channels


@dataclass(frozen=True)
class Volume:
    """What a brand has in a week."""

    impressions: int
    texts: int
    sessions: int
    results: int
    posts: int = 40
    follows: int = 250
    incidents: float = 1.4  # 6 a month
    corrected: float = 0.04


SMALL = Volume(20_000, 60, 800, 40, 15, 60, 0.5)
MIDDLE = Volume(50_000, 200, 3_000, 150)
LARGE = Volume(1_000_000, 3_000, 30_000, 1_000, 120, 4_000, 3.0)
TROUBLED = Volume(1_000_000, 3_000, 30_000, 1_000, 120, 4_000, 20.0, 0.2)  # where governance has something to do


@dataclass(frozen=True)
class Shift:
    """What really changes in the last week: factors of the rates and amounts, and the points sentiment loses."""

    ctr: float = 1.0
    cost: float = 1.0
    points: float = 0.0
    points_before: float = 0.0  # in the week before it
    wait: float = 1.0
    retention: float = 1.0
    engagement: float = 1.0
    follows: float = 1.0
    unfollows: float = 1.0
    posts: float = 1.0
    engaged: float = 1.0  # engaged reach
    landing: float = 1.0
    cpm: float = 1.0
    impressions: float = 1.0  # and reach
    toxic: float = 1.0
    incidents: float = 1.0
    corrected: float = 1.0
    approval: float = 1.0
    warned: int = 0  # by a platform
    late: int = 0  # threads
    formats: float = 1.0  # link clicks of the two largest formats, in every week


STILL = Shift()


def brand(seed: int, volume: Volume, mood: float = 0.0, shift: Shift = STILL) -> Quarter:
    """Draw the weekly numbers of a brand and of its channels."""
    draw = _Draw(np.random.default_rng(seed), volume, mood, shift)
    return Quarter(draw.counted(), draw.figures(), draw.formats())


@dataclass
class Quarter:
    """The weekly numbers of a brand, to be judged in one of its weeks; the last column of each is the brand itself."""

    counted: dict[str, dict[str, Drawn]]  # KPI -> part -> weeks x places
    figures: dict[str, tuple[Drawn, Drawn | None, int]]  # KPI -> value, error, sample
    formats: list[Weekly]
    week: int = len(WEEKS) - 1
    currency: str | None = None
    _series: dict[tuple[str, str], list[Cell]] = field(default_factory=dict)
    _scatter: dict[tuple[str, str, int, float], float | None] = field(default_factory=dict)
    _led: dict[str, list[Weekly]] = field(default_factory=dict)

    def places(self, leg: Leg) -> frozenset[str]:
        """Name the channels that a leg has a value of: the platform counts engaged people for one of them."""
        return frozenset(["instagram"] if leg.kpi == "engaged_reach" else CHANNELS)

    def cells(self, kpi: str, channel: str) -> list[Cell]:
        """Make the cells of all weeks."""
        if (kpi, channel) not in self._series:
            place = PLACES.index(channel)
            made = _of_parts(kpi, channel, place, self.counted) if kpi in self.counted else None
            self._series[kpi, channel] = made or _of_figures(kpi, channel, place, *self.figures[kpi])
        return self._series[kpi, channel]

    def material(self, leg: Leg, channel: str, weeks: int, tail: float) -> Material:
        """Collect the weeks of a move."""
        cells, first = self.cells(leg.kpi, channel), self.week - weeks
        before = [cell.value for cell in cells[max(first + 1 - BEFORE, 0) : first + 1]]
        key = (leg.kpi, channel, first, tail)
        if key not in self._scatter:
            self._scatter[key] = sure_scatter(before, tail, cells[first].error)
        return Material(tuple(cells[first : self.week + 1]), self._scatter[key], weeks_known(before))

    def leaders(self, leading: Leading, channel: str, places: int) -> tuple[Part, ...]:
        """Name the formats that bring the results of the brand, or of a channel."""
        if channel not in self._led:
            self._led[channel] = [
                {part: one for part, one in week.items() if channel in {EVERYWHERE, part[0]}} for week in self.formats
            ]
        return led(self._led[channel][self.week + 1 - SHOWN : self.week + 1], leading, places)


@cache
def in_force() -> tuple[Rule, ...]:
    """List the rules that are not off until somebody sets a limit."""
    return tuple(rule for rule in load_rules() if not rule.off)


def seen(quarter: Quarter, weeks: Iterable[int] = JUDGED, rules: Sequence[str] = ()) -> list[Alert]:
    """List every alert of a quarter, of all rules or of these."""
    asked = [rule for rule in in_force() if not rules or rule.id in rules]
    found: list[Alert] = []
    for quarter.week in weeks:
        found += alerts(asked, quarter, {}.get)
    return found


@dataclass
class _Draw:
    chance: np.random.Generator
    volume: Volume
    mood: float
    shift: Shift
    grown: Drawn = field(default_factory=lambda: np.zeros(0))  # followers, once they are drawn

    def rate(self, of: float, last: float = 1.0, most: float = 1.0) -> Drawn:
        """Draw a rate of each week and channel; the last week has changed."""
        rates = np.full((len(WEEKS), len(SHARES)), of) * np.exp(self.mood * self._normal())
        rates[-1] *= last
        return np.minimum(rates, most)

    def _normal(self) -> Drawn:
        return self.chance.normal(size=(len(WEEKS), len(SHARES)))

    def _each(self, of: float) -> Drawn:
        return np.tile((of * SHARES).astype(int), (len(WEEKS), 1))

    def _poisson(self, of: float, last: float = 1.0) -> Drawn:
        return self.chance.poisson(self.rate(1.0, last, np.inf) * of * SHARES)

    def counted(self) -> dict[str, dict[str, Drawn]]:
        """Draw what is counted, as the parts of a KPI; those of the brand are those of its channels added up."""
        volume, shift, chance = self.volume, self.shift, self.chance
        impressions, texts, sessions = map(self._each, (volume.impressions, volume.texts, volume.sessions))
        clicks = chance.binomial(impressions, self.rate(CTR, shift.ctr))
        spent = np.tile(volume.results * SHARES * COST, (len(WEEKS), 1))
        shown = self._poisson(1000 * volume.results * COST / CPM, 1 / shift.cpm)
        came, left = self._poisson(volume.follows, shift.follows), self._poisson(volume.follows / 4, shift.unfollows)
        published = chance.binomial(self._each(4 * volume.posts), self.rate(0.25, shift.posts))
        warned, late = np.zeros_like(came), np.zeros_like(came)
        warned[-1, 0], late[-1, 0] = shift.warned, shift.late
        feelings = self._feelings(texts)
        found = {
            "ctr": (clicks, impressions),
            "click_to_lead": (chance.binomial(clicks, self.rate(CLICK_TO_LEAD)), clicks),
            "landing_conversion": (chance.binomial(sessions, self.rate(LANDING, shift.landing)), sessions),
            "engagement_rate": (chance.binomial(impressions, self.rate(ENGAGED, shift.engagement)), impressions),
            "toxic_share": (chance.binomial(texts, self.rate(TOXIC, shift.toxic)), texts),
            "correction_ratio": (chance.binomial(published, self.rate(volume.corrected, shift.corrected)), published),
            "cpa": (spent, self._poisson(volume.results, 1 / shift.cost)),
            "cpm": (1000 * spent, shown),
            "cpc": (spent, chance.binomial(shown, self.rate(AD_CTR))),
            "follow_unfollow_ratio": (came, left),
        }
        counts = {
            "unfollows": left,
            "publishing_rate": published,
            "policy_incidents": self._poisson(volume.incidents, shift.incidents),
            "policy_warnings": warned,
            "takedowns": np.zeros_like(came),
            "late_threads": late,
        }
        self.grown = _with_whole(came - left)
        quotients = {kpi: {"numerator": above, "denominator": below} for kpi, (above, below) in found.items()}
        every = quotients | {kpi: {"numerator": many} for kpi, many in counts.items()}
        every["net_sentiment"] = feelings
        return {kpi: {part: _with_whole(many) for part, many in parts.items()} for kpi, parts in every.items()}

    def _feelings(self, texts: Drawn) -> dict[str, Drawn]:
        tilt = self.rate(0.5) - 0.5
        tilt[-2:] -= np.array([[self.shift.points_before], [self.shift.points]]) / 200
        plus, minus = np.maximum(POSITIVE + tilt, 0.0), np.maximum(NEGATIVE - tilt, 0.0)
        whole = np.stack([plus, minus, np.maximum(1 - plus - minus, 0.0)], axis=-1)
        dealt = self.chance.multinomial(texts, whole / whole.sum(-1, keepdims=True))
        positive, negative = dealt[..., 0], dealt[..., 1]
        return {"positive": positive, "negative": negative, "numerator": positive - negative, "denominator": texts}

    def figures(self) -> dict[str, tuple[Drawn, Drawn | None, int]]:
        """Draw what is no sum: values and standard errors, with a column for the brand."""
        volume, shift = self.volume, self.shift
        posts = volume.posts * SHARES
        shown = volume.impressions * SHARES * self.rate(1.0, shift.impressions, np.inf)
        shown = shown * np.exp(UNEVEN / np.sqrt(posts) * self._normal())
        reached = 0.6 * shown * np.exp(0.1 * self._normal())
        videos = np.maximum(VIDEOS * posts, 1)
        watched = self.rate(RETENTION, shift.retention) * np.exp(WATCHED / np.sqrt(videos) * self._normal())
        engaged = 0.1 * volume.impressions * self.rate(1.0, shift.engaged, np.inf) * np.exp(0.05 * self._normal())
        engaged = np.column_stack([engaged, engaged[:, 0]])
        return {
            "impressions": (_with_whole(shown), None, volume.posts),
            "post_reach": (_with_whole(reached), None, volume.posts),
            "video_retention": (np.column_stack([watched, watched @ SHARES]), None, volume.impressions),
            "engaged_reach": (engaged, None, volume.impressions),
            "follower_growth": (self.grown.astype(float), None, 7),
            "response_time_median": (*self._median(WAIT, SLOW, volume.texts / 2, shift.wait), volume.texts // 2),
            "approval_cycle_time": (*self._median(24.0, 0.8, volume.posts, shift.approval), volume.posts),
        }

    def _median(self, middle: float, spread: float, number: float, last: float) -> tuple[Drawn, Drawn]:
        """Draw the middle of so many times, which are spread evenly to both sides in the logarithm."""
        off = spread * 1.2533 / np.sqrt(np.append(number * SHARES, number))
        mood = self.rate(1.0, last, np.inf)
        centre = middle * np.column_stack([mood, mood @ SHARES])
        values = centre * np.exp(off * self.chance.normal(size=centre.shape))
        return values, values * off

    def formats(self) -> list[Weekly]:
        """Draw the link clicks of each channel and format."""
        parts = [(channel, f"format {number}") for channel in CHANNELS for number in range(len(FORMATS))]
        shown = np.tile((self.volume.impressions * np.outer(SHARES, FORMATS).ravel()).astype(int), (len(WEEKS), 1))
        rates = CTR * np.exp(self.mood * self.chance.normal(size=shown.shape))
        rates[:, [number for number, (_, name) in enumerate(parts) if name in {"format 0", "format 1"}]] *= (
            self.shift.formats
        )
        clicks = self.chance.binomial(shown, rates)
        return [
            {part: Brought(*brought) for part, *brought in zip(parts, got, took, strict=True)}
            for got, took in zip(clicks.tolist(), shown.tolist(), strict=True)
        ]


def _with_whole(many: Drawn) -> Drawn:
    """Add the column of the brand: what its channels have together."""
    return np.column_stack([many, many.sum(1)])


def _of_parts(kpi: str, channel: str, place: int, counted: dict[str, dict[str, Drawn]]) -> list[Cell]:
    declared = catalog()[kpi]
    names, columns = counted[kpi].keys(), [many[:, place].tolist() for many in counted[kpi].values()]
    each = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    return [
        Cell(kpi, "", channel, declared.value(parts), None, None, declared.sample(parts), None, declared.error(parts))
        for parts in each
    ]


def _of_figures(kpi: str, channel: str, place: int, values: Drawn, errors: Drawn | None, size: int) -> list[Cell]:  # noqa: PLR0917
    off = [None] * len(values) if errors is None else errors[:, place].tolist()
    return [
        Cell(kpi, "", channel, value, None, None, size, None, error)
        for value, error in zip(values[:, place].tolist(), off, strict=True)
    ]
