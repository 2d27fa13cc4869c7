"""Weeks of a brand in which nothing changes, drawn from its own: its volumes, its means, and how restless it is.

What chance does to a sample is drawn as such (Poisson, binomial). What the weeks of the brand add to it is drawn on
top, shared between channels as far as the brand moves more than channels would that have nothing in common. Where parts
add up, the brand is the sum of its channels. Different KPIs are drawn apart, which in truth they are not quite.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING

import numpy as np

from kpi.catalog import Balance, Count, Ratio, Share
from kpi.forecast import possible
from kpi.noise import scatter
from kpi.rule.leading import NOTHING, Brought
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kpi.catalog import Kpi
    from kpi.rule.leading import Weekly
    from kpi.snapshot import Cell

    Numbers = NDArray[np.float64]
    Parts = dict[str, Numbers]

SMALL = 0.01  # of a brand's volume, that may belong to no channel without being one of its own
LEAST = 1e-9


@dataclass(frozen=True)
class Ordinary:
    """What an ordinary week of one number looks like."""

    mean: float
    error: float  # of sampling
    restless: float  # what weeks add to it, in the KPI's scale
    sample: int
    volume: float  # the denominator, on average: those of channels add up to the brand's
    both: float = 0.0  # of a balance: the share that is positive or negative
    estimated: bool = False  # from labels: its parts do not add up, and its error is what it was


@dataclass(frozen=True)
class Weeks:
    """Drawn weeks of one number, a row for each series."""

    value: Numbers  # nan = there is none
    error: Numbers
    sample: Numbers


def ordinary(cells: Sequence[Cell | None]) -> Ordinary | None:
    """Describe an ordinary week by those that are known, oldest first; None when there is none."""
    found = [cell for cell in cells if cell is not None and cell.value is not None]
    if not found:
        return None
    mean = fmean(cell.value for cell in found if cell.value is not None)
    error = median([cell.error or 0.0 for cell in found])
    moved = scatter([None if cell is None else cell.value for cell in cells]) or 0.0
    volume = fmean(cell.denominator or 0.0 for cell in found)
    both = (error / 100) ** 2 * volume + (mean / 100) ** 2
    return Ordinary(
        mean,
        error,
        math.sqrt(max(moved**2 - error**2, 0.0)),
        round(median([cell.sample for cell in found])),
        volume,
        min(max(both, abs(mean) / 100), 1.0),
        any(cell.estimated for cell in found),
    )


def drawn(
    kpi: Kpi, places: Mapping[str, Ordinary], shape: tuple[int, int], chance: np.random.Generator
) -> dict[str, Weeks]:
    """Draw the weeks of a KPI for the brand and its channels."""
    channels = {name: one for name, one in places.items() if name != EVERYWHERE}
    brand = places.get(EVERYWHERE)
    rest = _rest(kpi, brand, list(channels.values())) if brand else None
    if brand is None or rest is None:
        return {name: _weeks(kpi, one, _parts(kpi, one, _moods(shape, chance), chance)) for name, one in places.items()}
    shared = _shared(kpi, brand, [*channels.values(), *rest])
    common = _moods(shape, chance)
    mixed = [
        math.sqrt(shared) * common + math.sqrt(1 - shared) * _moods(shape, chance)
        for _ in range(len(channels) + len(rest))
    ]
    parts = [_parts(kpi, one, mood, chance) for one, mood in zip([*channels.values(), *rest], mixed, strict=True)]
    whole = {name: np.sum([one[name] for one in parts], axis=0) for name in parts[0]}
    own = {name: _weeks(kpi, one, made) for (name, one), made in zip(channels.items(), parts, strict=False)}
    return {EVERYWHERE: _weeks(kpi, brand, whole), **own}


def _moods(shape: tuple[int, int], chance: np.random.Generator) -> Numbers:
    return chance.standard_normal(shape)


def _rest(kpi: Kpi, brand: Ordinary, channels: Sequence[Ordinary]) -> list[Ordinary] | None:
    """Find what of a brand belongs to no channel: at most one part; None when channels do not add up to it."""
    adds_up = isinstance(kpi, Share | Ratio | Balance | Count) and not (kpi.exact or kpi.signed or brand.estimated)
    size, parts = _size(kpi, brand), [_size(kpi, one) for one in channels]
    left = size - sum(parts)
    if not (channels and adds_up) or size <= 0 or left < -SMALL * size:
        return None
    if left <= SMALL * size:
        return []
    if isinstance(kpi, Count):
        return [Ordinary(left, 0.0, 0.0, round(left), 0.0)]
    mean = (size * brand.mean - sum(n * one.mean for n, one in zip(parts, channels, strict=True))) / left
    if mean != possible(kpi, mean):
        return None
    return [Ordinary(mean, 0.0, 0.0, round(left), left, max(brand.both, abs(mean) / 100))]


def _size(kpi: Kpi, one: Ordinary) -> float:
    return one.mean if isinstance(kpi, Count) else one.volume


def _shared(kpi: Kpi, brand: Ordinary, parts: Sequence[Ordinary]) -> float:
    """Say how much of the channels' restlessness is one and the same: what the brand's own asks for, 0 to 1."""
    whole = sum(_size(kpi, one) for one in parts)
    each = [one.restless * (1.0 if isinstance(kpi, Count) else _size(kpi, one) / whole) for one in parts]
    apart, together = sum(one**2 for one in each), sum(each) ** 2
    return min(max((brand.restless**2 - apart) / (together - apart), 0.0), 1.0) if together > apart else 0.0


def _parts(kpi: Kpi, one: Ordinary, mood: Numbers, chance: np.random.Generator) -> Parts:
    """Draw what the number of each week is made of."""
    if one.estimated:
        drawn_values = one.mean + math.hypot(one.restless, one.error) * mood
        return {"value": np.clip(drawn_values, possible(kpi, -math.inf), possible(kpi, math.inf))}
    level = one.mean + one.restless * mood
    if isinstance(kpi, Count) and not (kpi.exact or kpi.signed):
        return {"numerator": chance.poisson(np.maximum(level, 0.0)).astype(float)}
    if isinstance(kpi, Share) and not kpi.exact:
        trials = np.full(mood.shape, round(one.volume))
        hits = chance.binomial(trials, np.clip(level, 0.0, 1.0))
        return {"numerator": hits.astype(float), "denominator": trials.astype(float)}
    if isinstance(kpi, Ratio):
        return _ratio(kpi, one, np.maximum(level, LEAST), chance)
    if isinstance(kpi, Balance):
        return _balance(one, level / 100, chance)
    return {"value": one.mean + math.hypot(one.restless, one.error) * mood}


def _ratio(kpi: Ratio, one: Ordinary, level: Numbers, chance: np.random.Generator) -> Parts:
    below = np.full(level.shape, one.volume)
    if kpi.counts == ("denominator",):  # what was spent is as planned, what it brought is chance
        above = np.full(level.shape, one.mean * one.volume)
        return {"numerator": above, "denominator": chance.poisson(above / level).astype(float)}
    if "denominator" in kpi.counts:
        below = chance.poisson(below).astype(float)
    above = level * below
    return {
        "numerator": chance.poisson(above).astype(float) if "numerator" in kpi.counts else above,
        "denominator": below,
    }


def _balance(one: Ordinary, level: Numbers, chance: np.random.Generator) -> Parts:
    both = np.maximum(one.both, np.abs(np.clip(level, -1.0, 1.0)))
    plus = np.clip((both + level) / 2, 0.0, 1.0)
    minus = np.clip((both - level) / 2, 0.0, 1.0)
    total = np.full(level.shape, round(one.volume))
    positive = chance.binomial(total, plus)
    negative = chance.binomial(total - positive, np.clip(minus / np.maximum(1 - plus, LEAST), 0.0, 1.0))
    told = {"positive": positive, "negative": negative, "numerator": positive - negative, "denominator": total}
    return {name: numbers.astype(float) for name, numbers in told.items()}


def _weeks(kpi: Kpi, one: Ordinary, parts: Parts) -> Weeks:
    """Make of drawn parts what the KPI makes of counted ones."""
    if "value" in parts:
        shape = parts["value"].shape
        return Weeks(parts["value"], np.full(shape, one.error), np.full(shape, float(one.sample)))
    shape = parts["numerator"].shape
    each = [
        dict(zip(parts, numbers, strict=True))
        for numbers in zip(*(p.ravel().tolist() for p in parts.values()), strict=True)
    ]
    values = np.array([np.nan if (value := kpi.value(found)) is None else value for found in each]).reshape(shape)
    errors = np.array([kpi.error(found) or 0.0 for found in each]).reshape(shape)
    samples = np.array([kpi.sample(found) for found in each], dtype=float).reshape(shape)
    return Weeks(values, errors, samples)


# -- what brings the results -------------------------------------------------------------------------


def quiet_results(weekly: Sequence[Weekly], weeks: int, chance: np.random.Generator) -> list[Weekly]:
    """Draw weeks in which every part of a channel is as good as the others: what it took is drawn from known weeks."""
    whole = {channel: _rate(weekly, channel) for channel in {channel for week in weekly for channel, _ in week}}
    mood = {key: _mood(weekly, key) for key in {key for week in weekly for key in week}}
    found = []
    for _ in range(weeks):
        took = weekly[int(chance.integers(len(weekly)))]
        rates = {key: max(whole[key[0]] * (1 + mood[key] * chance.standard_normal()), 0.0) for key in sorted(took)}
        found.append(
            {key: Brought(float(chance.poisson(rate * took[key].took)), took[key].took) for key, rate in rates.items()}
        )
    return found


def _rate(weekly: Sequence[Weekly], channel: str) -> float:
    own = sum((one for week in weekly for (where, _), one in week.items() if where == channel), NOTHING)
    return own.results / own.took


def _mood(weekly: Sequence[Weekly], key: tuple[str, str]) -> float:
    """Say how much the rate of a part moves from week to week beyond chance, as a share of it."""
    known = [week.get(key) for week in weekly]
    rates = [None if one is None else one.results / one.took for one in known]
    told = [one for one in known if one is not None]
    results, took = fmean(one.results for one in told), fmean(one.took for one in told)
    if not results or (moved := scatter(rates)) is None:
        return 0.0
    return math.sqrt(max((moved * took / results) ** 2 - 1 / results, 0.0))
