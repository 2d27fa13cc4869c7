"""What a signal and a decision stand on, in words: the legs of the rule, and both sides of the KPI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.counting import shortened
from kpi.deciding.outcome_words import besides, told
from kpi.paper.appendix_rows import both, off_by
from kpi.paper.blocks import Sign
from kpi.paper.cards import ruled
from kpi.paper.effected import ABOUT, ACTION, about
from kpi.paper.entry import Entry, facts
from kpi.paper.tokens import tokens
from kpi.rule.rule_words import capital, grounds, moved, place_name
from kpi.side_by_side import side_by_side
from kpi.words import NO_VALUE

if TYPE_CHECKING:
    from kpi.deciding.came import Outcome
    from kpi.reporting.report import Effect
    from kpi.rule.ruling import Alert, LegEvidence
    from kpi.snapshot import Snapshot
    from kpi.words import Words


def of_alert(alert: Alert, say: Words) -> Entry:
    """Tell each leg of a rule that holds, with its numbers."""
    mark = tokens().verdict[alert.verdict]
    legs = {f"{n}. {moved(leg, say)}": _leg(leg, say) for n, leg in enumerate(alert.legs, 1)}
    parts = {part.name: f"{say.share(part.share)} · {say('pdf.sample', n=part.sample)}" for part in alert.parts}
    held = say("appendix.held", n=alert.weeks) if alert.weeks > 1 else ""
    return Entry(
        name=capital(place_name(alert.channel, say)),
        sign=Sign(say(f"verdict.{alert.verdict}"), mark.tone, mark.shape),
        about=" ".join(filter(None, [ruled(alert, say), held])),
        facts=facts(legs | parts),
    )


def _leg(leg: LegEvidence, say: Words) -> str:
    before, after = (say.number(value, leg.unit, leg.currency) for value in (leg.move.before, leg.move.after))
    sides = both((before, say.whole(leg.sample_before)), (after, say.whole(leg.sample_after)))
    off = off_by(leg.move.sigma, leg.unit, leg.currency, say)
    return " · ".join(filter(None, [sides, off, grounds(leg, say)]))


def of_effect(one: Effect, snapshot: Snapshot, say: Words) -> Entry:
    """Tell both sides of the KPI of a decision, with their samples."""
    decision, found = one.decision, one.outcome
    mark, rows = tokens().came[found.told], {row.plan.id: row for row in snapshot.rows}
    verdict = {say("appendix.verdict"): " ".join([told(found, decision, say), *besides(found, say)])}
    return Entry(
        name=shortened(" ".join(decision.action.split()) or NO_VALUE, ACTION),
        sign=Sign(say(f"outcome.came.{found.told}"), mark.tone, mark.shape),
        about=shortened(about(decision, rows, say), ABOUT),
        facts=facts({say("decision.column.made"): say.day(decision.made_on)} | _sides(found, say) | verdict),
    )


def _sides(found: Outcome, say: Words) -> dict[str, str]:
    """Write both numbers as they are compared, each with the sample it stands on."""
    if found.move is None:
        return {}
    values = side_by_side(found.move.before, found.move.after, found.unit, found.currency, say)[:2]
    cells, names = (found.before, found.after), ("before", "after")
    return {
        say(f"appendix.{name}"): f"{value} · {say('pdf.sample', n=cell.sample)}" if cell else value
        for name, value, cell in zip(names, values, cells, strict=True)
    }
