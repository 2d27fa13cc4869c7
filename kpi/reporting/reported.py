"""A snapshot with its report: the numbers of its week stay, the print tells both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.fingerprint import fingerprint
from kpi.remembered import Remembered
from kpi.reporting.effects import effects
from kpi.reporting.report import Report
from kpi.reporting.sourced import sourced
from kpi.reporting.span import NothingOverError, span
from kpi.reporting.stretches import stretches

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.journal import Entry
    from kpi.plan import Plan
    from kpi.queries import Queries
    from kpi.reporting.span import Kind
    from kpi.snapshot import Snapshot


def reported(
    snapshot: Snapshot, kind: Kind, store: Queries, plan: Plan, *, journal: Sequence[Entry], today: date
) -> Snapshot:
    """Add what a report says of the weeks that end with a snapshot.

    Raises NothingOverError where a month or a plan cannot end with it.
    """
    if kind != "week" and not snapshot.over:
        raise NothingOverError
    over, seen = span(kind, snapshot.week, plan), Remembered(store)  # what was decided often asks for the same KPI
    report = Report(
        over,
        stretches(seen, plan, snapshot, over) if kind != "week" else (),
        effects(seen, plan, over, journal, today),
        sourced(seen, plan, snapshot),
    )
    whole = replace(snapshot, report=report)
    return replace(whole, fingerprint=fingerprint(whole))
