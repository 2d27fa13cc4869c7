"""What is the matter, in one plain sentence: of a row that is off its way, and of a rule that holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.paper.document import now, row_name
from kpi.remarks import remark
from kpi.rule.rule_words import moved, place_name

if TYPE_CHECKING:
    from kpi.rule.ruling import Alert, LegEvidence
    from kpi.snapshot import ScoreRow
    from kpi.words import Words


def of_row(row: ScoreRow, say: Words) -> str:
    """Say where a row stands, and how far that is from where it should."""
    return f"{row_name(row, say)}: {_standing(row, say)}"


def _standing(row: ScoreRow, say: Words) -> str:
    goal = row.target.describe(say)
    if row.status == "at_cost":
        return say("monday.at_cost", now=now(row, say), goal=goal, guards=remark(row, say))
    reference = row.pace if row.status == "behind" and row.pace is not None else row.baseline
    if row.status not in {"behind", "worse"} or row.now.value is None or reference is None:
        return say("decision.fact_row", now=now(row, say), goal=goal)
    return say(
        f"monday.{row.status}",
        now=now(row, say),
        reference=say.number(reference, row.unit, row.currency),
        gap=say.change(abs(row.now.value - reference), row.unit, row.currency).lstrip("+"),
        goal=goal,
    )


def of_alert(alert: Alert, say: Words) -> str:
    """Say where, and what moved from where to where."""
    return f"{place_name(alert.channel, say)}: {'; '.join(_leg(leg, say) for leg in alert.legs)}."


def _leg(leg: LegEvidence, say: Words) -> str:
    before, after = (say.number(value, leg.unit, leg.currency) for value in (leg.move.before, leg.move.after))
    return say(f"movement.{leg.movement}", kpi=moved(leg, say), before=before, after=after)
