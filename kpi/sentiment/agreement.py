"""How far people who labelled the same text agree: what no estimate can mend.

Krippendorff's alpha is 1 where they agree always and 0 where they agree as often as chance would. Its ordinal form: a
text that one calls positive and the other negative is a worse disagreement than positive and neutral, and no step is
taken to be as long as another. It takes any number of people, and texts that some of them did not label (Krippendorff,
Computing Krippendorff's Alpha-Reliability, 2011). Who cannot tell has said nothing to agree with.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kpi.sentiment.drawing import framed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.queries import Queries
    from kpi.sentiment.drawing import Frame

ENOUGH = 10  # texts that two people labelled: below it one text more or less says everything


@dataclass(frozen=True)
class Agreement:
    """How far people agree on the texts that several of them labelled."""

    texts: int  # labelled by two people or more who could tell
    same: float | None  # share of pairs of labels that are equal, 0 to 1; None below ENOUGH texts
    alpha: float | None  # -1 to 1; None below ENOUGH texts, and where everybody said the same of every text


def agreement(store: Queries, frame: Frame | None = None) -> Agreement:
    """Measure the labels that count, of a frame or of all weeks."""
    units = _units(store, frame)
    if len(units) < ENOUGH:
        return Agreement(len(units), None, None)
    return Agreement(len(units), same(units), alpha(units))


def _units(store: Queries, frame: Frame | None) -> list[list[int]]:
    before, within, params = framed(frame) if frame else ("", "", [])
    rows = store.query(
        f"{before} select list(sentiment order by number) from held_label {within} where sentiment is not null "
        "group by source, channel, text_id having count(*) > 1 order by source, channel, text_id",
        params,
    )
    return [said for (said,) in rows]


def same(units: Sequence[Sequence[int]]) -> float:
    """Give the share of equal pairs within a unit, each unit (the labels of one text) counting once."""
    pairs = [list(combinations(unit, 2)) for unit in units if len(unit) > 1]
    return sum(sum(one == other for one, other in some) / len(some) for some in pairs) / len(pairs)


def alpha(units: Sequence[Sequence[int]]) -> float | None:
    """Give Krippendorff's ordinal alpha of units of ordered values; None where there is only one value.

    alpha = 1 - (n - 1) Σ o(c,k) δ²(c,k) / Σ n(c) n(k) δ²(c,k), the sums over pairs of values, with o the coincidences
    within units, each weighted by 1 / (labels of the unit - 1), n their margins, and
    δ(c,k) = Σ n(g) for g from c to k - (n(c) + n(k)) / 2.
    """
    seen = _coincidences([unit for unit in units if len(unit) > 1])
    values = sorted({value for pair in seen for value in pair})
    margin = {value: sum(n for (one, _), n in seen.items() if one == value) for value in values}
    apart = {(one, other): _distance(one, other, margin) for one, other in combinations(values, 2)}
    expected = sum(margin[one] * margin[other] * distance for (one, other), distance in apart.items())
    if not expected:
        return None
    observed = sum(seen[pair] * distance for pair, distance in apart.items())
    return 1 - (sum(margin.values()) - 1) * observed / expected


def _coincidences(units: Sequence[Sequence[int]]) -> defaultdict[tuple[int, int], float]:
    seen: defaultdict[tuple[int, int], float] = defaultdict(float)
    for unit in units:
        for one, other in combinations(unit, 2):
            for pair in ((one, other), (other, one)):
                seen[pair] += 1 / (len(unit) - 1)
    return seen


def _distance(one: int, other: int, margin: dict[int, float]) -> float:
    between = sum(n for value, n in margin.items() if one <= value <= other)
    return (between - (margin[one] + margin[other]) / 2) ** 2
