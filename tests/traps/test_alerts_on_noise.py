"""A rule must be quiet when nothing happens, and still find what does.

As the articles write it ("CTR rises and sentiment falls", week on week), the stop rule fires on pure chance in
98% of all quarters (simulated: 50,000 impressions and 200 labelled texts a week, 13 weeks). The guard on every
leg is what makes an alert worth reading.
"""

from __future__ import annotations

import numpy as np
import pytest

from kpi.catalog import catalog
from kpi.cells import ALL_ROWS, Cells
from kpi.periods import Week, Window
from kpi.rule.alerts import Ground, alerts
from kpi.rule.rules import Rule, load_rules
from kpi.snapshot import EVERYWHERE, Cell

IMPRESSIONS, TEXTS, QUARTER = 50_000, 200, 13
LAST = Week(2026, 47)
WEEKS = LAST.last(QUARTER)
RULES = {rule.id: rule for rule in load_rules()}


def ctr(week: Week, rate: float, chance: np.random.Generator) -> Cell:
    parts = {"numerator": int(chance.binomial(IMPRESSIONS, rate)), "denominator": IMPRESSIONS}
    return cell("ctr", week, parts, IMPRESSIONS)


def sentiment(week: Week, positive: float, negative: float, chance: np.random.Generator) -> Cell:
    plus, minus, _ = (int(n) for n in chance.multinomial(TEXTS, [positive, negative, 1 - positive - negative]))
    parts = {"positive": plus, "negative": minus, "numerator": plus - minus, "denominator": TEXTS}
    return cell("net_sentiment", week, parts, TEXTS)


def cell(name: str, week: Week, parts: dict[str, int], sample: int) -> Cell:
    kpi = catalog()[name]
    return Cell(name, Window(week, 7).id, EVERYWHERE, kpi.value(parts), None, None, sample, None, kpi.error(parts))


def quarter(seed: int, *, shift: bool = False) -> Cells:
    """Draw 13 weeks in which nothing changes, or in the last of which both legs really move."""
    chance = np.random.default_rng(seed)
    made = {}
    for week in WEEKS:
        moved = shift and week == LAST
        drawn = [
            ctr(week, 0.013 if moved else 0.010, chance),
            sentiment(week, *((0.30, 0.50) if moved else (0.45, 0.30)), chance),
        ]
        made |= {(each.kpi, ALL_ROWS, each.window, EVERYWHERE): each for each in drawn}
    return Cells(tuple(WEEKS), made, {})


def fires(rule: Rule, cells: Cells, week: Week) -> bool:
    return bool(alerts([rule], Ground(cells, week, lambda *_: True), {}.get))


@pytest.mark.parametrize(("rule", "most"), [("pause_scaling", 0.06), ("publish_proof", 0.12)])
def test_rule_seldom_fires_in_a_quarter_in_which_nothing_happens(rule: str, most: float) -> None:
    runs = 150
    fired = sum(any(fires(RULES[rule], cells, week) for week in WEEKS[1:]) for cells in map(quarter, range(runs)))
    assert fired / runs <= most


def test_unguarded_rule_would_fire_in_almost_every_quarter() -> None:
    fired = 0
    for seed in range(50):
        cells = quarter(seed)
        values = {
            name: [each.value or 0 for each in cells.series(name, ALL_ROWS, 7)] for name in ("ctr", "net_sentiment")
        }
        rises = np.diff(values["ctr"]) > 0
        falls = np.diff(values["net_sentiment"]) < 0
        fired += bool((rises & falls).any())
    assert fired / 50 >= 0.9


def test_real_shift_is_found() -> None:
    runs = 100
    found = sum(fires(RULES["pause_scaling"], quarter(seed, shift=True), LAST) for seed in range(runs))
    assert found / runs >= 0.8
