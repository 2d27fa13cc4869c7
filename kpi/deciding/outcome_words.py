"""What became of a decision, in the reader's language: one sentence with its numbers, and what to think of besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.catalog import catalog
from kpi.counting import shortened, uncompared
from kpi.deciding.asked import in_words
from kpi.kinds import Count
from kpi.noted import NOTED
from kpi.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.annotations import Annotation
    from kpi.deciding.came import Outcome
    from kpi.deciding.decisions import Decision
    from kpi.words import Words


def told(found: Outcome, decision: Decision, say: Words) -> str:
    """Say what the KPI did, over which weeks, and how much of what was asked that is."""
    if found.verdict == "too_early":
        return say("outcome.too_early_until", week=say.week_inline(decision.first_week))
    if found.move is None:
        return _nothing(found, say)
    before, after, moved = side_by_side(found.move.before, found.move.after, found.unit, found.currency, say)
    weeks = say("outcome.weeks", n=found.weeks)
    parts = [say("outcome.moved", before=before, after=after, moved=moved, weeks=weeks)]
    if found.told == "before":
        parts.insert(0, say(f"outcome.before.{found.verdict}"))
    if found.reached is not None and found.doubt is None:
        parts.append(say("outcome.reached", share=say.share(found.reached), asked=in_words(decision, say)))
    elif decision.by_how_much:
        parts.append(say("outcome.asked", asked=in_words(decision, say)))
    return " ".join([*parts, *_doubt(found, say)])


def _nothing(found: Outcome, say: Words) -> str:
    if found.unlike is None or found.unlike.why in {"gap", "sources"}:
        return say("outcome.nothing")
    why = uncompared(found.unlike, say)
    return f"{why[:1].upper()}{why[1:]}."


def _doubt(found: Outcome, say: Words) -> list[str]:
    if found.doubt is None:
        return []
    smallest = say.change(found.smallest, found.unit, found.currency).lstrip("+")
    return [say(f"outcome.doubt.{found.doubt}" if found.smallest else "outcome.doubt.sample", smallest=smallest)]


def besides(found: Outcome, say: Words) -> list[str]:
    """List what a reader must know before she believes it: what else happened, and what was so before."""
    if found.move is None:
        return []
    said = [say("outcome.others", n=len(found.others))] if found.others else []
    said += [say("outcome.noted", what="; ".join(_days(found.notes, say)))] if found.notes else []
    said += [say("outcome.already")] if found.already and found.verdict in {"worked", "partly", "against"} else []
    if found.weeks < found.passed:
        said.append(say("outcome.fewer", n=found.weeks, all=say.whole(found.passed)))
    return said


def _days(notes: Iterable[Annotation], say: Words) -> list[str]:
    return [f"{say.short_day(note.day)} {shortened(note.text, NOTED)}" for note in notes]


def footing(found: Outcome, decision: Decision, say: Words) -> str:
    """Say on how much both numbers stand; of a count also over how many days."""
    if found.before is None or found.after is None:
        return ""
    sample = say("outcome.sample", before=say.whole(found.before.sample), after=say.whole(found.after.sample))
    counted = isinstance(catalog().get(decision.kpi), Count)
    return " · ".join([sample, *([say("outcome.window", n=found.window_days)] if counted else [])])
