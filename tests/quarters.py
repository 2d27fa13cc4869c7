"""Made-up quarters of a brand with five channels, straight as weekly cells: quiet ones, and ones with a real shift.

Each brand has 12 ordinary weeks of history and 13 weeks that are looked at. `mood` is what a week adds by itself to
the chance of the sample: every rate is multiplied by exp(mood x a normal draw), of each channel and week anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpi.alerts import Ground, alerts
from kpi.catalog import catalog
from kpi.cells import ALL_ROWS, Cells
from kpi.periods import Week, Window
from kpi.rules import load_rules
from kpi.snapshot import EVERYWHERE, Cell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.ruling import Alert

LAST = Week(2026, 47)
HISTORY, QUARTER = 12, 13
WEEKS = LAST.last(HISTORY + QUARTER)
CHANNELS = {"instagram": 0.35, "facebook": 0.25, "linkedin": 0.2, "tiktok": 0.12, "youtube": 0.08}
CTR, CLICK_TO_LEAD, LANDING, POSITIVE, NEGATIVE, COST = 0.01, 0.013, 0.022, 0.45, 0.30, 45.0
LOUD = ("stop", "scale")

Parts = dict[str, float]


@dataclass(frozen=True)
class Volume:
    """What a brand has in a week."""

    impressions: int
    texts: int
    sessions: int
    results: int


SMALL = Volume(20_000, 60, 800, 40)
MIDDLE = Volume(50_000, 200, 3_000, 150)
LARGE = Volume(1_000_000, 3_000, 30_000, 1_000)


@dataclass(frozen=True)
class Shift:
    """What really changes in the last week: factors of the rates, and the points sentiment loses."""

    ctr: float = 1.0
    cost: float = 1.0
    points: float = 0.0


STILL = Shift()


def brand(seed: int, volume: Volume, mood: float = 0.0, shift: Shift = STILL) -> Cells:
    """Draw the weekly numbers of a brand and of its channels."""
    chance = np.random.default_rng(seed)
    made = {}
    for week in WEEKS:
        moved = shift if week == LAST else STILL
        drawn = {name: _week(chance, volume, share, mood, moved) for name, share in CHANNELS.items()}
        drawn[EVERYWHERE] = {kpi: _sum([parts[kpi] for parts in drawn.values()]) for kpi in drawn["instagram"]}
        for channel, each in drawn.items():
            for kpi, parts in each.items():
                cell = _cell(kpi, week, channel, parts)
                made[kpi, ALL_ROWS, cell.window, channel] = cell
    return Cells(tuple(WEEKS), made, {})


def seen(cells: Cells, weeks: list[Week] = WEEKS[HISTORY:]) -> list[Alert]:
    """List every alert of a quarter."""
    return [alert for week in weeks for alert in alerts(load_rules(), Ground(cells, week, lambda *_: True), {}.get)]


def _week(chance: np.random.Generator, volume: Volume, share: float, mood: float, shift: Shift) -> dict[str, Parts]:
    def rate(of: float) -> float:
        return float(min(of * np.exp(mood * chance.normal()) if mood else of, 1.0))

    impressions, sessions, texts = (int(of * share) for of in (volume.impressions, volume.sessions, volume.texts))
    clicks = int(chance.binomial(impressions, rate(CTR * shift.ctr)))
    leads = int(chance.binomial(clicks, rate(CLICK_TO_LEAD)))
    events = int(chance.binomial(sessions, rate(LANDING)))
    tilt = rate(0.5) - 0.5 - shift.points / 200
    plus, minus = max(POSITIVE + tilt, 0.0), max(NEGATIVE - tilt, 0.0)
    positive, negative, _ = (int(n) for n in chance.multinomial(texts, [plus, minus, max(1 - plus - minus, 0.0)]))
    results = int(chance.poisson(rate(0.5) * 2 * volume.results * share / shift.cost))
    return {
        "ctr": {"numerator": clicks, "denominator": impressions},
        "click_to_lead": {"numerator": leads, "denominator": clicks},
        "landing_conversion": {"numerator": events, "denominator": sessions},
        "net_sentiment": {
            "positive": positive,
            "negative": negative,
            "numerator": positive - negative,
            "denominator": texts,
        },
        "cpa": {"numerator": volume.results * share * COST, "denominator": results},
    }


def _sum(parts: list[Parts]) -> Parts:
    return {name: sum(one[name] for one in parts) for name in parts[0]}


def _cell(name: str, week: Week, channel: str, parts: Mapping[str, float]) -> Cell:
    kpi = catalog()[name]
    value, error, size = kpi.value(parts), kpi.error(parts), kpi.sample(parts)
    above, below = parts["numerator"], parts["denominator"]
    return Cell(name, Window(week, 7).id, channel, value, above, below, size, None, error)
