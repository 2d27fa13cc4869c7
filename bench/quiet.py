"""How often rules disturb a brand in which nothing changes, and how often they find what does.

`python -m bench.quiet [brands]`: three sizes of brand, three tempers of its weeks, every rule, brand and five channels,
13 weeks after 12 of history (tests/quarters.py); then, for each rule, how often the brand's rule finds a change of the
last week. Figures: docs/decisions/0018-judgement.md and 0027-seed-rules.md.
"""

from __future__ import annotations

import sys
from collections import Counter

from kpi.snapshot import EVERYWHERE
from tests.quarters import LARGE, LAST_WEEK, LOUD, MIDDLE, SMALL, TROUBLED, Shift, Volume, brand, seen

SIZES = {"small": SMALL, "middle": MIDDLE, "large": LARGE}
MOODS = (0.0, 0.1, 0.25)
SHIFTS = {
    "CTR +30%, sentiment -35 points": ("pause_scaling", Shift(ctr=1.3, points=35)),
    "CTR +30%, sentiment -25 points": ("pause_scaling", Shift(ctr=1.3, points=25)),
    "CPA -25%": ("scale_budget", Shift(cost=0.75)),
    "response time -50%, CPA +40%": ("improve_offer", Shift(wait=0.5, cost=1.4)),
    "retention -30%": ("change_format", Shift(retention=0.7)),
    "sentiment -15 points, then -15 more": ("publish_proof", Shift(points=30, points_before=15)),
    "engagement +30%, unfollows +60%": ("retarget", Shift(engagement=1.3, unfollows=1.6)),
    "CTR +30%": ("fix_offer", Shift(ctr=1.3)),
    "twice the posts": ("relevance_first", Shift(posts=2.0)),
    "retention +30%, engaged reach +40%": ("fix_call_to_action", Shift(retention=1.3, engaged=1.4)),
    "CTR +30%, landing conversion -30%": ("match_landing", Shift(ctr=1.3, landing=0.7)),
    "sentiment -40 points": ("slow_distribution", Shift(points=40)),
    "engagement -40%": ("stop_vanity_audience", Shift(engagement=0.6)),
    "CPM +60%": ("stop_vanity_growth", Shift(cpm=1.6)),
    "impressions -60%": ("check_platform", Shift(impressions=0.4)),
    "reach -60%, one warning": ("restore_compliance", Shift(impressions=0.4, warned=1)),
    "toxic x 4, sentiment -25 points, unfollows +60%": (
        "calm_polarisation",
        Shift(toxic=4.0, points=25, unfollows=1.6),
    ),
    "incidents, corrections -90%, response time -50%, sentiment +25 points": (
        "governance_works",
        Shift(incidents=0.1, corrected=0.1, wait=0.5, points=-25),
    ),
    "approval time -50%, incidents x 5": ("check_approval", Shift(approval=0.5, incidents=5.0)),
    "half of the formats with five times the CTR": ("scale_formats", Shift(formats=5.0)),
    "one late thread": ("escalate_threads", Shift(late=1)),
}


def quiet(volume: Volume, mood: float, brands: int) -> Counter[str]:
    """Count the brands that see each rule in a quarter without any change; `loud` = any STOP or SCALE, `any` = any."""
    counted: Counter[str] = Counter()
    for seed in range(brands):
        found = seen(brand(seed, volume, mood))
        counted.update({f"{one.rule}{'' if one.channel == EVERYWHERE else ' (channel)'}" for one in found})
        counted["loud"] += any(one.verdict in LOUD for one in found)
        counted["any"] += bool(found)
    return counted


def power(volume: Volume, mood: float, rule: str, shift: Shift, brands: int) -> int:
    """Count the brands for which a rule finds a shift of the last week."""
    found = (seen(brand(seed, volume, mood, shift), LAST_WEEK, [rule]) for seed in range(brands))
    return sum(any((one.rule, one.channel) == (rule, EVERYWHERE) for one in alerts) for alerts in found)


def main(brands: int) -> None:
    """Print the tables."""
    for name, volume in SIZES.items():
        for mood in MOODS:
            counted = quiet(volume, mood, brands)
            loud, some = counted.pop("loud"), counted.pop("any")
            rules = ", ".join(f"{rule} {n / brands:.1%}" for rule, n in sorted(counted.items()))
            print(f"{name:6} mood {mood:4}: STOP or SCALE {loud / brands:5.1%}, any {some / brands:5.1%}   {rules}")
    sizes = {**SIZES, "troubled": TROUBLED}
    for what, (rule, shift) in SHIFTS.items():
        found = [
            f"{power(volume, mood, rule, shift, brands) / brands:4.0%}"
            for volume in sizes.values()
            for mood in MOODS[:2]
        ]
        print(f"{rule:22} {what:70} {' '.join(found)}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
