"""Weeks of a small brand for the tests of alerts: a rule that fires so strongly, a row that stands so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.periods import Week
from kpi.rule.ruling import Alert, LegEvidence
from kpi.snapshot import Move, Status
from tests.snapshots import ROWS, example, row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.snapshot import Snapshot, SourceState, Verdict

STOP = "rule:pause_scaling@linkedin"
CTR_ROW = "row:ctr"
FIRST = Week(2026, 47)


def alert(size: float = 3.0, verdict: Verdict = "stop", channel: str = "linkedin") -> Alert:
    """Let a rule of one leg hold, so many sigmas strong."""
    leg = LegEvidence("ctr", "rises", "percent", None, Move(0.01, 0.01 + size * 0.001, 0.001, "signal"), 4000, 4200)
    return Alert("pause_scaling", verdict, channel, 1, (leg,), "Anna")


def taken(
    week: Week = FIRST,
    stop: float | None = None,
    rows: Mapping[str, Status] | None = None,
    *,
    complete: bool = True,
) -> Snapshot:
    """Take a week in which the stop rule is so strong (None: it does not hold), and rows of the plan stand so."""
    base = example(rows=0)
    states: tuple[SourceState, ...] = tuple(replace(one, complete=complete) for one in base.sources)
    made = (row(*fields) for fields in ROWS if fields[0] in (rows or {}))
    return replace(
        base,
        week=week,
        alerts=() if stop is None else (alert(stop),),
        rows=tuple(replace(one, status=(rows or {})[one.plan.id]) for one in made),
        sources=states,
    )
