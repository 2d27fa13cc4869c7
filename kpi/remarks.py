"""What the judgement of a row says in words: why it is not judged, its chance, whether luck alone did it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.power import weeks_worth_naming

if TYPE_CHECKING:
    from kpi.snapshot import Guard, ScoreRow, Seen
    from kpi.words import Words

LUCKY = 0.05  # chance gives it at least this often: worth saying


def remark(row: ScoreRow, say: Words) -> str:
    """Say the one short thing that a reader of the status must know; nothing where the status says it all."""
    if said := beside_chance(row, say):
        return said
    likely = chance(row, say) if row.status not in {"too_little", "at_cost", "met"} else ""
    return say("judgement.chance_short", chance=likely) if likely else ""


def beside_chance(row: ScoreRow, say: Words) -> str:
    """Say it where the chance has a column of its own: it is not said twice."""
    if row.status == "too_little":
        return reason(row, say)
    if row.status == "at_cost":
        return ", ".join(guard_text(guard, say) for guard in row.guards if guard.worse)
    if row.status == "met":
        return lucky(row, say)
    if row.status in {"behind", "worse"} and row.overdue:
        return say("judgement.overdue")
    return ""


def reason(row: ScoreRow, say: Words) -> str:
    """Say why a row is not judged."""
    if row.reason is None:
        return ""
    unknown = next((guard.kpi for guard in row.guards if guard.worse is None), None)
    return say(
        f"reason.{row.reason}",
        n=say.whole(row.now.sample),
        share=say.share(row.now.coverage),
        kpi=say(f"kpi.{unknown}") if unknown else "",
    )


def chance(row: ScoreRow, say: Words) -> str:
    """Write the chance to reach the target; nobody is as sure as 0% or 100%, and a window that runs tells nothing."""
    told = row.status not in {"no_data", "too_early"} and not row.partial
    if row.forecast is None or row.forecast.chance is None or not told:
        return ""
    known = min(max(row.forecast.chance, 0.01), 0.99)
    sign = "<\u00a0" if row.forecast.chance < known else ">\u00a0" if row.forecast.chance > known else ""
    return sign + say.share(known)


def lucky(row: ScoreRow, say: Words) -> str:
    """Say how often chance alone would have met a target that is met."""
    if row.luck is None or row.luck < LUCKY or row.status not in {"met", "at_cost"}:
        return ""
    return say("judgement.lucky", n=round(100 * row.luck))


def guard_text(guard: Guard, say: Words) -> str:
    """Say what became of a KPI that must not worsen."""
    key = "unknown" if guard.worse is None else "worse" if guard.worse else "held"
    before, after = (say.number(value, guard.unit, guard.currency) for value in (guard.before, guard.after))
    return say(f"guarded.{key}", kpi=say(f"kpi.{guard.kpi}"), before=before, after=after)


def visible(seen: Seen, say: Words) -> str:
    """Say whether a target can be seen at the volume there is."""
    if seen.weeks is None:
        return ""
    if not weeks_worth_naming(seen.weeks):
        return say("judgement.visible_never")
    held = {"n": say.whole(seen.sample), "needed": say.whole(seen.needed or 0)}
    weeks = say("judgement.weeks", n=seen.weeks)
    if seen.enough and seen.needed is not None:
        return say("judgement.visible_now", **held)
    if seen.needed is None or seen.sample >= seen.needed:
        return say("judgement.visible_restless", weeks=weeks)
    return say("judgement.visible_weeks", weeks=weeks, **held)


def mix_text(row: ScoreRow, say: Words) -> str:
    """Say that a total moved against every one of its channels; nothing where it did not."""
    if row.mix is None:
        return ""
    key = "up" if row.mix.within + row.mix.mix > 0 else "down"
    names = map(say.channel, row.mix.channels)
    return say(f"judgement.mix_{key}", channels=", ".join(names))
