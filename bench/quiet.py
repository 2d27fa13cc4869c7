"""How often rules disturb a brand in which nothing changes, and how often they find what does.

`python -m bench.quiet [brands]`: three sizes of brand, three tempers of its weeks, all rules, brand and five channels,
13 weeks after 12 of history (tests/quarters.py). Figures: docs/decisions/0018-judgement.md.
"""

from __future__ import annotations

import sys
from collections import Counter

from kpi.snapshot import EVERYWHERE
from tests.quarters import LARGE, LAST, LOUD, MIDDLE, SMALL, Shift, Volume, brand, seen

SIZES = {"small": SMALL, "middle": MIDDLE, "large": LARGE}
MOODS = (0.0, 0.1, 0.25)
SHIFTS = {
    "CTR +30%, sentiment -35 points": ("pause_scaling", Shift(ctr=1.3, points=35)),
    "CTR +30%, sentiment -25 points": ("pause_scaling", Shift(ctr=1.3, points=25)),
    "CPA -25%": ("scale_budget", Shift(cost=0.75)),
}


def quiet(volume: Volume, mood: float, brands: int) -> Counter[str]:
    """Count the brands that see each rule in a quarter without any change; `loud` = any STOP or SCALE."""
    counted: Counter[str] = Counter()
    for seed in range(brands):
        found = seen(brand(seed, volume, mood))
        counted.update({f"{one.rule}{'' if one.channel == EVERYWHERE else ' (channel)'}" for one in found})
        counted["loud"] += any(one.verdict in LOUD for one in found)
    return counted


def power(volume: Volume, mood: float, rule: str, shift: Shift, brands: int) -> int:
    """Count the brands for which a rule finds a shift of the last week."""
    found = (seen(brand(seed, volume, mood, shift), [LAST]) for seed in range(brands))
    return sum(any((one.rule, one.channel) == (rule, EVERYWHERE) for one in alerts) for alerts in found)


def main(brands: int) -> None:
    """Print the table."""
    for name, volume in SIZES.items():
        for mood in MOODS:
            counted = quiet(volume, mood, brands)
            rules = ", ".join(f"{rule} {n / brands:.1%}" for rule, n in sorted(counted.items()) if rule != "loud")
            print(f"{name:6} mood {mood:4}: STOP or SCALE {counted['loud'] / brands:5.1%}   {rules}", flush=True)
            for what, (rule, shift) in SHIFTS.items():
                print(f"    {what}: found {power(volume, mood, rule, shift, brands) / brands:.0%}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
