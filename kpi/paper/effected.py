"""What became of the decisions, on paper: what was decided, and what its KPI did since.

Nothing here says that the one did the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.counting import shortened
from kpi.deciding.outcome_words import besides, footing, told
from kpi.paper.blocks import Sign
from kpi.paper.row_words import row_name
from kpi.paper.tokens import tokens
from kpi.side_by_side import side_by_side
from kpi.words import NO_VALUE

if TYPE_CHECKING:
    from kpi.deciding.came import Outcome
    from kpi.deciding.decisions import Decision
    from kpi.reporting.report import Effect
    from kpi.snapshot import ScoreRow, Snapshot
    from kpi.words import Words

MOST = 12  # on paper
NO_BREAK = "\u00a0"
ACTION, OWNER, ABOUT, ASIDE = 160, 60, 90, 260  # characters of what stands in a line


@dataclass(frozen=True)
class Effected:
    """One decision, and what became of its KPI."""

    sign: Sign  # what became of it
    action: str
    facts: str  # which kind of decision, whose, of which day, where it stands
    about: str  # the KPI
    lead: str  # of the sentence about the KPI what comes before the numbers, the numbers, and the rest
    figures: str
    rest: str
    aside: str  # on how much the numbers stand, and what else to know


@dataclass(frozen=True)
class Effects:
    """What became of the decisions that a report looks back on."""

    lines: tuple[Effected, ...]  # newest first
    none: str  # said where there is no decision
    left: tuple[str, ...]  # what is said of the rest when so many lines are shown, from none to all


def effected(snapshot: Snapshot, say: Words, most: int = MOST) -> Effects | None:
    """Put into words what became of the decisions; None = there is nothing to look back on."""
    report = snapshot.report
    if report is None or (report.span.kind == "week" and not report.effects):
        return None
    rows, total = {row.plan.id: row for row in snapshot.rows}, len(report.effects)
    shown = report.effects[:most]
    return Effects(
        lines=tuple(_effected(one, rows, snapshot.week.sunday.year, say) for one in shown),
        none="" if shown else say("pdf.effects.none"),
        left=tuple(say("pdf.effects.more", n=total - n) if n < total else "" for n in range(len(shown) + 1)),
    )


def _effected(one: Effect, rows: dict[str, ScoreRow], year: int, say: Words) -> Effected:
    decision, found = one.decision, one.outcome
    mark, made = tokens().came[found.told], decision.made_on
    day = say.short_day(made) if made.year == year else say.day(made)
    owner = shortened(" ".join(decision.owner.split()), OWNER)
    facts = [say(f"decision.kind.{decision.kind}"), owner, day, say(f"decision.state.{one.state}")]
    lead, figures, rest = _parted(told(found, decision, say), found, say)
    return Effected(
        sign=Sign(say(f"outcome.came.{found.told}"), mark.tone, mark.shape),
        action=shortened(" ".join(decision.action.split()) or NO_VALUE, ACTION),
        facts=" · ".join(filter(None, facts)),
        about=shortened(about(decision, rows, say), ABOUT),
        lead=lead,
        figures=figures,
        rest=shortened(rest, ASIDE),
        aside=shortened(" · ".join(filter(None, [_footing(found, decision, say), *besides(found, say)])), ASIDE),
    )


def _parted(sentence: str, found: Outcome, say: Words) -> tuple[str, str, str]:
    """Part a sentence around its numbers, so that these can stand out."""
    if found.move is None:
        return "", "", sentence
    before, after, _ = side_by_side(found.move.before, found.move.after, found.unit, found.currency, say)
    return sentence.partition(f"{before} → {after}")


def _footing(found: Outcome, decision: Decision, say: Words) -> str:
    """Say on how much both numbers stand, in pieces that are not parted at the end of a line."""
    return " · ".join(part.replace(" ", NO_BREAK) for part in footing(found, decision, say).split(" · "))


def about(decision: Decision, rows: dict[str, ScoreRow], say: Words) -> str:
    """Name what a decision must move: as the team calls the row, else the KPI, with its channel."""
    row = rows.get(decision.row or "")
    if row is not None and row.plan.kpi == decision.kpi:
        return " ".join(row_name(row, say).split())
    key = f"kpi.{decision.kpi}"
    name = say(key) if say.has(key) else decision.kpi.replace("_", " ")
    return f"{name} · {say.channel(decision.channel)}" if decision.channel else name
