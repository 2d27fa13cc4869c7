"""In which past weeks rules would have fired, each week judged on nothing later than itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.remembered import Remembered
from kpi.rule.alerts import firing
from kpi.rule.rule_ground import ground, tracks_each

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from kpi.periods import Week
    from kpi.plan import Plan
    from kpi.queries import Queries
    from kpi.rule.rules import Rule

WEEKS = 26


@dataclass(frozen=True)
class Firing:
    """A rule that would have fired, where and when."""

    rule: str
    channel: str
    week: Week


def fired(  # noqa: PLR0917 - a backtest is of all of these
    store: Queries,
    plan: Plan,
    rules: Sequence[Rule],
    week: Week,
    today: date,
    weeks: int = WEEKS,
    progress: Callable[[int, int], None] = lambda _number, _whole: None,
) -> tuple[Firing, ...]:
    """List what rules would have said in so many weeks up to this one, oldest first, with what is known now."""
    remembered = Remembered(store)
    over = [one for one in week.last(weeks) if one.sunday < today]
    found: list[Firing] = []
    for number, tracks in enumerate(tracks_each(remembered, plan, rules, over)):
        progress(number, len(over))
        judged = ground(remembered, plan, tracks)
        found += [Firing(rule.id, channel, tracks.week) for rule in rules for channel in firing(rule, judged)]
    return tuple(found)
