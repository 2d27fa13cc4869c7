"""What the form of a decision begins with: what the finding tells, for people to edit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.catalog import catalog
from kpi.deciding import fact
from kpi.deciding.asked import suggested
from kpi.paper.document import row_name
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.alerting.findings import Finding
    from kpi.deciding.decisions import Decision, Kind
    from kpi.rule.ruling import Alert, LegEvidence
    from kpi.snapshot import ScoreRow, Snapshot, Verdict
    from kpi.words import Words

KIND_OF: dict[Verdict, Kind] = {"stop": "stop", "scale": "scale", "ok": "keep"}  # what a verdict says outright


@dataclass(frozen=True)
class Choice:
    """What a decision may move: a row of the plan, or a KPI of all or of one channel."""

    kpi: str
    row: str | None = None
    channel: str | None = None


@dataclass(frozen=True)
class Proposal:
    """The fields of the form as they stand before anybody typed."""

    choices: tuple[Choice, ...]  # what it is about first, then the rest of the plan, then every other KPI
    kind: Kind | None = None  # None = nobody can know
    insight: str = ""
    action: str = ""
    owner: str = ""
    by_how_much: str = ""  # of the first choice
    free: bool = False  # nothing was found: what it must move is yet to choose


def propose(finding: Finding | None, row: ScoreRow | None, snapshot: Snapshot, say: Words, language: str) -> Proposal:
    """Fill in what is known; `language` is that of the plan's targets."""
    about = row or (_row(snapshot, finding.row) if finding and finding.row else None)
    if about is not None:
        first = Choice(about.plan.kpi, about.plan.id)
        owner, amount = about.plan.owner, suggested(about, language)
        return Proposal(rest([first], snapshot), None, fact.of_row(about, say), "", owner, amount)
    alert = _alert(snapshot, finding) if finding else None
    if alert is None:
        about_it = [Choice(kpi) for kpi in finding.kpis] if finding else []
        owner = finding.owner or "" if finding else ""
        return Proposal(rest(about_it, snapshot), owner=owner, free=not about_it)
    return _of_alert(alert, snapshot, say, language)


def follow_up(earlier: Decision, snapshot: Snapshot, say: Words, language: str, currency: str | None) -> Proposal:
    """Fill in what was decided before about the same, for the one who looks back at it and decides anew.

    The action is hers to write: what was done already is not decided again. An amount that was written in another
    language or money is not handed on, for `1.234` would be another number.
    """
    first = Choice(earlier.kpi, earlier.row, earlier.channel)
    row = _row(snapshot, earlier.row)
    alike = (earlier.language, earlier.currency) == (language, currency)
    insight = fact.of_row(row, say) if row is not None and row.plan.kpi == earlier.kpi else ""
    amount = earlier.by_how_much if alike else ""
    return Proposal(rest([first], snapshot), earlier.kind, insight, "", earlier.owner, amount)


def _of_alert(alert: Alert, snapshot: Snapshot, say: Words, language: str) -> Proposal:
    first = [_leg_choice(leg, alert, snapshot) for leg in sorted(alert.legs, key=_improving)]
    row = _row(snapshot, first[0].row) if first and first[0].row else None
    declared = f"rule_action.{alert.rule}"  # a rule of the team's own has none
    return Proposal(
        rest(first, snapshot),
        KIND_OF.get(alert.verdict),
        fact.of_alert(alert, say),
        alert.action or (say(declared) if say.has(declared) else ""),
        alert.owner or (row.plan.owner if row else ""),
        suggested(row, language) if row else "",
    )


def _improving(leg: LegEvidence) -> bool:
    """Whether it went the right way: what went the wrong way is what a decision must move."""
    return (leg.move.size > 0) == (catalog()[leg.kpi].good == "up")


def _leg_choice(leg: LegEvidence, alert: Alert, snapshot: Snapshot) -> Choice:
    channel = None if alert.channel == EVERYWHERE else alert.channel
    rows = (row for row in snapshot.rows if row.plan.kpi == leg.kpi and row.plan.filter.channel == channel)
    row = next((row for row in rows if not row.plan.filter.used), None)
    return Choice(leg.kpi, row.plan.id) if row else Choice(leg.kpi, channel=channel)


def rest(first: Iterable[Choice], snapshot: Snapshot) -> tuple[Choice, ...]:
    """List every choice behind the first ones: the rows of the plan, then each KPI that it does not name."""
    rows = [Choice(row.plan.kpi, row.plan.id) for row in snapshot.rows]
    promised = {row.kpi for row in rows}
    return tuple(dict.fromkeys([*first, *rows, *(Choice(kpi) for kpi in catalog() if kpi not in promised)]))


def _row(snapshot: Snapshot, row_id: str | None) -> ScoreRow | None:
    return next((row for row in snapshot.rows if row.plan.id == row_id), None)


def _alert(snapshot: Snapshot, finding: Finding) -> Alert | None:
    channel = finding.channel or EVERYWHERE
    return next((one for one in snapshot.alerts if (one.rule, one.channel) == (finding.rule, channel)), None)


def choice_name(choice: Choice, snapshot: Snapshot, say: Words) -> str:
    """Name a choice: as the team calls the row, else the KPI with its channel."""
    row = _row(snapshot, choice.row)
    if row is not None:
        return row_name(row, say)
    name, channel = (_word(family, word, say) for family, word in (("kpi", choice.kpi), ("channel", choice.channel)))
    return f"{name} · {channel}" if channel else name


def _word(family: str, name: str | None, say: Words) -> str:
    return say(f"{family}.{name}") if say.has(f"{family}.{name}") else (name or "").replace("_", " ")
