"""A notice in words and as data: brand, week, verdict, rule or KPI, channel, values and evidence, and nothing else.

No owner, no author, no text of a message and no name of a file is in it: it may end up in a channel that many read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpi.alerting.findings import subject_of_alert
from kpi.counting import shortened
from kpi.rule.rule_words import grounds as leg_grounds
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.alerting.findings import Finding
    from kpi.rule.ruling import Alert, LegEvidence
    from kpi.snapshot import ScoreRow, Snapshot
    from kpi.words import Words

SCHEMA = "ninety-notice-1"
MOST = 20  # changes in one message
NAME = 80  # characters of a name
# marks with which a chat calls people, makes links or loads pictures, and what stands there instead
MARKS = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "@": "＠", "`": "'", "|": "/"})


@dataclass(frozen=True)
class Change:
    """What happened to one case, with the numbers of the week it speaks of."""

    what: str  # fired, worsened, refired, returned, woke, cleared
    finding: Finding
    alert: Alert | None  # None = the review at hand is of another week, or does not show it any more
    row: ScoreRow | None

    @classmethod
    def of(cls, what: str, finding: Finding, snapshot: Snapshot) -> Change:
        """Find the numbers of a finding in the review of its week."""
        same = snapshot.week == finding.week
        alerts = {subject_of_alert(alert): alert for alert in snapshot.alerts} if same else {}
        rows = {row.plan.id: row for row in snapshot.rows} if same or finding.row else {}
        row = rows.get(finding.row or "")
        return cls(what, finding, alerts.get(finding.subject), row if same else None)


def safe(name: str) -> str:
    """Make a name safe for a chat: one line, no mark that calls people or loads something."""
    return shortened(" ".join(name.split()), NAME).translate(MARKS)


def name_of(finding: Finding, say: Words) -> str:
    """Name what a change is about: the rule, or the KPI of a row; the team's own label of a row stays in the app."""
    if finding.rule is not None:
        key = f"rule_name.{finding.rule}"
        return safe(finding.name or (say(key) if say.has(key) else finding.rule))
    return ", ".join(_word("kpi", kpi, say) for kpi in finding.kpis)


def _word(family: str, name: str, say: Words) -> str:
    return say(f"{family}.{name}") if say.has(f"{family}.{name}") else safe(name)


def where(finding: Finding, say: Words) -> str:
    """Name the channel, or the whole brand."""
    if finding.channel == EVERYWHERE:
        return say("headline.brand")
    return say(f"channel.{finding.channel}" if _is_known(finding.channel, say) else "notice.other_channel")


def _is_known(channel: str, say: Words) -> bool:
    """Whether Ninety itself names a channel: what stands in a cell of somebody's file does not leave the house."""
    return say.has(f"channel.{channel}")


def level_word(finding: Finding, say: Words) -> str:
    """Say the verdict of a rule or the status of a row."""
    return say(f"verdict.{finding.level}" if finding.rule is not None else f"status.{finding.level}")


def values(change: Change, say: Words) -> list[str]:
    """Write the numbers and what they stand on."""
    if change.alert is not None:
        return [_leg(leg, say) for leg in change.alert.legs]
    if (row := change.row) is None:
        return []
    move = row.baseline_move
    told = {
        "now": say.number(row.now.value, row.unit, row.currency),
        "goal": say.number(row.goal, row.unit, row.currency),
        "baseline": say.number(row.baseline, row.unit, row.currency),
        "sample": say.whole(row.now.sample),
    }
    grounds = f" ({say(f'evidence.{move.evidence}')})" if move else ""
    return [say("notice.row", **told) + grounds]


def _leg(leg: LegEvidence, say: Words) -> str:
    before, after = (say.number(one, leg.unit, leg.currency) for one in (leg.move.before, leg.move.after))
    grounds = f"{leg_grounds(leg, say)}, {say('pdf.sample', n=leg.sample_after)}"
    return f"{_word('kpi', leg.kpi, say)} {before} → {after} ({grounds})"


def line(change: Change, say: Words) -> str:
    """Write one change: `STOP · Pause scaling · LinkedIn: new. CTR 0.9% → 1.6% (signal, n = 48,210)`."""
    finding = change.finding
    head = " · ".join([level_word(finding, say), name_of(finding, say), where(finding, say)])
    told = "; ".join(values(change, say))
    return f"{head}: {say(f'notice.change.{change.what}')}" + (f". {told}" if told else "")


def subject(brand: str, changes: Sequence[Change], say: Words) -> str:
    """Write the subject of a mail."""
    return say("notice.subject", brand=safe(brand), n=len(changes))


def text(brand: str, changes: Sequence[Change], say: Words) -> str:
    """Write the whole message."""
    week = max(change.finding.week for change in changes)
    head = say("notice.head", brand=safe(brand), week=say.week(week), days=say.days(week.monday, week.sunday))
    lines = [f"• {line(change, say)}" for change in changes[:MOST]]
    more = [say("notice.more", n=len(changes) - MOST)] if len(changes) > MOST else []
    return "\n".join([head, *lines, *more, say("notice.foot")])


def payload(brand: str, changes: Sequence[Change], say: Words) -> dict[str, Any]:
    """Write a message as data: `text` is what Slack, Mattermost and the like show, the rest is for machines."""
    return {
        "schema": SCHEMA,
        "text": text(brand, changes, say),
        "brand": safe(brand),
        "changes": [_data(change, say) for change in changes],
    }


def tried(brand: str, say: Words) -> dict[str, Any]:
    """Write a message that says that it is a test."""
    return {"schema": SCHEMA, "text": say("notice.test_text", brand=safe(brand)), "brand": safe(brand), "changes": []}


def _data(change: Change, say: Words) -> dict[str, Any]:
    finding = change.finding
    named = finding.channel if _is_known(finding.channel, say) else "other"
    return {
        "change": change.what,
        "week": finding.week.id,
        "level": finding.level,
        "rule": safe(finding.rule) if finding.rule else None,
        "kpis": list(finding.kpis),
        "channel": None if finding.channel == EVERYWHERE else named,
        "values": _values(change),
    }


def _values(change: Change) -> list[dict[str, Any]]:
    if change.alert is not None:
        return [
            {
                "kpi": leg.kpi,
                "unit": leg.unit,
                "before": leg.move.before,
                "after": leg.move.after,
                "evidence": leg.move.evidence,
                "sample": leg.sample_after,
            }
            for leg in change.alert.legs
        ]
    if (row := change.row) is None:
        return []
    grounds = row.baseline_move.evidence if row.baseline_move else None
    said = {"kpi": row.plan.kpi, "unit": row.unit, "before": row.baseline, "after": row.now.value, "goal": row.goal}
    return [said | {"evidence": grounds, "sample": row.now.sample}]
