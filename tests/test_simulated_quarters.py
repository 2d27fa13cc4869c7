"""With nothing changing in a quarter, at most 5 of 100 brands see a STOP or SCALE; a real shift is found.

All rules, the brand and five channels, 13 weeks: many looks at chance (tests/quarters.py draws them). A larger run
over three sizes of brand and three tempers of its weeks is `python -m bench.quiet`, its figures stand in
docs/decisions/0018-judgement.md.
"""

from __future__ import annotations

import pytest

from kpi.snapshot import EVERYWHERE
from tests.quarters import LARGE, LAST, LOUD, MIDDLE, Shift, Volume, brand, seen

BRANDS = 100


@pytest.mark.parametrize(("volume", "mood"), [(MIDDLE, 0.0), (LARGE, 0.1)])
def test_a_quiet_quarter_is_quiet(volume: Volume, mood: float) -> None:
    disturbed = sum(any(alert.verdict in LOUD for alert in seen(brand(seed, volume, mood))) for seed in range(BRANDS))
    assert disturbed / BRANDS <= 0.05


# CTR from 1% to 1.3% and 25 points less sentiment, at 50,000 impressions and 200 labelled texts a week
@pytest.mark.parametrize(
    ("shift", "volume", "rule"),
    [(Shift(ctr=1.3, points=25), MIDDLE, "pause_scaling"), (Shift(cost=0.65), LARGE, "scale_budget")],
)
def test_a_real_shift_is_found(shift: Shift, volume: Volume, rule: str) -> None:
    found = [
        any(
            (alert.rule, alert.channel) == (rule, EVERYWHERE) for alert in seen(brand(seed, volume, 0.0, shift), [LAST])
        )
        for seed in range(BRANDS)
    ]
    assert sum(found) / BRANDS >= 0.8
