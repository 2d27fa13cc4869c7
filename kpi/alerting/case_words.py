"""An alert and its history in words: what it is called, since when, what happened, and why."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kpi.alerting.case import CLEARED, DECIDED, SNOOZED, UNJUDGED
from kpi.alerting.findings import from_body
from kpi.alerting.judging import read_lacks
from kpi.alerting.reasons import read_reasons
from kpi.periods import Week
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.journal import Entry
    from kpi.alerting.case import Case
    from kpi.alerting.findings import Finding
    from kpi.alerting.reasons import Reason
    from kpi.deciding.decisions import Decision
    from kpi.words import Words

NAMED = 3  # uploads in one sentence


def name_of(finding: Finding, say: Words) -> str:
    """Name what an alert is about: its rule, or the row of the plan."""
    if finding.name:
        return finding.name
    if finding.rule is not None:
        return _word("rule_name", finding.rule, say)
    return ", ".join(_word("kpi", kpi, say) for kpi in finding.kpis)


def whole_name(finding: Finding, say: Words) -> str:
    """Name it with its place; a row of the plan says its place itself."""
    name = name_of(finding, say)
    return say("case.about", name=name, where=place_of(finding, say)) if finding.rule else name


def place_of(finding: Finding, say: Words) -> str:
    """Say whether it is about the whole brand or a channel."""
    return say("headline.brand") if finding.channel == EVERYWHERE else _word("channel", finding.channel, say)


def family_of(finding: Finding) -> str:
    """Say which words its level belongs to."""
    return "verdict" if finding.rule is not None else "status"


def since(case: Case, say: Words) -> str:
    """Say since when it is there."""
    return say("case.since_weeks", week=say.week_inline(case.since), n=case.weeks)


def until(case: Case, say: Words) -> str:
    """Say when a snoozed one comes back."""
    if case.state != "snoozed" or case.snoozed_until is None:
        return ""
    return say("case.until_worse" if case.until_worse else "case.until", day=say.day(case.snoozed_until))


def reason(one: Reason, say: Words) -> str:
    """Say one reason."""
    match one.kind:
        case "week":
            return say("case.why.week", names=say.week_inline(Week.parse(one.names[0])))
        case "came" | "went":
            files = [f"{number} ({name})" for number, name in zip(one.numbers, one.names, strict=True)]
            return say(f"case.why.{one.kind}", n=len(files), names=listed(files, say))
        case _:
            return say(f"case.why.{one.kind}")


def listed(names: Sequence[str], say: Words) -> str:
    """Name the first few, and say how many more there are."""
    more = [say("case.more_names", n=len(names) - NAMED)] if len(names) > NAMED else []
    return " ".join([", ".join(names[:NAMED]), *more])


def lacking(entry: Entry, say: Words) -> str:
    """Say what was lacking to judge a case."""
    return ", ".join(say(f"case.lacks.{one.what}", kpi=_word("kpi", one.kpi, say)) for one in read_lacks(entry.body))


def doubt(case: Case, say: Words) -> str:
    """Say why it cannot be judged, or since when it no longer holds; nothing while it is seen to hold."""
    if case.unjudged and (told := case.last_of(UNJUDGED)):
        why = reasons(told, say)
        week = say.week_inline(Week.parse(told.body["week"]))
        head = say("case.unjudged_since" if why else "case.unjudged_in", week=week, why=why)
        return ": ".join(filter(None, [head, lacking(told, say)])) + "."
    if not case.holds and (told := case.last_of(CLEARED)) and case.state != "resolved":
        return say("case.not_held_why", why=reasons(told, say))
    return ""


def reasons(entry: Entry, say: Words) -> str:
    """Say why an entry was written; nothing where it speaks for itself."""
    known = read_reasons(entry.body)
    if entry.kind == UNJUDGED:  # which week it was is said already
        known = tuple(one for one in known if one.kind != "week")
    return ", ".join(reason(one, say) for one in known)


def happened(entry: Entry, say: Words, decided: Mapping[int, Decision] | None = None) -> str:
    """Say what an entry of the history tells."""
    fields: dict[str, object] = {"by": entry.written_by or say("case.somebody")}
    name = entry.kind.partition(".")[2]
    if entry.kind == DECIDED:
        name = "decided"
    elif entry.kind == SNOOZED:
        name += "_worse" if entry.body["until_worse"] else ""
        fields["day"] = say.day(date.fromisoformat(entry.body["until"]))
    elif entry.kind in {CLEARED, UNJUDGED}:
        fields["week"] = say.week_inline(Week.parse(entry.body["week"]))
    elif "finding" in entry.body:
        fields["week"] = say.week_inline(from_body(entry.subject, entry.body["finding"]).week)
    made = (decided or {}).get(entry.number)
    added = [
        decision_line(made, say) if made else "",
        reasons(entry, say),
        lacking(entry, say),
        str(entry.body.get("note") or ""),
    ]
    return ": ".join(filter(None, [say(f"case.entry.{name}", **fields), "; ".join(filter(None, added))]))


def decision_line(decision: Decision, say: Words) -> str:
    """Say in one line what was decided."""
    return say(
        "case.decision",
        kind=say(f"decision.kind.{decision.kind}"),
        action=decision.action,
        owner=decision.owner,
        due=say.short_day(decision.due),
    )


def _word(family: str, name: str, say: Words) -> str:
    return say(f"{family}.{name}") if say.has(f"{family}.{name}") else name.replace("_", " ")
