"""The appendix of a report: of every number its formula, its sample and its source, as frozen with the snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.paper.appendix_reasons import of_alert, of_effect
from kpi.paper.appendix_rows import of_row
from kpi.paper.cards import URGENT_FIRST
from kpi.paper.entry import Appendix, Entry, Part
from kpi.paper.spanned import spanned

if TYPE_CHECKING:
    from kpi.snapshot import Snapshot
    from kpi.words import Words


def appendix(snapshot: Snapshot, say: Words) -> Appendix:
    """Put into words what everything in a snapshot stands on; a part without entries is left out."""
    alerts = sorted(snapshot.alerts, key=lambda alert: URGENT_FIRST.index(alert.verdict))
    entries = {
        "rows": _rows(snapshot, say),
        "signals": [of_alert(alert, say) for alert in alerts],
        "effects": [of_effect(one, snapshot, say) for one in (snapshot.report.effects if snapshot.report else ())],
    }
    parts = [
        Part(say(f"appendix.{name}"), say(f"appendix.{name}_about"), tuple(found))
        for name, found in entries.items()
        if found
    ]
    return Appendix(tuple(parts), say("appendix.files"))


def _rows(snapshot: Snapshot, say: Words) -> list[Entry]:
    report, over = snapshot.report, spanned(snapshot, say)
    sourced = {one.row: one for one in report.sourced} if report else {}
    stretches = {one.row: one for one in report.stretches} if report else {}
    return [
        of_row(row, sourced.get(row.plan.id), stretches.get(row.plan.id), over[n] if over else None, snapshot, say)
        for n, row in enumerate(snapshot.rows)
    ]
