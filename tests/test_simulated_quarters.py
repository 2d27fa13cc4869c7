"""With nothing changing in a quarter, at most 5 of 100 brands see a STOP or SCALE; a real shift is found.

All rules, the brand and five channels, 13 weeks: many looks at chance (tests/quarters.py draws them). A larger run
over three sizes of brand and three tempers of its weeks, with every rule, is `python -m bench.quiet`; its figures stand
in docs/decisions/0018-judgement.md and 0027-seed-rules.md.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kpi.cells import ALL_ROWS, Cells
from kpi.periods import Window
from kpi.rule.alerts import alerts
from kpi.rule.ground import Ground
from kpi.snapshot import EVERYWHERE
from tests.quarters import (
    LARGE,
    LAST_WEEK,
    LOUD,
    MIDDLE,
    PLACES,
    WEEKS,
    Quarter,
    Shift,
    Volume,
    brand,
    in_force,
    seen,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.cells import Key
    from kpi.snapshot import Cell

BRANDS = 75


@pytest.mark.parametrize(("volume", "mood"), [(MIDDLE, 0.0), (LARGE, 0.1)])
def test_a_quiet_quarter_is_quiet(volume: Volume, mood: float) -> None:
    found = [seen(brand(seed, volume, mood)) for seed in range(BRANDS)]
    assert sum(any(alert.verdict in LOUD for alert in each) for each in found) / BRANDS <= 0.05
    assert sum(bool(each) for each in found) / BRANDS <= 0.35
    often = {rule.id: sum(any(one.rule == rule.id for one in each) for each in found) for rule in in_force()}
    assert {rule for rule, number in often.items() if number / BRANDS > 0.08} <= {"publish_proof"}


# CTR from 1% to 1.3% and 30 points less sentiment, at 50,000 impressions and 200 labelled texts a week
@pytest.mark.parametrize(
    ("shift", "volume", "rule"),
    [(Shift(ctr=1.3, points=30), MIDDLE, "pause_scaling"), (Shift(cost=0.65), LARGE, "scale_budget")],
)
def test_a_real_shift_is_found(shift: Shift, volume: Volume, rule: str) -> None:
    found = [
        any(
            (alert.rule, alert.channel) == (rule, EVERYWHERE)
            for alert in seen(brand(seed, volume, 0.0, shift), LAST_WEEK, [rule])
        )
        for seed in range(BRANDS)
    ]
    assert sum(found) / BRANDS >= 0.8


def test_a_drawn_quarter_is_judged_as_the_weeks_of_a_store_are() -> None:
    quarter = brand(1, LARGE, 0.05, Shift(ctr=1.4, points=40, landing=0.5, retention=0.4, unfollows=2, toxic=4, late=1))
    rules = [rule for rule in in_force() if rule.when]
    whole = Cells(tuple(WEEKS), dict(of_store(quarter)), {})
    for number in range(len(WEEKS) - 2, len(WEEKS)):
        theirs = alerts(rules, Ground(whole, WEEKS[number], lambda *_: True), {}.get)
        assert seen(quarter, [number], [rule.id for rule in rules]) == list(theirs)
    assert {"pause_scaling", "match_landing", "change_format", "escalate_threads"} <= {one.rule for one in theirs}


def of_store(quarter: Quarter) -> Iterator[tuple[Key, Cell]]:
    """Give the cells of a quarter as a store's are found."""
    for kpi in (*quarter.counted, *quarter.figures):
        for channel in ("instagram", EVERYWHERE) if kpi == "engaged_reach" else PLACES:
            for week, cell in zip(WEEKS, quarter.cells(kpi, channel), strict=True):
                window = Window(week, 7).id
                yield (kpi, ALL_ROWS, window, channel), replace(cell, window=window)
